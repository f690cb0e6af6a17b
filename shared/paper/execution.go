package paper

import (
	"time"

	"yingbin/shared/i18n"
)

// An Execution is the content of an execution sheet. Times are in the site's
// zone; words of enumerations and amounts come in the reader's language. What
// is empty in every row makes no column, so a reader who may not see phones
// or diets gets a sheet without them.
type Execution struct {
	Lang       i18n.Lang
	Now        time.Time // decides whether dates carry their year
	Number     string
	Revision   int
	State      string
	Customer   string
	Class      string
	Level      string
	Start, End time.Time
	Site       string
	Purpose    string
	Specialist string
	Owner      string
	Wishes     string
	Count      int // of guests
	Guests     []ExecutionGuest
	People     []ExecutionPerson
	Items      []ExecutionItem
	Lodging    []ExecutionLodging
	Meals      []ExecutionMeal
	Evenings   []ExecutionEvening
	Vehicles   []ExecutionVehicle
	Gifts      []ExecutionGift
	Tasks      []ExecutionTask
	Notes      []string
}

// An ExecutionGuest is a guest's line.
type ExecutionGuest struct{ Name, Position, Language, Phone, Diet string }

// An ExecutionPerson is one of ours with his part in the visit.
type ExecutionPerson struct{ Role, Name string }

// An ExecutionItem is an itinerary item's line; the sheet has a table for each day.
type ExecutionItem struct {
	Start, End                                   time.Time
	Kind, Title, Place, People, Needs, For, Note string
}

// An ExecutionLodging is a booking's line.
type ExecutionLodging struct {
	Guests, Hotel, Stars string
	Rate                 Amount
	Payer, Rooms, Nights string
}

// An ExecutionMeal is a meal's line. For and With are guests and staff by name,
// where they are named.
type ExecutionMeal struct {
	When              time.Time
	Timed             bool // else only the day is known
	Slot, Kind, Place string
	Guests, Staff     int
	For, With         string
	Amount            Amount
	Diets, Requested  string
}

// An ExecutionEvening is an evening's line.
type ExecutionEvening struct {
	When              time.Time // zero: not said
	Title, For, Payer string
	Amount            Amount
}

// An ExecutionVehicle is a vehicle's line.
type ExecutionVehicle struct{ Vehicle, Driver, Phone, For string }

// An ExecutionGift is a gift's line.
type ExecutionGift struct {
	Gift, For, Reason string
	Pieces            int
	Amount            Amount
}

// An ExecutionTask is a department task's line.
type ExecutionTask struct {
	Department, Task, Owner string
	Due                     time.Time
	State                   string
}

// At writes when a meal is, as far as it is known.
func (m ExecutionMeal) At(l i18n.Lang, now time.Time) string {
	switch {
	case m.When.IsZero():
		return ""
	case m.Timed:
		return i18n.DateTime(l, m.When, now)
	}
	return i18n.Date(l, m.When, now)
}

// when is the same for a workbook.
func (m ExecutionMeal) when() any {
	if m.Timed || m.When.IsZero() {
		return m.When
	}
	return Day(m.When)
}

// Sheet lays the execution sheet out.
func (x Execution) Sheet() Sheet {
	t := func(key string, args ...any) string { return i18n.T(x.Lang, "paper."+key, args...) }
	s := Sheet{
		Name: t("execution"), Title: t("execution"), Footer: x.Number, Facts: x.facts(), Notes: x.Notes,
		Tables: []Table{x.guests(), x.people()},
	}
	if x.Revision > 0 {
		s.Footer = t("footer", x.Number, x.Revision)
	}
	s.Tables = append(s.Tables, x.days()...)
	s.Tables = append(s.Tables, x.lodging(), x.meals(), x.evenings(), x.vehicles(), x.gifts(), x.tasks())
	kept := s.Tables[:0]
	for _, table := range s.Tables {
		if len(table.Rows) > 0 {
			kept = append(kept, table.narrow())
		}
	}
	s.Tables = kept
	return s
}

// facts is the head of the sheet, without what is empty.
func (x Execution) facts() []Fact {
	count := ""
	if x.Count > 0 {
		count = i18n.T(x.Lang, "paper.persons", x.Count)
	}
	revision := ""
	if x.Revision > 0 {
		revision = i18n.T(x.Lang, "paper.revision-n", x.Revision)
	}
	var kept []Fact
	for _, f := range []Fact{
		{"number", x.Number}, {"revision", revision}, {"state", x.State}, {"customer", x.Customer}, {"class", x.Class},
		{"level", x.Level}, {"period", i18n.Period(x.Lang, x.Start, x.End, x.Now)}, {"site", x.Site}, {"count", count},
		{"purpose", x.Purpose}, {"specialist", x.Specialist}, {"owner", x.Owner}, {"wishes", x.Wishes},
	} {
		if f.Value != "" {
			kept = append(kept, Fact{i18n.T(x.Lang, "paper."+f.Label), f.Value})
		}
	}
	return kept
}

// table makes an empty table: its title's key and its columns' keys and widths.
func (x Execution) table(title string, columns ...Column) Table {
	t := Table{Title: i18n.T(x.Lang, "paper."+title)}
	for _, c := range columns {
		c.Label = i18n.T(x.Lang, "paper."+c.Label)
		t.Columns = append(t.Columns, c)
	}
	return t
}

func (x Execution) guests() Table {
	t := x.table("guests", Column{Label: "name", Width: 18}, Column{Label: "position", Width: 20}, Column{Label: "language"}, Column{Label: "phone", Width: 16}, Column{Label: "diet", Width: 20})
	for _, g := range x.Guests {
		t.Rows = append(t.Rows, []any{g.Name, g.Position, g.Language, g.Phone, g.Diet})
	}
	return t
}

func (x Execution) people() Table {
	t := x.table("our-people", Column{Label: "role", Width: 18}, Column{Label: "name", Width: 20})
	for _, p := range x.People {
		t.Rows = append(t.Rows, []any{p.Role, p.Name})
	}
	return t
}

func (x Execution) evenings() Table {
	t := x.table("evenings", Column{Label: "evening", Width: 24}, Column{Label: "time", Width: 18}, Column{Label: "for"}, Column{Label: "payer"}, Column{Label: "amount", Unit: Sum})
	for _, e := range x.Evenings {
		t.Rows = append(t.Rows, []any{e.Title, e.When, e.For, e.Payer, e.Amount})
	}
	return t
}

// days makes one itinerary table for each day that has an item.
func (x Execution) days() []Table {
	var all []Table
	day := ""
	for _, i := range x.Items {
		if d := i18n.Date(x.Lang, i.Start, x.Now); d != day || len(all) == 0 {
			day = d
			t := x.table("itinerary", Column{Label: "time", Width: 18}, Column{Label: "kind", Width: 20}, Column{Label: "title", Width: 24}, Column{Label: "place", Width: 16}, Column{Label: "people", Width: 20}, Column{Label: "needs", Width: 20}, Column{Label: "for"}, Column{Label: "note"})
			t.Title = i18n.T(x.Lang, "paper.itinerary-of", d)
			all = append(all, t)
		}
		when := i18n.Clock(i.Start)
		if i.End.After(i.Start) {
			when += "–" + i18n.Clock(i.End)
		}
		last := &all[len(all)-1]
		last.Rows = append(last.Rows, []any{when, i.Kind, i.Title, i.Place, i.People, i.Needs, i.For, i.Note})
	}
	return all
}

func (x Execution) lodging() Table {
	t := x.table("lodging", Column{Label: "for", Width: 18}, Column{Label: "hotel", Width: 20}, Column{Label: "stars"}, Column{Label: "rate", Unit: Sum}, Column{Label: "payer"}, Column{Label: "rooms"}, Column{Label: "nights"})
	for _, l := range x.Lodging {
		t.Rows = append(t.Rows, []any{l.Guests, l.Hotel, l.Stars, l.Rate, l.Payer, l.Rooms, l.Nights})
	}
	return t
}

func (x Execution) meals() Table {
	t := x.table("meals", Column{Label: "time", Width: 18}, Column{Label: "slot"}, Column{Label: "kind"}, Column{Label: "place"}, Column{Label: "count", Unit: Count}, Column{Label: "staff", Unit: Count}, Column{Label: "for"}, Column{Label: "people"}, Column{Label: "amount", Unit: Sum}, Column{Label: "diet", Width: 20}, Column{Label: "needs", Width: 20})
	for _, m := range x.Meals {
		t.Rows = append(t.Rows, []any{m.when(), m.Slot, m.Kind, m.Place, m.Guests, m.Staff, m.For, m.With, m.Amount, m.Diets, m.Requested})
	}
	return t
}

func (x Execution) vehicles() Table {
	t := x.table("vehicles", Column{Label: "vehicle", Width: 18}, Column{Label: "driver"}, Column{Label: "phone", Width: 16}, Column{Label: "for"})
	for _, v := range x.Vehicles {
		t.Rows = append(t.Rows, []any{v.Vehicle, v.Driver, v.Phone, v.For})
	}
	return t
}

func (x Execution) gifts() Table {
	t := x.table("gifts", Column{Label: "gift", Width: 18}, Column{Label: "for"}, Column{Label: "pieces", Unit: Count}, Column{Label: "amount", Unit: Sum}, Column{Label: "reason"})
	for _, g := range x.Gifts {
		t.Rows = append(t.Rows, []any{g.Gift, g.For, g.Pieces, g.Amount, g.Reason})
	}
	return t
}

func (x Execution) tasks() Table {
	t := x.table("tasks", Column{Label: "department", Width: 18}, Column{Label: "task", Width: 24}, Column{Label: "owner"}, Column{Label: "due", Width: 20}, Column{Label: "state"})
	for _, k := range x.Tasks {
		t.Rows = append(t.Rows, []any{k.Department, k.Task, k.Owner, k.Due, k.State})
	}
	return t
}

// narrow leaves out the columns that are empty in every row.
func (t Table) narrow() Table {
	n := Table{Title: t.Title, Rows: make([][]any, len(t.Rows))}
	for c, column := range t.Columns {
		filled := false
		for _, row := range t.Rows {
			filled = filled || !empty(row[c])
		}
		if !filled {
			continue
		}
		n.Columns = append(n.Columns, column)
		for r, row := range t.Rows {
			n.Rows[r] = append(n.Rows[r], row[c])
		}
	}
	return n
}

// empty says whether a cell says nothing.
func empty(cell any) bool {
	switch v := cell.(type) {
	case Amount:
		return v.Minor == 0
	case time.Time:
		return v.IsZero()
	}
	return cell == "" || cell == 0 || cell == nil
}
