package reception

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// calendarDays is the longest stretch that a calendar shows.
const calendarDays = 100

// Calendar gives each day from one local date to another with the receptions
// of that day that the actor may see, and those of one rival group that are
// here on the same day. A visit lasts at most 31 days, so the list is read
// from so long before.
func (s *Service) Calendar(ctx context.Context, act staff.Act, from, to string) ([]CalendarDay, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	first, last, err := calendarBounds(company.Zone(), act.At, from, to)
	if err != nil {
		return nil, err
	}
	mine, err := s.involved(ctx, company, act, false)
	if err != nil {
		return nil, err
	}
	l := lister{company: company, act: act, mine: mine}
	rows, err := s.rows(ctx, first.AddDate(0, 0, -maxDays-1), last.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	if l.stays, err = customer.Stays(ctx, s.DB, rivals(rows)...); err != nil {
		return nil, err
	}
	days := []CalendarDay{}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		days = append(days, l.day(day, rows))
	}
	return days, nil
}

// calendarBounds reads the dates; unsaid, the month of the moment.
func calendarBounds(zone *time.Location, at time.Time, from, to string) (first, last time.Time, err error) {
	here := at.In(zone)
	first = time.Date(here.Year(), here.Month(), 1, 0, 0, 0, 0, zone)
	if from != "" {
		if first, err = time.ParseInLocation(time.DateOnly, from, zone); err != nil {
			return first, last, fault.Field("/from", "invalid", from)
		}
	}
	last = first.AddDate(0, 1, -1)
	if to != "" {
		if last, err = time.ParseInLocation(time.DateOnly, to, zone); err != nil {
			return first, last, fault.Field("/to", "invalid", to)
		}
	}
	switch {
	case last.Before(first):
		return first, last, fault.Field("/to", "end-before-start")
	case last.Sub(first) > calendarDays*24*time.Hour:
		return first, last, fault.Field("/to", "out-of-range", 1, calendarDays)
	}
	return first, last, nil
}

// rows reads the Rows of receptions by start.
func (s *Service) rows(ctx context.Context, from, to time.Time) ([]Listed, error) {
	var list []Listed
	q := store.Query{Index: store.List, In: "reception", From: timeKey(from), To: timeKey(to)}
	for d, err := range s.DB.Query(ctx, q) {
		if err != nil {
			return nil, err
		}
		row, err := listedOf(d)
		if err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, nil
}

// day gathers one day. Who may see neither of two rivals is not told of them.
func (l *lister) day(day time.Time, rows []Listed) CalendarDay {
	c := CalendarDay{Date: day.Format(time.DateOnly), Receptions: []Listed{}, Clashes: []MeetClash{}}
	var here []Listed
	for _, row := range rows {
		if row.on(day) && row.State != Declined && row.State != Cancelled && row.State != Draft {
			here = append(here, row)
		}
	}
	for i, row := range here {
		if !l.sees(row) {
			continue
		}
		c.Receptions = append(c.Receptions, l.shown(row))
		for j, other := range here {
			if l.meet(row, other) && (j > i || !l.sees(other)) {
				c.Clashes = append(c.Clashes, MeetClash{A: row.Number, B: other.Number})
			}
		}
	}
	slices.SortStableFunc(c.Receptions, func(a, b Listed) int { return a.Start.Compare(b.Start) })
	return c
}

// on says whether a reception touches a local day.
func (l Listed) on(day time.Time) bool {
	return l.Start.Before(day.AddDate(0, 0, 1)) && l.End.After(day)
}

// meets says whether two receptions are of records of customers that must not meet.
func (l Listed) meets(o Listed) bool {
	return l.Number != o.Number && l.Rival != "" && l.Rival == o.Rival && l.Customer.ID != o.Customer.ID
}

// meet says whether two receptions are of customers that must not meet: records
// that were merged since are of one customer.
func (l *lister) meet(a, b Listed) bool {
	return a.meets(b) && !sameCustomer(l.stays, a.Customer.ID, b.Customer.ID)
}

// sameCustomer says whether two ids mean the same customer by now.
func sameCustomer(stays map[string]customer.Card, a, b string) bool {
	x, known := stays[a]
	y, other := stays[b]
	return a == b || known && other && x.ID == y.ID
}

// rivals are the customers among receptions of whom two may not meet.
func rivals(rows []Listed) (ids []string) {
	by := map[string][]string{}
	for _, row := range rows {
		if row.Rival != "" && !slices.Contains(by[row.Rival], row.Customer.ID) {
			by[row.Rival] = append(by[row.Rival], row.Customer.ID)
		}
	}
	for _, group := range by {
		if len(group) > 1 {
			ids = append(ids, group...)
		}
	}
	return ids
}
