package page

import (
	"net/url"
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A Somebody is a person of the company in a reception: what he does there,
// how to reach him, and whether the last mail did.
type Somebody struct {
	ID, Name, Department, Phone string
	Roles                       []string
	Mail                        string // state of his mails; empty: none that the reader may know of
}

// peopleOf are the people of a reception with their roles, in the order in
// which one would ask for them.
func peopleOf(l i18n.Lang, p web.Page, v reception.View) []Somebody {
	b := gathering{l: l, p: p, v: v, at: map[string]int{}}
	if v.Plan != nil {
		b.assigned(v.Plan.People)
	}
	b.add(v.Specialist, word(l, "specialist"))
	b.add(v.Owner, i18n.T(l, "page.case-owner"))
	for _, x := range v.Left {
		b.add(&x.Person, i18n.T(l, "page.left"))
		b.add(x.Now, partOf(l, x.Role))
	}
	b.add(&v.Applicant, word(l, "applicant"))
	for _, a := range v.Approvals {
		for _, s := range a.Steps {
			b.add(&s.Person, i18n.T(l, "page.approver"))
		}
	}
	if v.Plan != nil {
		for _, it := range v.Plan.Items {
			b.assigned(it.People)
		}
	}
	return b.list
}

// partOf is what somebody is in a reception: its specialist or its owner.
func partOf(l i18n.Lang, role string) string {
	if role == "owner" {
		return i18n.T(l, "page.case-owner")
	}
	return word(l, role)
}

// vacant is a part whose person has left and for which nobody came after.
func vacant(v reception.View) *reception.LeftRole {
	for i := range v.Left {
		if v.Left[i].Now == nil {
			return &v.Left[i]
		}
	}
	return nil
}

// A gathering collects people with their roles, each once.
type gathering struct {
	l    i18n.Lang
	p    web.Page
	v    reception.View
	list []Somebody
	at   map[string]int
}

// add notes a role of a person.
func (g *gathering) add(r *reception.Ref, role string) {
	if r == nil || r.ID == "" {
		return
	}
	i, known := g.at[r.ID]
	if !known {
		i = len(g.list)
		g.at[r.ID] = i
		s := Somebody{ID: r.ID, Name: r.Name, Mail: reached(g.v.Mails, r.ID)}
		if c := company(g.p); c != nil {
			if who := c.Person(r.ID); who != nil {
				s.Name, s.Phone, s.Department = who.Called(g.l), who.Phone, departmentName(g.l, g.p, who.Department)
			}
		}
		g.list = append(g.list, s)
	}
	if !slices.Contains(g.list[i].Roles, role) {
		g.list[i].Roles = append(g.list[i].Roles, role)
	}
}

// assigned adds the people of a plan or of an item.
func (g *gathering) assigned(list []reception.Assigned) {
	for _, a := range list {
		role := word(g.l, a.Role)
		if role == "" {
			role = i18n.T(g.l, "page.takes-part")
		}
		g.add(&reception.Ref{ID: a.Staff, Name: a.Name}, role)
	}
}

// told are the states of a mail that say more than that it left us.
var told = []string{"delivered", "answered", "delayed", "bounced", "complained"}

// reached says what is known of a person's mails: the newest state that says
// more than that it was sent, else the newest of all.
func reached(mails []reception.MailView, person string) string {
	newest := reception.MailView{}
	for _, m := range mails {
		if m.Person != person || m.State == "" {
			continue
		}
		says, said := slices.Contains(told, m.State), slices.Contains(told, newest.State)
		if newest.State == "" || says && !said || says == said && m.At.After(newest.At) {
			newest = m
		}
	}
	return newest.State
}

// badMails are the mails that did not reach their reader.
func badMails(mails []reception.MailView) (list []reception.MailView) {
	for _, m := range mails {
		if m.State == "bounced" || m.State == "complained" || m.State == "delayed" {
			list = append(list, m)
		}
	}
	return list
}

// A Desk is a department's tasks, of one reception or of many: what is open, what is done.
type Desk struct {
	ID, Name              string
	Open, Waiting, Closed []reception.TaskView
	Mine, Late            bool                 // some of the open ones are the reader's own; overdue
	Shown                 []reception.TaskView // of the open ones
	Elsewhere             string               // where the rest is; empty: all are here
}

// Rest is how many open tasks are not shown here.
func (d Desk) Rest() int { return len(d.Open) - len(d.Shown) }

// A visit of so many tasks shows the reader's own and the first of each
// department; the rest is on the page of its tasks.
const (
	manyTasks  = 30
	firstTasks = 4
)

// brief shows of a large visit's desk what concerns the reader.
func (d *Desk) brief(p web.Page, number string) {
	d.Shown = nil
	for i, k := range d.Open {
		if i < firstTasks || isReader(p, k.Owner.ID) {
			d.Shown = append(d.Shown, k)
		}
	}
	d.Elsewhere = "/tasks?" + url.Values{"reception": {number}, "department": {d.ID}}.Encode()
}

// All is how many tasks the department has.
func (d Desk) All() int { return len(d.Open) + len(d.Waiting) + len(d.Closed) }

// desks groups the tasks by department: the reader's own first, then those that
// are late, then those with open tasks, each in the order of the tasks.
func desks(l i18n.Lang, p web.Page, tasks []reception.TaskView) []Desk {
	at, list := map[string]int{}, []Desk{}
	for _, k := range tasks {
		i, known := at[k.Department]
		if !known {
			i = len(list)
			at[k.Department] = i
			list = append(list, Desk{ID: k.Department, Name: departmentName(l, p, k.Department)})
		}
		d := &list[i]
		if k.State == "confirmed" || k.State == "dropped" {
			d.Closed = append(d.Closed, k)
			continue
		}
		if k.State == "waiting" {
			d.Waiting = append(d.Waiting, k)
			continue
		}
		d.Open = append(d.Open, k)
		d.Mine = d.Mine || isReader(p, k.Owner.ID)
		d.Late = d.Late || k.State == "overdue" || k.State == "declined"
	}
	rank := func(d Desk) int {
		switch {
		case d.Mine:
			return 0
		case d.Late:
			return 1
		case len(d.Open) > 0:
			return 2
		case len(d.Waiting) > 0:
			return 3
		}
		return 4
	}
	slices.SortStableFunc(list, func(a, b Desk) int { return rank(a) - rank(b) })
	for i := range list {
		if list[i].Shown = list[i].Open; p.Name == "reception" && len(tasks) > manyTasks {
			list[i].brief(p, tasks[0].Reception)
		}
	}
	return list
}

// taskID names a task on a page: among those of many receptions its own id
// does not do.
func taskID(p web.Page, k reception.TaskView) string {
	if p.Name == "tasks" {
		return k.Reception + "-" + k.ID
	}
	return k.ID
}

// doneTasks counts those that are finished.
func doneTasks(tasks []reception.TaskView) int {
	n := 0
	for _, k := range tasks {
		if k.State == "confirmed" {
			n++
		}
	}
	return n
}

// GuestColumns are the columns of the table of guests in which this reader
// finds anything.
type GuestColumns struct{ Contact, Diet, State bool }

// guestColumns looks for what there is.
func guestColumns(v reception.View) (has GuestColumns) {
	for _, g := range v.Application.Guests {
		has.Contact = has.Contact || g.Phone+g.Email != ""
		has.Diet = has.Diet || g.Diet != "" || g.Photo == "no"
		has.State = has.State || g.Arrived != nil || reached(v.Mails, g.ID) != ""
	}
	return has
}
