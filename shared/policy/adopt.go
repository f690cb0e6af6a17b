package policy

// Adoptable says why a policy cannot be put in force: it is a draft or a
// fragment, a gate or due time rests on a blank that nobody has filled in, it
// is wrong, or it has what nothing runs yet. Nothing means that it can.
func (p *Policy) Adoptable() []Problem {
	var found []Problem
	if p.Draft {
		found = append(found, Problem{Kind: Incomplete, Text: "it is a draft: not proven by a scenario"})
	}
	if p.ID == "" {
		found = append(found, Problem{Kind: Contradiction, Text: "a fragment is only included"})
	}
	for _, b := range p.OpenBlanks() {
		if b.Needed {
			found = append(found, Problem{Kind: Incomplete, Section: "decisions", Entry: b.ID, Text: "a gate or a due time needs this value"})
		}
	}
	return append(found, Check(p)...)
}
