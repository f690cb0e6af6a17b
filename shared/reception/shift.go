package reception

import (
	"time"

	"yingbin/shared/event"
)

// shifted moves a time as the wall clock moves from one moment to another: by
// so many days and so many minutes of the day.
func (r *Reception) shifted(at, from, to time.Time) time.Time {
	days, minutes := r.wallShift(from, to)
	l := at.In(r.zone)
	return time.Date(l.Year(), l.Month(), l.Day()+days, l.Hour(), l.Minute()+minutes, l.Second(), 0, r.zone)
}

// wallShift is the difference of two moments in days and minutes of the wall clock.
func (r *Reception) wallShift(from, to time.Time) (days, minutes int) {
	f, t := from.In(r.zone), to.In(r.zone)
	noon := func(x time.Time) time.Time { return time.Date(x.Year(), x.Month(), x.Day(), 12, 0, 0, 0, time.UTC) }
	days = int(noon(t).Sub(noon(f)) / (24 * time.Hour))
	return days, t.Hour()*60 + t.Minute() - f.Hour()*60 - f.Minute()
}

// shift moves everything that has a time of its own.
func (t *turn) shift(start, end time.Time) {
	old := t.Head.Start
	days, _ := t.wallShift(old, start)
	for i := range t.Items {
		it := &t.Items[i]
		it.Start, it.End = t.shifted(it.Start, old, start), t.shifted(it.End, old, start)
	}
	for i := range t.Meals {
		t.Meals[i].Day = shiftDate(t.Meals[i].Day, days)
	}
	for i := range t.Plan.Lodging {
		l := &t.Plan.Lodging[i]
		l.From, l.To = shiftDate(l.From, days), shiftDate(l.To, days)
	}
	for _, leg := range []*Leg{t.Form.Arrival, t.Form.Departure} {
		if leg != nil && leg.At != nil {
			at := t.shifted(*leg.At, old, start)
			leg.At = &at
		}
	}
	t.Head.Start, t.Head.End = start, end
	t.changed()
}

// shiftDate moves a local date by days; an empty or odd one stays.
func shiftDate(date string, days int) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}

func abs(d time.Duration) time.Duration { return max(d, -d) }

// change records a time that has changed.
func (t *turn) change(field, label string, old, now time.Time) {
	if !old.Equal(now) {
		t.changes = append(t.changes, event.Change{Field: field, Label: label, Old: old.In(t.zone).Format(time.RFC3339), New: now.In(t.zone).Format(time.RFC3339)})
	}
}
