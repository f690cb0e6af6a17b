package reception

import (
	"cmp"
	"slices"

	"yingbin/shared/i18n"
)

// What a task may need of the guests, for the slip of its department.
const (
	NeedsDiets = "diets" // who feeds or lodges them
	NeedsRooms = "rooms" // who lodges them
)

// needs is what a task needs to know of the guests.
func (t *turn) needs(k *Task) []string {
	var list []string
	if t.feeds(k) {
		list = append(list, NeedsDiets)
	}
	if it := t.Item(k.Item); it != nil && it.Kind == "lodging" || t.lodgingOf(k) != nil {
		list = append(list, NeedsRooms)
	}
	return list
}

// feeds says whether a task is to feed or lodge guests.
func (t *turn) feeds(k *Task) bool {
	it := t.Item(k.Item)
	return t.mealOf(k) != nil || t.lodgingOf(k) != nil || it != nil && (it.Kind == "meal" || it.Kind == "lodging")
}

// mealOf is the meal that a task is for.
func (t *turn) mealOf(k *Task) *Meal {
	if m := t.meal(k.Item); m != nil {
		return m
	}
	return t.meal(k.thing())
}

// lodgingOf is the lodging that a task is for.
func (t *turn) lodgingOf(k *Task) *Lodging {
	i := slices.IndexFunc(t.Plan.Lodging, func(l Lodging) bool { return l.ID == k.thing() })
	if i < 0 {
		return nil
	}
	return &t.Plan.Lodging[i]
}

// about says which of several a task is for: the item with its hour, the meal,
// the hotel, the present. Empty where it is for the whole visit.
func (t *turn) about(k *Task) string {
	if it := t.Item(k.Item); it != nil {
		one := t.spoken([]Item{*it})[0]
		title := cmp.Or(i18n.Readable(t.act.Lang, one.Title), i18n.T(t.act.Lang, "item."+it.Kind))
		return joined(i18n.DateTime(t.act.Lang, t.Local(it.Start), t.Local(t.act.At)), title)
	}
	if m := t.mealOf(k); m != nil {
		return joined(t.dayText(m.Day), i18n.T(t.act.Lang, "slot."+m.Slot))
	}
	if l := t.lodgingOf(k); l != nil {
		return joined(l.Hotel, t.dayText(l.From))
	}
	for _, g := range t.Plan.Gifts {
		if g.ID == k.thing() {
			return giftLine(g)
		}
	}
	for _, e := range t.Plan.Entertainment {
		if e.ID == k.thing() {
			return e.Title
		}
	}
	return ""
}
