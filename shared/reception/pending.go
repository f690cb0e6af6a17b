package reception

import (
	"slices"
	"strings"

	"yingbin/shared/i18n"
)

// Each function here leaves with the file that really has it.

func (t *turn) visitOps(earlier ...string) error { return nil }

func (t *turn) tips() []Tip { return nil }

func (t *turn) homeOf(string) string { return "none" }

const ownTask = "+"

// taskViews are the tasks of the reception in the order of their due times.
func (t *turn) taskViews() []TaskView {
	views := []TaskView{}
	for _, s := range t.Slips {
		for i := range s.Tasks {
			if s.Tasks[i].State != TaskDropped {
				views = append(views, t.taskView(&s.Tasks[i], s))
			}
		}
	}
	slices.SortStableFunc(views, func(a, b TaskView) int { return compareTimes(a.Due, b.Due) })
	return views
}

// taskView is one task in the reader's language, with what he may do with it.
func (t *turn) taskView(k *Task, s *Slip) TaskView {
	v := TaskView{ID: k.ID, Reception: t.Head.Number, Customer: t.Head.Customer.Name, Department: s.Department, Do: i18n.Pick(t.act.Lang, k.Title),
		Owner: t.ref(k.Owner), Role: k.Role, Phase: k.Phase, Due: t.local(k.Due), State: k.State, Wants: t.wants(k.Wants), Values: k.Values,
		Comment: k.Comment, Item: k.Item, Provisional: k.Provisional, Version: k.Version, Cite: k.Cite}
	if t.actsFor(k.Owner, SubjectTask) || mayArrange(t) || t.company.Heads(t.act.By, s.Department) {
		v.Actions = taskActions(k.State)
	}
	return v
}

// taskActions are what may be done with a task in a state.
func taskActions(state string) []string {
	switch state {
	case TaskWaiting:
		return []string{"confirm", "assign"}
	case TaskAsked, TaskOverdue:
		return []string{"confirm", "decline", "assign"}
	case TaskConfirmed, TaskDeclined:
		return []string{"reopen"}
	}
	return nil
}

// wants labels the values that a task asks for, in the words of the policy.
func (t *turn) wants(refs []string) map[string]string {
	m := map[string]string{}
	for _, ref := range refs {
		if strings.HasPrefix(ref, "paper.") {
			continue // filing is not a value
		}
		m[ref] = t.label(ref)
	}
	return m
}

// label is what a value is called.
func (t *turn) label(ref string) string {
	if f, ok := t.policy.Fact(ref); ok {
		return f.Words.In(t.act.Lang)
	}
	return valueLabel(t.act.Lang, ref)
}
