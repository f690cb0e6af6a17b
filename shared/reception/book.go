package reception

import (
	"cmp"
	"reflect"
	"slices"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// resource finds a room, vehicle or the like by id or name; nil when unknown
// or no longer in use.
func (t *turn) resource(ref string) *venue.Resource {
	rs, err := venue.Of(t.company)
	if err != nil {
		return nil
	}
	if r := rs.Find(ref); r != nil && r.Closed.IsZero() {
		return r
	}
	return nil
}

// wishes lists everything the plan wants to book: the rooms, vehicles and
// people of each item, and the cars with their items.
func (t *turn) wishes() []venue.Wish {
	var list []venue.Wish
	for _, it := range t.Items {
		b := venue.Booking{From: it.Start, To: it.End, Reception: t.Head.Number, Item: it.ID, Customer: t.Head.Customer.ID, Rival: t.Head.Rival}
		for _, id := range it.Resources {
			list = t.wish(list, id, b)
		}
		for _, p := range it.People {
			list = append(list, venue.Wish{Thing: venue.Person(p.Staff), Booking: b})
		}
		for _, v := range t.Plan.Vehicles {
			if v.Item == it.ID && v.Resource != "" && !slices.Contains(it.Resources, v.Resource) {
				list = t.wish(list, v.Resource, b)
			}
		}
	}
	return list
}

// wish adds a bookable resource.
func (t *turn) wish(list []venue.Wish, id string, b venue.Booking) []venue.Wish {
	r := t.resource(id)
	if r == nil {
		return list
	}
	if thing, ok := r.Thing(); ok {
		list = append(list, venue.Wish{Thing: thing, Booking: b})
	}
	return list
}

// book releases what was held and takes what is wanted now, in this commit;
// the clashes are kept with the plan. It is the second read round, and not needed
// where everything that is wanted was wanted before and taken: publishing looks
// again in any case.
func (t *turn) book(before []venue.Wish) error {
	now := t.wishes()
	if t.Plan.Booked && len(t.Plan.Clashes) == 0 && reflect.DeepEqual(before, now) {
		return nil
	}
	ledger, err := t.ledger(append(slices.Clone(before), now...))
	if err != nil {
		return err
	}
	return t.take(ledger, now)
}

// ledger opens the days and resources that the wishes touch: one read round.
func (t *turn) ledger(wishes []venue.Wish) (*venue.Ledger, error) {
	keys := venue.Keys(t.zone, wishes...)
	if len(keys) > store.MaxGet {
		return nil, fault.New(fault.Invalid, "too-many-bookings", len(keys))
	}
	docs, err := t.s.DB.Get(t.ctx, keys...)
	if err != nil {
		return nil, err
	}
	return venue.Open(t.zone, docs...)
}

// take books the wishes over an opened ledger.
func (t *turn) take(ledger *venue.Ledger, now []venue.Wish) error {
	ledger.Release(t.Head.Number, "")
	t.Plan.Clashes, t.Plan.Booked = nil, true
	for _, w := range now {
		clashes, err := t.ofOthers(ledger.Take(w))
		if err != nil {
			return err
		}
		for _, c := range clashes {
			t.Plan.Clashes = append(t.Plan.Clashes, Clash{Level: string(c.Level), Resource: c.Resource, Name: t.thingName(c.Resource), With: c.With,
				Item: w.Item, From: c.From.In(t.zone), To: c.To.In(t.zone)})
		}
	}
	t.Plan.Clashes = append(t.Plan.Clashes, t.ownClashes(now)...)
	ops, err := ledger.Ops()
	t.ops = append(t.ops, ops...)
	return err
}

// ofOthers leaves rivals out whose record was merged with the customer's since:
// he may meet himself. Only where there seems to be a rival that costs a read.
func (t *turn) ofOthers(clashes []venue.Clash) ([]venue.Clash, error) {
	var ids []string
	for _, c := range clashes {
		if c.Rival != "" {
			ids = append(ids, c.Rival)
		}
	}
	if len(ids) == 0 {
		return clashes, nil
	}
	own := t.Head.Customer.ID
	stays, err := customer.Stays(t.ctx, t.s.DB, append(ids, own)...)
	return slices.DeleteFunc(clashes, func(c venue.Clash) bool { return c.Rival != "" && sameCustomer(stays, c.Rival, own) }), err
}

// ownClashes are the items of this sheet that want the same thing or person at
// the same time: a thing cannot be in two places; a person may go from one part
// of the party to the other, and is warned of. The buffers of things are for
// other visits. The later item bears the clash.
func (t *turn) ownClashes(now []venue.Wish) []Clash {
	var list []Clash
	for i, w := range now {
		for _, other := range now[:i] {
			if other.Thing.SK() != w.Thing.SK() || other.Item == w.Item || !other.From.Before(w.To) || !w.From.Before(other.To) {
				continue
			}
			level := venue.Stop
			if w.Thing.Type == venue.Person("").Type {
				level = venue.Warn
			}
			list = append(list, Clash{Level: string(level), Resource: w.Thing.ID, Name: t.thingName(w.Thing.ID), With: t.Head.Number, Other: t.itemName(other.Item),
				Item: w.Item, From: other.From.In(t.zone), To: other.To.In(t.zone)})
		}
	}
	return list
}

// itemName is what an item is called, by its kind where it has no title.
func (t *turn) itemName(id string) string {
	it := t.Item(id)
	if it == nil {
		return id
	}
	return cmp.Or(it.Title, i18n.T(t.lang(), "item."+it.Kind))
}

// thingName names a resource or a person for the reader.
func (t *turn) thingName(id string) string {
	if r := t.resource(id); r != nil {
		return r.Called(t.act.Lang)
	}
	return t.ref(id).Name
}

// stopped answers the clashes that keep a plan from being published.
func (t *turn) stopped() error {
	for _, c := range t.Plan.Clashes {
		if c.Level == string(venue.Stop) {
			e := fault.New(fault.Conflict, "clash", c.Name, cmp.Or(c.Other, c.With))
			e.Extra = map[string]any{"clashes": t.Plan.Clashes, "with": c.With, "resource": c.Resource}
			return e
		}
	}
	return nil
}
