package reception

import (
	"context"
	"slices"
	"strconv"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// EditGuests changes the party after submission. Limits and meals follow; an
// added guest is a major change that asks the approvers anew, except while the
// visit is going on. Passes and links of a dropped guest are dead.
func (s *Service) EditGuests(ctx context.Context, act staff.Act, r string, c EditGuests) (ChangeAnswer, error) {
	return run(ctx, s, act, command{verb: VerbGuests, r: r, version: c.Version, body: c, allowed: mayReceiveOrChange}, func(t *turn) (func() ChangeAnswer, error) {
		if len(c.Add)+len(c.Drop)+len(c.Edit) == 0 {
			return nil, fault.Field("/add", "required")
		}
		var l fault.List
		told, invited := t.mailed(), t.invited()
		named := t.nameGuests(&l, c.Edit)
		t.dropGuests(&l, c.Drop)
		added := t.addGuests(&l, "/add", c.Add)
		if t.party() == 0 {
			l.Add("/drop", "required")
		}
		if err := l.Err(); err != nil {
			return nil, err
		}
		if len(c.Add)+len(c.Drop) == 0 {
			if !named {
				return nil, fault.Field("/add", "required")
			}
			t.kind, t.data.Do, t.data.Text = EventGuests, "names", cut(c.Reason)
			return t.settle(nil, nil, nil) // who reads them finds them; nothing else has changed
		}
		t.kind, t.data.Text = EventGuests, cut(c.Reason)
		var reopened []string
		if t.data.Major = len(added) > 0; t.data.Major && t.Head.State != Visiting {
			reopened = t.reconsider()
			t.renewEntry() // it is tentative again
		} else if len(c.Drop) > 0 {
			t.renewEntry() // it is cancelled for them
		}
		if t.Head.State == Visiting {
			t.data.tell(MailInvitation, added, added...)
		}
		if t.Head.Invited > 0 {
			t.data.tell(MailCancelled, c.Drop, both(c.Drop, invited)...)
		}
		t.Head.Moments = with(t.Head.Moments, "changed.guests", act.At)
		return t.settle(without(told, invited), reopened, nil) // no guest hears of another
	})
}

// mayReceiveOrChange is who may change the party: those who may change the
// reception, and on the day its hosts.
func mayReceiveOrChange(t *turn) bool {
	return mayChange(t) || t.Head.State == Visiting && t.hosting()
}

// both are the elements of a list that are in another too.
func both(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return !slices.Contains(other, id) })
}

// without are the elements of a list that are not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(other, id) })
}

// nameGuests takes guests' names for readers of no Chinese, and says whether any
// has changed.
func (t *turn) nameGuests(l *fault.List, edits []GuestNames) (named bool) {
	for i, e := range edits {
		g := t.Guest(e.ID)
		if g == nil {
			l.Add("/edit/"+strconv.Itoa(i)+"/id", "unknown-id", e.ID)
			continue
		}
		for _, x := range []struct {
			field string
			has   *string
			given *string
		}{{"latin", &g.Latin, e.Latin}, {"latin_position", &g.LatinPosition, e.LatinPosition}} {
			if x.given == nil || clean(*x.given) == *x.has {
				continue
			}
			*x.has, named = clean(*x.given), true
			t.changes = append(t.changes, event.Change{Field: "/guests/" + e.ID + "/" + x.field, Label: x.field})
		}
	}
	return named
}

// dropGuests takes guests out, also of everything in the plan they were named for.
func (t *turn) dropGuests(l *fault.List, ids []string) {
	for i, id := range ids {
		g := t.Guest(id)
		if g == nil {
			l.Add("/drop/"+strconv.Itoa(i), "unknown-id", id)
			continue
		}
		g.Dropped = true
		t.changes = append(t.changes, event.Change{Field: "/guests/" + id, Label: "guests", Old: id})
	}
	for i := range t.Items {
		t.Items[i].Guests = t.Items[i].Guests.without(ids)
	}
	for i := range t.Meals {
		t.Meals[i].Guests = t.Meals[i].Guests.without(ids)
	}
	for i := range t.Plan.Lodging {
		t.Plan.Lodging[i].Guests = t.Plan.Lodging[i].Guests.without(ids)
	}
	for i := range t.Plan.Entertainment {
		t.Plan.Entertainment[i].Guests = t.Plan.Entertainment[i].Guests.without(ids)
	}
	for i := range t.Plan.Gifts {
		t.Plan.Gifts[i].Guests = t.Plan.Gifts[i].Guests.without(ids)
	}
	t.Head.Party = t.party()
}

// without is the party without some guests; named ones only.
func (p Party) without(ids []string) Party {
	if len(p.IDs) == 0 {
		return p
	}
	rest := without(p.IDs, ids)
	if len(rest) == 0 {
		return p // nobody is left of it: a person must say what becomes of it
	}
	return Party{IDs: rest}
}

// addGuests takes new guests in and gives their ids.
func (t *turn) addGuests(l *fault.List, path string, guests []Guest) []string {
	var added []string
	for i, g := range guests {
		added = append(added, t.addGuest(l, path+"/"+strconv.Itoa(i), g))
	}
	t.countParty(l, path)
	return added
}

// addGuest adds one who is said at a path.
func (t *turn) addGuest(l *fault.List, at string, g Guest) string {
	unannounced := g.Unannounced
	g = t.checkGuest(l, at, g)
	g.ID, g.Unannounced = nextGuestID(len(t.Guests)), unannounced
	t.Guests = append(t.Guests, g)
	t.changes = append(t.changes, event.Change{Field: "/guests/" + g.ID, Label: "guests", New: g.ID})
	return g.ID
}

// countParty keeps the number of guests, and within its limit.
func (t *turn) countParty(l *fault.List, path string) {
	if t.Head.Party = t.party(); t.Head.Party > maxGuests {
		l.Add(path, "out-of-range", 1, maxGuests)
	}
}
