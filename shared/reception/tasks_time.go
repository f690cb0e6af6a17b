package reception

import (
	"fmt"
	"slices"
	"time"

	"yingbin/shared/policy"
)

// The clocks of a task; reminders are "remind:N".
const (
	clockAsk     = "ask"
	clockRemind  = "remind:"
	clockOverdue = "overdue"
)

// grace is how long a task that is asked when it is due stays asked before it
// counts as overdue (ours), but never past the start of what it prepares or of
// the visit.
const grace = time.Hour

// schedule resolves the moments of a task and sets its clocks. What is asked
// when it is due already is due at once.
func (t *turn) schedule(task *Task, w *policy.Work) {
	from, due := t.times(task, w)
	t.again(task, w)
	if task.State == TaskOverdue && due.After(t.act.At) {
		task.State = TaskAsked // the visit has moved: there is time again
	}
	task.From, task.Due = from, due
	if !due.IsZero() && task.State != TaskWaiting && due.Before(task.Asked) {
		task.Due = task.Asked
	}
	t.setTaskClocks(task, w.Remind)
}

// times resolves when a task is asked and when it is due. What is due shortly
// before something on the day is asked then, or with its first reminder, not
// days ahead: somebody telephones an hour before the pickup (S000-5.21), the car
// is there a quarter of an hour before (S000-5.22).
func (t *turn) times(task *Task, w *policy.Work) (from, due time.Time) {
	due, _ = w.Due.Resolve(t.anchor, t.cal)
	if w.Phase == phaseDuring && w.Due.Sign < 0 && (w.From.IsZero() || w.From.Name == "confirmed") && t.scheduledMoment(w.Due) {
		task.FromRule, from = w.Due.String(), due
		for _, m := range w.Remind {
			if at, ok := m.Resolve(dueAnchor(due), t.cal); ok && at.Before(from) {
				from = at
			}
		}
		return from, due
	}
	from, _ = w.From.ResolveFrom(t.anchor, t.cal)
	return from, due
}

// dueAnchor knows one moment: when a task is due.
func dueAnchor(due time.Time) policy.Anchors {
	return func(name string) (time.Time, bool) { return due, name == "due" && !due.IsZero() }
}

// phaseDuring is the phase of tasks of the visit itself.
const phaseDuring = "during"

// again asks for a confirmed task once more after what it depends on has changed.
func (t *turn) again(task *Task, w *policy.Work) {
	for _, m := range w.Again {
		if at, ok := m.Resolve(t.anchor, t.cal); ok && task.State == TaskConfirmed && at.After(task.At) {
			t.reopen(task)
		}
	}
}

// reopen takes a confirmation back: the task waits to be asked again.
func (t *turn) reopen(task *Task) {
	if task.State != TaskConfirmed && task.State != TaskDeclined && task.State != TaskOverdue {
		return
	}
	task.State, task.By, task.At, task.Comment, task.Asked = TaskWaiting, "", time.Time{}, "", time.Time{}
	task.Version++
}

// setTaskClocks sets what the passing of time does to a task in its state.
func (t *turn) setTaskClocks(task *Task, remind []policy.Moment) {
	past := slices.DeleteFunc(slices.Clone(task.Clocks), func(c Clock) bool { return c.Fired == nil })
	task.Clocks = nil
	switch task.State {
	case TaskWaiting:
		if t.asksFor(task) && task.FromRule != "" && task.From.After(t.act.At) {
			task.Clocks = []Clock{{What: clockAsk, At: task.From}}
		}
	case TaskAsked, TaskDeclined:
		t.setReminders(task, remind, past)
		if !task.Due.IsZero() && task.State == TaskAsked {
			task.Clocks = append(task.Clocks, Clock{What: clockOverdue, At: t.overdueAt(task)})
		}
	}
}

// overdueAt is when a task becomes overdue: when it is due, or shortly after
// it was asked too late.
func (t *turn) overdueAt(task *Task) time.Time {
	if task.Due.After(task.Asked) {
		return task.Due
	}
	at := task.Asked.Add(grace)
	item, _ := t.span(task.Item)
	for _, begins := range []time.Time{t.Head.Start, item} {
		if begins.After(task.Asked) && begins.Before(at) {
			at = begins
		}
	}
	return at
}

// setReminders keeps the reminders that have fired and sets those to come; one
// whose time was past when the task was asked is left out.
func (t *turn) setReminders(task *Task, remind []policy.Moment, past []Clock) {
	anchors := func(name string) (time.Time, bool) {
		if name == "due" {
			return task.Due, !task.Due.IsZero()
		}
		return t.anchor(name)
	}
	for i, m := range remind {
		at, ok := m.Resolve(anchors, t.cal)
		what := fmt.Sprintf("%s%d", clockRemind, i)
		old := slices.IndexFunc(past, func(c Clock) bool { return c.What == what && !c.Fired.Before(at) })
		switch {
		case ok && old >= 0:
			task.Clocks = append(task.Clocks, past[old])
		case ok && at.After(task.Asked) && !at.Before(t.act.At) && !at.After(task.Due):
			task.Clocks = append(task.Clocks, Clock{What: what, At: at})
		}
	}
}

// latest is the later of two moments.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
