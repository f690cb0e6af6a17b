package reception

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"yingbin/shared/fault"
)

func (t *turn) takeEntertainment(l *fault.List, list []Entertainment) []Entertainment {
	for i := range list {
		e, path := &list[i], "/entertainment/"+strconv.Itoa(i)
		t.takeID(l, path, &e.ID, "e")
		e.Title, e.Name = clean(cmp.Or(e.Title, e.Name)), ""
		e.Item = t.itemOf(e.Item)
		oneOf(l, path+"/payer", e.Payer, payers)
		t.checkMoney(l, path+"/amount", e.Amount)
		t.checkGuests(l, path+"/guests", e.Guests)
	}
	return list
}

func (t *turn) takeGifts(l *fault.List, list []Gift) []Gift {
	for i := range list {
		g, path := &list[i], "/gifts/"+strconv.Itoa(i)
		t.takeID(l, path, &g.ID, "f")
		if g.Name = clean(g.Name); g.Name == "" {
			l.Add(path+"/name", "required")
		}
		if g.Count < 0 {
			l.Add(path+"/count", "out-of-range")
		}
		t.checkMoney(l, path+"/amount", g.Amount)
	}
	return list
}

// oneOf wants one of the choices.
func oneOf(l *fault.List, path, value string, choices []string) {
	if !slices.Contains(choices, value) {
		l.Add(path, "invalid", value)
	}
}

// rideTypes are the types of cars that the policy knows, and none.
func (t *turn) rideTypes() []string {
	types := []string{""}
	f, _ := t.policy.Fact("ride.type")
	for _, c := range f.Choices {
		types = append(types, c.ID)
	}
	return types
}

// outside says whether a time is further from the visit than its preparation
// and its end reach: the day before, and two days after.
func (t *turn) outside(start, end time.Time) bool {
	return start.Before(t.midnight(0)) || end.After(t.Head.End.Add(48*time.Hour))
}

// checkDay wants a local day of the visit or next to it; none is left to others.
func (t *turn) checkDay(l *fault.List, path, day string) {
	if day == "" {
		return
	}
	if at, err := time.ParseInLocation(time.DateOnly, day, t.zone); err != nil || t.outside(at, at) {
		l.Add(path, "out-of-range", t.Day(t.Head.Start), t.Day(t.Head.End))
	}
}
