package reception

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Desk is what one person has before him (GET /).
type Desk struct {
	Owed    []Owed   `json:"owed"`    // what he owes, overdue first, then by due time, else by the visit's start
	Today   []Listed `json:"today"`   // receptions of today, by start
	Waiting []Listed `json:"waiting"` // his receptions that wait for others
	// Visits are the agendas of those of today's that have a published plan; who
	// has come is not counted here.
	Visits []BoardVisit `json:"visits"`
}

// An Owed thing is a decision, a task, a promise, or a reception that waits
// for the person. What is review, exception, task, promise, or the verb that
// is due: accept, submit, publish, settlement.
type Owed struct {
	What      string     `json:"what"`
	ID        string     `json:"id,omitempty"` // of the task, the promise; the ask's subject
	Reception string     `json:"reception,omitempty"`
	Customer  string     `json:"customer,omitempty"`
	Text      string     `json:"text"`
	Due       *time.Time `json:"due,omitempty"`
	Overdue   bool       `json:"overdue,omitempty"`
	Revision  int        `json:"revision,omitempty"`
	Version   int64      `json:"version,omitempty"`
	For       *Ref       `json:"for,omitempty"` // whom the person stands in for
	Start     *time.Time `json:"start,omitempty"`
	Wants     Wants      `json:"wants,omitempty"`
}

// agendasShown is of how many of today's receptions the agenda is read.
const agendasShown = 30

// deskAhead is how far ahead a desk looks for applications and plans.
const deskAhead = 92 * 24 * time.Hour

// Desk reads the department's open work, the decisions asked of the person and
// the receptions around today in one round, and in a second what the published
// plans of today's hold. Who stands in for others reads
// their desks too.
func (s *Service) Desk(ctx context.Context, act staff.Act) (Desk, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Desk{}, err
	}
	if company.Person(act.By) == nil {
		return Desk{}, fault.New(fault.Forbidden, "forbidden")
	}
	d := desk{company: company, act: act, numbers: map[string]bool{}, desk: Desk{Owed: []Owed{}, Today: []Listed{}, Waiting: []Listed{}, Visits: []BoardVisit{}}}
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: d.queries()})
	if err != nil {
		return Desk{}, err
	}
	for _, docs := range read.Lists[1:] {
		for _, doc := range docs {
			if err := d.take(doc); err != nil {
				return Desk{}, err
			}
		}
	}
	for _, doc := range read.Lists[0] {
		row, err := listedOf(doc)
		if err != nil {
			return Desk{}, err
		}
		d.reception(row)
	}
	d.sort()
	return d.desk, d.agendas(ctx, s.DB)
}

// A desk gathers what is before one person.
type desk struct {
	company *staff.Company
	act     staff.Act
	numbers map[string]bool // receptions with work for him or his department
	desk    Desk
}

// queries are the receptions around today first, then the desks.
func (d *desk) queries() []store.Query {
	at := d.act.At
	list := []store.Query{{Index: store.List, In: "reception", From: timeKey(at.AddDate(0, 0, -maxDays-1)), To: timeKey(at.Add(deskAhead)), Limit: listExamined}}
	for _, home := range (worker{company: d.company, act: d.act}).desks() {
		list = append(list, store.Query{Index: store.Desk, In: home})
	}
	for _, id := range d.company.ActsFor(d.act.By, "", at) {
		list = append(list, store.Query{Index: store.Desk, In: "ask:" + id})
	}
	return list
}

// agendas reads the day's agenda of today's receptions, as far as published.
func (d *desk) agendas(ctx context.Context, db store.DB) error {
	day := d.company.Today(d.act.At)
	var keys []store.Key
	for _, r := range d.desk.Today[:min(len(d.desk.Today), agendasShown)] {
		keys = append(keys, store.Key{PK: dayPartition(day), SK: "VISIT#" + r.Number})
	}
	if len(keys) == 0 {
		return nil
	}
	docs, err := db.Get(ctx, keys...)
	for _, doc := range docs {
		var v dayVisit
		if doc.Version == 0 || json.Unmarshal(doc.Body, &v) != nil || v.Gone {
			continue // without an agenda the reception still has its hours
		}
		number, _, _ := visitNumber(doc.SK)
		d.desk.Visits = append(d.desk.Visits, BoardVisit{Reception: number, Customer: v.Customer, Level: v.Level, State: v.State, Items: list(v.Items),
			Counts: Counts{Expected: v.Expected}})
	}
	return err
}

// take sorts one document of a desk in.
func (d *desk) take(doc store.Doc) error {
	if number := worksIn(d.company, d.act, doc); number != "" {
		d.numbers[number] = true
	}
	kind, _, _ := strings.Cut(doc.SK, "#")
	switch kind {
	case "SLIP":
		return d.slip(doc)
	case "ASK":
		return d.ask(doc)
	case "PROMISE":
		return d.promise(doc)
	}
	return nil
}

// slip takes the tasks that are asked of the person.
func (d *desk) slip(doc store.Doc) error {
	w := worker{company: d.company, act: d.act, filter: TaskFilter{Mine: true}}
	tasks, err := w.tasks(doc)
	for _, k := range tasks {
		if k.State == TaskAsked || k.State == TaskOverdue {
			d.owe(Owed{What: "task", ID: k.ID, Reception: k.Reception, Customer: k.Customer, Text: k.Do, Due: k.Due, Version: k.Version,
				Overdue: k.State == TaskOverdue, For: d.standsFor(k.Owner.ID), Wants: k.Wants})
		}
	}
	return err
}

// ask takes a decision that waits.
func (d *desk) ask(doc store.Doc) error {
	var row AskRow
	if err := json.Unmarshal(doc.Row, &row); err != nil {
		return fault.Wrap(fault.Internal, "internal", err)
	}
	kind := subjectOf(row.Subject)
	if !d.company.MayActFor(d.act.By, row.Person, kind, d.act.At) {
		return nil
	}
	d.owe(Owed{What: kind, ID: row.Subject, Reception: row.Number, Customer: row.Customer, Revision: row.Revision,
		Text: i18n.T(d.act.Lang, "reception.owed."+kind), Due: d.local(row.Due), Start: d.local(row.Start), For: d.standsFor(row.Person)})
	return nil
}

// promise takes a promise that the person owes a customer.
func (d *desk) promise(doc store.Doc) error {
	var p customer.Promise
	if err := json.Unmarshal(doc.Row, &p); err != nil {
		return fault.Wrap(fault.Internal, "internal", err)
	}
	if p.State != customer.PromiseOpen || !d.company.MayActFor(d.act.By, p.Owner, "", d.act.At) {
		return nil
	}
	o := Owed{What: "promise", ID: p.ID, Reception: p.Reception, Customer: p.Name, Text: p.Text, For: d.standsFor(p.Owner)}
	if day, err := time.ParseInLocation(time.DateOnly, p.Due, d.company.Zone()); err == nil {
		o.Due = new(d.company.Calendar().Close(day))
	}
	d.owe(o)
	return nil
}

// reception takes a reception: what it waits for from the person, whether it
// is today, whether it waits for others.
func (d *desk) reception(row Listed) {
	l := lister{company: d.company, act: d.act, mine: involvement{numbers: d.numbers}}
	if !l.sees(row) {
		return
	}
	shown := l.shown(row)
	if row.State.Alive() && row.State != Draft && row.on(d.company.Calendar().Midnight(d.act.At)) {
		d.desk.Today = append(d.desk.Today, shown)
	}
	verb := d.waitsForMe(row)
	switch {
	case verb != "":
		d.owe(Owed{What: string(verb), Reception: row.Number, Customer: row.Customer.Name, Due: shown.Due, Start: &shown.Start,
			Text: i18n.T(d.act.Lang, "reception.owed."+string(verb))})
	case row.State.Alive() && isMine(row, d.act.By):
		d.desk.Waiting = append(d.desk.Waiting, shown)
	}
}

// waitsForMe is the verb with which a reception waits for the person.
func (d *desk) waitsForMe(row Listed) Verb {
	p := d.company.Person(d.act.By)
	switch row.State {
	case Draft:
		if row.Applicant == p.ID {
			return VerbSubmit
		}
	case Submitted:
		if p.Has(staff.Office) {
			return VerbAccept
		}
	case Planning:
		if d.company.MayActFor(p.ID, row.Owner, "", d.act.At) || d.company.MayActFor(p.ID, row.Specialist, "", d.act.At) {
			return VerbPublish
		}
	case Visiting, Closing:
		mine := row.Signs == signOwner && d.company.MayActFor(p.ID, row.Owner, SubjectSettlement, d.act.At)
		if mine || row.Signs == signFinance && p.Has(staff.Finance) {
			return VerbSettle
		}
	}
	return ""
}

// owe adds what is owed; past its due time it is overdue.
func (d *desk) owe(o Owed) {
	o.Overdue = o.Overdue || o.Due != nil && o.Due.Before(d.act.At)
	d.desk.Owed = append(d.desk.Owed, o)
}

// standsFor names whom the person stands in for; nil for himself.
func (d *desk) standsFor(id string) *Ref {
	if p := d.company.Person(id); p != nil && p.ID != d.act.By {
		return &Ref{ID: p.ID, Name: p.Called(d.act.Lang)}
	}
	return nil
}

func (d *desk) local(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return new(at.In(d.company.Zone()))
}

// pressing is by when something is wanted: by its due time, or else before the
// visit it is for begins.
func (o Owed) pressing() *time.Time {
	if o.Due != nil {
		return o.Due
	}
	return o.Start
}

// sort puts the overdue first, then by the time it presses, then by reception.
func (d *desk) sort() {
	slices.SortStableFunc(d.desk.Owed, func(a, b Owed) int {
		switch {
		case a.Overdue != b.Overdue && a.Overdue:
			return -1
		case a.Overdue != b.Overdue:
			return 1
		}
		return compareTimes(a.pressing(), b.pressing())
	})
	slices.SortStableFunc(d.desk.Today, func(a, b Listed) int { return a.Start.Compare(b.Start) })
	slices.SortStableFunc(d.desk.Waiting, func(a, b Listed) int { return a.Start.Compare(b.Start) })
}
