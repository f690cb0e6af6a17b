package reception

import (
	"slices"
	"strings"
)

// mayAnswer says whether somebody may answer an ask. What was asked of a person
// is his, or of who stands in for him, while he holds the step. Whose role was
// withdrawn answers no more; who holds it now does.
func (t *turn) mayAnswer(a *Ask, by string) bool {
	kind := subjectOf(a.Subject)
	his := t.company.MayActFor(by, a.Person, kind, t.act.At)
	asked := t.company.Person(a.Person)
	if a.State != AskOpen || asked == nil || !asked.Active() {
		return his
	}
	holders := t.holdersOf(a)
	if len(holders) == 0 || slices.Contains(holders, a.Person) {
		return his
	}
	return slices.ContainsFunc(holders, func(id string) bool { return t.company.MayActFor(by, id, kind, t.act.At) })
}

// holdersOf are those whom the policy would ask today instead; none where it
// cannot say.
func (t *turn) holdersOf(a *Ask) []string {
	kind, rest, _ := strings.Cut(a.Subject, ":")
	switch kind {
	case SubjectReview:
		chain, step, _ := strings.Cut(rest, ":")
		c, _ := t.chain(chain)
		for _, s := range c.Steps {
			if s.ID == step {
				return t.approvers(s)
			}
		}
	case SubjectException:
		for _, e := range t.Head.Exceptions {
			if e.ID == rest {
				return t.grantors(e)
			}
		}
	}
	return nil
}

// grantors are those who may decide an exception today.
func (t *turn) grantors(e Exception) []string {
	for _, f := range t.outcome(t.gate()).Findings {
		if findingID(f) == e.Finding {
			return t.deciders(f, e.Asker)
		}
	}
	return nil
}
