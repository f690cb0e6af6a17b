package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/mail"
	"yingbin/shared/paper"
	"yingbin/shared/paper/forms"
	"yingbin/shared/reception"
)

// facts is the table of the visit: who comes, when, why, who cares for it.
func (s *sending) facts() {
	h := &s.Head
	rows := [][]string{{s.T("number"), h.Number}, {s.T("customer"), s.Customer().Name},
		{s.T("time"), i18n.Period(s.lang, s.Local(h.Start), s.Local(h.End), s.Local(s.at))}, {s.T("party"), s.T("people", h.Party)}}
	add := func(label, value string) {
		if value != "" {
			rows = append(rows, []string{s.T(label), value})
		}
	}
	if s.to.car == "" { // what for is the company's own
		add("level", s.LevelName())
		add("purpose", s.Form.Purpose)
	}
	add("applicant", s.Name(h.Applicant))
	add("specialist", s.Name(h.Specialist))
	if h.Urgent {
		add("urgent", s.T("yes"))
	}
	s.doc.rows("", nil, rows)
}

// sheet is the whole execution sheet as tables.
func (s *sending) sheet(p reception.Sheet) {
	x := forms.Execution(s.Brief, s.lang, p, s.Local(s.at))
	s.guests(x.Guests)
	s.ourPeople(x.People)
	var items [][]string
	for _, it := range x.Items {
		items = append(items, []string{i18n.Period(s.lang, it.Start, it.End, s.Local(s.at)), title(it.Kind, it.Title), it.Place, it.People, join(it.Needs, it.For, it.Note)})
	}
	s.doc.rows(s.T("itinerary"), []string{s.T("time"), s.T("what"), s.T("place"), s.T("our-people"), s.T("resources")}, items)
	var rows [][]string
	for _, m := range x.Meals {
		people := s.T("people", m.Guests)
		if m.Staff > 0 {
			people = s.T("guests-staff", m.Guests, m.Staff)
		}
		rows = append(rows, []string{m.At(s.lang, s.Local(s.at)), join(m.Slot, m.Kind), m.Place, join(people, m.For, m.With), m.Amount.String()})
	}
	s.doc.rows(s.T("meals"), []string{s.T("time"), s.T("meal"), s.T("place"), s.T("people-count"), s.T("amount")}, rows)
	s.rest(x, p)
}

// rest is lodging, entertainment, vehicles, gifts and the departments' tasks.
func (s *sending) rest(x paper.Execution, p reception.Sheet) {
	var rows [][]string
	for _, l := range x.Lodging {
		rows = append(rows, []string{l.Hotel, l.Stars, l.Rate.String(), l.Payer, join(cmp.Or(l.Guests, s.T("everybody")), l.Rooms, l.Nights)})
	}
	s.doc.rows(s.T("lodging"), []string{s.T("hotel"), s.T("stars"), s.T("rate"), s.T("payer"), s.T("party")}, rows)
	rows = nil
	for _, e := range x.Evenings {
		rows = append(rows, []string{join(e.Title, s.when(e.When)), cmp.Or(e.For, s.T("everybody")), e.Payer, e.Amount.String()})
	}
	s.doc.rows(s.T("entertainment"), []string{s.T("what"), s.T("party"), s.T("payer"), s.T("amount")}, rows)
	rows = nil
	for _, v := range x.Vehicles {
		rows = append(rows, []string{v.Vehicle, v.Driver, v.For})
	}
	s.doc.rows(s.T("vehicles"), []string{s.T("vehicle"), s.T("driver"), s.T("for")}, rows)
	rows = nil
	for _, g := range x.Gifts {
		rows = append(rows, []string{join(g.Gift, g.Reason), cmp.Or(g.For, s.T("everybody")), fmt.Sprint(g.Pieces), g.Amount.String()})
	}
	s.doc.rows(s.T("gifts"), []string{s.T("what"), s.T("party"), s.T("count"), s.T("amount")}, rows)
	rows = nil
	for _, t := range x.Tasks {
		due := ""
		if !t.Due.IsZero() {
			due = s.when(t.Due)
		}
		rows = append(rows, []string{t.Department, t.Task, t.Owner, due})
	}
	s.doc.rows(s.T("tasks.caption"), []string{s.T("department"), s.T("task"), s.T("owner"), s.T("due")}, rows)
	if p.Note != "" {
		s.doc.title(s.T("note"))
		s.doc.quote(p.Note)
	}
}

// ourPeople are those who receive, with their parts.
func (s *sending) ourPeople(list []paper.ExecutionPerson) {
	var rows [][]string
	for _, p := range list {
		rows = append(rows, []string{p.Name, p.Role})
	}
	s.doc.rows(s.T("our-people"), []string{s.T("name"), s.T("part")}, rows)
}

func (s *sending) guests(list []paper.ExecutionGuest) {
	var rows [][]string
	for _, g := range list {
		rows = append(rows, []string{g.Name, g.Position})
	}
	s.doc.rows(s.T("guests"), []string{s.T("name"), s.T("position")}, rows)
}

// title says what kind a thing is, unless its title does.
func title(kind, title string) string {
	if strings.Contains(title, kind) {
		return title
	}
	return join(kind, title)
}

func join(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

// changes shows what is different from the revision that this person knew.
func (s *sending) changes(from, to reception.Sheet, only ...string) int {
	var list []change
	if s.to.guest != nil {
		from, to = s.forGuest(from), s.forGuest(to)
	}
	for _, c := range reception.Compare(s.lang, from, to, s.ThingName) {
		if reception.Concerns(only, c.Field) && (s.to.guest == nil || reception.GuestSees(c.Field)) {
			list = append(list, change{c.Label, c.Old, c.New, c.Major})
		}
	}
	if len(list) > 0 {
		s.doc.title(i18n.T(s.lang, "mail.changed"))
		s.doc.blocks = append(s.doc.blocks, block{changes: list})
	}
	return len(list)
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// attachSheet adds the execution sheet as a spreadsheet.
func (s *sending) attachSheet(p reception.Sheet) {
	if s.n.Workbook == nil {
		return
	}
	content, err := s.n.Workbook(forms.Execution(s.Brief, s.lang, p, s.Local(s.at)).Sheet())
	if err == nil {
		s.files = append(s.files, mail.File{Name: fmt.Sprintf("%s-%d.xlsx", s.Head.Number, p.Revision),
			Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Content: content})
	}
}

// attachVisit adds the visit as a calendar entry; a mail of a cancellation
// takes it back, also from one guest of a visit that goes on.
func (s *sending) attachVisit(p reception.Sheet) {
	from, to := paper.Mailbox{Name: s.n.From.Name, Email: s.n.From.Email}, paper.Mailbox{Name: s.to.name, Email: s.to.email}
	switch {
	case s.to.guest != nil:
		p.Items = s.own(p)
	case s.to.car != "":
		p.Items = slices.DeleteFunc(slices.Clone(p.Items), func(it reception.Item) bool { return !s.drives(it.ID) })
	}
	c := forms.Visit(s.Brief, s.lang, p, s.n.Host, from, to, s.at)
	if s.to.guest != nil {
		c = forms.ToUs(s.Brief, s.lang, c)
	}
	if s.told.Kind == reception.MailCancelled || s.told.Kind == reception.MailWithdrawn {
		c = forms.Withdrawn(c, to)
	}
	content, err := paper.ICS(c)
	if err == nil {
		s.calendar = &mail.Calendar{Method: string(c.Method), Content: content}
	}
}

// current is the revision that the mail shows; false when there is none.
func (s *sending) current() (reception.Sheet, bool) {
	p, ok := s.Revisions[s.revision]
	return p, ok
}
