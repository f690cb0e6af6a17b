package reception

import (
	"maps"
	"slices"
	"strings"
)

// Untold is what changed since the sheet that people know, until it is confirmed
// and they are told: each only of what changed for him.
type Untold struct {
	Since  int                 `json:"since"`            // the revision they know
	About  map[string][]string `json:"about,omitempty"`  // person → fields
	Guests map[string][]string `json:"guests,omitempty"` // field → the invited guests who see it; none: all
}

// maxAbout bounds how many fields an event names for one person.
const maxAbout = 8

// owe notes whom a new revision concerns; before the first confirmation nobody
// knows anything yet.
func (t *turn) owe(last, p Sheet) {
	if t.Head.Moments["confirmed"].IsZero() {
		return
	}
	if t.Plan.Untold == nil {
		t.Plan.Untold = &Untold{Since: last.Revision}
	}
	u := t.Plan.Untold
	if u.About == nil { // also where nobody was concerned so far: what is empty is not stored
		u.About = map[string][]string{}
	}
	if u.Guests == nil {
		u.Guests = map[string][]string{}
	}
	if !t.data.Major {
		last = last.shiftedTo(p) // everybody was told of a small move when it was made
	}
	for _, c := range Compare(t.lang(), t.withNames(last), t.withNames(p), t.thingName) {
		for _, id := range t.concerned(c.Field, last, p) {
			u.About[id] = fewFields(append(u.About[id], c.Field))
		}
		if GuestSees(c.Field) {
			u.Guests[c.Field] = guestsOf(c.Field, last, p)
		}
	}
}

// shiftedTo is a sheet with the hours of a later one: what a move does to it.
func (s Sheet) shiftedTo(to Sheet) Sheet {
	by := to.Start.Sub(s.Start)
	s.Start, s.End, s.Items = to.Start, to.End, slices.Clone(s.Items)
	for i := range s.Items {
		s.Items[i].Start, s.Items[i].End = s.Items[i].Start.Add(by), s.Items[i].End.Add(by)
	}
	return s
}

// fewFields keeps a list of fields short: where it would be too long it names
// the entries, or the lists, that they belong to.
func fewFields(fields []string) []string {
	slices.Sort(fields)
	fields = slices.Compact(fields)
	for depth := 3; depth > 1 && len(fields) > maxAbout; depth-- {
		for i, f := range fields {
			parts := strings.Split(f, "/")
			fields[i] = strings.Join(parts[:min(len(parts), depth)], "/")
		}
		slices.Sort(fields)
		fields = slices.Compact(fields)
	}
	return fields
}

// Concerns says whether a field is one of those that a telling is about, or
// belongs to one; about nothing is about everything.
func Concerns(about []string, field string) bool {
	return len(about) == 0 || slices.ContainsFunc(about, func(a string) bool {
		rest, ok := strings.CutPrefix(field, a)
		return ok && (rest == "" || rest[0] == '/')
	})
}

// GuestSees says whether guests see a field: their host, the hours of the visit,
// and what, when and where of the itinerary.
func GuestSees(field string) bool {
	parts := strings.Split(strings.TrimPrefix(field, "/"), "/")
	switch {
	case len(parts) == 1:
		return slices.Contains([]string{"start", "end", "specialist"}, parts[0])
	case len(parts) == 2:
		return parts[0] == "items"
	}
	return parts[0] == "items" && slices.Contains([]string{"start", "end", "kind", "place", "title", "guests"}, parts[2])
}

// guestsOf are the guests who are named for the item of a field; none are all.
func guestsOf(field string, sheets ...Sheet) []string {
	parts := strings.Split(field, "/")
	var ids []string
	for _, s := range sheets {
		for _, it := range s.Items {
			if len(parts) > 2 && it.ID == parts[2] {
				if len(it.Guests.IDs) == 0 {
					return nil
				}
				ids = append(ids, it.Guests.IDs...)
			}
		}
	}
	return ids
}

// except drops people who are told everything anyway.
func (u *Untold) except(people ...string) {
	if u != nil {
		maps.DeleteFunc(u.About, func(id string, _ []string) bool { return slices.Contains(people, id) })
	}
}

// tellChanges tells each person what changed for him since the sheet that he knows.
func (t *turn) tellChanges() {
	u := t.Plan.Untold
	if u == nil {
		return
	}
	t.Plan.Untold = nil
	for _, id := range slices.Sorted(maps.Keys(u.About)) {
		t.data.tell(MailChanged, u.About[id], id)
	}
	t.tellGuests(u)
	if len(t.data.Tell) > 0 {
		t.data.Since = u.Since
	}
}

// tellGuests tells the invited guests together who see the same changes.
func (t *turn) tellGuests(u *Untold) {
	groups := map[string][]string{}
	for _, id := range t.invitedBefore() {
		var sees []string
		for _, f := range slices.Sorted(maps.Keys(u.Guests)) {
			if who := u.Guests[f]; len(who) == 0 || slices.Contains(who, id) {
				sees = append(sees, f)
			}
		}
		if key := strings.Join(fewFields(sees), "\n"); key != "" {
			groups[key] = append(groups[key], id)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		t.data.tell(MailChanged, strings.Split(key, "\n"), groups[key]...)
	}
}
