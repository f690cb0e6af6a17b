package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
)

// ownTask begins the ids of tasks that no policy asks for, such as the call
// after a low score: an expansion of the policy never touches them.
const ownTask = "+"

// refreshTasks expands the policy's tasks over the reception as it stands now:
// new ones are made, gone ones dropped, due times and owners follow; what is
// done stays done. Values and versions of unchanged tasks are kept.
func (t *turn) refreshTasks() error {
	if t.Head.Moments["accepted"].IsZero() {
		return nil
	}
	t.changed()
	works, _ := t.consult(policy.GatePublish).Tasks()
	wanted := map[string]bool{}
	var handed []string
	for i := range works {
		if w := &works[i]; len(w.Waits) == 0 && !t.doubled(w) {
			wanted[w.ID] = true
			if t.placeTask(w) {
				handed = append(handed, w.ID)
			}
		}
	}
	for _, task := range t.Tasks() {
		if !wanted[task.ID] && !strings.HasPrefix(task.ID, ownTask) {
			task.drop()
		}
	}
	for i := range works {
		if task, _ := t.Task(works[i].ID); task != nil && wanted[task.ID] {
			t.doneByPaper(task)
			t.schedule(task, &works[i])
		}
	}
	t.handOver(handed)
	t.Slips = slices.DeleteFunc(t.Slips, func(s *Slip) bool {
		return len(s.Tasks) == 0 && t.docs["SLIP#"+s.Department].Version == 0
	})
	return nil
}

// doubled says whether a task about a meal of the itinerary is also there for
// the meal that was planned for it.
func (t *turn) doubled(w *policy.Work) bool {
	it := t.Item(w.Thing.ID)
	return it != nil && it.Kind == "meal" && slices.ContainsFunc(t.Meals, func(m Meal) bool { return m.Item == it.ID })
}

// drop withdraws a task that is not done.
func (k *Task) drop() {
	if k.State == TaskConfirmed || k.State == TaskDropped {
		return
	}
	k.State, k.Clocks = TaskDropped, nil
	k.Version++
}

// doneByPaper confirms a task whose paper has been filed: writing the summary
// is the answer to being asked for it.
func (t *turn) doneByPaper(task *Task) {
	if task.State == TaskConfirmed || task.State == TaskDropped {
		return
	}
	for _, ref := range task.Wants {
		if id, ok := strings.CutPrefix(ref, "paper."); ok && t.filed(id) {
			task.State, task.By, task.At, task.Clocks = TaskConfirmed, t.act.By, t.act.At, nil
			t.changed()
			task.Version++
			return
		}
	}
}

// placeTask makes a task, or brings one up to date and onto the slip of its
// owner's home department. It says whether somebody else has it now.
func (t *turn) placeTask(w *policy.Work) (handed bool) {
	task, slip := t.Task(w.ID)
	owner, driver := t.ownerOf(w)
	if task == nil {
		task = &Task{ID: w.ID, Version: 1, State: TaskWaiting, Owner: owner}
	}
	if task.State == TaskConfirmed {
		t.followItem(task, w)
		return false
	}
	if task.State == TaskDropped {
		task.State = TaskWaiting
		task.Version++
	}
	if !task.Assigned && task.Owner != owner {
		task.Owner, handed = owner, true
		task.Version++
	}
	t.followItem(task, w)
	task.Driver = driver
	moved := *task
	home := t.homeOf(moved.Owner)
	if slip != nil && slip.Department == home {
		*task = moved
		return handed
	}
	if slip != nil {
		slip.Tasks = slices.DeleteFunc(slip.Tasks, func(k Task) bool { return k.ID == moved.ID })
	}
	s := t.slip(home)
	s.Tasks = append(s.Tasks, moved)
	return handed
}

// followItem copies what the policy says of a task.
func (t *turn) followItem(task *Task, w *policy.Work) {
	task.Phase, task.Parent, task.Title, task.Call = w.Phase, w.Parent, w.Title.Map(), w.Call
	task.Wants, task.Optional, task.Failure, task.Cite = w.Fills, w.Optional, w.Failure, w.Cite
	task.DueRule, task.FromRule, task.After = w.Due.String(), w.From.String(), w.After
	if len(w.Owners) > 0 {
		task.Role = w.Owners[0]
	}
	task.Item = ""
	if start, _ := t.span(w.Thing.ID); !start.IsZero() {
		task.Item = w.Thing.ID
	}
	task.Overdue = t.people(SubjectTask, w.Overdue...)
}

// dropTasks drops every open task: the reception is cancelled or declined.
func (t *turn) dropTasks() {
	for _, task := range t.Tasks() {
		task.drop()
	}
}

// asksFor says whether work has been asked of departments: from confirmation on;
// for an urgent reception from publication on; a task whose policy names an
// earlier moment from that moment on.
func (t *turn) asksFor(task *Task) bool {
	switch t.Head.State {
	case Preparing, Visiting, Closing:
		return true
	case Planning, Review:
		from := task.FromRule
		return t.Head.Urgent && t.Head.Revision > 0 || strings.HasPrefix(from, "submitted") || strings.HasPrefix(from, "accepted")
	}
	return false
}

// ready says whether a waiting task may be asked at a moment: its time has
// come and the tasks before it are done. One that does not exist counts as done.
func (t *turn) ready(task *Task, at time.Time) bool {
	if task.FromRule != "" && (task.From.IsZero() || task.From.After(at)) && !t.early(task) {
		return false
	}
	for _, id := range task.After {
		for _, before := range t.Tasks() {
			if before.precedes(id, task) && before.State != TaskConfirmed && before.State != TaskDropped {
				return false
			}
		}
	}
	return true
}

// early says whether a task that waits for the approval is asked before it: the
// reception is urgent and its sheet is out.
func (t *turn) early(task *Task) bool {
	return t.Head.Urgent && t.Head.Revision > 0 && strings.HasPrefix(task.FromRule, "approved.")
}

// precedes says whether this is the task that another waits for under an id:
// that very task, or the entry's task of the same thing.
func (k *Task) precedes(id string, after *Task) bool {
	return k.ID == id || k.is(id) && (k.thing() == after.thing() || k.thing() == "" || after.thing() == "")
}

// thing is the thing that a task was made for, or "".
func (k *Task) thing() string {
	_, thing, _ := strings.Cut(k.ID, "@")
	return thing
}
