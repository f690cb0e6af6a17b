package reception

import (
	"context"
	"maps"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// Accept is the office's yes: it fixes level and specialist, and the policy's
// template fills the plan (S000-1.07–.09, .17).
func (s *Service) Accept(ctx context.Context, act staff.Act, r string, c Accept) (StateAnswer, error) {
	return run(ctx, s, act, command{verb: VerbAccept, r: r, version: c.Version, body: c, allowed: mayOffice}, func(t *turn) (func() StateAnswer, error) {
		if err := t.fixLevel(c); err != nil {
			return nil, err
		}
		if err := t.appoint("/specialist", c.Specialist); err != nil {
			return nil, err
		}
		t.Head.Owner = act.By
		t.Head.Moments = with(t.Head.Moments, "accepted", act.At)
		t.changed()
		if err := t.pass(policy.GateAccept, c.Reason); err != nil {
			return nil, err
		}
		t.fillTemplate()
		t.Head.State = Planning
		t.changed()
		if err := t.refreshTasks(); err != nil {
			return nil, err
		}
		t.kind, t.data.Text = EventAccepted, cut(c.Comment)
		t.data.tell(MailAccepted, nil, t.Head.Applicant, t.Head.Specialist)
		t.askTasks(false)
		return t.stateAnswer(), t.setLife()
	})
}

// fixLevel decides the level: as proposed, or another with a reason.
func (t *turn) fixLevel(c Accept) error {
	proposed := t.proposedLevel(policy.GateAccept)
	t.Head.Level.Proposed = proposed
	level := c.Level
	if level == "" {
		level = proposed
	}
	choices := t.levels()
	if len(choices) == 0 {
		if level != "" {
			return fault.Field("/level", "invalid", level, "—")
		}
		return nil
	}
	if level == "" {
		return nil // the policy says whether it may stay open
	}
	if _, ok := choices[level]; !ok {
		return fault.Field("/level", "invalid", level, inWords(slices.Sorted(maps.Keys(t.levels()))))
	}
	if level != proposed && proposed != "" && c.Reason == "" {
		return fault.Field("/reason", "reason-needed")
	}
	t.Head.Level = Level{Proposed: proposed, Decided: level, By: t.act.By, Reason: c.Reason}
	return nil
}

// levels are the levels of the policy with their words; none where it has no level.
func (t *turn) levels() map[string]policy.Words {
	m := map[string]policy.Words{}
	if d, ok := t.consult(policy.GateAccept).Decision("level"); ok {
		for _, c := range d.Choices {
			m[c.ID] = c.Words
		}
	}
	return m
}

// appoint names the reception specialist; an unknown or departed person is refused.
func (t *turn) appoint(field, person string) error {
	if person == "" {
		return nil
	}
	p := t.company.Person(person)
	if p != nil && p.ID == t.Head.Specialist {
		return nil // who left stays named until somebody else is
	}
	if p == nil || !p.Active() {
		return fault.Field(field, "unknown-id", person)
	}
	t.Head.Specialist = p.ID
	return nil
}

// Return sends the application back to the applicant, or a sheet under review
// back to planning; the comment is obligatory.
func (s *Service) Return(ctx context.Context, act staff.Act, r string, c Return) (StateAnswer, error) {
	return run(ctx, s, act, command{verb: VerbReturn, r: r, version: c.Version, body: c, allowed: mayOffice}, func(t *turn) (func() StateAnswer, error) {
		if clean(c.Comment) == "" {
			return nil, fault.Field("/comment", "comment-required")
		}
		t.Head.Returned = &Returned{By: act.By, At: act.At, Comment: c.Comment}
		t.kind, t.data.Text = EventReturned, cut(c.Comment)
		if t.Head.State == Review {
			t.recall()
			t.voidAsks(SubjectReview)
			return t.stateAnswer(), t.setLife()
		}
		t.data.tell(MailReturned, nil, t.Head.Applicant)
		t.takeBack(Draft)
		t.data.Cancel = false
		return t.stateAnswer(), nil
	})
}

// Decline ends an application; the reason is obligatory.
func (s *Service) Decline(ctx context.Context, act staff.Act, r string, c Decline) (StateAnswer, error) {
	return run(ctx, s, act, command{verb: VerbDecline, r: r, version: c.Version, body: c, allowed: mayOffice}, func(t *turn) (func() StateAnswer, error) {
		reason := clean(c.Reason)
		if reason == "" {
			reason = clean(c.Comment)
		}
		if reason == "" {
			return nil, fault.Field("/reason", "comment-required")
		}
		t.Head.Reason = reason
		t.kind, t.data.Text = EventDeclined, cut(reason)
		t.data.tell(MailDeclined, nil, t.Head.Applicant)
		t.takeBack(Declined)
		t.data.Cancel = false
		return t.stateAnswer(), nil
	})
}
