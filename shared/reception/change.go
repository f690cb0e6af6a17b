package reception

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// Bounds of a move.
const (
	maxVisit    = 31 * 24 * time.Hour
	maxBookings = 60
)

// Move changes the dates after submission. Itinerary, lodging, journeys,
// bookings, due times and clocks move with the visit; by whole days everything
// keeps its wall-clock time. More than half an hour asks the approvers anew.
func (s *Service) Move(ctx context.Context, act staff.Act, r string, c Move) (ChangeAnswer, error) {
	return run(ctx, s, act, command{verb: VerbMove, r: r, version: c.Version, body: c, allowed: mayChange}, func(t *turn) (func() ChangeAnswer, error) {
		start, end, err := t.newDates(c)
		if err != nil {
			return nil, err
		}
		if n := len(t.wishes()); n > maxBookings {
			return nil, fault.New(fault.Invalid, "too-many-bookings", n)
		}
		days, oldStart, oldEnd := t.visitDays(), t.Head.Start, t.Head.End
		t.shift(start, end)
		t.kind, t.data.Text, t.data.Days = EventMoved, cut(c.Reason), days
		t.change("/start", "start", oldStart, start)
		t.change("/end", "end", oldEnd, end)
		t.data.Major = abs(start.Sub(oldStart)) > majorShift || abs(end.Sub(oldEnd)) > majorShift
		told := t.mailed()
		t.renewEntry()
		var reopened []string
		if t.data.Major {
			reopened = t.reconsider()
		}
		if t.Day(oldStart) != t.Day(start) {
			t.reopenTasks()
		}
		if err := t.rebook(); err != nil {
			return nil, err
		}
		return t.settle(told, reopened, days)
	})
}

// newDates checks the dates; without an end the visit stays as long as it was.
func (t *turn) newDates(c Move) (start, end time.Time, err error) {
	if c.Start == nil {
		return start, end, fault.Field("/start", "required")
	}
	start = c.Start.In(t.zone).Truncate(time.Minute)
	if c.End != nil {
		end = c.End.In(t.zone).Truncate(time.Minute)
	} else {
		end = t.shifted(t.Head.End, t.Head.Start, start)
	}
	var l fault.List
	if !start.After(t.act.At) {
		l.Add("/start", "in-the-past")
	}
	if !end.After(start) {
		l.Add("/end", "end-before-start")
	} else if end.Sub(start) > maxVisit {
		l.Add("/end", "out-of-range", 1, 31)
	}
	return start, end, l.Err()
}

// reconsider takes the confirmation back after a major change: the asks are
// void, the planning begins again and must be published. It names the chains
// that are asked anew.
func (t *turn) reconsider() []string {
	var reopened []string
	for i := range t.Plan.Approvals {
		if a := &t.Plan.Approvals[i]; a.State == AskOpen || a.State == AskYes {
			a.State = AskVoid
			reopened = append(reopened, a.ID)
			delete(t.Head.Moments, "approved."+a.ID)
		}
	}
	t.voidAsks(SubjectReview)
	if t.Head.State == Review || t.Head.State == Preparing {
		t.Head.State = Planning
	}
	if t.Head.Revision > 0 {
		t.Head.Moments = with(t.Head.Moments, momentReopened, t.act.At)
	}
	return reopened
}

// reopenTasks asks for everything once more that was confirmed for another
// date; what was done before the planning stays done.
func (t *turn) reopenTasks() {
	for _, k := range t.Tasks() {
		if k.State != TaskWaiting && k.State != TaskDropped && k.DueRule != "" {
			t.reopen(k)
			k.Provisional = false
			if k.State == TaskAsked {
				k.State, k.Asked = TaskWaiting, time.Time{}
				k.Version++
			}
		}
	}
}

// rebook gives back what was booked and takes what is wanted now. What lies on
// days that are left behind is released by the event's consumer.
func (t *turn) rebook() error {
	now := t.wishes()
	if len(now) == 0 {
		return nil
	}
	ledger, err := t.ledger(now)
	if err != nil {
		return err
	}
	return t.take(ledger, now)
}

// settle brings tasks, clocks and days up to date and answers.
func (t *turn) settle(told, reopened, days []string) (func() ChangeAnswer, error) {
	t.changed()
	t.Head.Level.Proposed = t.proposedLevel(policy.GatePublish)
	t.data.tell(MailChanged, nil, told...)
	if err := t.refresh(); err != nil {
		return nil, err
	}
	if err := t.visitOps(days...); err != nil {
		return nil, err
	}
	return func() ChangeAnswer {
		a := ChangeAnswer{Version: t.Version(), State: t.Head.State, Revision: t.Head.Revision, Reopened: reopened, Mailed: t.data.Mailed(), Due: t.due()}
		if a.Reopened == nil {
			a.Reopened = []string{}
		}
		return a
	}, nil
}

// mailed are those who hear of a change or a cancellation: before the
// publication applicant, owner and specialist, and the office while nobody has
// accepted; after it everybody who was mailed.
func (t *turn) mailed() []string {
	list := []string{t.Head.Applicant, t.Head.Owner, t.Head.Specialist}
	if t.Head.Owner == "" {
		list = append(list, t.told("application")...)
	}
	if t.Head.Revision == 0 {
		return list
	}
	list = append(list, t.told("application")...)
	for _, a := range t.Asks {
		if subject := subjectOf(a.Subject); a.State != AskVoid && (subject == SubjectReview || subject == SubjectException) {
			list = append(list, t.standIn(a.Person, subject))
		}
	}
	for _, k := range t.Tasks() {
		if k.State != TaskDropped && (k.State != TaskWaiting || t.Head.Invited > 0 && k.Version > 1) { // a move lets asked ones wait again
			list = append(list, t.standIn(k.Owner, SubjectTask))
			list = append(list, t.driversOf(k)...)
		}
	}
	if t.Head.Invited > 0 {
		list = append(append(append(list, t.hosts()...), t.takesPartIn()...), t.invited()...)
	}
	return slices.DeleteFunc(list, func(id string) bool { return id == "" })
}
