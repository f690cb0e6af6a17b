package reception

import (
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// asksSummary says whether the policy asks for a summary (S000-1.31): it has a
// paper or a task of that name.
func asksSummary(p *policy.Policy) bool {
	for _, paper := range p.Papers {
		if paper.ID == "summary" {
			return true
		}
	}
	for _, t := range p.Tasks {
		if t.ID == "summary" {
			return true
		}
	}
	return false
}

// closable lists what keeps a reception from being archived: a summary that the
// policy asks for, money neither settled nor declared none, promises without
// owner or date, a survey that has not been sent. None: it may be filed.
func (r *Reception) closable(p *policy.Policy, l i18n.Lang) []Reason {
	reasons := []Reason{}
	add := func(code string, args ...any) {
		reasons = append(reasons, Reason{Code: code, Text: i18n.T(l, "reception.closing."+code, args...)})
	}
	if asksSummary(p) && !r.Head.Summary {
		add("summary")
	}
	if !r.settled() {
		add("money")
	}
	for _, promise := range r.Minutes.Promises {
		if promise.Owner == "" || promise.Due == "" {
			add("promise", shorten(promise.Text, 60))
		}
	}
	if !r.Head.Surveyed {
		add("survey")
	}
	return reasons
}
