package policy

import "slices"

// waits are the facts that a decision waits for; a blank is itself waited for.
func (d *Decided) waits() []string {
	if len(d.Waits) > 0 {
		return d.Waits
	}
	return []string{d.ID}
}

// decision evaluates a decision once; others may rest on it.
func (e *evaluator) decision(id string) *Decided {
	if d, ok := e.decided[id]; ok {
		return d
	}
	d, ok := e.p.index.decisions[id]
	if !ok {
		return &Decided{ID: id, State: StatePending}
	}
	out := &Decided{ID: id, Words: d.Words, Type: d.typ(), Choices: d.Type.Choices, By: d.By, Cite: d.Cite, State: StatePending}
	e.decided[id] = out // a decision that rests on itself stays pending
	gate := e.gate
	e.gate = GateSubmit // whoever asks first, a decision is the same
	e.decide(d, out)
	e.gate = gate
	return out
}

// decide fills in what the table, the constant or the person says.
func (e *evaluator) decide(d *Decision, out *Decided) {
	out.Confirm = d.Suggest.raw == "true" && len(d.Rows) > 0
	root := &e.f.Thing
	switch v := e.holds(root, d.When, d.Unless); v.is {
	case no:
		out.State, out.Value, out.Proposed = StateDecided, None(), None()
		return
	case maybe:
		out.Waits = v.waits
		return
	}
	switch {
	case len(d.Rows) > 0:
		e.table(d, out)
	case !d.Is.IsZero():
		e.say(d, "", d.Is, d.Suggest, out)
	default:
		out.Waits = []string{d.ID} // a person decides
	}
	if out.Proposed.Known() {
		out.State, out.Value = StateDecided, out.Proposed
	}
	if c := root.Get("chosen." + d.ID); c.Given() {
		if v := parse(d.typ(), d.Type.Choices, c.String()); v.Known() {
			out.Value, out.State, out.Chosen, out.Waits = v, StateDecided, true, nil
		}
	}
}

// say states the value of a literal: the company's setting for it, what
// another decision says, or a blank.
func (e *evaluator) say(d *Decision, row string, is, suggest Literal, out *Decided) {
	key := d.ID
	if row != "" {
		key += "/" + row
	}
	if s, ok := e.p.Settings[key]; ok {
		is = s
	}
	out.Row = row
	if ref := is.Ref(); ref != "" {
		o := e.decision(ref)
		if out.Proposed = o.Value; !o.Value.Known() {
			out.State, out.Waits = StatePending, o.waits()
		}
		return
	}
	if is.Blank() {
		out.State, out.Waits, out.Proposed = StateBlank, []string{key}, Value{}
		if !suggest.IsZero() && suggest.raw != "true" {
			out.Suggest = d.read(suggest)
		}
		return
	}
	out.Proposed, out.State = d.read(is), StateDecided
}

// table walks the rows: the first that fits speaks. A row that cannot be told
// stops the walk unless all that could speak say the same.
func (e *evaluator) table(d *Decision, out *Decided) {
	root := &e.f.Thing
	var said []Decided
	var waits []string
	var asked []When
	for _, r := range d.Rows {
		v := e.holds(root, r.When, r.Unless)
		asked = append(asked, r.When, r.Unless)
		if v.is == no {
			continue
		}
		one := Decided{ID: d.ID}
		e.say(d, r.ID, r.Is, r.Suggest, &one)
		why := asked // the row for everything else speaks because the others do not
		if !r.When.IsZero() {
			why = []When{r.When, r.Unless}
		}
		one.Because = e.because(root, why...)
		said = append(said, one)
		waits = union(waits, v.waits)
		if v.is == yes {
			break
		}
	}
	if len(said) == 0 {
		return
	}
	last := said[len(said)-1]
	agree := !slices.ContainsFunc(said, func(o Decided) bool { return !o.Proposed.Known() || !o.Proposed.Equal(last.Proposed) })
	if len(waits) > 0 && !agree {
		out.State, out.Waits = StatePending, waits
		return
	}
	out.State, out.Proposed, out.Row, out.Because = last.State, last.Proposed, last.Row, last.Because
	out.Waits, out.Suggest = last.Waits, last.Suggest
}

// because lists the facts that a condition tested, with words.
func (e *evaluator) because(th *Thing, list ...When) []Because {
	var all []Because
	seen := map[string]bool{}
	for _, w := range list {
		for _, tests := range w {
			for _, name := range tests.facts() {
				v, _ := e.value(th, name)
				if seen[name] || !v.Given() {
					continue
				}
				seen[name] = true
				all = append(all, Because{Fact: name, Value: v, Words: e.both(func(l lang) string {
					return e.p.refWords(name).In(l) + " " + e.show(l, name, v)
				})})
			}
		}
	}
	return all
}
