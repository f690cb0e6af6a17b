package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
)

// decide takes an answer, or takes it back.
func (t *turn) decide(a *Ask, c Decide) (func() ReviewAnswer, error) {
	if c.Do == DoUndo {
		if err := t.undo(a); err != nil {
			return nil, err
		}
		return t.reviewAnswer(a), t.setLife()
	}
	if c.Do != "" {
		return nil, fault.Field("/do", "invalid", c.Do)
	}
	yes, err := checkAnswers(a, c)
	if err != nil {
		return nil, err
	}
	a.State, a.Answers, a.Comment, a.By, a.At, a.Clocks = AskNo, c.Answers, clean(c.Comment), t.act.By, t.act.At, nil
	a.Decided, a.Hash = t.Head.Revision, t.Head.Hash
	if yes {
		a.State = AskYes
	}
	t.kind, t.data.Answers, t.data.Text, t.data.Revision = EventReviewed, c.Answers, cut(a.Comment), a.Decided
	t.count(a, yes)
	if t.Head.State == Review && t.kind == EventReviewed {
		a.Until = t.act.At.Add(undoFor)
	}
	t.changed()
	if t.kind == EventConfirmed {
		if err := t.follow(); err != nil {
			return nil, err
		}
	}
	return t.reviewAnswer(a), t.setLife()
}

// checkAnswers wants every question answered with yes or no, and a comment with a no.
func checkAnswers(a *Ask, c Decide) (yes bool, err error) {
	var l fault.List
	yes = true
	for _, q := range a.Questions {
		switch c.Answers[q] {
		case "yes":
		case "no":
			yes = false
		case "":
			l.Add("/answers/"+q, "required")
		default:
			l.Add("/answers/"+q, "invalid", c.Answers[q])
		}
	}
	for q := range c.Answers {
		if !slices.Contains(a.Questions, q) {
			l.Add("/answers/"+q, "unknown-field")
		}
	}
	if err := l.Err(); err != nil {
		return false, err
	}
	if !yes && clean(c.Comment) == "" {
		return false, fault.Field("/comment", "comment-required")
	}
	return yes, nil
}

// count moves the chain on: a no sends the sheet back, enough yeses open the
// next step or confirm the sheet.
func (t *turn) count(a *Ask, yes bool) {
	_, rest, _ := strings.Cut(a.Subject, ":")
	chain, _, _ := strings.Cut(rest, ":")
	for i := range t.Plan.Approvals {
		if ap := &t.Plan.Approvals[i]; ap.ID == chain && ap.State == AskOpen {
			if !yes {
				t.sendBack(ap, a)
				return
			}
			t.advance(ap)
		}
	}
	if !slices.ContainsFunc(t.Plan.Approvals, func(x Approval) bool { return x.State != AskYes }) {
		t.kind = EventConfirmed
		t.Head.AtRisk = false
		t.data.tell(MailAccepted, []string{"confirmed"}, append(t.resultReaders(), t.Head.Owner)...)
		t.confirm()
	}
}

// resultReaders hear of the review's result: the office (S000-1.14).
func (t *turn) resultReaders() []string { return t.officePeople() }

// advance opens the next step of a chain when this one has enough yeses.
func (t *turn) advance(ap *Approval) {
	c, ok := t.chain(ap.ID)
	if !ok || ap.Step >= len(c.Steps) {
		ap.State, ap.Decided = AskYes, t.act.At
		return
	}
	subject := reviewSubject(c.ID, c.Steps[ap.Step].ID)
	if !t.enough(subject, c.Steps[ap.Step].Need) {
		return
	}
	for _, a := range t.openAsks(subject) { // any or n of all: the others need not answer any more
		a.State, a.Clocks = AskVoid, nil
	}
	if ap.Step++; ap.Step < len(c.Steps) {
		t.askStep(ap, c)
		return
	}
	ap.State, ap.Decided = AskYes, t.act.At
}

// enough says whether a step has the yeses that it needs; 0 is all.
func (t *turn) enough(subject string, need int) bool {
	yes, open := 0, 0
	for _, a := range t.Asks {
		if a.Subject == subject && a.State == AskYes {
			yes++
		} else if a.Subject == subject && a.State == AskOpen {
			open++
		}
	}
	return need == 0 && open == 0 && yes > 0 || need > 0 && yes >= need
}

// chain finds a chain of the policy.
func (t *turn) chain(id string) (policy.Chain, bool) {
	for _, c := range t.consult(policy.GatePublish).Approvals() {
		if c.ID == id {
			return c, true
		}
	}
	return policy.Chain{}, false
}

// sendBack returns the sheet to the office: whoever was still asked need not
// answer, and everybody who was sent it hears that it is withdrawn.
func (t *turn) sendBack(ap *Approval, a *Ask) {
	ap.State, ap.Decided = AskNo, t.act.At
	t.Head.Returned = &Returned{By: t.act.By, At: t.act.At, Comment: a.Comment}
	t.kind = EventSentBack
	t.recall()
}

// recall takes a sheet that is under review back to the planning: whoever was
// still asked need not answer, and everybody who was sent it hears of it.
func (t *turn) recall() {
	told := append(t.resultReaders(), t.Head.Owner, t.Head.Specialist, t.Head.Applicant)
	for _, other := range t.Asks {
		if subjectOf(other.Subject) != SubjectReview || other.State == AskVoid {
			continue
		}
		told = append(told, t.standIn(other.Person, SubjectReview))
		if other.State == AskOpen {
			other.State, other.Clocks = AskVoid, nil
		}
	}
	t.renewEntry()
	t.Head.State = Planning
	t.data.tell(MailReturned, []string{"sheet"}, without(told, []string{t.act.By})...)
}

// undo opens an answered ask again, within ten minutes and before the state moved on.
func (t *turn) undo(a *Ask) error {
	switch {
	case a.State != AskYes && a.State != AskNo:
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	case !t.act.At.Before(a.Until) || t.Head.State != Review:
		return fault.New(fault.Conflict, "wrong-state", "undo")
	}
	a.State, a.Decided, a.Answers, a.Comment, a.By, a.At, a.Until = AskOpen, 0, nil, "", "", time.Time{}, time.Time{}
	if !a.Due.IsZero() {
		setClock(&a.Clocks, ClockOverdue, a.Due)
	}
	t.kind = EventUndone
	t.changed()
	return nil
}
