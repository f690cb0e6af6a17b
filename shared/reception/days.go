package reception

import (
	"encoding/json"
	"fmt"
	"time"

	"yingbin/shared/store"
)

// A dayItem is an Item as stored: minutes from the local midnight of its day,
// so that moving the visit by days does not touch it.
type dayItem struct {
	Item
	Start int `json:"start"`
	End   int `json:"end"`
}

// A dayBody is the document DAY#nn; day 1 is the day of the start, day 0 the one before.
type dayBody struct {
	Schema int       `json:"s"`
	Items  []dayItem `json:"items,omitempty"`
	Meals  []Meal    `json:"meals,omitempty"`
}

// midnight is the local midnight of day n of a visit that starts at start.
func (r *Reception) midnight(n int) time.Time {
	s := r.Head.Start.In(r.zone)
	return time.Date(s.Year(), s.Month(), s.Day()+n-1, 0, 0, 0, 0, r.zone)
}

// dayNumber gives the day that a time falls on; never below 0.
func (r *Reception) dayNumber(t time.Time) int {
	first, day := r.midnight(1), t.In(r.zone)
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, r.zone)
	n := 1
	for ; n > 0 && noon.Before(r.midnight(n)); n-- {
	}
	for ; noon.After(first) && !noon.Before(r.midnight(n+1)); n++ {
	}
	return n
}

// takeDay decodes one day, whose times count from the start that HEAD says.
func (r *Reception) takeDay(d store.Doc) error {
	var n int
	if _, err := fmt.Sscanf(d.SK, "DAY#%d", &n); err != nil {
		return err
	}
	var b dayBody
	if err := json.Unmarshal(d.Body, &b); err != nil {
		return err
	}
	for _, it := range b.Items {
		it.Item.Start, it.Item.End = r.wall(n, it.Start), r.wall(n, it.End)
		r.Items = append(r.Items, it.Item)
	}
	day := r.midnight(n).Format(time.DateOnly)
	for _, m := range b.Meals {
		m.Day = day
		r.Meals = append(r.Meals, m)
	}
	return nil
}

// wall is a wall-clock time: minutes after the local midnight of day n.
func (r *Reception) wall(n, minutes int) time.Time {
	m := r.midnight(n)
	return time.Date(m.Year(), m.Month(), m.Day(), 0, minutes, 0, 0, r.zone)
}

// minutes is the inverse of wall: wall-clock minutes since the midnight of day n.
func (r *Reception) minutes(n int, t time.Time) int {
	l, m := t.In(r.zone), r.midnight(n)
	days := int(time.Date(l.Year(), l.Month(), l.Day(), 12, 0, 0, 0, time.UTC).Sub(time.Date(m.Year(), m.Month(), m.Day(), 12, 0, 0, 0, time.UTC)).Hours()) / 24
	return days*24*60 + l.Hour()*60 + l.Minute()
}

// dayParts splits items and meals into days. A day that fell away stays as an
// empty document, so that the version only rises.
func (r *Reception) dayParts() []part {
	days := map[int]*dayBody{}
	last := 0
	day := func(n int) *dayBody {
		if days[n] == nil {
			days[n] = &dayBody{Schema: Schema}
		}
		last = max(last, n)
		return days[n]
	}
	for _, it := range r.Items {
		n := r.dayNumber(it.Start)
		b := day(n)
		b.Items = append(b.Items, dayItem{Item: it, Start: r.minutes(n, it.Start), End: r.minutes(n, it.End)})
	}
	for _, m := range r.Meals {
		n := r.mealDay(m)
		m.Day = ""
		b := day(n)
		b.Meals = append(b.Meals, m)
	}
	return r.allDays(days, last)
}

// mealDay is the day of a meal: its item's, or the one it names, or the first.
func (r *Reception) mealDay(m Meal) int {
	if it := r.Item(m.Item); it != nil {
		return r.dayNumber(it.Start)
	}
	if t, err := time.ParseInLocation(time.DateOnly, m.Day, r.zone); err == nil {
		return r.dayNumber(t)
	}
	return 1
}

// allDays orders the days and adds the emptied ones.
func (r *Reception) allDays(days map[int]*dayBody, last int) []part {
	var list []part
	for n := 0; n <= last || r.docs[daySK(n)].Version > 0 || n <= 1; n++ {
		b := days[n]
		if b == nil {
			b = &dayBody{Schema: Schema}
		}
		list = append(list, part{sk: daySK(n), body: b, empty: days[n] == nil})
	}
	return list
}

func daySK(n int) string { return fmt.Sprintf("DAY#%02d", n) }
