package reception

import (
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// maxDelay is how far an item is shifted at most, in minutes.
const maxDelay = 12 * 60

// Delay shifts an item and what follows it that day; negative minutes bring it
// forward. Only people whose items shift hear of it, and bookings follow. On
// the day nobody is asked for approval again.
func (s *Service) Delay(ctx context.Context, act staff.Act, r string, c Delay) (DelayAnswer, error) {
	return run(ctx, s, act, command{verb: VerbDelay, r: r, version: c.Version, body: c, allowed: mayRecord}, func(t *turn) (func() DelayAnswer, error) {
		it := t.Item(c.Item)
		if it == nil {
			return nil, fault.Field("/item", "unknown-id", c.Item)
		}
		if c.Minutes == 0 || c.Minutes > maxDelay || c.Minutes < -maxDelay {
			return nil, fault.Field("/minutes", "out-of-range", -maxDelay, maxDelay)
		}
		first := t.firstOf(t.Day(it.Start))
		shifted, days := t.shiftFrom(*it, time.Duration(c.Minutes)*time.Minute), t.visitDays()
		t.kind, t.data.Item, t.data.Minutes, t.data.Text, t.data.Days = EventDelayed, c.Item, c.Minutes, cut(c.Reason), days
		t.data.tell(MailDelay, ids(shifted), t.peopleIn(shifted)...)
		t.tellOfDelay(first, shifted)
		if err := t.rebook(); err != nil {
			return nil, err
		}
		t.changed()
		if err := t.refresh(); err != nil {
			return nil, err
		}
		if err := t.visitOps(days...); err != nil {
			return nil, err
		}
		return func() DelayAnswer {
			a := DelayAnswer{Version: t.Version(), Shifted: []Item{}, Clashes: t.Plan.Clashes, Mailed: t.data.Mailed()}
			for _, id := range ids(shifted) {
				now := *t.Item(id)
				now.Start, now.End, now.People = t.Local(now.Start), t.Local(now.End), t.named(now.People)
				a.Shifted = append(a.Shifted, now)
			}
			return a
		}, nil
	})
}

// shiftFrom moves an item and those of its day that begin with or after it. A
// visit whose last item now ends later ends later too.
func (t *turn) shiftFrom(from Item, by time.Duration) []Item {
	var shifted []Item
	for i := range t.Items {
		it := &t.Items[i]
		if t.Day(it.Start) != t.Day(from.Start) || it.Start.Before(from.Start) {
			continue
		}
		t.change("/items/"+it.ID+"/start", it.Title, it.Start, it.Start.Add(by))
		it.Start, it.End = it.Start.Add(by), it.End.Add(by)
		shifted = append(shifted, *it)
		if t.Day(it.End) == t.Day(t.Head.End) && it.End.After(t.Head.End) {
			t.Head.End = it.End
		}
	}
	t.sortItems()
	return shifted
}

func ids(items []Item) []string {
	var list []string
	for _, it := range items {
		list = append(list, it.ID)
	}
	return list
}

// firstOf is the first item of a day for each guest, as long as it is to come.
func (t *turn) firstOf(day string) map[string]string {
	first := map[string]string{}
	for _, it := range t.Items {
		if t.Day(it.Start) != day {
			continue
		}
		for _, id := range t.invited() {
			if _, known := first[id]; !known && it.Guests.includes(id) {
				first[id] = it.ID
				if !t.act.At.Before(it.Start) {
					first[id] = "" // he is here, and hears from his host
				}
			}
		}
	}
	return first
}

// tellOfDelay tells those who were invited, and whose first appointment of the
// day shifts, of their own items. What shifts later they hear from their host.
func (t *turn) tellOfDelay(first map[string]string, shifted []Item) {
	about, order := map[string][]string{}, []string(nil)
	for _, id := range t.invitedBefore() {
		if first[id] == "" || !slices.Contains(ids(shifted), first[id]) {
			continue
		}
		var own []string
		for _, it := range shifted {
			if it.Guests.includes(id) {
				own = append(own, it.ID)
			}
		}
		items := strings.Join(own, " ")
		if about[items] == nil {
			order = append(order, items)
		}
		about[items] = append(about[items], id)
	}
	for _, items := range order {
		t.data.tell(MailDelay, strings.Fields(items), about[items]...)
	}
}

// includes says whether a guest belongs to a part of the guests: to everybody,
// to a number of them, or by name.
func (p Party) includes(guest string) bool { return len(p.IDs) == 0 || p.Has(guest) }

// peopleIn are those who take part in items: their people, drivers, owners of
// open tasks about them, and the specialist; who reports it knows already.
func (t *turn) peopleIn(items []Item) []string {
	var list []string
	for _, it := range items {
		for _, p := range it.People {
			list = append(list, t.standIn(p.Staff, ""))
		}
		for _, v := range t.Plan.Vehicles {
			if v.Item == it.ID {
				list = append(list, t.driver(v)...)
			}
		}
		for _, k := range t.Tasks() {
			if k.Item == it.ID && (k.State == TaskAsked || k.State == TaskOverdue) {
				list = append(list, t.standIn(k.Owner, SubjectTask))
			}
		}
	}
	list = append(list, t.specialists()...)
	return slices.DeleteFunc(list, func(id string) bool { return id == t.act.By })
}
