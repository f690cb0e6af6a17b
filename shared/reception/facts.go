package reception

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
)

// facts states everything that is known about this reception for the policy.
// What is not stated is unknown; where the domain knows that there is no such
// thing, it says so.
func (t *turn) facts() *policy.Facts {
	f := policy.NewFacts(t.act.At, t.cal)
	t.visitFacts(f)
	t.customerFacts(f)
	t.partyFacts(f)
	t.planFacts(f)
	t.dayFacts(f)
	t.statusFacts(f)
	return f
}

// visitFacts are those of the application.
func (t *turn) visitFacts(f *policy.Facts) {
	h, form := &t.Head, &t.Form
	f.SetString("visit.department", h.Department)
	f.SetString("visit.purpose", form.Purpose)
	f.SetString("visit.requirements", form.Requirements)
	f.SetString("visit.questions", form.Questions)
	f.SetString("visit.wishes", form.Wishes)
	f.SetString("visit.urgent_reason", form.UrgentReason)
	f.SetBool("visit.photo_wish", form.PhotoWish)
	f.SetBool("visit.urgent", form.Urgent)
	if len(form.ItineraryWish) > 0 || form.Wishes != "" {
		f.SetString("visit.schedule", fmt.Sprintf("%d", max(1, len(form.ItineraryWish))))
	}
	f.SetTime("visit.start", h.Start)
	f.SetTime("visit.end", h.End)
	if !h.Start.IsZero() {
		f.Set("lead", policy.Between(t.act.At, h.Start))
		if !h.End.IsZero() {
			f.SetBool("visit.same_day", t.Day(h.Start) == t.Day(h.End))
		}
	}
	t.legFacts(f)
	for id, value := range form.Fields {
		setTyped(f, id, value)
	}
}

// legFacts are the journeys to us and away (S003-1.32).
func (t *turn) legFacts(f *policy.Facts) {
	for kind, leg := range map[string]*Leg{"arrival": t.Form.Arrival, "departure": t.Form.Departure} {
		if leg == nil {
			continue
		}
		if leg.At != nil {
			f.SetTime(kind+".at", *leg.At)
			f.SetTime("visit."+kind+"_time", *leg.At)
		}
		f.SetString(kind+".place", leg.Place)
		f.SetString(kind+".number", leg.Number)
		f.SetString(kind+".features", leg.Features)
	}
	if a := t.Form.Arrival; a != nil {
		f.SetString("visit.meeting_place", a.Place)
	}
}

// customerFacts are those of the organisation.
func (t *turn) customerFacts(f *policy.Facts) {
	f.SetString("customer.name", t.Head.Customer.Name)
	if t.Head.Customer.Name != "" {
		f.SetBool("customer.new", !t.Head.Visited)
	}
	f.SetString("customer.class", t.Head.Class)
	f.SetString("customer.kind", t.Head.Class)
	if t.Head.Class != "" {
		f.SetBool("customer.important", t.important())
	}
}

// important is an important customer: class key account or important
// (decisions; S000-1.34).
func (t *turn) important() bool { return t.Head.Class == "key-account" || t.Head.Class == "important" }

// partyFacts are those of the guests.
func (t *turn) partyFacts(f *policy.Facts) {
	list := t.Present()
	if len(list) == 0 {
		return // who comes is not known yet
	}
	f.SetNumber("party.count", len(list))
	if t.came > 0 {
		f.SetNumber("count.checked_in", t.came)
	}
	var kinds, diets []string
	known := true
	for _, g := range list {
		kinds, diets = append(kinds, g.Kind), append(diets, g.Diet)
		known = known && g.Kind != ""
		th := f.Add("guest", g.ID)
		th.Label = policy.Words{ZH: g.Name, EN: g.Name}
		th.SetString("guest.name", g.Name)
		th.SetString("guest.position", g.Position)
		th.SetString("guest.kind", g.Kind)
		th.SetString("guest.organisation", g.Organisation)
		th.SetString("guest.language", g.Language)
		th.SetString("guest.diet", g.Diet)
		th.SetString("guest.photo", g.Photo)
		th.SetBool("guest.main", g.Main)
		th.SetBool("guest.invited", !g.Unannounced)
	}
	if kinds = compact(kinds); known || len(kinds) > 0 && t.Head.State != Draft {
		f.SetSet("party.kinds", kinds...)
	}
	f.SetSet("party.diets", compact(diets)...)
}

// compact sorts a list, without doubles and empty texts.
func compact(list []string) []string {
	list = slices.DeleteFunc(list, func(s string) bool { return s == "" })
	slices.Sort(list)
	return slices.Compact(list)
}

// planFacts are those of the sheet: items, meals, lodging, rides and the like.
func (t *turn) planFacts(f *policy.Facts) {
	if t.Head.Moments["accepted"].IsZero() {
		return
	}
	first, last := t.Day(t.Head.Start), t.Day(t.Head.End)
	for _, it := range t.Items {
		if !t.detailed(it) {
			t.itemFacts(f.Add(it.Kind, it.ID), it, first, last)
		}
	}
	t.mealFacts(f, first, last)
	t.lodgingFacts(f)
	t.rideFacts(f)
	for _, e := range t.Plan.Entertainment {
		th := f.Add("entertainment", e.ID)
		th.Label = policy.Words{ZH: e.Title, EN: e.Title}
		th.SetMoney("entertainment.amount", e.Amount)
		th.SetString("entertainment.payer", payer(e.Payer))
		th.SetNumber("entertainment.guests", e.Guests.Of(t.party()))
	}
	for _, g := range t.Plan.Gifts {
		th := f.Add("gift", g.ID)
		th.Label = policy.Words{ZH: g.Name, EN: g.Name}
		th.SetString("gift.name", g.Name)
		th.SetMoney("gift.amount", g.Amount)
		th.SetNumber("gift.count", g.Count)
		th.SetString("gift.reason", g.Reason)
	}
	f.SetBool("party.has_gifts", len(t.Plan.Gifts) > 0)
	if len(t.Money.Expenses) > 0 {
		claimed, allowed := t.Money.Totals()
		f.SetMoney("money.claimed", claimed)
		f.SetMoney("money.allowed", allowed)
	}
}

// detailed says whether an item is stated as the meal or lodging that it is for.
func (t *turn) detailed(it Item) bool {
	return it.Kind == "lodging" && len(t.Plan.Lodging) > 0 ||
		slices.ContainsFunc(t.Meals, func(m Meal) bool { return m.Item == it.ID })
}

// payer is who pays; unsaid, the company does.
func payer(p string) string {
	if p == "" {
		return "company"
	}
	return p
}

// itemFacts are those of one itinerary item.
func (t *turn) itemFacts(th *policy.Thing, it Item, first, last string) {
	th.Label = policy.Words{ZH: it.Title, EN: it.Title}
	day := t.Day(it.Start)
	th.SetString("item.kind", it.Kind)
	th.SetTime("item.start", it.Start)
	th.SetTime("item.end", it.End)
	th.SetString("item.place", it.Place)
	th.SetString("item.title", it.Title)
	th.SetBool("item.first_day", day == first)
	th.SetBool("item.last_day", day == last)
	var roles []string
	for _, p := range it.People {
		roles = append(roles, p.Role)
	}
	th.SetSet("item.roles", compact(roles)...)
	th.SetSet("item.resources", it.Resources...)
	th.SetNumber("item.surplus", len(it.People)-it.Guests.Of(t.party()))
	th.SetBool("item.has_people", len(it.People) > 0)
	th.SetBool("item.office", strings.Contains(it.Place, "办公室") || strings.Contains(strings.ToLower(it.Place), "office"))
}

// mealFacts are those of the meals; each knows its item's too.
func (t *turn) mealFacts(f *policy.Facts, first, last string) {
	for _, m := range t.Meals {
		th := f.Add("meal", m.ID)
		if it := t.Item(m.Item); it != nil {
			t.itemFacts(th, *it, first, last)
		} else {
			th.SetBool("item.first_day", m.Day == first)
			th.SetBool("item.last_day", m.Day == last)
		}
		th.Label = policy.Words{ZH: m.Place, EN: m.Place}
		th.SetString("meal.slot", m.Slot)
		th.SetString("meal.kind", m.Kind)
		th.SetString("meal.place", m.Place)
		th.SetMoney("meal.amount", m.Amount)
		th.SetNumber("meal.guests", m.Guests.Of(t.party()))
		th.SetNumber("meal.staff", m.Staff.Of(m.Staff.Count))
	}
}

// lodgingFacts are those of the rooms.
func (t *turn) lodgingFacts(f *policy.Facts) {
	for _, l := range t.Plan.Lodging {
		th := f.Add("lodging", l.ID)
		th.Label = policy.Words{ZH: l.Hotel, EN: l.Hotel}
		th.SetString("lodging.hotel", l.Hotel)
		th.SetString("lodging.payer", l.Payer)
		if l.Stars > 0 {
			th.SetNumber("lodging.stars", l.Stars)
		}
		th.SetMoney("lodging.rate", l.Rate)
		th.SetNumber("lodging.rooms", l.roomCount(t.party()))
	}
}

// roomCount is how many rooms a lodging takes a night: one a guest unless said.
func (l Lodging) roomCount(everybody int) int {
	if l.Rooms > 0 {
		return l.Rooms
	}
	return l.Guests.Of(everybody)
}

// rideFacts are those of the vehicles.
func (t *turn) rideFacts(f *policy.Facts) {
	for _, v := range t.Plan.Vehicles {
		th := f.Add("ride", v.ID)
		th.SetString("ride.type", t.rideType(v))
		th.SetString("ride.resource", v.Resource)
		th.SetString("ride.plate", v.Plate)
		th.SetString("ride.item", v.Item)
	}
}

// rideType is the type of a vehicle: as the plan says, else what its seats
// make it, so that the policy's table can speak.
func (t *turn) rideType(v Vehicle) string {
	if v.Type != "" {
		return v.Type
	}
	r := t.resource(v.Resource)
	switch {
	case r == nil:
		return ""
	case r.Seats > 5 || r.ID == "van":
		return "van"
	}
	return "sedan"
}

// statusFacts say what has been done: state, papers, approvals, tasks, roles,
// granted exceptions, given reasons, choices and events.
func (t *turn) statusFacts(f *policy.Facts) {
	h := &t.Head
	f.SetString("state."+string(h.State), "done")
	if h.Specialist != "" {
		f.SetString("role.specialist", "given")
	}
	f.SetBool("visit.host_changed", t.replaced != "" && t.replaced != h.Specialist)
	f.SetString("visit.change_reason", t.Plan.ChangeReason)
	t.urgentFacts(f)
	t.filledFacts(f)
	if h.Level.Decided != "" {
		f.Choose("level", h.Level.Decided)
	}
	for name, at := range h.Moments {
		f.Event(name, at)
	}
	for _, p := range t.Plan.People {
		f.SetString("role."+p.Role, "given")
	}
	for _, task := range t.Tasks() {
		if task.State == TaskConfirmed {
			f.SetString("task."+task.ID, "done")
		}
	}
	for _, a := range t.Plan.Approvals {
		f.SetString("approval."+a.ID, a.State)
	}
	t.exceptionFacts(f)
}

// urgentFacts choose the urgent reception's own deadline: half of the time
// that was left at submission, within an hour and a day, reminded at its half.
func (t *turn) urgentFacts(f *policy.Facts) {
	at := t.Head.Moments["submitted"]
	if at.IsZero() || t.Head.Start.IsZero() {
		return
	}
	within := min(max(t.leadTime(at)/2, time.Hour), 24*time.Hour)
	f.Choose("urgent_within", fmt.Sprintf("%dm", int(within.Minutes())))
	f.Choose("urgent_remind", fmt.Sprintf("%dm", int(within.Minutes()/2)))
}

// filledFacts are what confirmed tasks have found out: a value that a task
// fills is a fact for the rest of the policy.
func (t *turn) filledFacts(f *policy.Facts) {
	for _, task := range t.Tasks() {
		if task.State != TaskConfirmed {
			continue
		}
		for name, value := range task.Values {
			if strings.HasPrefix(name, "visit.") {
				setTyped(f, name, value)
			}
		}
	}
}

// setTyped states a value that came as text: yes and no are a yes or no.
func setTyped(f *policy.Facts, name, value string) {
	switch value {
	case "yes", "true":
		f.SetBool(name, true)
	case "no", "false":
		f.SetBool(name, false)
	default:
		f.SetString(name, value)
	}
}

// exceptionFacts state what was granted and reasoned; "rule@thing" is on one thing.
func (t *turn) exceptionFacts(f *policy.Facts) {
	things := thingsOf(f)
	for _, e := range t.Head.Exceptions {
		if e.State != ExceptionGranted {
			continue
		}
		if rule, on, ok := ruleAndThing(e.Finding, things); ok {
			f.Grant(rule, on...)
		}
	}
	for finding := range t.Plan.Reasons {
		if rule, on, ok := ruleAndThing(finding, things); ok {
			f.Reason(rule, on...)
		}
	}
}

// thingsOf are the things that facts are about, by id.
func thingsOf(f *policy.Facts) map[string]*policy.Thing {
	things := map[string]*policy.Thing{}
	for _, th := range f.Things() {
		things[th.ID] = th
	}
	return things
}

// leadTime is how long is left from a moment to the start.
func (r *Reception) leadTime(at time.Time) time.Duration { return r.Head.Start.Sub(at) }
