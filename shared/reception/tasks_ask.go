package reception

import (
	"slices"

	"yingbin/shared/policy"
)

// askTasks asks every waiting task whose moment has come (provisional: before
// the sheet is confirmed, for urgent receptions) and tells each owner once.
func (t *turn) askTasks(provisional bool) {
	asked := t.askReady(provisional)
	if t.Head.Revision == 0 { // who accepts knows what he takes upon himself
		asked = slices.DeleteFunc(asked, func(k *Task) bool { return k.Owner == t.act.By })
	}
	t.tell(MailTasks, asked)
	if !provisional {
		for _, task := range t.Tasks() {
			if task.Provisional && task.State != TaskDropped {
				task.Provisional = false
			}
		}
	}
}

// askReady turns the waiting tasks whose moment has come into asked ones and gives
// them; the others get the clock of their moment.
func (t *turn) askReady(provisional bool) []*Task {
	var asked []*Task
	t.scheduleAll(t.Tasks())
	for _, task := range t.Tasks() {
		if task.State == TaskWaiting && t.asksFor(task) && t.ready(task, t.act.At) {
			task.State, task.Asked, task.Provisional = TaskAsked, t.act.At, provisional
			asked = append(asked, task)
		}
	}
	t.scheduleAll(t.Tasks())
	return asked
}

// scheduleAll sets due times and clocks of tasks whose state has changed.
func (t *turn) scheduleAll(list []*Task) {
	works, _ := t.consult(policy.GatePublish).Tasks()
	for _, task := range list {
		i := slices.IndexFunc(works, func(w policy.Work) bool { return w.ID == task.ID })
		if i >= 0 {
			t.schedule(task, &works[i])
		} else {
			t.setTaskClocks(task, nil)
		}
	}
}

// tell tells the owners of tasks, each once with his task ids, and the drivers
// of their items, who have no accounts.
func (t *turn) tell(kind string, tasks []*Task) {
	ids, order := map[string][]string{}, []string{}
	add := func(who, id string) {
		if who == "" {
			return
		}
		if ids[who] == nil {
			order = append(order, who)
		}
		ids[who] = append(ids[who], id)
	}
	for _, task := range tasks {
		if p := t.company.StandIn(task.Owner, SubjectTask, t.act.At); p != nil {
			if add(p.ID, task.ID); kind == MailTasks {
				task.Told = p.ID
			}
		}
		for _, v := range t.driversOf(task) {
			add(v, task.ID)
		}
	}
	for _, who := range order {
		t.data.tell(kind, ids[who], who)
	}
}

// driversOf are the drivers to be told of a task: of the vehicles of its item,
// or, where none drives just that, of those of the whole visit.
func (t *turn) driversOf(task *Task) []string {
	if !task.Driver {
		return nil
	}
	return t.driversAt(task.Item)
}

// driversAt are the drivers of an item who can be reached.
func (t *turn) driversAt(item string) []string {
	var own, whole []string
	for _, v := range t.Plan.Vehicles {
		switch v.Item {
		case item:
			own = append(own, t.driver(v)...)
		case "":
			whole = append(whole, t.driver(v)...)
		}
	}
	if len(own) > 0 {
		return own
	}
	return whole
}

// nudging says whether a task belongs to the hours of the visit itself: its
// owner is nudged rather than given work.
func (k *Task) nudging() bool { return k.Phase == phaseDuring }
