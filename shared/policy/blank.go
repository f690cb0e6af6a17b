package policy

import "strings"

// OpenBlanks lists the values that the sources leave open and that Settings
// do not fill in. One that is Needed forbids publishing the policy.
func (p *Policy) OpenBlanks() (all []Blank) {
	needed := p.needed()
	for i := range p.Decisions {
		d := &p.Decisions[i]
		add := func(key string, w Words, is, suggest Literal, cite []string) {
			if _, set := p.Settings[key]; set || !is.Blank() {
				return
			}
			b := Blank{ID: key, Words: w, Type: d.typ(), Needed: needed[d.ID], Cite: cite}
			if !suggest.IsZero() && suggest.raw != "true" {
				b.Suggest = d.read(suggest)
			}
			all = append(all, b)
		}
		add(d.ID, d.Words, d.Is, d.Suggest, d.Cite)
		for _, r := range d.Rows {
			add(d.ID+"/"+r.ID, d.Words, r.Is, r.Suggest, d.Cite)
		}
	}
	return all
}

// needed finds the decisions that a gate or a due time rests on, also through
// other decisions.
func (p *Policy) needed() map[string]bool {
	out := map[string]bool{}
	var mark func(string)
	mark = func(id string) {
		d, ok := p.index.decisions[id]
		if !ok || out[id] {
			return
		}
		out[id] = true
		for _, r := range d.reads() {
			mark(r)
		}
	}
	condition := func(list ...When) {
		for _, name := range mentioned(list) {
			mark(name)
		}
	}
	p.markGates(mark, condition)
	markTasks(p.Tasks, mark, condition)
	return out
}

// mentioned lists the facts and decisions that conditions name.
func mentioned(list []When) (names []string) {
	for _, w := range list {
		for _, tests := range w {
			for _, f := range tests.facts() {
				t := tests[f]
				names = append(append(names, f), t.refs()...)
			}
		}
	}
	return names
}

// markGates marks what rules and approvals rest on.
func (p *Policy) markGates(mark func(string), condition func(...When)) {
	for _, r := range p.Rules {
		condition(r.When, r.Unless)
		mark(r.Then.Ref())
		mark(strings.TrimPrefix(r.By, "$"))
		for _, any := range r.Needs {
			for _, ref := range any {
				mark(ref)
			}
		}
	}
	for _, a := range p.Approvals {
		condition(a.When, a.Unless)
		mark(a.Within.Ref())
		for _, s := range a.Steps {
			condition(s.When, s.Unless)
			for _, w := range s.Who {
				mark(strings.TrimPrefix(w, "$"))
			}
		}
	}
}

// markTasks marks what due times and conditions of tasks rest on.
func markTasks(list []Task, mark func(string), condition func(...When)) {
	for _, t := range list {
		condition(t.When, t.Unless)
		mark(t.From.Ref)
		mark(t.Due.Ref)
		for _, m := range t.Remind {
			mark(m.Ref)
		}
		for _, o := range t.Owner {
			mark(strings.TrimPrefix(o, "$"))
		}
		markTasks(t.Tasks, mark, condition)
	}
}

// With gives the policy with the company's values for blanks and decisions
// filled in: decision id, or decision/row, → value as text. Values that are
// not of the decision's type, and ids that are none, are reported.
func (p *Policy) With(settings map[string]string) (*Policy, []Problem) {
	q := *p
	q.Settings = map[string]Literal{}
	for k, v := range p.Settings {
		q.Settings[k] = v
	}
	var problems []Problem
	for _, key := range sortedKeys(settings) {
		id, _, _ := strings.Cut(key, "/")
		d, ok := p.index.decisions[id]
		l := Lit(settings[key])
		if ok && d.typ() == TypeList {
			l = LitList(splitList(settings[key])...)
		}
		switch {
		case !ok:
			problems = append(problems, Problem{Unresolved, "settings", key, "there is no such decision"})
		case !d.read(l).Known():
			problems = append(problems, Problem{Contradiction, "settings", key, settings[key] + " is no " + string(d.typ())})
		default:
			q.Settings[key] = l
		}
	}
	q.prepare()
	if err := q.Seal(); err != nil {
		problems = append(problems, Problem{Contradiction, "settings", "", err.Error()})
	}
	return &q, problems
}

// Suggested are our proposals for the blanks that have one, as With takes them.
func (p *Policy) Suggested() map[string]string {
	out := map[string]string{}
	for _, b := range p.OpenBlanks() {
		if b.Suggest.Known() {
			out[b.ID] = b.Suggest.String()
		}
	}
	return out
}
