package reception

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
)

// EditPlan changes the sheet: each list named replaces that list. What is free
// is booked at once; what is taken stays in the plan, unbooked, as a clash.
func (s *Service) EditPlan(ctx context.Context, act staff.Act, r string, c EditPlan) (PlanAnswer, error) {
	return s.WritePlan(ctx, act, r, c.Version, c, func(View) (EditPlan, error) { return c, nil })
}

// WritePlan is EditPlan for a form, whose words can be understood only when the
// reception is known. The body is what was sent.
func (s *Service) WritePlan(ctx context.Context, act staff.Act, r string, version int64, body any, read func(View) (EditPlan, error)) (PlanAnswer, error) {
	return run(ctx, s, act, command{verb: VerbPlan, r: r, version: version, body: body, allowed: mayArrange}, func(t *turn) (func() PlanAnswer, error) {
		c, err := read(t.view())
		if err != nil {
			return nil, err
		}
		before := t.wishes()
		if err := t.rewrite(c); err != nil {
			return nil, err
		}
		if err := t.book(before); err != nil {
			return nil, err
		}
		if err := t.refreshTasks(); err != nil {
			return nil, err
		}
		t.changed()
		t.outgrown()
		t.kind, t.data.Text = EventPlanned, cut(c.ChangeReason)
		return func() PlanAnswer {
			v := t.planView()
			return PlanAnswer{Version: t.Version(), Plan: v, Clashes: v.Clashes, Caps: v.Caps, Findings: v.Findings, Tasks: t.taskViews()}
		}, t.setLife()
	})
}

// rewrite takes what the command names into the sheet.
func (t *turn) rewrite(c EditPlan) error {
	if err := t.replaceLists(c); err != nil {
		return err
	}
	err := t.replacePeople(c)
	t.changed()
	return err
}

// Plan gives the sheet as it stands (GET …/plan).
func (s *Service) Plan(ctx context.Context, act staff.Act, r string) (PlanAnswer, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return PlanAnswer{}, err
	}
	return t.planAnswer(t.planSeen()), nil
}

// planAnswer is the sheet as the reader sees it, with its tasks.
func (t *turn) planAnswer(v PlanView) PlanAnswer {
	return PlanAnswer{Version: t.Version(), Plan: v, Clashes: v.Clashes, Caps: v.Caps, Findings: v.Findings, Tasks: t.taskViews()}
}

// replaceLists takes the lists that the command names and checks them.
func (t *turn) replaceLists(c EditPlan) error {
	var l fault.List
	if c.Items != nil {
		t.Items = t.takeItems(&l, *c.Items)
	}
	if c.Meals != nil {
		t.Meals = t.takeMeals(&l, *c.Meals)
	}
	if c.Lodging != nil {
		t.Plan.Lodging = t.takeLodging(&l, *c.Lodging)
	}
	if c.Entertainment != nil {
		t.Plan.Entertainment = t.takeEntertainment(&l, *c.Entertainment)
	}
	if c.Gifts != nil {
		t.Plan.Gifts = t.takeGifts(&l, *c.Gifts)
	}
	if c.Vehicles != nil {
		t.Plan.Vehicles = t.takeVehicles(&l, *c.Vehicles)
	}
	t.sortItems()
	return l.Err()
}

// takeID keeps an entry's id or gives it a new one. Ids are parts of others
// ("catering@m3") and of addresses, and no two entries of a list share one.
func (t *turn) takeID(l *fault.List, path string, id *string, letter string) {
	if *id == "" {
		*id = t.newID(letter)
	}
	if strings.ContainsFunc(*id, notInIDs) || t.taken[letter+*id] {
		l.Add(path+"/id", "invalid", *id)
	}
	if t.taken == nil {
		t.taken = map[string]bool{}
	}
	t.taken[letter+*id] = true
}

// notInIDs says which characters an id does not have.
func notInIDs(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.~", r)
}

// checkMoney wants an amount of nothing or more; where the policy sets limits,
// in their currency, or nobody could tell whether they are kept.
func (t *turn) checkMoney(l *fault.List, path string, m policy.Money) {
	if m.Minor < 0 {
		l.Add(path, "out-of-range")
	}
	if m.Currency != "" && m.Currency != policy.Currency && len(t.policy.Standards) > 0 {
		l.Add(path+"/currency", "invalid", policy.Currency)
	}
}

// NewName begins a sender's own name for an item that is new in a command, so
// that meals and vehicles of the same command can belong to it.
const NewName = "~"

// nameItem gives a new item that its sender has named an id, and remembers
// which; a rehearsal keeps the names.
func (t *turn) nameItem(id *string) {
	if !strings.HasPrefix(*id, NewName) || t.rehearsing {
		return
	}
	given := t.newID("i")
	if t.aliases == nil {
		t.aliases = map[string]string{}
	}
	t.aliases[*id], *id = given, given
}

// itemOf is the item that an entry belongs to, also where its sender named it.
func (t *turn) itemOf(id string) string { return cmp.Or(t.aliases[id], id) }

// takeItems checks the itinerary: known kinds, an end after the start, within
// the visit's days, known people, rooms and guests.
func (t *turn) takeItems(l *fault.List, items []Item) []Item {
	out := []Item{}
	for i, it := range items {
		path := "/items/" + strconv.Itoa(i)
		if t.aliases[it.ID] != "" {
			l.Add(path+"/id", "invalid", it.ID)
		}
		t.nameItem(&it.ID)
		t.takeID(l, path, &it.ID, "i")
		t.checkItem(l, path, &it)
		out = append(out, it)
	}
	return out
}

func (t *turn) checkItem(l *fault.List, path string, it *Item) {
	if base := t.baseKind(it.Kind); !slices.Contains(policy.ItemKinds(), base) {
		l.Add(path+"/kind", "invalid", it.Kind)
	}
	it.Start, it.End = it.Start.In(t.zone).Truncate(time.Minute), it.End.In(t.zone).Truncate(time.Minute)
	if it.Start.IsZero() {
		l.Add(path+"/start", "required")
		return
	}
	if it.End.IsZero() {
		it.End = it.Start.Add(time.Hour)
	}
	if !it.End.After(it.Start) {
		l.Add(path+"/end", "end-before-start")
	}
	if t.outside(it.Start, it.End) {
		l.Add(path+"/start", "out-of-range", t.Day(t.Head.Start), t.Day(t.Head.End))
	}
	it.Title, it.Place, it.TitleEN, it.PlaceEN = clean(it.Title), clean(it.Place), clean(it.TitleEN), clean(it.PlaceEN)
	it.People = t.checkPeople(l, path+"/people", it.People)
	it.Resources = t.checkResources(l, path+"/resources", it.Resources)
	t.checkGuests(l, path+"/guests", it.Guests)
}

// checkPeople resolves ids and e-mail addresses; unknown people and roles are refused.
func (t *turn) checkPeople(l *fault.List, path string, list []Assigned) []Assigned {
	out := slices.Clone(list)
	for i := range out {
		p := t.company.Person(out[i].Staff)
		if p == nil || !p.Active() {
			l.Add(path+"/"+strconv.Itoa(i)+"/staff", "unknown-id", out[i].Staff)
			continue
		}
		out[i].Staff, out[i].Name = p.ID, ""
		if role := out[i].Role; role != "" && !slices.Contains(commonRoles, role) && t.policyRole(role) == nil {
			l.Add(path+"/"+strconv.Itoa(i)+"/role", "invalid", role)
		}
	}
	return out
}

// commonRoles are those that somebody can have in a plan by any policy.
var commonRoles = []string{"host", "guide", "leader", "presenter", "interpreter", "specialist"}

// checkResources resolves ids and names; unknown resources are refused.
func (t *turn) checkResources(l *fault.List, path string, list []string) []string {
	out := slices.Clone(list)
	for i, id := range out {
		r := t.resource(id)
		if r == nil {
			l.Add(path+"/"+strconv.Itoa(i), "unknown-id", id)
			continue
		}
		out[i] = r.ID
	}
	return out
}

func (t *turn) checkGuests(l *fault.List, path string, p Party) {
	for i, id := range p.IDs {
		if t.Guest(id) == nil {
			l.Add(path+"/"+strconv.Itoa(i), "unknown-id", id)
		}
	}
}

// The choices of a meal and of lodging.
var (
	slots     = []string{"breakfast", "lunch", "dinner"}
	mealKinds = []string{"", "fast", "simple", "banquet", "rich"}
	payers    = []string{"", "company", "guest"}
)

// takeMeals checks the meals; staff of a meal are counted, not guests.
func (t *turn) takeMeals(l *fault.List, meals []Meal) []Meal {
	out := slices.Clone(meals)
	for i := range out {
		m, path := &out[i], "/meals/"+strconv.Itoa(i)
		t.takeID(l, path, &m.ID, "m")
		m.Item = t.itemOf(m.Item)
		it := t.Item(m.Item)
		if m.Item != "" && it == nil {
			l.Add(path+"/item", "unknown-id", m.Item)
		}
		if it != nil {
			m.Day = t.Day(it.Start)
			if m.Slot == "" {
				m.Slot = slotOf(it.Start.In(t.zone))
			}
		} else if m.Day == "" {
			m.Day = t.Day(t.Head.Start)
		}
		t.checkDay(l, path+"/day", m.Day)
		oneOf(l, path+"/slot", m.Slot, slots)
		oneOf(l, path+"/kind", m.Kind, mealKinds)
		t.checkMoney(l, path+"/amount", m.Amount)
		t.checkGuests(l, path+"/guests", m.Guests)
	}
	return out
}

func (t *turn) takeLodging(l *fault.List, list []Lodging) []Lodging {
	out := slices.Clone(list)
	for i := range out {
		x, path := &out[i], "/lodging/"+strconv.Itoa(i)
		t.takeID(l, path, &x.ID, "l")
		oneOf(l, path+"/payer", x.Payer, payers)
		if x.Rooms < 0 || x.Rooms > maxGuests {
			l.Add(path+"/rooms", "out-of-range", 0, maxGuests)
		}
		t.checkDay(l, path+"/from", x.From)
		if t.checkDay(l, path+"/to", x.To); x.To != "" && x.To < x.From {
			l.Add(path+"/to", "end-before-start")
		}
		if x.Stars < 0 || x.Stars > 7 {
			l.Add(path+"/stars", "out-of-range", 0, 7)
		}
		t.checkMoney(l, path+"/rate", x.Rate)
		t.checkGuests(l, path+"/guests", x.Guests)
	}
	return out
}

// takeVehicles checks the cars; what a known car does not say of itself is
// filled in: plate and usual driver.
func (t *turn) takeVehicles(l *fault.List, list []Vehicle) []Vehicle {
	out := slices.Clone(list)
	for i := range out {
		v, path := &out[i], "/vehicles/"+strconv.Itoa(i)
		t.takeID(l, path, &v.ID, "v")
		v.Item = t.itemOf(v.Item)
		if v.Item != "" && t.Item(v.Item) == nil {
			l.Add(path+"/item", "unknown-id", v.Item)
		}
		oneOf(l, path+"/type", v.Type, t.rideTypes())
		if v.Driver.Email != "" && !reachable(v.Driver.Email) {
			l.Add(path+"/driver/email", "invalid")
		}
		if v.Resource == "" {
			continue
		}
		r := t.resource(v.Resource)
		if r == nil || r.Kind != venue.Vehicle {
			l.Add(path+"/resource", "unknown-id", v.Resource)
			continue
		}
		v.Resource = r.ID
		if v.Plate == "" {
			v.Plate = r.Plate
		}
		if v.Driver == (Driver{}) && r.Driver != nil {
			v.Driver = Driver{Name: r.Driver.Name, Phone: r.Driver.Phone, Email: r.Driver.Email}
		}
	}
	return out
}

// replacePeople changes the roles, the specialist and the owner. Who replaces
// the specialist says why once the sheet is published; the policy may ask for
// more (S003-1.31).
func (t *turn) replacePeople(c EditPlan) error {
	var l fault.List
	if c.People != nil {
		t.Plan.People = t.checkPeople(&l, "/people", *c.People)
	}
	if err := l.Err(); err != nil {
		return err
	}
	if p := t.company.Person(c.Owner); c.Owner != "" && (p == nil || p.ID != t.Head.Owner) {
		if p == nil || !p.Has(staff.Office) {
			return fault.Field("/owner", "unknown-id", c.Owner)
		}
		t.Head.Owner = p.ID
		t.tellSigners()
	}
	if c.Specialist == "" {
		return nil
	}
	old := t.Head.Specialist
	if err := t.appoint("/specialist", c.Specialist); err != nil || t.Head.Specialist == old {
		return err
	}
	t.replaced, t.Plan.ChangeReason = old, clean(c.ChangeReason)
	t.changed()
	if err := t.pass(policy.GateAssign, c.ChangeReason); err != nil {
		return err
	}
	if old != "" && t.Head.Revision > 0 && clean(c.ChangeReason) == "" {
		return fault.Field("/change_reason", "reason-needed")
	}
	t.data.tell(MailChanged, []string{"specialist"}, old, t.Head.Specialist)
	return nil
}
