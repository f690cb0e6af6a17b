package policy

import (
	"slices"
	"strings"
	"time"
)

// splitList reads what a person typed as a list.
func splitList(s string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、;；\n", r) }),
		func(s string) bool { return strings.TrimSpace(s) == "" })
}

// computed are the facts that follow from others: comparisons of two facts,
// which the grammar does not have. A value that the caller states wins, but
// for lead, which depends on the gate that is judged. Filled in init, because
// the functions evaluate facts themselves.
var computed map[string]func(*evaluator, *Thing) (Value, []string)

func init() {
	computed = map[string]func(*evaluator, *Thing) (Value, []string){
		"lead": lead,
		"now":  func(e *evaluator, _ *Thing) (Value, []string) { return At(e.f.Now), nil },
		"visit.same_day": func(e *evaluator, th *Thing) (Value, []string) {
			return e.days(th, func(n int) Value { return Bool(n == 0) })
		},
		"visit.days": func(e *evaluator, th *Thing) (Value, []string) {
			return e.days(th, func(n int) Value { return Number(float64(n + 1)) })
		},
		"item.first_day":     func(e *evaluator, th *Thing) (Value, []string) { return e.sameDay(th, "item.start", "visit.start") },
		"item.last_day":      func(e *evaluator, th *Thing) (Value, []string) { return e.sameDay(th, "item.start", "visit.end") },
		"item.surplus":       func(e *evaluator, th *Thing) (Value, []string) { return e.less(th, "item.hosts", "count.planned") },
		"money.left":         func(e *evaluator, th *Thing) (Value, []string) { return e.less(th, "money.budget", "money.claimed") },
		"customer.important": important,
		"meal.slot":          slot,
		"count.planned":      planned,
		"count.confirmed": func(e *evaluator, th *Thing) (Value, []string) {
			return e.first(th, "count.confirmed", "count.planned")
		},
		"party.count":     partyCount,
		"expense.allowed": func(e *evaluator, th *Thing) (Value, []string) { return e.claim(th, true) },
		"expense.excess":  func(e *evaluator, th *Thing) (Value, []string) { return e.claim(th, false) },
	}
}

// gateEvents are the events from which on the lead of a gate's rules is
// fixed: the office judges when the application came, not when it reads it.
var gateEvents = map[Gate]string{GateSubmit: "submitted", GateAccept: "submitted", GatePublish: "published"}

// lead is the time from now, or from when the gate was passed, to the start.
func lead(e *evaluator, th *Thing) (Value, []string) {
	start, ok := th.Get("visit.start").Time()
	if !ok {
		return Value{}, []string{"visit.start"}
	}
	from := e.f.Now
	if at, passed := e.f.events[gateEvents[e.gate]]; passed {
		from = at
	}
	return Between(from, start), nil
}

// days counts the midnights of the visit.
func (e *evaluator) days(th *Thing, make func(int) Value) (Value, []string) {
	from, a := th.Get("visit.start").Time()
	to, b := th.Get("visit.end").Time()
	switch {
	case !a:
		return Value{}, []string{"visit.start"}
	case !b:
		return Value{}, []string{"visit.end"}
	}
	return make(e.f.Calendar.Days(from, to)), nil
}

// sameDay tells whether two times are on one day of the site.
func (e *evaluator) sameDay(th *Thing, x, y string) (Value, []string) {
	a, ok := th.Get(x).Time()
	b, also := th.Get(y).Time()
	switch {
	case !ok:
		return Value{}, []string{x}
	case !also:
		return Value{}, []string{y}
	}
	return Bool(e.f.Calendar.Days(a, b) == 0), nil
}

// less subtracts one number or amount from another.
func (e *evaluator) less(th *Thing, x, y string) (Value, []string) {
	a, waits := e.value(th, x)
	b, more := e.value(th, y)
	if waits = union(waits, more); !a.Known() || !b.Known() {
		return Value{}, waits
	}
	if m, ok := a.Money(); ok {
		n, _ := b.Money()
		sum, same := m.Add(n.Times(-1))
		if !same {
			return Value{}, []string{y}
		}
		return Amount(sum), nil
	}
	if !a.Given() || !b.Given() {
		return None(), nil
	}
	return Number(a.num - b.num), nil
}

// first is the first of several facts that is known.
func (e *evaluator) first(th *Thing, names ...string) (Value, []string) {
	for _, n := range names[:len(names)-1] {
		if v := th.Get(n); v.Known() {
			return v, nil
		}
	}
	return e.value(th, names[len(names)-1])
}

// important customers are key accounts and important ones.
func important(e *evaluator, th *Thing) (Value, []string) {
	v, waits := e.value(th, "customer.class")
	if !v.Known() {
		return Value{}, waits
	}
	return Bool(v.str == "key-account" || v.str == "important"), nil
}

// slot is the meal of the time at which it begins.
func slot(e *evaluator, th *Thing) (Value, []string) {
	start, ok := th.Get("item.start").Time()
	if !ok {
		return Value{}, []string{"meal.slot"}
	}
	switch h := e.local(start).Hour(); {
	case h < 10:
		return String("breakfast"), nil
	case h < 15:
		return String("lunch"), nil
	}
	return String("dinner"), nil
}

// planned is how many guests a thing is planned for, the party by default.
func planned(e *evaluator, th *Thing) (Value, []string) {
	if v := th.Get(th.Kind + ".guests"); v.Known() {
		return v, nil
	}
	return e.value(th, "party.count")
}

// partyCount counts the guests where nobody stated their number.
func partyCount(e *evaluator, _ *Thing) (Value, []string) {
	n := 0
	for _, th := range e.things {
		if th.Kind == "guest" {
			n++
		}
	}
	if n == 0 {
		return Value{}, []string{"party.count"}
	}
	return Number(float64(n)), nil
}

// claim compares an expense with the cap of its kind: what is allowed of it,
// or what is too much. Without a cap everything is allowed.
func (e *evaluator) claim(th *Thing, allowed bool) (Value, []string) {
	amount, waits := e.value(th, "expense.amount")
	kind, more := e.value(th, "expense.kind")
	if waits = union(waits, more); !kind.Known() && len(e.p.Standards) > 0 {
		return Value{}, waits
	}
	m, ok := amount.Money()
	if !ok {
		return Value{}, waits
	}
	over := Money{Currency: m.Currency}
	if l := e.limitOf(th); l != nil && l.Cap != nil {
		if l.Cap.State != StateDecided {
			return Value{}, l.Cap.Waits
		}
		if l.Cap.Amount.Currency != m.Currency {
			return Value{}, []string{"expense.amount"}
		}
		over.Minor = max(0, m.Minor-l.Cap.Amount.Minor)
	} else if l != nil && len(l.Waits) > 0 {
		return Value{}, l.Waits
	}
	if allowed {
		return Amount(Money{m.Minor - over.Minor, m.Currency}), nil
	}
	return Amount(over), nil
}

// local is a time on the wall clock of the site.
func (e *evaluator) local(t time.Time) time.Time { return t.In(e.f.Calendar.Zone()) }
