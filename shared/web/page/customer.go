package page

import (
	"slices"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// customerNext is the next sensible thing to do about a customer: what is owed
// to him comes before the next visit.
func customerNext(l i18n.Lang, p web.Page, v customer.View) Now {
	open, late := openPromises(v), 0
	for _, x := range open {
		if promiseLate(p, x) {
			late++
		}
	}
	to := i18n.T(l, "page.promises")
	switch {
	case late > 0:
		return Now{Text: i18n.T(l, "page.customer-late", late), Link: "#promises", Label: to}
	case len(open) > 0:
		return Now{Text: i18n.T(l, "page.customer-owes", len(open)), Link: "#promises", Label: to}
	case v.Customer.Visits == 0:
		return Now{Text: i18n.T(l, "page.customer-new")}
	}
	return Now{Text: i18n.T(l, "page.customer-again")}
}

// openPromises are those that are still owed.
func openPromises(v customer.View) []customer.PromiseView { return promisesIn(v, true) }

// otherPromises are those that were kept or dropped.
func otherPromises(v customer.View) []customer.PromiseView { return promisesIn(v, false) }

func promisesIn(v customer.View, open bool) (list []customer.PromiseView) {
	for _, x := range v.Promises {
		if (x.State == customer.PromiseOpen) == open {
			list = append(list, x)
		}
	}
	return list
}

// promiseLate says whether an open promise is past its day.
func promiseLate(p web.Page, x customer.PromiseView) bool {
	return x.State == customer.PromiseOpen && x.Due != "" && !now(p).IsZero() && x.Due < local(p, now(p)).Format(time.DateOnly)
}

// sourceName says where a preference is known from: a visit, a person, the guest.
func sourceName(l i18n.Lang, p web.Page, source string) string {
	if source == "guest" {
		return i18n.T(l, "reception.who.guest")
	}
	return staffName(l, p, source)
}

// visitOpens says whether the reader surely sees the reception that a visit was:
// he sees all, heads its department, or it was his.
func visitOpens(p web.Page, v customer.VisitView) bool {
	if p.Who == nil {
		return false
	}
	c := company(p)
	return reception.SeesAll(p.Who) || c != nil && c.Heads(p.Who.ID, v.Department) || slices.Contains(v.Team, p.Who.ID) || slices.Contains(v.Leaders, p.Who.ID)
}

// promiseOpens says so of the reception in which something was promised.
func promiseOpens(p web.Page, x customer.PromiseView) bool {
	v, _ := p.View.(customer.View)
	i := slices.IndexFunc(v.Visits, func(v customer.VisitView) bool { return v.Number == x.Reception })
	if i < 0 {
		i, v.Visits = 0, []customer.VisitView{{}}
	}
	return visitOpens(p, v.Visits[i])
}
