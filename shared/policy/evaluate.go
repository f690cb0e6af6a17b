package policy

// Evaluate says what a policy says about facts, with the reception standing
// at a gate (the next it has to pass). It is pure: no clock, no store; the
// time is in the facts. Facts that are missing leave open only what rests on
// them.
func Evaluate(p *Policy, f *Facts, at Gate) Outcome { return *Consult(p, f, at).Outcome() }

// missing collects what a person must fill in at this gate.
func (e *evaluator) missing(findings []Finding) (all []MissingRef) {
	at := map[string]int{}
	for _, f := range findings {
		if f.Gate != e.at || f.State == Met || !e.asks(f) {
			continue
		}
		for _, ref := range f.Facts {
			if !e.fillable(ref) && f.State == Pending {
				continue
			}
			i, ok := at[ref]
			if !ok {
				i = len(all)
				at[ref] = i
				fact, _ := e.p.Fact(ref)
				all = append(all, MissingRef{Ref: ref, Field: fact.Field, Words: e.p.refWords(ref)})
			}
			all[i].Rules = union(all[i].Rules, []string{f.Rule})
		}
	}
	return all
}

// asks tells whether a finding asks for something: it is open, or its rule
// needs what is not there.
func (e *evaluator) asks(f Finding) bool {
	return f.State == Pending || f.Section == "rules" && e.p.index.needing[f.Rule]
}
