package reception

import (
	"cmp"
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
		against = max(old.Revision, old.Decided)
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
	t.tellAsked(old)
}

// tellAsked mails an ask to its person, or who stands in for him; nobody twice.
func (t *turn) tellAsked(a *Ask) bool {
	kind := map[string]string{SubjectReview: MailReview, SubjectException: MailException}[subjectOf(a.Subject)]
	p := t.company.StandIn(a.Person, subjectOf(a.Subject), t.act.At)
	if p == nil || slices.Contains(a.Told, p.ID) {
		return false
	}
	a.Told = append(slices.Clone(a.Told), p.ID)
	_, about, _ := strings.Cut(a.Subject, ":")
	if kind == MailReview {
		about = a.Subject
	}
	t.data.tell(kind, []string{about, a.Person}, p.ID)
	return true
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
			return nil, t.answered(t.answeredBy(act.By))
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
		a := t.behind(link.whose())
		if a == nil {
			return nil, fault.Missing()
		}
		if !t.mayAnswer(a, act.By) {
			return nil, fault.New(fault.Forbidden, "forbidden")
		}
		if err := t.fresh(a, link, c.Do == DoUndo); err != nil {
			return nil, err
		}
		decided, err := t.decide(a, c)
		if c.Do == DoUndo && fault.Is(err, "wrong-state") && a.State != AskOpen {
			err = t.answered(a) // the link's decision stands
		}
		return decided, err
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
			return t.answered(a)
		}
		return t.overtaken(link)
	case AskVoid, AskExpired:
		return t.overtaken(link)
	}
	if link.Revision < a.Revision {
		return t.overtaken(link)
	}
	return nil
}

// overtaken refuses a link whose revision is not decided on any more, with what
// has changed since.
func (t *turn) overtaken(link LinkRef) error {
	e := staleLink(t.lapsed(link))
	changes, err := t.differences(link.Revision)
	if err != nil {
		return err
	}
	e.Extra = map[string]any{"revision": t.Head.Revision, "changes": changes}
	return e
}

// answered refuses to decide again what was answered.
func (t *turn) answered(a *Ask) error {
	if a == nil {
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	}
	return t.used(t.ref(a.decider()), a.At, a.Answers)
}

// decider is who answered an ask: its person, unless another did for him.
func (a *Ask) decider() string { return cmp.Or(a.By, a.Person) }

// used refuses a link that was used, and says who decided when.
func (t *turn) used(by Ref, at time.Time, answers map[string]string) error {
	return Decided{By: by, At: at.In(t.zone), Answers: answers}.refusal(t.Local(t.act.At))
}

// askOf finds what the actor may decide now: an open review ask of his own
// first, then of somebody he stands in for; for undo, what he has answered.
func (t *turn) askOf(do string) *Ask {
	if do == DoUndo {
		return t.answeredBy(t.act.By)
	}
	var other *Ask
	for _, a := range t.Asks {
		if subjectOf(a.Subject) != SubjectReview || a.State != AskOpen || !t.mayAnswer(a, t.act.By) {
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
