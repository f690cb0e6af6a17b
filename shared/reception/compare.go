package reception

import (
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// majorShift is how far a time may move while an approval stays good.
const majorShift = 30 * time.Minute

// A comparison collects the differences of two sheets, in the words of one language.
type comparison struct {
	lang    i18n.Lang
	of      string                 // the entry whose fields are compared
	named   func(id string) string // names rooms, vehicles and people
	changes []Change
}

// Compare lists what differs from one sheet to a later one. Minor changes
// (place, room, plate, phone, driver, wording) keep an approval; major ones
// (money up, level, date, more than 30 minutes, guest added, specialist, item
// added or dropped) void it. named gives names for ids; without it ids stay.
func Compare(l i18n.Lang, from, to Sheet, named ...func(id string) string) []Change {
	c := &comparison{lang: l, named: func(id string) string { return id }, changes: []Change{}}
	for _, f := range named {
		c.named = f
	}
	c.text("/level", "level", from.Level, to.Level, true)
	c.when("/start", "start", from.Start, to.Start)
	c.when("/end", "end", from.End, to.End)
	c.text("/specialist", "specialist", from.Specialist.Name, to.Specialist.Name, from.Specialist.ID != to.Specialist.ID)
	c.text("/purpose", "purpose", from.Purpose, to.Purpose, false)
	c.guests(from.Guests, to.Guests)
	diff(c, "items", from.Items, to.Items, itemID, c.itemName, c.item, true)
	diff(c, "meals", from.Meals, to.Meals, func(m Meal) string { return m.ID }, c.mealName, c.meal, true)
	diff(c, "lodging", from.Lodging, to.Lodging, func(x Lodging) string { return x.ID }, func(x Lodging) string { return x.Hotel }, c.lodging, true)
	diff(c, "entertainment", from.Entertainment, to.Entertainment, func(x Entertainment) string { return x.ID }, func(x Entertainment) string { return x.Title }, c.entertainment, true)
	diff(c, "gifts", from.Gifts, to.Gifts, func(x Gift) string { return x.ID }, func(x Gift) string { return x.Name }, c.gift, true)
	diff(c, "vehicles", from.Vehicles, to.Vehicles, func(x Vehicle) string { return x.ID }, c.vehicleName, c.vehicle, false)
	return c.changes
}

// Major says whether a list of changes voids an approval.
func Major(changes []Change) bool {
	for _, c := range changes {
		if c.Major {
			return true
		}
	}
	return false
}

func itemID(it Item) string { return it.ID }

// diff matches two lists by id: added, dropped and changed entries.
func diff[T any](c *comparison, list string, from, to []T, id func(T) string, name func(T) string, each func(path string, a, b T), major bool) {
	old := map[string]T{}
	for _, x := range from {
		old[id(x)] = x
	}
	for _, x := range to {
		a, had := old[id(x)]
		delete(old, id(x))
		path := "/" + list + "/" + id(x)
		if !had {
			c.add(path, list, "", name(x), major)
			continue
		}
		c.of = name(x)
		each(path, a, x)
		c.of = ""
	}
	for _, x := range from {
		if _, gone := old[id(x)]; gone {
			c.add("/"+list+"/"+id(x), list, name(x), "", major)
		}
	}
}

// add records one difference under its label, which says of what it is.
func (c *comparison) add(field, label, from, to string, major bool) {
	text := i18n.T(c.lang, "change."+label)
	if c.of != "" {
		text = i18n.T(c.lang, "change.of", c.of, text)
	}
	c.changes = append(c.changes, Change{Field: field, Label: text, Old: from, New: to, Major: major})
}

// word is the word for a value, nothing for none.
func (c *comparison) word(kind, value string) string {
	if value == "" {
		return ""
	}
	return i18n.T(c.lang, kind+"."+value)
}

// names are those of ids.
func (c *comparison) names(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = c.named(id)
	}
	return i18n.List(c.lang, list...)
}

func (c *comparison) text(field, label, from, to string, major bool) {
	if from != to {
		c.add(field, label, from, to, major)
	}
}

// when compares two times; another date or more than half an hour is major.
func (c *comparison) when(field, label string, from, to time.Time) {
	if from.Equal(to) {
		return
	}
	shift := to.Sub(from).Abs()
	c.add(field, label, i18n.DateTime(c.lang, from, from), i18n.DateTime(c.lang, to, from), shift > majorShift || from.Format(time.DateOnly) != to.Format(time.DateOnly))
}

// money compares two amounts; only up is major.
func (c *comparison) money(field, label string, from, to policy.Money) {
	if from != to {
		c.add(field, label, c.amount(from), c.amount(to), to.Minor > from.Minor)
	}
}

func (c *comparison) amount(m policy.Money) string {
	if m.Currency == "" {
		return "–"
	}
	return i18n.Money(c.lang, m.Minor, m.Currency)
}

// guests compares the party; an added guest is major.
func (c *comparison) guests(from, to []SheetGuest) {
	had, has := map[string]bool{}, map[string]bool{}
	for _, g := range from {
		had[g.ID] = true
	}
	for _, g := range to {
		has[g.ID] = true
		if !had[g.ID] {
			c.add("/guests/"+g.ID, "guests", "", c.guestName(g), true)
		}
	}
	for _, g := range from {
		if !has[g.ID] {
			c.add("/guests/"+g.ID, "guests", c.guestName(g), "", false)
		}
	}
}

func (c *comparison) guestName(g SheetGuest) string {
	if g.Name == "" {
		return g.ID
	}
	return i18n.Person(c.lang, g.Name, g.Position)
}

func (c *comparison) itemName(it Item) string {
	return i18n.DateTime(c.lang, it.Start, it.Start) + " " + c.itemTitle(it)
}

func (c *comparison) itemTitle(it Item) string {
	if it.Title == "" {
		return i18n.T(c.lang, "item."+it.Kind)
	}
	return it.Title
}

func (c *comparison) item(path string, a, b Item) {
	c.of = c.itemTitle(b)
	c.when(path+"/start", "item.start", a.Start, b.Start)
	c.when(path+"/end", "item.end", a.End, b.End)
	c.text(path+"/kind", "item.kind", i18n.T(c.lang, "item."+a.Kind), i18n.T(c.lang, "item."+b.Kind), true)
	c.text(path+"/place", "item.place", a.Place, b.Place, false)
	c.text(path+"/title", "item.title", a.Title, b.Title, false)
	c.text(path+"/title", "item.title-en", a.TitleEN, b.TitleEN, false)
	c.text(path+"/place", "item.place-en", a.PlaceEN, b.PlaceEN, false)
	c.text(path+"/people", "item.people", c.people(a.People), c.people(b.People), false)
	c.text(path+"/resources", "item.resources", c.names(a.Resources), c.names(b.Resources), false)
	c.text(path+"/guests", "item.guests", a.Guests.String(), b.Guests.String(), false)
}

func (c *comparison) mealName(m Meal) string {
	return strings.TrimSpace(i18n.T(c.lang, "slot."+m.Slot) + " " + c.amount(m.Amount))
}

func (c *comparison) meal(path string, a, b Meal) {
	c.of = i18n.T(c.lang, "slot."+b.Slot)
	c.money(path+"/amount", "meal.amount", a.Amount, b.Amount)
	c.text(path+"/slot", "meal.slot", i18n.T(c.lang, "slot."+a.Slot), i18n.T(c.lang, "slot."+b.Slot), true)
	c.text(path+"/kind", "meal.kind", c.word("meal", a.Kind), c.word("meal", b.Kind), false)
	c.text(path+"/place", "meal.place", a.Place, b.Place, false)
	c.text(path+"/guests", "meal.guests", a.Guests.String(), b.Guests.String(), false)
	c.text(path+"/staff", "meal.staff", a.Staff.String(), b.Staff.String(), false)
}

func (c *comparison) lodging(path string, a, b Lodging) {
	c.money(path+"/rate", "lodging.rate", a.Rate, b.Rate)
	c.text(path+"/payer", "lodging.payer", c.word("payer", a.Payer), c.word("payer", b.Payer), b.Payer == "company")
	c.text(path+"/hotel", "lodging.hotel", a.Hotel, b.Hotel, false)
	c.text(path+"/stars", "lodging.stars", strconv.Itoa(a.Stars), strconv.Itoa(b.Stars), false)
	c.text(path+"/rooms", "lodging.rooms", strconv.Itoa(a.Rooms), strconv.Itoa(b.Rooms), b.Rooms > a.Rooms && b.Payer == "company")
	c.text(path+"/guests", "lodging.guests", a.Guests.String(), b.Guests.String(), false)
}

func (c *comparison) entertainment(path string, a, b Entertainment) {
	c.money(path+"/amount", "entertainment.amount", a.Amount, b.Amount)
	c.text(path+"/title", "entertainment.title", a.Title, b.Title, false)
	c.text(path+"/payer", "entertainment.payer", c.word("payer", a.Payer), c.word("payer", b.Payer), b.Payer == "company")
}

func (c *comparison) gift(path string, a, b Gift) {
	c.money(path+"/amount", "gift.amount", a.Amount, b.Amount)
	c.text(path+"/count", "gift.count", strconv.Itoa(a.Count), strconv.Itoa(b.Count), b.Count > a.Count)
	c.text(path+"/name", "gift.name", a.Name, b.Name, false)
}

func (c *comparison) vehicleName(v Vehicle) string {
	name := ""
	if v.Resource != "" {
		name = c.named(v.Resource)
	}
	return strings.TrimSpace(name + " " + v.Plate + " " + v.Driver.Name)
}

func (c *comparison) vehicle(path string, a, b Vehicle) {
	c.of = "" // old and new say which
	c.text(path, "vehicles", c.vehicleName(a)+" "+a.Driver.Phone, c.vehicleName(b)+" "+b.Driver.Phone, false)
}

// people names assigned persons.
func (c *comparison) people(list []Assigned) string {
	names := make([]string, len(list))
	for i, p := range list {
		if names[i] = p.Name; p.Name == "" {
			names[i] = c.named(p.Staff)
		}
	}
	return i18n.List(c.lang, names...)
}
