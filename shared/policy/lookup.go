package policy

// An evaluator holds what one question needs: policy, facts, where the
// reception stands, the gate that is being judged, and the decisions made.
type evaluator struct {
	p       *Policy
	f       *Facts
	at      Gate // where the reception stands
	gate    Gate // whose rule is being judged
	decided map[string]*Decided
	limits  map[*Thing]*Limit
	things  []*Thing
	labels  map[labelKey]string
}

// value finds a fact: a decision, a fact of the thing or its container, or
// one computed from others. While it is unknown, waits are the facts that
// would tell.
func (e *evaluator) value(th *Thing, name string) (v Value, waits []string) {
	if _, ok := e.p.index.decisions[name]; ok {
		if d := e.decision(name); d.Value.Known() {
			return d.Value, nil
		} else {
			return Value{}, d.waits()
		}
	}
	if compute, ok := computed[name]; ok {
		if v = th.Get(name); v.Known() && name != "lead" {
			return v, nil
		}
		return compute(e, th)
	}
	v = th.Get(name)
	if v.Known() {
		if f, ok := e.p.index.fields[name]; ok && v.form == text && f.Type != TypeText {
			v = e.asked(f, v.str)
		}
	}
	switch {
	case v.Known():
		return v, nil
	case isStatus(name):
		return None(), nil
	}
	return Value{}, []string{name}
}

// asked reads what a person typed into a field of the policy.
func (e *evaluator) asked(f *Field, s string) Value {
	switch f.Type {
	case TypeList:
		return Set(splitList(s)...)
	case TypeDate:
		return String(s)
	}
	return parse(f.Type, f.Choices, s)
}

// among lists the things of any of the kinds, in the order they were stated.
func (e *evaluator) among(kinds []string) []*Thing {
	if len(kinds) == 0 {
		return []*Thing{&e.f.Thing}
	}
	var all []*Thing
	for _, th := range e.things {
		for _, k := range kinds {
			if e.p.isA(th.Kind, k) {
				all = append(all, th)
				break
			}
		}
	}
	return all
}

// isA tells whether a thing's kind is meant by a name: its own, "item" for
// every itinerary item, "tour" for its stops.
func (p *Policy) isA(kind, name string) bool {
	switch name {
	case kind:
		return true
	case "item":
		return p.index.items[kind]
	case "tour":
		return kind == "tour-stop"
	}
	return false
}

// ref names a thing in an outcome; the visit itself has none.
func (th *Thing) ref() ThingRef {
	if th.parent == nil {
		return ThingRef{}
	}
	return ThingRef{th.Kind, th.ID, th.Index, th.Label}
}

// IsZero tells whether no thing is named.
func (t ThingRef) IsZero() bool { return t.Kind == "" && t.ID == "" }
