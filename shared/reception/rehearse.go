package reception

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// A Rehearsal is the sheet as it would be, with all that a planner looks at
// beside it. Nothing of it is stored.
type Rehearsal struct {
	PlanAnswer
	Visit     []string      `json:"visit"`                // local dates of the visit and its items
	Days      []BusyDay     `json:"days"`                 // those looked at: what others hold
	Free      []Free        `json:"free"`                 // for each item of the days that are known
	Promises  []PromiseView `json:"promises,omitempty"`   // made to the customer before, still open
	LastGifts []string      `json:"last_gifts,omitempty"` // given last time
}

// A BusyDay is what others hold on a local day.
type BusyDay struct {
	Date string `json:"date"`
	Busy []Busy `json:"busy"`
}

// A Busy stretch is a booking of another reception, or of something else.
type Busy struct {
	Resource string    `json:"resource"` // or staff id
	Gap      int       `json:"gap,omitempty"`
	With     string    `json:"with"` // the other reception's number
	Why      string    `json:"why,omitempty"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
}

// Free is what could still be had during an item, and who could not.
type Free struct {
	Item    string    `json:"item"`
	Things  []Ref     `json:"things"`  // rooms, vehicles, equipment
	Engaged []Engaged `json:"engaged"` // people with something else
}

// An Engaged person is somewhere else during an item.
type Engaged struct {
	Ref
	With string    `json:"with"`
	Why  string    `json:"why,omitempty"`
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// lookedAt is how many days are looked at together: with the present, as many
// queries as a page may make.
const lookedAt = 2

// Rehearse gives a reception and its sheet as they would be with a change; nil
// changes nothing. It looks at two days, the first of them the one named,
// today, or the first of the visit; what is free it tells of the other days too, as far
// as one Get reaches. It reads in two rounds and stores nothing. What the
// domain says against the change comes with the view.
func (s *Service) Rehearse(ctx context.Context, act staff.Act, r, day string, change func(View) (EditPlan, error)) (View, Rehearsal, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return View{}, Rehearsal{}, err
	}
	if act.By != System && t.company.Person(act.By) == nil {
		return View{}, Rehearsal{}, fault.Missing() // guests have their links
	}
	var refused error
	if change != nil {
		if err := t.admit(command{verb: VerbPlan, version: anyVersion, allowed: mayArrange}); err != nil {
			return View{}, Rehearsal{}, err
		}
		t.rehearsing = true
		c, err := change(t.view())
		refused = errors.Join(err, t.rewrite(c))
	}
	v, err := t.rehearsal(day)
	if err != nil {
		return View{}, Rehearsal{}, err
	}
	seen := t.view()
	plan := seen.Plan
	if plan == nil { // not accepted yet
		plan = new(t.planSeen())
	}
	v.PlanAnswer = t.planAnswer(*plan)
	return seen, v, refused
}

// rehearsal reads the days, of a visit that goes on from today, and what the customer was promised, and judges.
func (t *turn) rehearsal(day string) (Rehearsal, error) {
	visit := t.plannedDays()
	shown := window(visit, cmp.Or(day, t.Day(t.act.At)))
	wishes := t.wishes()
	need := store.Need{Keys: customer.PromiseKeys(t.Head.Customer.ID, t.Form.Owed...)}
	for _, d := range shown {
		need.Queries = append(need.Queries, venue.DayQuery(d))
	}
	for _, k := range venue.Keys(t.zone, wishes...) {
		if !slices.ContainsFunc(shown, func(d string) bool { return k.PK == venue.DayKey(d, venue.Thing{}).PK }) {
			need.Keys = append(need.Keys, k)
		}
	}
	need.Keys = need.Keys[:min(len(need.Keys), store.MaxGet)]
	known, err := t.otherDays(&need, visit, shown)
	if err != nil {
		return Rehearsal{}, err
	}
	read, err := store.Fetch(t.ctx, t.s.DB, need)
	if err != nil {
		return Rehearsal{}, err
	}
	ledger, err := venue.OpenRead(t.zone, read)
	if err != nil {
		return Rehearsal{}, err
	}
	ledger.Release(t.Head.Number, "")
	v := Rehearsal{Visit: visit, Days: t.busy(ledger, shown), Free: t.free(ledger, known), LastGifts: t.Form.LastGifts}
	if err := t.take(ledger, wishes); err != nil {
		return v, err
	}
	if v.Promises, err = t.stillOwed(read); err != nil {
		return v, err
	}
	if t.Head.State.May(VerbPlan) {
		err = t.refreshTasks()
	}
	return v, err
}

// otherDays asks for what is booked of each thing on the days that are not
// looked at, day by day as far as there is room, and gives the days of which all
// is known then. Who is engaged on them is known only of those planned.
func (t *turn) otherDays(need *store.Need, visit, shown []string) (known []string, err error) {
	things, err := venue.Of(t.company)
	if err != nil {
		return nil, err
	}
	known = slices.Clone(shown)
	for _, d := range visit {
		if slices.Contains(shown, d) {
			continue
		}
		keys := slices.Clone(need.Keys)
		for _, r := range things.List() {
			if th, ok := r.Thing(); ok && r.Closed.IsZero() && !slices.Contains(keys, venue.DayKey(d, th)) {
				keys = append(keys, venue.DayKey(d, th))
			}
		}
		if len(keys) > store.MaxGet {
			break
		}
		need.Keys, known = keys, append(known, d)
	}
	return known, nil
}

// plannedDays are the local dates of the visit, and those on which something is
// planned besides.
func (t *turn) plannedDays() []string {
	days := map[string]bool{}
	for d := t.midnight(1); !d.After(t.Head.End) && len(days) < 40; d = d.AddDate(0, 0, 1) {
		days[t.Day(d)] = true
	}
	for _, it := range t.Items {
		days[t.Day(it.Start)] = true
	}
	return slices.Sorted(maps.Keys(days))
}

// window are the days looked at, the first of them the one named where that
// leaves no room unused.
func window(visit []string, day string) []string {
	first := max(slices.Index(visit, day), 0)
	first = max(min(first, len(visit)-lookedAt), 0)
	return visit[first:min(first+lookedAt, len(visit))]
}

// busy lists what others hold, by day and thing.
func (t *turn) busy(ledger *venue.Ledger, days []string) []BusyDay {
	list := []BusyDay{}
	for _, d := range days {
		day := BusyDay{Date: d, Busy: []Busy{}}
		for _, th := range ledger.Things(d) {
			for _, b := range ledger.Bookings(d, th) {
				busy := Busy{Resource: th.ID, With: b.Reception, Why: b.Why, From: b.From.In(t.zone), To: b.To.In(t.zone)}
				if r := t.resource(th.ID); r != nil {
					busy.Gap = r.Buffer
				}
				day.Busy = append(day.Busy, busy)
			}
		}
		list = append(list, day)
	}
	return list
}

// free tells for each item of the days what could be had then: things that
// nobody holds and no other item of this sheet has, and who is elsewhere.
func (t *turn) free(ledger *venue.Ledger, days []string) []Free {
	list := []Free{}
	things, err := venue.Of(t.company)
	if err != nil {
		return list
	}
	own := t.wishes()
	for _, it := range t.Items {
		if !slices.Contains(days, t.Day(it.Start)) {
			continue
		}
		f := Free{Item: it.ID, Things: []Ref{}, Engaged: t.engaged(ledger, it)}
		b := venue.Booking{From: it.Start, To: it.End, Reception: t.Head.Number, Item: it.ID}
		for _, r := range things.List() {
			if th, ok := r.Thing(); ok && r.Closed.IsZero() && ledger.Free(venue.Wish{Thing: th, Booking: b}) && !held(own, th, b) {
				f.Things = append(f.Things, Ref{r.ID, t.thingName(r.ID)})
			}
		}
		list = append(list, f)
	}
	return list
}

// held says whether an item of the same sheet has a thing at the time of a booking.
func held(own []venue.Wish, th venue.Thing, b venue.Booking) bool {
	return slices.ContainsFunc(own, func(w venue.Wish) bool {
		return w.Thing.ID == th.ID && w.Item != b.Item && w.From.Before(b.To) && b.From.Before(w.To)
	})
}

// engaged are the people who have something else during an item.
func (t *turn) engaged(ledger *venue.Ledger, it Item) []Engaged {
	list := []Engaged{}
	for _, th := range ledger.Things(t.Day(it.Start)) {
		if th.Type != venue.Person("").Type {
			continue
		}
		for _, b := range ledger.Bookings(t.Day(it.Start), th) {
			if b.From.Before(it.End) && it.Start.Before(b.To) {
				list = append(list, Engaged{Ref: t.ref(th.ID), With: b.Reception, Why: b.Why, From: b.From.In(t.zone), To: b.To.In(t.zone)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Engaged) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// stillOwed are the promises of submission that are still open.
func (t *turn) stillOwed(read store.Read) (list []PromiseView, err error) {
	var docs []store.Doc
	for _, k := range customer.PromiseKeys(t.Head.Customer.ID, t.Form.Owed...) {
		if d := read.Docs[k]; d.Version > 0 {
			docs = append(docs, d)
		}
	}
	f, err := t.s.Customers.FollowPromises(t.ctx, t.Head.Customer.ID, docs)
	if err != nil {
		return nil, err
	}
	return promiseViews(f), nil
}
