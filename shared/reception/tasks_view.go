package reception

import (
	"slices"
	"strings"
)

// taskViews are the tasks of the reception in the order of their due times,
// dropped ones left out.
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
	v := TaskView{ID: k.ID, Reception: t.Head.Number, Customer: t.Head.Customer.Name, Department: s.Department,
		Do: t.does(k), Owner: t.ref(k.Owner), Role: k.Role, Phase: k.Phase, Due: t.local(k.Due), State: k.State,
		Wants: t.wants(k.Wants), Values: k.Values, Comment: k.Comment, Item: k.Item, About: t.about(k), Needs: t.needs(k), Provisional: k.Provisional, Version: k.Version,
		Cite: k.Cite, Actions: t.taskActions(k, s), Start: t.local(t.Head.Start), Party: t.party()}
	if k.State != TaskConfirmed && (t.act.By == System || len(v.Actions) > 0 || t.drives(t.act.By)) { // for who fills it in
		v.Known = t.knownFor(k)
	}
	if it := t.Item(k.Item); it != nil {
		v.Place, v.Start, v.Party = it.Place, t.local(it.Start), it.Guests.Of(v.Party)
	}
	return v
}

// wants labels the values that a task asks for; filing a paper is not a value.
func (t *turn) wants(refs []string) Wants {
	list := Wants{}
	for _, ref := range refs {
		if !strings.HasPrefix(ref, "paper.") {
			list = append(list, Want{ref, t.label(ref)})
			continue
		}
		id := strings.TrimPrefix(ref, "paper.")
		for _, p := range t.policy.Papers {
			if p.ID != id || slices.Contains(reservedPapers, id) {
				continue
			}
			for _, f := range p.Fields {
				if f.Own != nil {
					list = append(list, Want{f.Own.ID, f.Own.Words.In(t.act.Lang)})
				}
			}
		}
	}
	return list
}

// label is what a value is called: in the words of the policy, or in ours.
func (t *turn) label(ref string) string {
	if f, ok := t.policy.Fact(ref); ok {
		return f.Words.In(t.act.Lang)
	}
	return valueLabel(t.act.Lang, ref)
}

// taskActions are what the reader may do with a task now.
func (t *turn) taskActions(k *Task, s *Slip) []string {
	if t.act.By == System || !t.Head.State.May(VerbTask) || !t.mayDo(k, s) {
		return nil
	}
	return taskVerbs(k.State)
}

// taskVerbs are what may be done with a task in a state.
func taskVerbs(state string) []string {
	switch state {
	case TaskWaiting:
		return []string{"confirm", "assign"}
	case TaskAsked, TaskOverdue:
		return []string{"confirm", "decline", "assign"}
	case TaskConfirmed:
		return []string{"reopen"}
	case TaskDeclined:
		return []string{"confirm", "reopen", "assign"}
	}
	return nil
}
