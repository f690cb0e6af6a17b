// Package forms says which facts of a reception go on which paper: the
// execution sheet as a spreadsheet, the visit as a calendar file. It gives
// package paper its input and knows no layout.
package forms

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// Execution is the execution sheet of a published revision for a reader:
// names and counts, no phones and no diets (those are for who acts on them).
func Execution(b *reception.Brief, l i18n.Lang, s reception.Sheet, now time.Time) paper.Execution {
	b = b.Speaking(l)
	s = b.InWords(s)
	x := paper.Execution{Lang: l, Now: now, Number: s.Number, Revision: s.Revision, Customer: s.Customer.Name, Level: b.LevelName(),
		Start: s.Start, End: s.End, Site: b.Head.Site, Purpose: s.Purpose, Specialist: b.Name(s.Specialist.ID), Count: len(s.Guests)}
	if b.Head.Owner != "" {
		x.Owner = b.Name(b.Head.Owner)
	}
	if s.Note != "" {
		x.Notes = append(x.Notes, s.Note)
	}
	for _, g := range s.Guests {
		x.Guests = append(x.Guests, paper.ExecutionGuest{Name: g.Name, Position: position(l, g)})
	}
	for _, p := range s.People {
		x.People = append(x.People, paper.ExecutionPerson{Role: b.RoleName(p.Role), Name: b.Name(p.Staff)})
	}
	for _, it := range s.Items {
		x.Items = append(x.Items, item(b, l, it))
	}
	x.Lodging, x.Meals, x.Evenings, x.Vehicles, x.Gifts = lodging(b, l, s), meals(b, l, s), evenings(b, l, s), vehicles(b, l, s), gifts(b, l, s)
	for _, t := range s.Tasks {
		due := t.Due
		if !due.IsZero() {
			due = b.Local(due)
		}
		x.Tasks = append(x.Tasks, paper.ExecutionTask{Department: department(b, t.Owner, l), Task: i18n.Pick(l, t.Title), Owner: b.Name(t.Owner), Due: due})
	}
	return x
}

// position is what a guest is, and that he is the first of them.
func position(l i18n.Lang, g reception.SheetGuest) string {
	if !g.Main {
		return g.Position
	}
	return strings.TrimPrefix(g.Position+" · "+i18n.T(l, "paper.main-guest"), " · ")
}

func department(b *reception.Brief, owner string, l i18n.Lang) string {
	p := b.Company.Person(owner)
	if p == nil {
		return ""
	}
	if d := b.Company.Department(p.Department); d != nil {
		return d.Called(l)
	}
	return p.Department
}

func item(b *reception.Brief, l i18n.Lang, it reception.Item) paper.ExecutionItem {
	var needs []string
	for _, id := range it.Resources {
		needs = append(needs, b.ThingName(id))
	}
	return paper.ExecutionItem{Start: b.Local(it.Start), End: b.Local(it.End), Kind: i18n.T(l, "item."+it.Kind), Title: it.Title, Place: it.Place,
		People: People(b, it.People), Needs: i18n.List(l, needs...), For: Party(b, it.Guests), Note: join(it.Note, Journey(b, l, it))}
}

// Journey is the flight or train that an item meets, and how to know the guests
// who arrive with it (S003-1.32).
func Journey(b *reception.Brief, l i18n.Lang, it reception.Item) string {
	leg := b.Meets(it)
	if leg.Features != "" && it.Kind == "pickup" {
		leg.Features = i18n.T(l, "paper.features", leg.Features)
	}
	return join(leg.Number, leg.Features)
}

// join writes what is there one after the other.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// People names assigned people, and what each is there for.
func People(b *reception.Brief, list []reception.Assigned) string {
	var names []string
	for _, p := range list {
		names = append(names, i18n.Person(b.Lang(), b.Name(p.Staff), b.RoleName(p.Role)))
	}
	return i18n.List(b.Lang(), names...)
}

// Party names a part of the guests: nothing for everybody.
func Party(b *reception.Brief, p reception.Party) string {
	var names []string
	for _, id := range p.IDs {
		if g := b.Guest(id); g != nil {
			names = append(names, g.Called(b.Lang()).Name)
		}
	}
	if len(names) > 0 {
		return i18n.List(b.Lang(), names...)
	}
	return p.String()
}

// Money writes an amount; none is empty.
func Money(l i18n.Lang, m policy.Money) string {
	if m.IsZero() {
		return ""
	}
	return i18n.Money(l, m.Minor, m.Currency)
}

func amount(l i18n.Lang, m policy.Money) paper.Amount {
	return paper.Amount{Lang: l, Minor: m.Minor, Currency: m.Currency}
}

func lodging(b *reception.Brief, l i18n.Lang, s reception.Sheet) []paper.ExecutionLodging {
	var list []paper.ExecutionLodging
	for _, x := range s.Lodging {
		stars := ""
		if x.Stars > 0 {
			stars = strconv.Itoa(x.Stars)
		}
		payer := ""
		if x.Payer != "" {
			payer = i18n.T(l, "payer."+x.Payer)
		}
		list = append(list, paper.ExecutionLodging{Guests: Party(b, x.Guests), Hotel: x.Hotel, Stars: stars, Rate: amount(l, x.Rate), Payer: payer,
			Rooms: rooms(l, x.Rooms), Nights: nights(l, x, s.Start)})
	}
	return list
}

// rooms counts them; nothing where it is one for each guest.
func rooms(l i18n.Lang, n int) string {
	if n == 0 {
		return ""
	}
	return i18n.T(l, "paper.rooms-n", n)
}

// nights are the days of arrival and departure, where they are not those of the
// visit.
func nights(l i18n.Lang, x reception.Lodging, now time.Time) string {
	var days []string
	for _, text := range []string{x.From, x.To} {
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			days = append(days, i18n.Date(l, day, now))
		}
	}
	return strings.Join(days, " – ")
}

// evenings are the entertainments.
func evenings(b *reception.Brief, l i18n.Lang, s reception.Sheet) []paper.ExecutionEvening {
	var list []paper.ExecutionEvening
	for _, e := range s.Entertainment {
		x := paper.ExecutionEvening{Title: e.Title, For: Party(b, e.Guests), Amount: amount(l, e.Amount)}
		if e.Payer != "" {
			x.Payer = i18n.T(l, "payer."+e.Payer)
		}
		for _, it := range s.Items {
			if it.ID == e.Item {
				x.When = b.Local(it.Start)
			}
		}
		list = append(list, x)
	}
	return list
}

func meals(b *reception.Brief, l i18n.Lang, s reception.Sheet) []paper.ExecutionMeal {
	var list []paper.ExecutionMeal
	for _, m := range reception.MealsInOrder(s.Meals) {
		x := paper.ExecutionMeal{Slot: i18n.T(l, "slot."+m.Slot), Place: m.Place, Guests: m.Guests.Of(len(s.Guests)), Staff: m.Staff.Of(0), Amount: amount(l, m.Amount)}
		if m.Kind != "" {
			x.Kind = i18n.T(l, "meal."+m.Kind)
		}
		x.When, x.Timed = When(b, s, m)
		if len(m.Guests.IDs) > 0 {
			x.For = Party(b, m.Guests)
		}
		var with []string
		for _, id := range m.Staff.IDs {
			with = append(with, b.Name(id))
		}
		x.With = i18n.List(l, with...)
		list = append(list, x)
	}
	return list
}

// When is the time of a meal: its item's start; without one only its day is known.
func When(b *reception.Brief, s reception.Sheet, m reception.Meal) (at time.Time, timed bool) {
	for _, it := range s.Items {
		if it.ID == m.Item {
			return b.Local(it.Start), true
		}
	}
	day, err := time.ParseInLocation(time.DateOnly, m.Day, b.Company.Zone())
	if err != nil {
		return b.Local(s.Start), false
	}
	return day, false
}

func vehicles(b *reception.Brief, l i18n.Lang, s reception.Sheet) []paper.ExecutionVehicle {
	var list []paper.ExecutionVehicle
	for _, v := range s.Vehicles {
		name := word(l, v.Type)
		if v.Resource != "" && b.ThingName(v.Resource) != name {
			name = strings.TrimSuffix(b.ThingName(v.Resource)+" · "+name, " · ")
		}
		x := paper.ExecutionVehicle{Vehicle: strings.TrimSpace(name + " " + v.Plate), Driver: v.Driver.Name}
		for _, it := range s.Items {
			if it.ID == v.Item {
				x.For = it.Title
			}
		}
		list = append(list, x)
	}
	return list
}

// word is a word of the product; what is none stays as it is.
func word(l i18n.Lang, s string) string {
	if key := "word." + s; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return s
}

func gifts(b *reception.Brief, l i18n.Lang, s reception.Sheet) []paper.ExecutionGift {
	var list []paper.ExecutionGift
	for _, g := range s.Gifts {
		list = append(list, paper.ExecutionGift{Gift: g.Name, For: Party(b, g.Guests), Pieces: g.Count, Amount: amount(l, g.Amount), Reason: g.Reason})
	}
	return list
}

// UID is the calendar entry of a reception for life.
func UID(number, host string) string { return number + "@" + host }

// Visit is the whole visit as one calendar entry: tentative until the sheet is
// confirmed, then an invitation with a rising sequence, withdrawn when it is
// cancelled or returned.
func Visit(b *reception.Brief, l i18n.Lang, s reception.Sheet, host string, from, to paper.Mailbox, now time.Time) paper.Calendar {
	b = b.Speaking(l)
	s = b.InWords(s)
	e := paper.Entry{UID: UID(s.Number, host), Sequence: b.Head.Sequence, Status: paper.Tentative, Start: b.Local(b.Head.Start), End: b.Local(b.Head.End),
		Stamp: now, Summary: i18n.T(l, "paper.visit-of", s.Customer.Name), Organizer: from}
	if s.Start.Equal(b.Head.Start) && s.End.Equal(b.Head.End) { // a sheet from before a move has the old hours
		e.Description = itinerary(l, s)
	}
	for _, it := range s.Items {
		if it.Place != "" {
			e.Location = it.Place
			break
		}
	}
	c := paper.Calendar{Method: paper.Publish, Name: s.Number}
	switch {
	case b.Head.State == reception.Cancelled || b.Head.State == reception.Declined || b.Head.State == reception.Draft,
		b.Head.State == reception.Planning && b.Head.Returned != nil:
		c.Method, e.Status = paper.Cancel, paper.Cancelled
		e.Attendees = []paper.Mailbox{to}
	case b.Head.Confirmed > 0:
		c.Method, e.Attendees = paper.Request, []paper.Mailbox{to}
		if b.Head.State != reception.Planning { // else moved, and not confirmed for the new dates
			e.Status = paper.Confirmed
		}
	}
	c.Entries = []paper.Entry{e}
	return c
}

// ToUs is the entry of a guest: he goes to the company, wherever in the house
// the visit begins.
func ToUs(b *reception.Brief, l i18n.Lang, c paper.Calendar) paper.Calendar {
	c.Entries = slices.Clone(c.Entries)
	for i := range c.Entries {
		c.Entries[i].Summary = i18n.T(l, "paper.visit-to", b.Company.Called(l))
		c.Entries[i].Location = strings.Join(b.Company.Address(l), " / ")
	}
	return c
}

// Withdrawn takes the entry back from one person, whatever the visit does.
func Withdrawn(c paper.Calendar, from paper.Mailbox) paper.Calendar {
	c.Method, c.Entries = paper.Cancel, slices.Clone(c.Entries)
	for i := range c.Entries {
		c.Entries[i].Status, c.Entries[i].Attendees = paper.Cancelled, []paper.Mailbox{from}
	}
	return c
}

// itinerary writes the itinerary as lines of text; a title that tells the place
// is enough.
func itinerary(l i18n.Lang, s reception.Sheet) string {
	var lines []string
	for _, it := range s.Items {
		what := cmp.Or(it.Title, i18n.T(l, "item."+it.Kind))
		if !strings.Contains(what, it.Place) {
			what += " · " + it.Place
		}
		lines = append(lines, i18n.Period(l, it.Start, it.End, s.Start)+" "+what)
	}
	return strings.Join(lines, "\n")
}
