package reception

import (
	"strings"
)

// reviewAnswer is the chain as it stands after the answer.
func (t *turn) reviewAnswer(a *Ask) func() ReviewAnswer {
	return func() ReviewAnswer {
		ans := ReviewAnswer{Version: t.Version(), State: t.Head.State}
		for _, v := range t.approvalViews() {
			if strings.HasPrefix(a.Subject, SubjectReview+":"+v.ID+":") {
				ans.Approval = v
			}
		}
		if !a.Until.IsZero() && t.Head.State == Review {
			ans.UndoUntil = new(a.Until.In(t.zone))
		}
		return ans
	}
}

// approvalViews are the chains with each person's part.
func (t *turn) approvalViews() []ApprovalView {
	views := []ApprovalView{}
	for _, ap := range t.Plan.Approvals {
		v := ApprovalView{ID: ap.ID, State: ap.State, Revision: ap.Revision, Steps: []StepView{}}
		for _, def := range t.policy.Approvals {
			if def.ID == ap.ID {
				v.Title = def.Words.Map()
			}
		}
		if !ap.Due.IsZero() {
			v.Due = new(ap.Due.In(t.zone))
		}
		for _, a := range t.Asks {
			if strings.HasPrefix(a.Subject, SubjectReview+":"+ap.ID+":") {
				v.Steps = append(v.Steps, t.stepView(a))
			}
		}
		views = append(views, v)
	}
	return views
}

func (t *turn) stepView(a *Ask) StepView {
	v := StepView{Step: a.Subject[strings.LastIndex(a.Subject, ":")+1:], Person: t.ref(a.Person), Questions: a.Questions, Answers: a.Answers,
		Texts: map[string]string{}, State: a.State, Comment: a.Comment}
	for _, q := range a.Questions {
		v.Texts[q] = t.questionText(a.Subject, q)
	}
	if a.By != "" && a.By != a.Person {
		v.By = new(t.ref(a.By))
	}
	if !a.At.IsZero() {
		v.At = new(a.At.In(t.zone))
	}
	return v
}
