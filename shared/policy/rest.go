package policy

import (
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
)

// count writes "23 guests".
func (e *evaluator) count(l lang, n int, kind Words) string {
	return i18n.T(l, "rule.count", n, kind.In(l))
}

// chains lists the approvals that hold, with the steps that hold.
func (e *evaluator) chains() (all []Chain) {
	for i := range e.p.Approvals {
		a := &e.p.Approvals[i]
		list := e.instances(&a.Entry)
		if len(list) == 0 {
			continue
		}
		in := list[0]
		c := Chain{ID: a.ID, Words: e.render(a.Words, in.th), Shows: a.Shows, From: e.moment(a.From, in), Remind: e.moments(a.Remind, in),
			Overdue: e.roles(a.Overdue...), Cite: a.Cite, Ours: a.Ours}
		for _, g := range a.Before {
			c.Before = append(c.Before, Gate(g))
		}
		c.Within = e.span(a.Within)
		for _, o := range list {
			c.Waits = union(c.Waits, o.waits)
			c.Things = append(append(c.Things, o.marks...), oneRef(o)...)
		}
		for _, s := range a.Steps {
			if v := e.holds(in.th, s.When, s.Unless); v.is != no {
				c.Steps = append(c.Steps, e.sign(s, v.waits))
			}
		}
		all = append(all, c)
	}
	return all
}

func oneRef(in instance) []ThingRef {
	if in.marks != nil || in.th.parent == nil {
		return nil
	}
	return []ThingRef{in.th.ref()}
}

// sign makes a step concrete.
func (e *evaluator) sign(s Step, waits []string) Sign {
	out := Sign{ID: s.ID, Who: e.roles(s.Who...), Asks: s.Asks, Fills: s.Fills, Refused: s.Refused, Own: s.Own == "allowed", Cite: s.Cite, Words: s.Words, Waits: waits}
	for _, w := range s.Who {
		if ref, ok := strings.CutPrefix(w, "$"); ok && !e.decision(ref).Value.Known() {
			out.Waits = union(out.Waits, e.decision(ref).waits())
		}
	}
	switch n, err := strconv.Atoi(s.Need); {
	case s.Need == "any":
		out.Need = 1
	case err == nil:
		out.Need = n
	}
	return out
}

// span reads a span that may be a decision.
func (e *evaluator) span(l Literal) Span {
	v := parse(TypeSpan, nil, l.String())
	if ref := l.Ref(); ref != "" {
		v = e.decision(ref).Value
	}
	s, _ := v.Span()
	return s
}

// itinerary lists the entries of the template that hold.
func (e *evaluator) itinerary() []Planned {
	all := make([]Planned, 0, len(e.p.Itinerary))
	for i := range e.p.Itinerary {
		t := &e.p.Itinerary[i]
		for _, th := range e.among(t.Each) {
			v := e.holds(th, t.When, t.Unless)
			if v.is == no {
				continue
			}
			in := instance{th: th}
			all = append(all, Planned{ID: in.id(t.ID), Kind: t.Kind, Words: e.render(t.Words, th), At: e.moment(t.At, in), After: t.After,
				Takes: e.span(t.Takes), With: e.roles(t.With...), Place: t.Place, Optional: t.Optional, Thing: th.ref(), Cite: t.Cite, Waits: v.waits})
		}
	}
	return all
}

// papers lists the papers that belong to this visit.
func (e *evaluator) papers() (all []Sheet) {
	for i := range e.p.Papers {
		p := &e.p.Papers[i]
		en := p.Entry
		if len(en.Each) == 0 && p.Of != "" && !slices.Contains([]string{"reception", "customer", "policy"}, p.Of) {
			en.Each = Names{p.Of}
		}
		list := e.instances(&en)
		if len(list) == 0 {
			continue
		}
		s := Sheet{ID: p.ID, Words: e.render(p.Words, &e.f.Thing), Paper: p}
		for _, in := range list {
			s.Waits = union(s.Waits, in.waits)
			s.Things = append(append(s.Things, in.marks...), oneRef(in)...)
		}
		all = append(all, s)
	}
	return all
}

// messages lists what is sent, and upon what.
func (e *evaluator) messages() []Notice {
	all := make([]Notice, 0, len(e.p.Messages))
	for i := range e.p.Messages {
		m := &e.p.Messages[i]
		for _, in := range e.instances(&m.Entry) {
			all = append(all, Notice{ID: in.id(m.ID), Entry: m.ID, Upon: e.moment(m.Upon, in), To: e.roles(m.To...), Via: m.Via, With: m.With,
				Text: e.title(m.Words, in), Thing: in.thing(), Cite: m.Cite, Waits: in.waits})
		}
	}
	return all
}

// stages lists the stages in the regulation's words.
func (e *evaluator) stages() (all []Phase) {
	for i := range e.p.Stages {
		s := &e.p.Stages[i]
		if e.holds(&e.f.Thing, s.When, s.Unless).is == no {
			continue
		}
		done := len(s.Covers) > 0
		for _, ref := range s.Covers {
			done = done && e.done(ref)
		}
		all = append(all, Phase{ID: s.ID, Words: e.render(s.Words, &e.f.Thing), Covers: s.Covers, Done: done, Cite: s.Cite})
	}
	return all
}

// done tells whether what a stage covers is done: a state that is passed, an
// item whose end is past, a task with all its own, a paper or a fact that is
// there.
func (e *evaluator) done(ref string) bool {
	prefix, id, _ := strings.Cut(ref, ".")
	switch prefix {
	case "state":
		return e.passed(id)
	case "item":
		return e.over(id)
	case "task":
		return e.worked(id)
	case "approval":
		v := e.f.Get(ref).String()
		return v == "yes" || v == "done" || v == "given"
	}
	v, _ := e.value(&e.f.Thing, ref)
	return v.Given()
}

// passed tells whether the reception has reached a state or one after it.
func (e *evaluator) passed(state string) bool {
	from := slices.Index(states, state)
	for i, s := range states[:8] {
		if i >= from && e.f.Get("state."+s).Given() {
			return true
		}
	}
	return e.f.Get("state." + state).Given()
}

// over tells whether all items of a kind or template entry are past.
func (e *evaluator) over(id string) bool {
	any := false
	for _, th := range e.things {
		if !e.p.isA(th.Kind, id) && th.values["item.entry"].str != id && th.ID != id {
			continue
		}
		end, ok := th.Get("item.end").Time()
		if any = true; !ok || end.After(e.f.Now) {
			return false
		}
	}
	return any
}

// worked tells whether a task is done, or all tasks of a group.
func (e *evaluator) worked(id string) bool {
	if e.f.Get("task." + id).Given() {
		return true
	}
	done, any := true, false
	for _, child := range e.p.index.groups[id] {
		any = true
		done = done && e.worked(child)
	}
	for _, th := range e.things {
		if v := e.f.Get("task." + id + "@" + th.ID); v.Given() {
			any = true
		}
	}
	return any && done
}

// proposals lists the functions that the policy uses.
func (e *evaluator) proposals() (all []Ask) {
	for i := range e.p.Proposals {
		p := &e.p.Proposals[i]
		a := Ask{ID: p.ID, Cite: p.Cite, Give: map[string]Value{}}
		for k, l := range p.Give {
			if ref := l.Ref(); ref != "" {
				a.Give[k] = e.decision(ref).Value
			} else {
				a.Give[k] = String(l.String())
			}
		}
		all = append(all, a)
	}
	return all
}
