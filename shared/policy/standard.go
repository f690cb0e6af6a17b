package policy

import (
	"maps"
	"slices"
	"strings"
)

// claims maps the kind of an expense to the standard that limits it.
var claims = map[string]string{"breakfast": "meal", "lunch": "meal", "dinner": "meal", "meal": "meal",
	"entertainment": "entertainment", "lodging": "lodging", "gift": "gift", "ride": "ride"}

// standards says what holds for every thing of the plan and every expense.
func (e *evaluator) standards() (limits []Limit) {
	for _, of := range sortedKeys(e.p.Standards) {
		things := e.among([]string{of})
		if of == "refreshments" && len(things) == 0 {
			things = e.among(nil)
		}
		for _, th := range things {
			if !e.bare(th, of) {
				limits = append(limits, *e.limit(th, of))
			}
		}
	}
	for _, th := range e.among([]string{"expense"}) {
		if l := e.limitOf(th); l != nil {
			limits = append(limits, *l)
		}
	}
	return limits
}

// bare tells whether an itinerary item says nothing but time and place of a
// meal or a night: there is nothing yet to hold against a standard.
func (e *evaluator) bare(th *Thing, of string) bool {
	if !e.p.index.items[of] {
		return false
	}
	for name := range th.values {
		if strings.HasPrefix(name, of+".") {
			return false
		}
	}
	return true
}

// outlook says what would hold for one thing of each kind: what an
// application may expect before anything is planned.
func (e *evaluator) outlook() (limits []Limit) {
	for _, of := range sortedKeys(e.p.Standards) {
		slots := []string{""}
		if of == "meal" {
			slots = []string{"lunch", "dinner"}
		}
		for _, slot := range slots {
			th := &Thing{Kind: of, parent: &e.f.Thing, values: map[string]Value{}}
			if slot != "" {
				th.SetString("meal.slot", slot)
			}
			if l := e.limit(th, of); l.Cap != nil || len(l.Shall) > 0 || len(l.Waits) > 0 {
				l.Thing = ThingRef{Kind: of}
				limits = append(limits, *l)
			}
		}
	}
	return limits
}

// limitOf is the limit of an expense, by the standard of its kind; nil when
// there is none.
func (e *evaluator) limitOf(th *Thing) *Limit {
	if l, ok := e.limits[th]; ok {
		return l
	}
	e.limits[th] = nil
	kind := th.Get("expense.kind").String()
	of, ok := claims[kind]
	if !ok || e.p.Standards[of] == nil {
		return nil
	}
	// judged as the thing it paid for, with the expense's own facts
	as := &Thing{Kind: th.Kind, ID: th.ID, Index: th.Index, Label: th.Label, parent: th, values: map[string]Value{}}
	if of == "meal" && kind != "meal" {
		as.SetString("meal.slot", kind)
	}
	gate := e.gate
	e.gate = GateClaim
	l := e.limit(as, of)
	e.gate = gate
	l.Shall, l.Amount = nil, th.Get("expense.amount")
	e.limits[th] = l
	return l
}

// limit says for each column which row states it first.
func (e *evaluator) limit(th *Thing, of string) *Limit {
	l := &Limit{Thing: th.ref(), Of: of, Name: of}
	if slot, _ := e.value(th, "meal.slot"); of == "meal" && slot.Given() {
		l.Name = slot.String()
	}
	rows := e.p.Standards[of]
	for _, name := range columns(rows) {
		row, open, waits := e.pick(th, rows, func(s *Standard) string { return s.Shall[name].raw })
		for _, o := range open {
			l.Shall = append(l.Shall, e.openShall(o, name, waits))
		}
		if l.Waits = union(l.Waits, waits); row != nil {
			l.Shall = append(l.Shall, e.shall(th, row, name))
		}
	}
	row, open, waits := e.pick(th, rows, func(s *Standard) string { return s.Cap.key() })
	if l.Waits, l.open = union(l.Waits, waits), open; row != nil {
		l.Cap = e.cap(th, row)
	}
	l.Amount = th.Get(amounts[of])
	return l
}

// amounts are the facts that caps limit.
var amounts = map[string]string{"meal": "meal.amount", "lodging": "lodging.rate", "entertainment": "entertainment.amount",
	"gift": "gift.amount", "expense": "expense.amount"}

// costs are those facts alone: not stating one is no fault of a plan.
var costs = slices.Collect(maps.Values(amounts))

// columns lists what any row demands.
func columns(rows []Standard) (all []string) {
	for _, r := range rows {
		all = union(all, sortedKeys(r.Shall))
	}
	slices.Sort(all)
	return all
}

// key tells caps apart.
func (c *Cap) key() string {
	if c == nil {
		return ""
	}
	return c.Base.raw + "|" + c.For.raw + "|" + c.Extra.raw + "|" + c.Count
}

// pick finds the first row that states a column. Rows that cannot be told
// leave it open, with the facts that would tell, unless all that could speak
// say the same.
func (e *evaluator) pick(th *Thing, rows []Standard, states func(*Standard) string) (row *Standard, open []*Standard, waits []string) {
	says, agree := "", true
	for i := range rows {
		r := &rows[i]
		say := states(r)
		if say == "" {
			continue
		}
		v := e.holds(th, r.When, r.Unless)
		if v.is == no {
			continue
		}
		say += r.Then.raw + r.By
		if len(open) == 0 {
			says = say
		}
		open, agree = append(open, r), agree && say == says
		if v.is == yes {
			if len(waits) > 0 && !agree {
				return nil, open, waits
			}
			return open[0], nil, nil
		}
		waits = union(waits, v.waits)
	}
	return nil, open, waits
}

// openShall is a column of a row of which it is not known whether it holds.
func (e *evaluator) openShall(row *Standard, name string, waits []string) Shall {
	return Shall{Fact: name, Test: row.Shall[name].raw, State: Pending, Row: row.ID, Then: e.strength(row.Then), By: e.roles(row.By), Cite: row.Cite, Waits: waits}
}

// shall judges one column.
func (e *evaluator) shall(th *Thing, row *Standard, name string) Shall {
	t := row.Shall[name]
	s := Shall{Fact: name, Test: t.raw, Row: row.ID, Then: e.strength(row.Then), By: e.roles(row.By), Cite: row.Cite}
	for _, o := range t.each {
		switch {
		case t.op != opIn && t.op != opOnly:
		case o.ref != "":
			s.Propose = append(s.Propose, e.decision(o.ref).Value.Strings()...)
		default:
			s.Propose = append(s.Propose, o.text)
		}
	}
	v := e.test(th, name, t)
	s.State, s.Waits = state(v), v.waits
	return s
}

// state names a verdict about a demand.
func state(v verdict) string {
	switch v.is {
	case yes:
		return Met
	case maybe:
		return Pending
	}
	return Violated
}

// cap computes base + max(0, n − for) × extra.
func (e *evaluator) cap(th *Thing, row *Standard) *Capped {
	c := &Capped{Row: row.ID, Then: e.strength(row.Then), By: e.roles(row.By), Cite: row.Cite, State: StateDecided, Count: row.Cap.Count}
	if c.Count == "" {
		c.Count = counts[e.gate]
	}
	if c.Count == "" {
		c.Count = "planned"
	}
	base, ok := e.amount(row.Cap.Base, c)
	extra, also := e.amount(row.Cap.Extra, c)
	per, too := e.number(row.Cap.For, c)
	c.Base, c.Extra, c.For = base, extra, per
	if !row.Cap.Extra.IsZero() || !row.Cap.For.IsZero() {
		n, waits := e.value(th, countFacts[c.Count])
		if num, counted := n.Number(); counted {
			c.People = int(num)
		} else if extra.Minor != 0 || !also {
			c.State, c.Waits = StatePending, union(c.Waits, waits)
		}
	}
	if !ok || !also || !too || c.State != StateDecided {
		return c
	}
	c.Amount = Money{base.Minor + int64(max(0, c.People-per))*extra.Minor, base.Currency}
	c.Basis = e.basis(c)
	return c
}

// counts says whom a cap counts at a gate, unless its row does.
var counts = map[Gate]string{GateReceive: "confirmed", GateAdmit: "confirmed", GateClaim: "checked-in", GateClose: "checked-in"}

var countFacts = map[string]string{"planned": "count.planned", "confirmed": "count.confirmed", "checked-in": "count.checked_in"}

// amount reads an amount of a cap; what it waits for is noted.
func (e *evaluator) amount(l Literal, c *Capped) (Money, bool) {
	if l.IsZero() {
		return Money{Currency: Currency}, true
	}
	if ref := l.Ref(); ref != "" {
		d := e.decision(ref)
		m, ok := d.Value.Money()
		if n, isNumber := d.Value.Number(); !ok && isNumber {
			m, ok = Money{int64(n*100 + 0.5), Currency}, true
		}
		if !ok {
			c.open(d)
		}
		return m, ok
	}
	m, err := literalMoney(l.String())
	return m, err == nil
}

// number reads a number of a cap.
func (e *evaluator) number(l Literal, c *Capped) (int, bool) {
	if l.IsZero() {
		return 0, true
	}
	v := parse(TypeNumber, nil, l.String())
	if ref := l.Ref(); ref != "" {
		d := e.decision(ref)
		if v = d.Value; !v.Known() {
			c.open(d)
		}
	}
	n, ok := v.Number()
	return int(n), ok
}

// open notes what a cap waits for; a blank is worse than pending.
func (c *Capped) open(d *Decided) {
	c.Waits = union(c.Waits, d.waits())
	if d.State == StateBlank || c.State == StateBlank {
		c.State = StateBlank
		return
	}
	c.State = StatePending
}

// strength reads then:, which may be a decision; while that is blank, an
// exception is asked for.
func (e *evaluator) strength(l Literal) Strength {
	if ref := l.Ref(); ref != "" {
		if v := e.decision(ref).Value; v.Given() {
			return Strength(v.String())
		}
		return Exception
	}
	return Strength(l.String())
}

// roles reads roles, each of which may be a decision; a blank one is left out.
func (e *evaluator) roles(list ...string) (all []string) {
	for _, r := range list {
		switch {
		case r == "":
		case r[0] == '$':
			all = append(all, e.decision(r[1:]).Value.Strings()...)
		default:
			all = append(all, r)
		}
	}
	return all
}
