package reception

import (
	"maps"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
)

// readiness is go or no-go with its reasons: the sheet confirmed, no booking
// that stops it, no open exception, and every task that has been asked and is
// due before the start confirmed. Tasks that wait do not count.
func (r *Reception) readiness(lang string) Readiness {
	l := i18n.Of(lang)
	ready := Readiness{Reasons: []Reason{}}
	add := func(x Reason, args ...any) {
		x.Text = i18n.T(l, "readiness."+x.Code, args...)
		ready.Reasons = append(ready.Reasons, x)
	}
	switch r.Head.State {
	case Preparing, Visiting, Closing, Archived:
	default:
		add(Reason{Code: "sheet"})
	}
	for _, c := range r.Plan.Clashes {
		if c.Level == "stop" {
			add(Reason{Code: "clash"}, called(c))
		}
	}
	for _, e := range r.Head.Exceptions {
		if e.State == ExceptionOpen {
			add(Reason{Code: "exception", Who: first(e.Deciders)}, e.Reason)
		}
	}
	for _, t := range r.Tasks() {
		if r.holdsUp(t) {
			add(Reason{Code: "task", Task: t.ID, Who: t.Owner}, i18n.Pick(l, t.Title))
		}
	}
	ready.Go = len(ready.Reasons) == 0
	return ready
}

// phaseBefore is the phase of tasks that prepare the visit.
const phaseBefore = "before"

// holdsUp says whether a task stands in the way of the visit.
func (r *Reception) holdsUp(t *Task) bool {
	switch t.State {
	case TaskAsked, TaskOverdue, TaskDeclined:
		return !t.Optional && (t.Due.Before(r.Head.Start) || t.Phase == phaseBefore && !t.Due.After(r.Head.Start))
	}
	return false
}

// first is the first of a list, or "".
func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// called names what a clash is about.
func called(c Clash) string {
	if c.Name != "" {
		return c.Name
	}
	return c.Resource
}

// Totals are the totals of the slips: diets at each meal, rooms in each night.
func (r *Reception) Totals() *Totals {
	t := &Totals{Diets: r.dietTotals(), Rooms: r.roomTotals()}
	if len(t.Diets)+len(t.Rooms) == 0 {
		return nil
	}
	return t
}

// dietTotals counts each diet at each meal, over the guests who take part.
func (r *Reception) dietTotals() []DietTotal {
	var list []DietTotal
	for _, m := range r.Meals {
		counts := map[string]int{}
		for _, g := range r.Present() {
			if g.Diet != "" && (m.Guests.Has(g.ID) || len(m.Guests.IDs) == 0) {
				counts[g.Diet]++
			}
		}
		for _, diet := range slices.Sorted(maps.Keys(counts)) {
			list = append(list, DietTotal{Meal: m.ID, Diet: diet, Count: counts[diet]})
		}
	}
	return list
}

// roomTotals counts the rooms of each hotel in each night.
func (r *Reception) roomTotals() []RoomTotal {
	counts := map[RoomTotal]int{}
	for _, l := range r.Plan.Lodging {
		for _, night := range r.nights(l) {
			counts[RoomTotal{Night: night, Hotel: l.Hotel}] += l.roomCount(r.party())
		}
	}
	list := make([]RoomTotal, 0, len(counts))
	for key, rooms := range counts {
		key.Rooms = rooms
		list = append(list, key)
	}
	slices.SortFunc(list, func(a, b RoomTotal) int {
		if a.Night != b.Night {
			return strings.Compare(a.Night, b.Night)
		}
		return strings.Compare(a.Hotel, b.Hotel)
	})
	return list
}

// nights are the local dates on which a lodging is slept in: from its first
// day to the one before its last; a visit of one day has one night.
func (r *Reception) nights(l Lodging) []string {
	from, to := l.From, l.To
	if from == "" {
		from = r.Day(r.Head.Start)
	}
	if to == "" {
		to = r.Day(r.Head.End)
	}
	day, err := time.ParseInLocation(time.DateOnly, from, r.zone)
	if err != nil {
		return nil
	}
	list := []string{from}
	for n := 1; n < maxDays; n++ {
		next := day.AddDate(0, 0, n).Format(time.DateOnly)
		if next >= to {
			break
		}
		list = append(list, next)
	}
	return list
}
