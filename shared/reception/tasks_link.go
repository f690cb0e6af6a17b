package reception

import (
	"context"
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// drives says whether somebody is the driver of one of the vehicles, as his
// link names him.
func (t *turn) drives(person string) bool {
	return slices.ContainsFunc(t.Plan.Vehicles, func(v Vehicle) bool { return v.DrivenBy(person) })
}

// mayDoByLink says whether the one who acts may answer the task by his link: a
// driver the tasks of his vehicle, staff as in the app.
func (t *turn) mayDoByLink(k *Task, slip *Slip) bool {
	if !strings.HasPrefix(t.act.By, DriverPrefix) {
		return t.mayDo(k, slip)
	}
	return slices.ContainsFunc(t.Plan.Vehicles, func(v Vehicle) bool {
		return v.DrivenBy(t.act.By) && slices.Contains(t.driversOf(k), v.DriverID())
	})
}

// TaskLink is a task as its mailed link shows it. act.By is who opened it: the
// staff member, or the driver that the link names. A link of somebody who does
// not have the task any more says who has.
func (s *Service) TaskLink(ctx context.Context, act staff.Act, link LinkRef) (LinkView, error) {
	t, err := s.asSystem(ctx, act, link.Reception)
	if err != nil {
		return LinkView{}, err
	}
	k, slip := t.Task(link.Subject)
	switch {
	case k == nil:
		return LinkView{}, fault.Missing()
	case t.knows(VerbTask) && t.mayDoByLink(k, slip):
		return t.taskLink(k, slip), nil
	case strings.HasPrefix(link.Person, DriverPrefix): // another drives now, or nobody
		return t.nowWith(link, nil), nil
	case !t.knows(VerbTask) && t.company.Person(link.Person) == nil:
		return LinkView{}, fault.Missing()
	}
	v := t.nowWith(link, one(k.Owner))
	if k.State == TaskConfirmed {
		v.State, v.NowWith, v.Decided = LinkUsed, nil, t.taskDecided(k)
	}
	return v, nil
}

// taskDecided says who answered a task when.
func (t *turn) taskDecided(k *Task) *Decided { return &Decided{By: t.ref(k.By), At: k.At.In(t.zone)} }

// taskLink says where the task stands: open, used with who answered, or stale
// when it is gone.
func (t *turn) taskLink(k *Task, slip *Slip) LinkView {
	view := t.taskView(k, slip)
	v := LinkView{Purpose: "task", Person: t.ref(t.act.By), Reception: t.Head.Number, Revision: t.Head.Revision,
		Questions: []LinkQuestion{}, Changes: []Change{}, State: LinkOpen, Task: &view, Contact: t.contact()}
	switch {
	case !t.Head.State.Alive():
		v.State, v.Lapsed = LinkStale, LapsedOver
	case k.State == TaskDropped:
		v.State, v.Lapsed = LinkStale, LapsedGone
	case k.State == TaskConfirmed || k.State == TaskDeclined:
		v.State, v.Decided = LinkUsed, t.taskDecided(k)
		if t.act.At.Before(k.Until) && k.By == t.act.By {
			v.UndoUntil = t.local(k.Until)
		}
	}
	return v
}

// AnswerTask does with a task what its link is for: confirm or decline, with
// values; or undo within ten minutes. An answered task is link-used.
func (s *Service) AnswerTask(ctx context.Context, act staff.Act, link LinkRef, c AnswerLink) (LinkView, error) {
	cmd := command{verb: VerbTask, r: link.Reception, version: anyVersion, body: []any{link, c}}
	return run(ctx, s, act, cmd, func(t *turn) (func() LinkView, error) {
		k, slip := t.Task(link.Subject)
		if k == nil {
			return nil, fault.Missing()
		}
		if !t.mayDoByLink(k, slip) {
			return nil, fault.New(fault.Forbidden, "forbidden")
		}
		do, err := t.linkDoes(k, c)
		if err != nil {
			return nil, err
		}
		if _, err := t.doTask(k, DoTask{Do: do, Values: c.Values, Comment: c.Comment}); err != nil {
			return nil, err
		}
		return func() LinkView { return t.taskLink(t.Task(link.Subject)) }, nil
	})
}

// linkDoes says what a link's answer does to the task as it stands.
func (t *turn) linkDoes(k *Task, c AnswerLink) (string, error) {
	answered := k.State == TaskConfirmed || k.State == TaskDeclined
	switch {
	case k.State == TaskDropped:
		return "", staleLink(LapsedGone)
	case c.Do == DoUndo && !answered:
		return "", fault.New(fault.Conflict, "wrong-state", k.State)
	case c.Do == DoUndo && t.act.At.Before(k.Until):
		return "reopen", nil
	case answered:
		return "", t.used(t.ref(k.By), k.At, nil)
	case c.Do == "":
		return "", fault.Field("/do", "required") // pressing a button is not yet a choice
	case c.Do == "confirm":
		return "confirm", nil
	case c.Do == "decline":
		return "decline", nil
	}
	return "", fault.Field("/do", "invalid", c.Do)
}
