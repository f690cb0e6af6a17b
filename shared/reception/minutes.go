package reception

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// The audiences of a line of the minutes.
const (
	Internal    = "internal"
	ForCustomer = "customer"
)

// WriteMinutes writes the minutes anew, as the next revision: the lines, each
// for us alone or for the customer too, and what was promised (S003-1.48, .49).
// A list that is left out stays as it was. A promise keeps its id as long as it
// stays in the list; with an owner and a date it goes into the customer's file.
func (s *Service) WriteMinutes(ctx context.Context, act staff.Act, r string, c EditMinutes) (MinutesAnswer, error) {
	cmd := command{verb: VerbMinutes, r: r, version: c.Version, body: c, allowed: mayRecord}
	return run(ctx, s, act, cmd, func(t *turn) (func() MinutesAnswer, error) {
		if c.Lines == nil && c.Promises == nil {
			return nil, fault.Field("/lines", "required")
		}
		before := slices.Clone(t.Minutes.Promises)
		if err := t.takeMinutes(c); err != nil {
			return nil, err
		}
		m := &t.Minutes
		m.Schema, m.Revision, m.By, m.At = Schema, m.Revision+1, act.By, act.At
		t.kind, t.data.Revision = EventMinutes, m.Revision
		t.changes = append(t.changes, promiseChanges(before, m.Promises)...)
		t.Head.Moments = with(t.Head.Moments, "filed.minutes", act.At)
		t.fulfil("paper.minutes")
		if err := t.keepPromises(before); err != nil {
			return nil, err
		}
		t.changed()
		if err := t.refresh(); err != nil {
			return nil, err
		}
		return func() MinutesAnswer {
			return MinutesAnswer{Version: t.Version(), Revision: t.Minutes.Revision, Minutes: t.minutesView()}
		}, nil
	})
}

// ReadMinutes gives the minutes to staff who may see the reception's inside.
func (s *Service) ReadMinutes(ctx context.Context, act staff.Act, r string) (MinutesAnswer, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return MinutesAnswer{}, err
	}
	if !t.readsMinutes() {
		return MinutesAnswer{}, fault.New(fault.Forbidden, "forbidden")
	}
	return MinutesAnswer{Version: t.Version(), Revision: t.Minutes.Revision, Minutes: t.minutesView()}, nil
}

// takeMinutes checks and takes over what was written.
func (t *turn) takeMinutes(c EditMinutes) error {
	var wrong fault.List
	if c.Lines != nil {
		t.Minutes.Lines = t.takeLines(c.Lines, &wrong)
	}
	if c.Promises != nil {
		t.Minutes.Promises = t.takePromises(c.Promises, &wrong)
	}
	return wrong.Err()
}

// takeLines takes the lines; one that does not say for whom it is stays inside.
func (t *turn) takeLines(lines []Line, wrong *fault.List) []Line {
	list := []Line{}
	for i, l := range lines {
		at := "/lines/" + strconv.Itoa(i)
		if l.Audience == "" {
			l.Audience = Internal
		}
		if l.Text = clean(l.Text); l.Text == "" {
			wrong.Add(at+"/text", "required")
		}
		if l.Audience != Internal && l.Audience != ForCustomer {
			wrong.Add(at+"/audience", "invalid", l.Audience)
		}
		list = append(list, l)
	}
	return list
}

// takePromises takes the promises: owners by id or address, dates as local
// days. New ones get the next number of this reception, which is never reused.
func (t *turn) takePromises(promises []Promise, wrong *fault.List) []Promise {
	list := []Promise{}
	for i, p := range promises {
		at := "/promises/" + strconv.Itoa(i)
		if p.Text = clean(p.Text); p.Text == "" {
			wrong.Add(at+"/text", "required")
		}
		if p.Owner != "" {
			if who := t.company.Present(p.Owner); who != nil {
				p.Owner = who.ID
			} else {
				wrong.Add(at+"/owner", "unknown-id", p.Owner)
			}
		}
		if _, err := time.Parse(time.DateOnly, p.Due); p.Due != "" && err != nil {
			wrong.Add(at+"/due", "invalid", p.Due)
		} else if p.ID == "" && p.Due != "" && p.Due < t.Day(t.act.At) {
			wrong.Add(at+"/due", "in-the-past")
		}
		if p.ID != "" && !t.hasPromise(p.ID) {
			wrong.Add(at+"/id", "unknown-id", p.ID)
		}
		if p.ID == "" {
			t.Minutes.Next++
			p.ID = t.Head.Number + "-" + strconv.Itoa(t.Minutes.Next)
		}
		list = append(list, p)
	}
	return list
}

// hasPromise says whether the minutes hold a promise already.
func (t *turn) hasPromise(id string) bool {
	return slices.ContainsFunc(t.Minutes.Promises, func(p Promise) bool { return p.ID == id })
}

// promiseChanges names the promises that came, went or changed, for the history.
func promiseChanges(before, after []Promise) []event.Change {
	old := map[string]Promise{}
	for _, p := range before {
		old[p.ID] = p
	}
	var list []event.Change
	for _, p := range after {
		if o, had := old[p.ID]; !had || o != p {
			list = append(list, event.Change{Field: "/promises/" + p.ID, Old: promiseLine(o), New: promiseLine(p)})
		}
		delete(old, p.ID)
	}
	for _, p := range before {
		if _, gone := old[p.ID]; gone {
			list = append(list, event.Change{Field: "/promises/" + p.ID, Old: promiseLine(p)})
		}
	}
	return list
}

// promiseLine is a promise as the history shows it: people by id.
func promiseLine(p Promise) string {
	if p.ID == "" {
		return ""
	}
	return strings.TrimSpace(strings.Join([]string{shorten(p.Text, 120), p.Owner, p.Due}, " "))
}

// minutesView is the minutes with lists that are never null.
func (t *turn) minutesView() Minutes {
	m := t.Minutes
	m.Lines, m.Promises = slices.Clone(m.Lines), slices.Clone(m.Promises)
	if m.Lines == nil {
		m.Lines = []Line{}
	}
	if m.Promises == nil {
		m.Promises = []Promise{}
	}
	return m
}

// CustomerLines are the lines that may leave the company, in order.
func (m Minutes) CustomerLines() []Line {
	return slices.DeleteFunc(slices.Clone(m.Lines), func(l Line) bool { return l.Audience != ForCustomer })
}

// keepPromises writes what changed of the promises into the customer's file,
// in the same commit: new and changed ones as owed, withdrawn ones as dropped.
func (t *turn) keepPromises(before []Promise) error {
	if t.Head.Customer.ID == "" || slices.Equal(before, t.Minutes.Promises) {
		return nil
	}
	f, err := t.customerFile(t.Head.Customer.ID)
	if err != nil {
		return err
	}
	for _, p := range t.Minutes.Promises {
		if !slices.Contains(before, p) {
			f.Owe(t.owed(p, customer.PromiseOpen))
		}
	}
	for _, p := range before {
		if !t.hasPromise(p.ID) {
			f.Owe(t.owed(p, customer.PromiseDropped))
		}
	}
	ops, err := f.Ops()
	t.ops = append(t.ops, ops...)
	return err
}

// owed is a promise as the customer's file keeps it.
func (t *turn) owed(p Promise, state string) customer.Promise {
	c := customer.Promise{ID: p.ID, Reception: t.Head.Number, Text: p.Text, Owner: p.Owner, Due: p.Due, State: state}
	if who := t.company.Person(p.Owner); who != nil {
		c.Department = who.Department
	}
	if state != customer.PromiseOpen {
		c.By, c.At = t.act.By, t.act.At
	}
	return c
}
