package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

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
	return label(t.act.Lang, ref)
}

// label is what a value is called where no policy is at hand.
func label(l i18n.Lang, ref string) string {
	if key := "reception.value." + ref; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	for _, f := range policy.Registry() {
		if f.Name == ref {
			return f.Words.In(l)
		}
	}
	return ref
}

// thingOf is the thing in a generated id "entry@thing".
func thingOf(id string) string {
	_, thing, _ := strings.Cut(id, "@")
	return thing
}

// local is a moment at the site; nil for none.
func (r *Reception) local(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return new(at.In(r.zone))
}

// compareTimes orders moments; none comes last.
func compareTimes(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

// due lists what falls due, earliest first: decisions, tasks, and what the
// life clock will do. What names them: a task's id, the subject of an ask, or
// the clock.
func (t *turn) due() []DueView {
	list := []DueView{}
	if !t.Head.State.Alive() {
		return list
	}
	add := func(what string, at time.Time, who ...string) {
		if !at.IsZero() {
			list = append(list, DueView{What: what, At: t.Local(at), Who: slices.DeleteFunc(who, func(s string) bool { return s == "" })})
		}
	}
	for _, a := range t.Asks {
		if a.State == AskOpen {
			add(a.Subject, a.Due, a.Person)
		}
	}
	for _, k := range t.Tasks() {
		if k.State == TaskAsked || k.State == TaskOverdue || k.State == TaskWaiting {
			add(k.ID, k.Due, k.Owner)
		}
	}
	for _, c := range t.Head.Clocks {
		if c.Fired == nil && !strings.HasPrefix(c.What, "message:") {
			add(c.What, c.At, t.waitsOn(c.What)...)
		}
	}
	slices.SortStableFunc(list, func(a, b DueView) int { return a.At.Compare(b.At) })
	return list
}

// waitsOn are the people whom a clock of the life concerns.
func (t *turn) waitsOn(what string) []string {
	switch {
	case strings.HasPrefix(what, "overdue"), strings.HasPrefix(what, "remind"):
		if t.Head.Owner != "" {
			return []string{t.Head.Owner}
		}
		return t.officePeople()
	case what == ClockDayBefore:
		return []string{t.Head.Specialist}
	}
	return []string{}
}
