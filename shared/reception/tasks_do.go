package reception

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// DoTask confirms, declines, reopens or assigns a task. Its owner, who stands
// in for him, the office and the specialist may; the history names who did.
func (s *Service) DoTask(ctx context.Context, act staff.Act, r, task string, c DoTask) (TaskAnswer, error) {
	cmd := command{verb: VerbTask, r: r, version: anyVersion, body: []any{task, c}}
	return run(ctx, s, act, cmd, func(t *turn) (func() TaskAnswer, error) {
		k, slip, err := t.theTask(task)
		if err != nil {
			return nil, err
		}
		if !t.mayDo(k, slip) {
			return nil, fault.New(fault.Forbidden, "forbidden")
		}
		if err := fault.Stale(c.Version, k.Version); err != nil {
			return nil, err
		}
		return t.doTask(k, c)
	})
}

// theTask finds a task that has not been dropped.
func (t *turn) theTask(id string) (*Task, *Slip, error) {
	k, slip := t.Task(id)
	if k == nil {
		return nil, nil, fault.Missing()
	}
	if k.State == TaskDropped {
		return nil, nil, fault.New(fault.Conflict, "wrong-state", k.State)
	}
	return k, slip, nil
}

// mayDo says whether the actor may do something with a task.
func (t *turn) mayDo(k *Task, slip *Slip) bool {
	return t.actsFor(k.Owner, SubjectTask) || mayArrange(t) || t.company.Heads(t.act.By, slip.Department)
}

// doTask does one thing with a task and answers with it and the readiness.
func (t *turn) doTask(k *Task, c DoTask) (func() TaskAnswer, error) {
	old, id := k.State, k.ID
	if err := t.answerTask(k, c); err != nil {
		return nil, err
	}
	k, _ = t.Task(id)
	k.Version++
	t.kind = EventTask
	t.data.Task, t.data.Do, t.data.Text, t.data.Item = id, c.Do, cut(c.Comment), k.Item
	t.changes = append(t.changes, event.Change{Field: "/tasks/" + id, Label: k.Title["zh"], Old: old, New: k.State})
	t.changed()
	if err := t.refresh(); err != nil {
		return nil, err
	}
	t.weigh()
	if t.shown() && len(c.Values) > 0 {
		if err := t.visitOps(); err != nil {
			return nil, err
		}
	}
	return func() TaskAnswer {
		k, slip := t.Task(id)
		return TaskAnswer{Task: t.taskView(k, slip), Readiness: t.readiness(string(t.act.Lang))}
	}, nil
}

// answerTask changes the task itself.
func (t *turn) answerTask(k *Task, c DoTask) error {
	switch c.Do {
	case "confirm":
		return t.confirmTask(k, c)
	case "decline":
		return t.declineTask(k, c)
	case "reopen":
		if k.State != TaskConfirmed && k.State != TaskDeclined {
			return fault.New(fault.Conflict, "wrong-state", k.State)
		}
		t.reopenNow(k)
		return nil
	case "assign":
		return t.assignTask(k, c)
	}
	return fault.Field("/do", "invalid", c.Do)
}

// confirmTask notes that it is done, also early, and puts the values into the
// plan where they belong.
func (t *turn) confirmTask(k *Task, c DoTask) error {
	if k.State == TaskConfirmed {
		return fault.New(fault.Conflict, "wrong-state", k.State)
	}
	if err := t.fill(k, c.Values); err != nil {
		return err
	}
	t.fileBy(k, t.act.At)
	k.State, k.By, k.At, k.Comment = TaskConfirmed, t.act.By, t.act.At, c.Comment
	k.Until, k.Clocks = t.act.At.Add(undoFor), nil
	return nil
}

// declineTask says that it cannot be done; why is obligatory. The reception is
// at risk and its specialist hears of it.
func (t *turn) declineTask(k *Task, c DoTask) error {
	if clean(c.Comment) == "" {
		return fault.Field("/comment", "comment-required")
	}
	k.State, k.By, k.At, k.Comment = TaskDeclined, t.act.By, t.act.At, c.Comment
	k.Until, k.Clocks = t.act.At.Add(undoFor), nil
	t.data.tell(MailEscalation, []string{k.ID}, t.specialists()...)
	return nil
}

// specialists is who answers for the reception: the specialist, otherwise the
// owner, otherwise the applicant; the absent replaced.
func (t *turn) specialists() []string {
	for _, role := range []string{"specialist", "owner", "applicant"} {
		if list := t.people(SubjectTask, role); len(list) > 0 {
			return list
		}
	}
	return nil
}

// reopenNow takes an answer back and asks again at once.
func (t *turn) reopenNow(k *Task) {
	t.reopen(k)
	k.Version-- // the command raises it
	k.Until, k.Values = time.Time{}, nil
	if t.asksFor(k) && t.ready(k, t.act.At) {
		k.State, k.Asked = TaskAsked, t.act.At
		if k.Owner != t.act.By {
			t.tell(MailTasks, []*Task{k})
		}
	}
}

// assignTask gives a task to somebody else, whose department's slip it moves to.
func (t *turn) assignTask(k *Task, c DoTask) error {
	if c.Owner == "" {
		c.Owner = c.Values["owner"]
	}
	if c.Owner == "" {
		return fault.Field("/owner", "required")
	}
	p := t.company.Person(c.Owner)
	if p == nil || !p.Active() {
		return fault.Field("/owner", "unknown-id", c.Owner)
	}
	k.Owner, k.Assigned = p.ID, true
	moved := *k
	if _, slip := t.Task(k.ID); slip.Department != t.homeOf(p.ID) {
		slip.Tasks = slices.DeleteFunc(slip.Tasks, func(x Task) bool { return x.ID == moved.ID })
		to := t.slip(t.homeOf(p.ID))
		to.Tasks = append(to.Tasks, moved)
	}
	if moved.State == TaskAsked || moved.State == TaskOverdue {
		t.tell(MailTasks, []*Task{&moved})
	}
	return nil
}

// weigh says whether the reception is still at risk: while a task is declined
// or overdue, or an escalation is open.
func (t *turn) weigh() {
	t.Head.AtRisk = slices.ContainsFunc(t.Tasks(), func(k *Task) bool {
		return k.State == TaskDeclined || k.State == TaskOverdue
	}) || slices.ContainsFunc(t.Head.Clocks, func(c Clock) bool { return c.Fired != nil && isEscalation(c.What) })
}

// refresh brings tasks and clocks up to date after something has changed, and
// asks what may be asked now.
func (t *turn) refresh() error {
	if err := t.refreshTasks(); err != nil {
		return err
	}
	provisional := t.Head.State == Planning || t.Head.State == Review
	asked := t.askReady(provisional)
	nudged := slices.DeleteFunc(slices.Clone(asked), func(k *Task) bool { return !k.nudging() })
	t.tell(MailNudge, nudged)
	t.tell(MailTasks, slices.DeleteFunc(asked, func(k *Task) bool { return k.nudging() }))
	return t.setLife()
}
