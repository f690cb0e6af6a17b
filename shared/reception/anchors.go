package reception

import (
	"strings"
	"time"
)

// anchor tells when a named moment of the policy grammar is: scheduled ones
// from the dates and the itinerary, events from what has happened. It is false
// while the moment is not known.
func (r *Reception) anchor(name string) (time.Time, bool) {
	base, thing, _ := strings.Cut(name, "@")
	at := r.scheduled(base, thing)
	if at.IsZero() {
		at = r.happened(base, thing)
	}
	return at, !at.IsZero()
}

// scheduled gives the moments that move with the visit.
func (r *Reception) scheduled(base, thing string) time.Time {
	switch base {
	case "start", "arrival":
		return r.Head.Start
	case "end", "departure":
		return r.Head.End
	case "leg.in":
		return legTime(r.Form.Arrival)
	case "leg.out":
		return legTime(r.Form.Departure)
	case "leg.home":
		return r.home()
	case "item.start", "item.leave":
		start, _ := r.span(thing)
		return start
	case "item.end":
		_, end := r.span(thing)
		return end
	case "promise.due":
		return r.promised(thing)
	}
	return r.extreme(base)
}

// span gives start and end of an itinerary item, or of the item that a meal,
// an entertainment or a vehicle belongs to.
func (r *Reception) span(thing string) (start, end time.Time) {
	if it := r.Item(thing); it != nil {
		return it.Start, it.End
	}
	for _, m := range r.Meals {
		if m.ID == thing && m.Item != thing {
			return r.span(m.Item)
		}
	}
	for _, e := range r.Plan.Entertainment {
		if e.ID == thing && e.Item != thing {
			return r.span(e.Item)
		}
	}
	for _, v := range r.Plan.Vehicles {
		if v.ID == thing && v.Item != thing {
			return r.span(v.Item)
		}
	}
	return r.checkingIn(thing)
}

// checkingIn is the entry of the itinerary at which a lodging begins: that of
// its first day, or the first of all.
func (r *Reception) checkingIn(lodging string) (start, end time.Time) {
	for _, l := range r.Plan.Lodging {
		for _, it := range r.Items {
			if l.ID == lodging && it.Kind == "lodging" && (l.From == "" || l.From == r.Day(it.Start)) {
				return it.Start, it.End
			}
		}
	}
	return time.Time{}, time.Time{}
}

func legTime(l *Leg) time.Time {
	if l == nil || l.At == nil {
		return time.Time{}
	}
	return *l.At
}

// home is when the guests land at home: departure and the length of the journey.
func (r *Reception) home() time.Time {
	at := legTime(r.Form.Departure)
	if at.IsZero() || r.Form.Departure.Minutes == 0 {
		return time.Time{}
	}
	return at.Add(time.Duration(r.Form.Departure.Minutes) * time.Minute)
}

// promised is the close of the day on which a promise falls due.
func (r *Reception) promised(id string) time.Time {
	for _, p := range r.Minutes.Promises {
		if p.ID == id {
			if day, err := time.ParseInLocation(time.DateOnly, p.Due, r.zone); err == nil {
				return time.Date(day.Year(), day.Month(), day.Day(), 18, 0, 0, 0, r.zone)
			}
		}
	}
	return time.Time{}
}

// extreme gives first|last.KIND.start|end.
func (r *Reception) extreme(name string) time.Time {
	part := strings.Split(name, ".")
	if len(part) != 3 || part[0] != "first" && part[0] != "last" {
		return time.Time{}
	}
	var at time.Time
	for _, it := range r.Items {
		t := it.Start
		if part[2] == "end" {
			t = it.End
		}
		if it.Kind == part[1] && (at.IsZero() || (part[0] == "first") == t.Before(at)) {
			at = t
		}
	}
	return at
}

// happened gives the moments that are known only when they happen.
func (r *Reception) happened(base, thing string) time.Time {
	if base == "incident.at" {
		for _, c := range r.Cases {
			if c.ID == thing {
				return c.At
			}
		}
		return time.Time{}
	}
	if id, ok := strings.CutPrefix(base, "done."); ok {
		return r.doneAt(id, thing)
	}
	return r.Head.Moments[base]
}

// doneAt is when a task was confirmed: the one of the same thing, or the last
// of all tasks of that id.
func (r *Reception) doneAt(id, thing string) time.Time {
	var at time.Time
	for _, t := range r.Tasks() {
		if !t.is(id) || t.State == TaskDropped {
			continue
		}
		if t.State != TaskConfirmed {
			if thing == "" {
				return time.Time{}
			}
			continue
		}
		if (thing == "" || t.ID == id+"@"+thing || t.ID == id) && t.At.After(at) {
			at = t.At
		}
	}
	return at
}

// is says whether a task was made by the policy's entry of that id.
func (t *Task) is(entry string) bool {
	id, _, _ := strings.Cut(t.ID, "@")
	return id == entry || id[strings.LastIndex(id, ".")+1:] == entry
}
