package reception

import (
	"slices"

	"yingbin/shared/fault"
)

// who gives the guests that are meant, or why none of them may enter.
func (t *turn) who(c Checkin) (ids []string, reason string, err error) {
	switch {
	case c.Unannounced != nil:
		return t.unannounced(*c.Unannounced)
	case c.Pass != "":
		return t.ofPass(c.Pass)
	case c.Guest != "":
		ids = []string{c.Guest}
	case len(c.Guests) > 0:
		ids = c.Guests
	default:
		return nil, "", fault.Field("/guest", "required")
	}
	for _, id := range ids {
		if t.Guest(id) == nil {
			if !slices.ContainsFunc(t.Guests, func(g Guest) bool { return g.ID == id }) {
				return nil, "", fault.Field("/guest", "unknown-id", id)
			}
			return nil, redDropped, nil
		}
	}
	return ids, "", nil
}

// ofPass opens a pass: ours, of this reception, not expired, of a guest who is expected.
func (t *turn) ofPass(pass string) ([]string, string, error) {
	if t.s.OpenPass == nil {
		return nil, redPass, nil
	}
	number, guest, until, err := t.s.OpenPass(pass)
	switch {
	case err != nil:
		return nil, redPass, nil
	case number != t.Head.Number:
		return nil, redElsewhere, nil
	case t.act.At.After(until):
		return nil, redExpired, nil
	case t.Guest(guest) == nil:
		return nil, redDropped, nil
	}
	return []string{guest}, "", nil
}

// unannounced adds a guest at the gate; only who arranges or receives may, the
// gate alone may not (S001-1.19).
func (t *turn) unannounced(g Guest) ([]string, string, error) {
	if !mayArrange(t) && !slices.Contains(t.hosts(), t.act.By) {
		return nil, "", fault.New(fault.Forbidden, "forbidden")
	}
	for _, old := range t.Present() {
		if old.Unannounced && old.Name == clean(g.Name) {
			return []string{old.ID}, "", nil // sent twice
		}
	}
	g.Unannounced = true
	var l fault.List
	ids := t.addGuests(&l, "/unannounced", []Guest{g})
	t.data.Major = true
	return ids, "", l.Err()
}
