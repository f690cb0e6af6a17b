package reception

import (
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// A LinkRef is what a mailed link is bound to, already verified. It grants
// nothing by itself: who acts, and whether he still may, is checked again.
type LinkRef struct {
	Purpose   string // review task exception guest survey settlement
	Person    string // staff id, guest id or "driver:VEHICLE"
	Reception string
	Subject   string // ask's subject, task id, exception id
	Revision  int
}

// OnBehalf separates, in a link's subject, what is decided from the person
// whose decision it is, where the link's own person stands in for him.
const OnBehalf = "@"

// whose splits a link's subject; without more it is the link's own person's.
func (l LinkRef) whose() (subject, person string) {
	subject, person, on := strings.Cut(l.Subject, OnBehalf)
	if !on {
		person = l.Person
	}
	return subject, person
}

// contact is whom the holder of a link may ask: the specialist, else the owner.
func (t *turn) contact() *Contact {
	for _, id := range []string{t.Head.Specialist, t.Head.Owner} {
		if p := t.company.Person(id); p != nil && p.Active() {
			return &Contact{Name: p.Called(t.act.Lang), Phone: p.Phone, Email: p.Email}
		}
	}
	return nil
}

// Refusal is why a link that is not open decides nothing: who has it now, who
// decided when, what has changed. It is nil for an open one.
func (v LinkView) Refusal(l i18n.Lang, now time.Time) error {
	switch {
	case len(v.NowWith) > 0:
		return v.passedOn(l)
	case v.State == LinkOpen:
		return nil
	case v.Decided != nil && v.Lapsed != LapsedOver:
		return v.Decided.refusal(now)
	case v.State == LinkExpired:
		return fault.New(fault.Gone, "link-expired")
	case v.Lapsed == LapsedOver:
		return fault.New(fault.Conflict, "wrong-state")
	}
	e := staleLink(v.Lapsed)
	e.Extra = map[string]any{"revision": v.Revision, "changes": v.Changes}
	return e
}

// passedOn names who has what a link was for.
func (v LinkView) passedOn(l i18n.Lang) error {
	var names []string
	for _, who := range v.NowWith {
		names = append(names, who.Name)
	}
	e := fault.New(fault.Forbidden, "forbidden", i18n.List(l, names...))
	e.Extra = map[string]any{"now_with": v.NowWith}
	return e
}

// staleLink says why a link is stale; by default there is a newer sheet.
func staleLink(why string) *fault.Error {
	e := fault.New(fault.Conflict, "link-stale")
	if why != LapsedRevised {
		e.Args = append(e.Args, i18n.Key("page.link-stale-"+why))
	}
	return e
}

// refusal is the answer to whoever wants to decide again.
func (d Decided) refusal(now time.Time) error {
	e := fault.New(fault.Conflict, "link-used", d.By.Name, i18n.Moment{At: d.At, Now: now})
	e.Extra = map[string]any{"decided": d}
	return e
}
