package venue

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Wish is one thing wanted for one booking.
type Wish struct {
	Thing Thing
	Booking
}

// Keys lists the documents to be read before the wishes can be taken, or
// released, each once. A Get takes at most 100.
func Keys(zone *time.Location, wishes ...Wish) []store.Key {
	var keys []store.Key
	for _, w := range wishes {
		for _, date := range dates(w.From, w.To, w.Thing.Gap, zone) {
			if k := DayKey(date, w.Thing); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// A Ledger is the working copy of some things' days. It belongs to one
// command and is not safe for concurrent use.
type Ledger struct {
	zone *time.Location
	docs map[store.Key]store.Doc
	days map[store.Key]*day
	hit  map[store.Key]bool // changed
}

// Open makes a ledger of documents as they were read, absent ones (Version 0)
// included; what is neither day nor booking is passed over.
func Open(zone *time.Location, docs ...store.Doc) (*Ledger, error) {
	l := &Ledger{zone: zone, docs: map[store.Key]store.Doc{}, days: map[store.Key]*day{}, hit: map[store.Key]bool{}}
	for _, d := range docs {
		if !isBooking(d.Key) {
			continue
		}
		content := &day{Schema: staff.Schema}
		if d.Version > 0 {
			if err := staff.Decode(d, content); err != nil {
				return nil, err
			}
		}
		l.docs[d.Key], l.days[d.Key] = d, content
	}
	return l, nil
}

// OpenRead is Open over everything a read round found.
func OpenRead(zone *time.Location, read store.Read) (*Ledger, error) {
	docs := slices.Collect(maps.Values(read.Docs))
	return Open(zone, append(docs, slices.Concat(read.Lists...)...)...)
}

// Clashes says what stands in the way of a wish: bookings of others that
// overlap it or its buffer (Stop), and rival customers at the same place on
// the same day (Warn). Bookings of the same reception do not clash. Each
// booking is named once, in order of time.
func (l *Ledger) Clashes(w Wish) []Clash {
	var list []Clash
	seen := map[string]bool{}
	for _, date := range dates(w.From, w.To, w.Thing.Gap, l.zone) {
		d := l.days[DayKey(date, w.Thing)]
		if d == nil {
			continue
		}
		for _, b := range d.List {
			c, ok := w.against(b)
			id := b.With() + "#" + b.Item + b.From.UTC().String()
			if ok && !seen[id] {
				seen[id] = true
				list = append(list, c)
			}
		}
	}
	slices.SortFunc(list, func(a, b Clash) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.With, b.With)) })
	return list
}

// against judges a wish and one booking of the same thing.
func (w Wish) against(b Booking) (Clash, bool) {
	c := Clash{Level: Stop, Resource: w.Thing.ID, With: b.With(), Item: b.Item, Why: b.Why, From: b.From, To: b.To}
	if b.With() == w.With() {
		return c, false
	}
	if b.clashes(w.Booking, w.Thing.Gap) {
		return c, true
	}
	c.Level, c.Rival = Warn, b.Customer
	return c, w.Rival != "" && w.Rival == b.Rival && w.Customer != b.Customer && w.Thing.Type != "STAFF"
}

// Free tells whether a wish can be taken.
func (l *Ledger) Free(w Wish) bool { return !stops(l.Clashes(w)) }

// FreeThings lists those of the things that are free for a booking.
func (l *Ledger) FreeThings(things []Thing, b Booking) []Thing {
	return slices.DeleteFunc(slices.Clone(things), func(t Thing) bool { return !l.Free(Wish{t, b}) })
}

// Take books a wish unless a clash stops it; the clashes are told either way.
// A day that was not opened counts as empty and is created, so that a booking
// made meanwhile makes the commit a conflict and never a double booking.
func (l *Ledger) Take(w Wish) []Clash {
	clashes := l.Clashes(w)
	if stops(clashes) {
		return clashes
	}
	w.From, w.To = w.From.In(l.zone), w.To.In(l.zone)
	for _, date := range dates(w.From, w.To, w.Thing.Gap, l.zone) {
		k := DayKey(date, w.Thing)
		if l.days[k] == nil {
			l.days[k] = &day{Schema: staff.Schema}
			l.docs[k] = store.Doc{Key: k}
		}
		l.days[k].List = append(l.days[k].List, w.Booking)
		slices.SortFunc(l.days[k].List, func(a, b Booking) int {
			return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.With(), b.With()), cmp.Compare(a.Item, b.Item))
		})
		l.hit[k] = true
	}
	return clashes
}

// Release gives back what a reception holds in the days that were opened: of
// one item, or of all with an empty item.
func (l *Ledger) Release(reception, item string) {
	l.drop(func(b Booking) bool {
		return b.Reception == reception && reception != "" && (item == "" || b.Item == item)
	})
}

// ReleaseThing gives back one thing that a reception holds, of one item or of all.
func (l *Ledger) ReleaseThing(t Thing, reception, item string) {
	for k, d := range l.days {
		if k.SK == t.SK() && d.drop(func(b Booking) bool { return b.Reception == reception && (item == "" || b.Item == item) }) {
			l.hit[k] = true
		}
	}
}

// Unblock removes a block from the days that were opened.
func (l *Ledger) Unblock(id string) {
	l.drop(func(b Booking) bool { return b.Block == id && id != "" })
}

func (l *Ledger) drop(fits func(Booking) bool) {
	for k, d := range l.days {
		if d.drop(fits) {
			l.hit[k] = true
		}
	}
}

// Held lists what a reception holds in the days that were opened, by thing and
// time; a booking past midnight once.
func (l *Ledger) Held(reception string) []Wish {
	var list []Wish
	for _, k := range slices.SortedFunc(maps.Keys(l.days), compareKeys) {
		t := thingOf(k)
		for _, b := range l.days[k].List {
			w := Wish{t, b}
			if b.Reception == reception && !slices.ContainsFunc(list, func(o Wish) bool {
				return o.Thing == t && o.Item == b.Item && o.From.Equal(b.From)
			}) {
				list = append(list, w)
			}
		}
	}
	return list
}

// Bookings lists the bookings of one thing on a local day, in order of time.
func (l *Ledger) Bookings(date string, t Thing) []Booking {
	if d := l.days[DayKey(date, t)]; d != nil {
		return slices.Clone(d.List)
	}
	return nil
}

// Things lists what is booked on a local day, of those that were opened.
func (l *Ledger) Things(date string) (list []Thing) {
	for _, k := range slices.SortedFunc(maps.Keys(l.days), compareKeys) {
		if th := thingOf(k); k == DayKey(date, th) && len(l.days[k].List) > 0 {
			list = append(list, th)
		}
	}
	return list
}

// Ops gives the operations that store what changed, in key order: the commit
// decides who was first.
func (l *Ledger) Ops() ([]store.Op, error) {
	var ops []store.Op
	for _, k := range slices.SortedFunc(maps.Keys(l.hit), compareKeys) {
		d := l.docs[k]
		d.Expires = expires(k, l.zone)
		if len(l.days[k].List) == 0 && d.Version == 0 {
			continue
		}
		op, err := staff.Encode(d, l.days[k])
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	return ops, nil
}

func stops(clashes []Clash) bool {
	return slices.ContainsFunc(clashes, func(c Clash) bool { return c.Level == Stop })
}

func compareKeys(a, b store.Key) int { return cmp.Or(cmp.Compare(a.PK, b.PK), cmp.Compare(a.SK, b.SK)) }
