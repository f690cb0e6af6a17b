package reception

import (
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// undoFor is how long an answer may be taken back.
const undoFor = 10 * time.Minute

// askStep asks the people of a chain's open step about the revision.
func (t *turn) askStep(a *Approval, c policy.Chain) {
	step := c.Steps[a.Step]
	subject := reviewSubject(c.ID, step.ID)
	for _, person := range t.approvers(step) {
		t.ask(subject, person, a, c, step)
	}
	if len(t.openAsks(subject)) == 0 {
		t.Head.AtRisk = true // nobody holds the role: the office must name somebody
	}
}

func reviewSubject(chain, step string) string { return SubjectReview + ":" + chain + ":" + step }

// ask writes one person's ask and tells him, or who stands in for him. Someone
// who answered an earlier revision is shown what changed since.
func (t *turn) ask(subject, person string, a *Approval, c policy.Chain, step policy.Sign) {
	old := t.Ask(subject, person)
	if old == nil {
		old = &Ask{Subject: subject, Person: person}
		t.Asks = append(t.Asks, old)
	}
	against := old.Against
	if !old.At.IsZero() || old.Revision > 0 {
		against = old.Revision
	}
	*old = Ask{Schema: Schema, Subject: subject, Person: person, Revision: a.Revision, Hash: a.Hash, Against: against, State: AskOpen,
		Asked: t.act.At, Due: a.Due}
	for _, q := range step.Asks {
		old.Questions = append(old.Questions, q.ID)
	}
	if len(old.Questions) == 0 {
		old.Questions = []string{"approve"}
	}
	t.askClocks(old, c)
	if p := t.company.StandIn(person, SubjectReview, t.act.At); p != nil {
		t.data.tell(MailReview, []string{subject, person}, p.ID)
	}
}

// askClocks set the reminder and the escalation of an ask from the chain.
func (t *turn) askClocks(a *Ask, c policy.Chain) {
	for _, m := range c.Remind {
		if at, ok := m.Resolve(t.anchors(), t.cal); ok && at.After(t.act.At) {
			setClock(&a.Clocks, ClockRemind, at)
		}
	}
	if !a.Due.IsZero() {
		due := a.Due
		if !due.After(t.act.At) {
			due = t.act.At
		}
		setClock(&a.Clocks, ClockOverdue, due)
	}
}

// The clocks of an ask and of a task.
const (
	ClockRemind  = "remind"
	ClockOverdue = "overdue"
)

// openAsks are the asks of a subject that wait for an answer.
func (t *turn) openAsks(subject string) []*Ask {
	var list []*Ask
	for _, a := range t.Asks {
		if a.Subject == subject && a.State == AskOpen {
			list = append(list, a)
		}
	}
	return list
}

// voidAsks voids the open asks of a kind of subject; "" is all.
func (t *turn) voidAsks(kind string) {
	for _, a := range t.Asks {
		if a.State == AskOpen && (kind == "" || subjectOf(a.Subject) == kind) {
			a.State = AskVoid
			a.Clocks = nil
		}
	}
	for i := range t.Plan.Approvals {
		if a := &t.Plan.Approvals[i]; a.State == AskOpen && kind != SubjectException {
			a.State = AskVoid
		}
	}
	for i := range t.Head.Exceptions {
		if e := &t.Head.Exceptions[i]; e.State == ExceptionOpen && kind != SubjectReview {
			e.State = ExceptionVoid
		}
	}
}

// Review decides in the app what the actor, or somebody he stands in for, was asked.
func (s *Service) Review(ctx context.Context, act staff.Act, r string, c Decide) (ReviewAnswer, error) {
	allowed := func(t *turn) bool { return t.askOf(c.Do) != nil || t.answeredBy(act.By) != nil }
	return run(ctx, s, act, command{verb: VerbReview, r: r, version: c.Version, body: c, allowed: allowed}, func(t *turn) (func() ReviewAnswer, error) {
		a := t.askOf(c.Do)
		if a == nil {
			return nil, t.used(t.answeredBy(act.By))
		}
		return t.decide(a, c)
	})
}

// ReviewByLink decides what a mailed link is for. Seen is the revision that
// the link carries: after minor changes only it decides on the newest, after
// major ones it is stale.
func (s *Service) ReviewByLink(ctx context.Context, act staff.Act, link LinkRef, c Decide) (ReviewAnswer, error) {
	cmd := command{verb: VerbReview, r: link.Reception, version: anyVersion, body: struct {
		Link LinkRef
		Decide
	}{link, c}}
	return run(ctx, s, act, cmd, func(t *turn) (func() ReviewAnswer, error) {
		a := t.Ask(link.whose())
		if a == nil {
			return nil, fault.Missing()
		}
		if !t.company.MayActFor(act.By, a.Person, SubjectReview, act.At) {
			return nil, fault.New(fault.Forbidden, "forbidden")
		}
		if err := t.fresh(a, link, c.Do == DoUndo); err != nil {
			return nil, err
		}
		return t.decide(a, c)
	})
}

// DoUndo takes an answer back.
const DoUndo = "undo"

// fresh refuses a link that was used, or whose revision is overtaken.
func (t *turn) fresh(a *Ask, link LinkRef, undo bool) error {
	if undo {
		return nil
	}
	switch a.State {
	case AskYes, AskNo:
		if link.Revision >= a.Revision {
			return t.used(a)
		}
		return fault.New(fault.Conflict, "link-stale", link.Revision, t.Head.Revision)
	case AskVoid, AskExpired:
		return fault.New(fault.Conflict, "link-stale", link.Revision, t.Head.Revision)
	}
	if link.Revision < a.Revision {
		return fault.New(fault.Conflict, "link-stale", link.Revision, t.Head.Revision)
	}
	return nil
}

// used says who decided when.
func (t *turn) used(a *Ask) error {
	if a == nil {
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	}
	by := a.By
	if by == "" {
		by = a.Person
	}
	e := fault.New(fault.Conflict, "link-used", t.ref(by).Name, a.At)
	e.Extra = map[string]any{"decided": Decided{By: t.ref(by), At: a.At.In(t.zone), Answers: a.Answers}}
	return e
}

// askOf finds what the actor may decide now: an open review ask of his own
// first, then of somebody he stands in for; for undo, what he has answered.
func (t *turn) askOf(do string) *Ask {
	if do == DoUndo {
		return t.answeredBy(t.act.By)
	}
	var other *Ask
	for _, a := range t.Asks {
		if subjectOf(a.Subject) != SubjectReview || a.State != AskOpen || !t.actsFor(a.Person, SubjectReview) {
			continue
		}
		if a.Person == t.act.By {
			return a
		}
		if other == nil {
			other = a
		}
	}
	return other
}

// answeredBy finds a review that a person has answered.
func (t *turn) answeredBy(person string) *Ask {
	for _, a := range t.Asks {
		if subjectOf(a.Subject) == SubjectReview && (a.State == AskYes || a.State == AskNo) && (a.By == person || a.Person == person) {
			return a
		}
	}
	return nil
}

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
	a.Revision, a.Hash = t.Head.Revision, t.Head.Hash
	if yes {
		a.State = AskYes
	}
	t.kind, t.data.Answers, t.data.Text, t.data.Revision = EventReviewed, c.Answers, cut(a.Comment), a.Revision
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
	for _, c := range t.outcome(policy.GatePublish).Approvals {
		if c.ID == id {
			return c, true
		}
	}
	return policy.Chain{}, false
}

// sendBack returns the sheet to the office: whoever was still asked need not answer.
func (t *turn) sendBack(ap *Approval, a *Ask) {
	ap.State, ap.Decided = AskNo, t.act.At
	for _, other := range t.Asks {
		if subjectOf(other.Subject) == SubjectReview && other.State == AskOpen {
			other.State, other.Clocks = AskVoid, nil
		}
	}
	t.Head.State = Planning
	t.Head.Returned = &Returned{By: t.act.By, At: t.act.At, Comment: a.Comment}
	t.kind = EventSentBack
	t.data.tell(MailReturned, []string{"sheet"}, append(t.resultReaders(), t.Head.Owner, t.Head.Specialist)...)
}

// undo opens an answered ask again, within ten minutes and before the state moved on.
func (t *turn) undo(a *Ask) error {
	if a.State != AskYes && a.State != AskNo || t.act.At.After(a.Until) || t.Head.State != Review {
		return fault.New(fault.Conflict, "undo-over")
	}
	a.State, a.Answers, a.Comment, a.By, a.At, a.Until = AskOpen, nil, "", "", time.Time{}, time.Time{}
	if !a.Due.IsZero() {
		setClock(&a.Clocks, ClockOverdue, a.Due)
	}
	t.kind = EventUndone
	t.changed()
	return nil
}

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
		State: a.State, Comment: a.Comment}
	if a.By != "" && a.By != a.Person {
		v.By = new(t.ref(a.By))
	}
	if !a.At.IsZero() {
		v.At = new(a.At.In(t.zone))
	}
	return v
}
