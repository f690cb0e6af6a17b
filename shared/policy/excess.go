package policy

import (
	"strconv"
	"strings"

	"yingbin/shared/i18n"
)

// limitFindings says where the plan breaks its standards: one finding for
// each row and column, with all things that break it alike.
func (e *evaluator) limitFindings(limits []Limit) []Finding {
	groups := map[string]*Finding{}
	var keys []string
	add := func(key string, f Finding, th *Thing) {
		g := groups[key]
		if g == nil {
			g = &f
			groups[key], keys = g, append(keys, key)
		}
		if th.parent != nil {
			g.Kind = th.Kind
			g.Things = append(g.Things, th.ref())
		}
		g.Fields = union(g.Fields, e.fields(th, f.Facts))
	}
	for i := range limits {
		l := &limits[i]
		th := e.thing(l.Thing)
		if th == nil || th.Kind == "expense" {
			continue // claims are judged by rules, by their excess
		}
		for k := range l.Shall {
			e.shallFinding(l, &l.Shall[k], th, add)
		}
		e.capFinding(l, th, add)
	}
	var all []Finding
	for _, k := range keys {
		f := groups[k]
		f.Text = e.about(f.Things, f.Text)
		e.shut(f)
		all = append(all, *f)
	}
	return all
}

// thing finds what a reference names; the zero reference is the visit.
func (e *evaluator) thing(r ThingRef) *Thing {
	if r.IsZero() {
		return &e.f.Thing
	}
	for _, th := range e.things {
		if th.Kind == r.Kind && th.ID == r.ID {
			return th
		}
	}
	return nil
}

// planGate is the gate of standards: publication, and afterwards wherever the
// reception stands, because changes of the plan are published again.
func (e *evaluator) planGate() Gate {
	if e.at == GateAccept || e.at == GateSubmit {
		return GatePublish
	}
	return e.at
}

type adder func(key string, f Finding, th *Thing)

// shallFinding says that a thing is not what it shall be.
func (e *evaluator) shallFinding(l *Limit, s *Shall, th *Thing, add adder) {
	if s.State == Met {
		return
	}
	row := e.row(l.Of, s.Row)
	f := Finding{Rule: s.Row, Section: "standards", Gate: e.planGate(), Strength: s.Then, State: s.State, Cite: s.Cite, By: s.By, Ours: row.Ours}
	f.Facts = []string{s.Fact}
	if s.State == Pending {
		f.Facts = s.Waits
		f.Text = e.both(func(l lang) string { return i18n.T(l, "rule.needs", e.refsText(l, f.Facts)) })
		add(s.Row+"/"+s.Fact+"?", f, th)
		return
	}
	j := judged{state: Violated}
	e.settle(s.Row, th, s.Then, &j)
	f.State, f.Granted, f.Reasoned = j.state, j.granted, j.reasoned
	if f.Text = e.render(row.Words, th); f.Text.IsZero() {
		v, _ := e.value(th, s.Fact)
		f.Text = e.both(func(l lang) string {
			shown := i18n.T(l, "rule.nothing")
			if v.Given() {
				shown = e.show(l, s.Fact, v)
			}
			return i18n.T(l, "rule.shall", e.p.refWords(s.Fact).In(l), e.demand(l, row.Shall[s.Fact], s), shown)
		})
	}
	add(s.Row+"/"+s.Fact+f.State+f.Text.EN, f, th)
}

// demand writes what a column demands.
func (e *evaluator) demand(l lang, t Test, s *Shall) string {
	if len(s.Propose) > 0 {
		var all []string
		for _, p := range s.Propose {
			all = append(all, e.showText(l, s.Fact, p))
		}
		return i18n.T(l, "rule.among", i18n.List(l, all...))
	}
	key := map[op]string{opLess: "less", opAtMost: "at-most", opMore: "more", opAtLeast: "at-least", opNot: "not", opGiven: "stated", opMissing: "absent"}[t.op]
	var all []string
	for _, o := range t.each {
		if o.ref != "" {
			all = append(all, e.show(l, s.Fact, e.decision(o.ref).Value))
			continue
		}
		all = append(all, e.showText(l, s.Fact, o.text))
	}
	return i18n.T(l, "rule."+key, i18n.List(l, all...))
}

// showText writes a literal as its fact's type has it.
func (e *evaluator) showText(l lang, name, s string) string {
	f, ok := e.p.Fact(name)
	if !ok {
		return s
	}
	if v := parse(f.Type, nil, s); v.Known() {
		return e.show(l, name, v)
	}
	return s
}

// capFinding says that a thing costs more than its cap, or that it cannot be
// told. What it will cost need not be known: the cap is what it may cost.
func (e *evaluator) capFinding(l *Limit, th *Thing, add adder) {
	for _, row := range l.open {
		e.openCap(l, row, l.Waits, th, add)
	}
	c := l.Cap
	if c == nil {
		return
	}
	row := e.row(l.Of, c.Row)
	m, ok := l.Amount.Money()
	switch {
	case c.State != StateDecided:
		e.openCap(l, row, c.Waits, th, add)
		return
	case !l.Amount.Known(), ok && m.Currency != c.Amount.Currency:
		e.openCap(l, row, []string{amounts[l.Of]}, th, add)
		return
	case !ok || m.Minor <= c.Amount.Minor:
		return
	}
	f := e.capHead(row)
	j := judged{state: Violated}
	e.settle(row.ID, th, c.Then, &j)
	f.State, f.Granted, f.Reasoned, f.Facts = j.state, j.granted, j.reasoned, []string{amounts[l.Of]}
	f.Cap, f.Amount = c, l.Amount
	if f.Text = e.render(row.Words, th); f.Text.IsZero() {
		f.Text = e.both(func(l lang) string {
			paid, cap, basis := i18n.Money(l, m.Minor, m.Currency), i18n.Money(l, c.Amount.Minor, c.Amount.Currency), c.Basis.In(l)
			if basis == cap {
				return i18n.T(l, "rule.over-plain", paid, cap)
			}
			return i18n.T(l, "rule.over", paid, cap, basis)
		})
	}
	add(row.ID+f.State+strconv.FormatInt(m.Minor, 10)+c.Basis.EN, f, th)
}

// capHead begins a finding about the cap of a row.
func (e *evaluator) capHead(row *Standard) Finding {
	return Finding{Rule: row.ID, Section: "standards", Gate: e.planGate(), Strength: e.strength(row.Then), By: e.roles(row.By), Cite: row.Cite, Ours: row.Ours}
}

// openCap says what would tell whether a cap is kept. An amount that nobody
// has planned keeps no gate shut.
func (e *evaluator) openCap(l *Limit, row *Standard, waits []string, th *Thing, add adder) {
	f := e.capHead(row)
	f.State, f.Facts, f.Cap = Pending, waits, l.Cap
	f.Text = e.both(func(l lang) string { return i18n.T(l, "rule.needs", e.refsText(l, waits)) })
	add(row.ID+"?"+strings.Join(waits, ","), f, th)
}

// row finds a row of the standards.
func (e *evaluator) row(of, id string) *Standard {
	rows := e.p.Standards[of]
	for i := range rows {
		if rows[i].ID == id {
			return &rows[i]
		}
	}
	return &Standard{}
}
