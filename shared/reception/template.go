package reception

import (
	"fmt"
	"slices"
	"time"

	"yingbin/shared/policy"
)

// newID gives the next id of something in the plan: a letter and a number
// never used before in this reception.
func (t *turn) newID(letter string) string {
	t.Plan.NextID++
	return fmt.Sprintf("%s%d", letter, t.Plan.NextID)
}

// fillTemplate fills an empty plan: first with what the applicant wished for
// with times, then with the policy's itinerary; what cannot be timed is left
// to the planner. It never touches a plan that has items.
func (t *turn) fillTemplate() {
	if len(t.Items) > 0 {
		return
	}
	template := t.outcome(policy.GateAccept).Itinerary
	for _, w := range t.Form.ItineraryWish {
		if w.Start != nil && slices.Contains(policy.ItemKinds(), w.Kind) {
			t.Items = append(t.Items, t.wished(w))
		}
	}
	wished := slices.Clone(t.Items)
	for _, p := range template {
		if p.Optional || len(p.Waits) > 0 || slices.ContainsFunc(wished, func(it Item) bool { return it.Kind == t.baseKind(p.Kind) }) {
			continue
		}
		if it, ok := t.planned(p); ok {
			t.Items = append(t.Items, it)
		}
	}
	t.fillMeals()
	t.sortItems()
}

// wished makes an item of a wish; without an end it takes an hour.
func (t *turn) wished(w Wish) Item {
	end := w.Start.Add(time.Hour)
	if w.End != nil && w.End.After(*w.Start) {
		end = *w.End
	}
	return Item{ID: t.newID("i"), Kind: w.Kind, Start: w.Start.In(t.zone), End: end.In(t.zone), Title: w.Note}
}

// planned makes an item of the policy's template. Whom the policy would have
// there is the planner's to name: a name books a person.
func (t *turn) planned(p policy.Planned) (Item, bool) {
	start, ok := t.templateStart(p)
	if !ok {
		return Item{}, false
	}
	end := start.Add(time.Hour)
	if !p.Takes.IsZero() {
		end = p.Takes.From(start, 1, t.cal)
	}
	it := Item{ID: t.newID("i"), Kind: t.baseKind(p.Kind), Start: start.In(t.zone), End: end.In(t.zone), Title: p.Words.In(t.speech()), Place: p.Place}
	return it, true
}

// templateStart is when an entry of the template begins: at its moment, or
// after the entry before it.
func (t *turn) templateStart(p policy.Planned) (time.Time, bool) {
	if !p.At.IsZero() {
		return p.At.Resolve(t.anchors(), t.cal)
	}
	if len(t.Items) == 0 {
		return t.Head.Start, !t.Head.Start.IsZero()
	}
	last := t.Items[len(t.Items)-1].End
	return last, last.Before(t.Head.End)
}

// baseKind is the built-in kind of a regulation's own kind of item.
func (t *turn) baseKind(kind string) string {
	for _, k := range t.policy.Kinds {
		if k.ID == kind {
			return k.Base
		}
	}
	return kind
}

// fillMeals gives each meal item its meal; a noon meal is lunch.
func (t *turn) fillMeals() {
	for _, it := range t.Items {
		if it.Kind == "meal" && !slices.ContainsFunc(t.Meals, func(m Meal) bool { return m.Item == it.ID }) {
			t.Meals = append(t.Meals, Meal{ID: t.newID("m"), Item: it.ID, Slot: slotOf(it.Start.In(t.zone)), Day: t.Day(it.Start)})
		}
	}
}

// slotOf is the meal of a time of day: before ten breakfast, before four lunch.
func slotOf(local time.Time) string {
	switch h := local.Hour(); {
	case h < 10:
		return "breakfast"
	case h < 16:
		return "lunch"
	}
	return "dinner"
}

// sortItems keeps the itinerary in order.
func (r *Reception) sortItems() {
	slices.SortStableFunc(r.Items, func(a, b Item) int { return a.Start.Compare(b.Start) })
}

// anchors give the moments of the visit, and of each item, to the policy's due times.
func (t *turn) anchors() policy.Anchors {
	m := map[string]time.Time{"start": t.Head.Start, "end": t.Head.End, "departure": t.Head.End, "arrival": t.Head.Start}
	if a := t.Form.Arrival; a != nil && a.At != nil {
		m["arrival"], m["leg.in"] = *a.At, *a.At
	}
	if d := t.Form.Departure; d != nil && d.At != nil {
		m["leg.out"] = *d.At
		m["leg.home"] = d.At.Add(time.Duration(d.Minutes) * time.Minute)
	}
	for name, at := range t.Head.Moments {
		m[name] = at
	}
	for _, task := range t.Tasks() {
		if task.State == TaskConfirmed {
			m["done."+task.ID] = task.At
		}
	}
	for i, x := range t.Items {
		if first := "first." + x.Kind; m[first+".start"].IsZero() {
			m[first+".start"], m[first+".end"] = x.Start, x.End
		}
		m["last."+x.Kind+".start"], m["last."+x.Kind+".end"] = t.Items[i].Start, t.Items[i].End
		m["item.start@"+x.ID], m["item.end@"+x.ID], m["item.leave@"+x.ID] = x.Start, x.End, x.Start
	}
	return policy.AnchorMap(m)
}
