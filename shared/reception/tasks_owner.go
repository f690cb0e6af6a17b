package reception

import (
	"strings"

	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// handOver tells the successors of the open tasks that are theirs now: nobody
// loses a step.
func (t *turn) handOver(ids []string) {
	var tasks []*Task
	for _, id := range ids {
		if k, _ := t.Task(id); k.State == TaskAsked || k.State == TaskOverdue {
			tasks = append(tasks, k)
		}
	}
	t.tell(MailTasks, tasks)
}

// ownerOf gives who answers for a task, and whether the driver of its item is
// asked too. Nobody found: the specialist, the owner, then the applicant.
func (t *turn) ownerOf(w *policy.Work) (owner string, driver bool) {
	for _, role := range w.Owners {
		if driver = driver || role == "driver" || role == "drivers" && w.Thing.ID != ""; role == "driver" {
			continue
		}
		for _, id := range t.holdersAt(role, w.Thing) {
			if p := t.company.Present(id); p != nil && owner == "" {
				owner = p.ID
			}
		}
	}
	for _, id := range []string{t.Head.Specialist, t.Head.Owner, t.Head.Applicant} {
		if p := t.company.Present(id); p != nil && owner == "" {
			owner = p.ID
		}
	}
	return owner, driver
}

// holdersAt are the holders of a role for one thing: the people of an item,
// the head of a department, the owner of a promise; otherwise of the visit.
func (t *turn) holdersAt(role string, thing policy.ThingRef) []string {
	role = strings.TrimPrefix(role, "role.")
	switch {
	case thing.Kind == "department" && strings.HasPrefix(role, "department"):
		if h := t.company.HeadOf(thing.ID); h != nil {
			return []string{h.ID}
		}
	case role == "office" && t.Head.Owner != "" && t.policyRole(role) != nil:
		return one(t.Head.Owner)
	case role == "promise.owner":
		for _, p := range t.Minutes.Promises {
			if p.ID == thing.ID {
				return one(p.Owner)
			}
		}
	case thing.ID != "":
		if list := t.peopleOf(thing.ID, strings.TrimPrefix(role, "item.")); len(list) > 0 {
			return list
		}
	}
	return t.holders(role)
}

// peopleOf are those who hold a role in one item; "hosts" hold the role host.
func (t *turn) peopleOf(item, role string) []string {
	it := t.Item(item)
	if it == nil {
		return nil
	}
	var list []string
	for _, p := range it.People {
		if p.Role == role || p.Role == "host" && role == "hosts" {
			list = append(list, p.Staff)
		}
	}
	return list
}

// homeOf is the home department of a person, on whose slip his tasks are.
func (t *turn) homeOf(person string) string { return deskOf(t.company.Person(person)) }

// deskOf is the desk at which a person's work lies: that of the department, and
// one of their own for all who are in none.
func deskOf(p *staff.Person) string {
	if p == nil || p.Department == "" {
		return "none"
	}
	return p.Department
}
