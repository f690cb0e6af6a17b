package page

import (
	"path"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
	"yingbin/shared/web"

	"html/template"
)

// A Part is what a component gets: the page, the thing to show and, where
// there is more, the rest.
type Part struct {
	Page web.Page
	V    any
	X    any
}

// part hands a component the page beside its own thing.
func part(p web.Page, v any, more ...any) Part {
	out := Part{Page: p, V: v}
	if len(more) > 0 {
		out.X = more[0]
	}
	return out
}

// company is the reader's; a page rendered for a test has none.
func company(p web.Page) *staff.Company {
	if p.Call == nil {
		return nil
	}
	return p.Call.Company
}

// staffName is a person's name by id; an unknown one is shown as it is.
func staffName(l i18n.Lang, p web.Page, id string) string {
	if c := company(p); c != nil {
		if who := c.Person(id); who != nil {
			return who.Called(l)
		}
	}
	return id
}

// departmentName is a department's name by id.
func departmentName(l i18n.Lang, p web.Page, id string) string {
	if c := company(p); c != nil {
		if d := c.Department(id); d != nil {
			return d.Called(l)
		}
	}
	return id
}

// departmentOf is the department of a person; empty where he is not known.
func departmentOf(p web.Page, id string) string {
	if c := company(p); c != nil {
		if who := c.Person(id); who != nil {
			return who.Department
		}
	}
	return ""
}

// people are everybody who works here, to choose from.
func people(l i18n.Lang, p web.Page) []Option {
	list := []Option{{}}
	if c := company(p); c != nil {
		for _, v := range c.Views(l) {
			if v.Active {
				list = append(list, Option{v.ID, i18n.Person(l, v.Name, v.Position)})
			}
		}
	}
	return list
}

// departments are those of the company, to choose from.
func departments(l i18n.Lang, p web.Page) []Option {
	list := []Option{{}}
	if c := company(p); c != nil {
		for _, d := range c.Departments() {
			list = append(list, Option{d.ID, d.Called(l)})
		}
	}
	return list
}

// A thingNames is what a company's rooms, cars and suppliers are called, by id.
type thingNames map[string]string

// things names the company's rooms, cars and suppliers by id.
func things(p web.Page) thingNames {
	c := company(p)
	if c == nil {
		return thingNames{}
	}
	names, err := staff.Derive(c, nameThings)
	if err != nil {
		return thingNames{} // the page shows ids
	}
	return names
}

func nameThings(c *staff.Company) (thingNames, error) {
	all, err := venue.Of(c)
	if err != nil {
		return nil, err
	}
	names := thingNames{}
	for _, v := range all.Views() {
		names[v.ID] = v.Name
	}
	return names, nil
}

// named gives the names for ids, an unknown id as it is.
func named(names thingNames, ids []string) []string {
	var list []string
	for _, id := range ids {
		if n := names[id]; n != "" {
			id = n
		}
		list = append(list, id)
	}
	return list
}

// guestNames names a reception's guests by id.
func guestNames(a *reception.ApplicationView) map[string]string {
	names := map[string]string{}
	if a != nil {
		for _, g := range a.Guests {
			names[g.ID] = g.Name
		}
	}
	return names
}

// party says who of the guests: everybody, so many, or by name.
func party(l i18n.Lang, p reception.Party, names map[string]string) string {
	switch {
	case len(p.IDs) > 0:
		return i18n.List(l, named(names, p.IDs)...)
	case p.Count > 0:
		return i18n.T(l, "page.people-n", p.Count)
	}
	return i18n.T(l, "page.everybody")
}

// A Due is a moment before which something is to be done.
type Due struct {
	At   time.Time
	Text string // how far away, then the moment itself
	Over bool
}

// due says how far away a moment is and when it is; nil for no moment.
func due(l i18n.Lang, p web.Page, v any) *Due {
	t, ok := moment(v)
	if !ok {
		return nil
	}
	d := Due{At: t, Text: when(l, p, t)}
	if at := now(p); !at.IsZero() {
		d.Over = t.Before(at)
		d.Text = i18n.Span(l, t.Sub(at)) + " · " + d.Text
	}
	return &d
}

// receptionOf is the reception that the page's address names.
func receptionOf(p web.Page) string {
	parts := strings.Split(p.Path, "/")
	if len(parts) > 2 && parts[1] == "receptions" && !slices.Contains(nowhere, parts[2]) {
		return parts[2]
	}
	return ""
}

// nowhere are the addresses below /receptions that are no reception.
var nowhere = []string{"new", "views", "evaluate", "guests"}

// idOf is the last part of the page's address.
func idOf(p web.Page) string { return path.Base(p.Path) }

// qr draws a pass; one that cannot be drawn is shown as text by the page.
func qr(text string) template.HTML {
	if text == "" {
		return ""
	}
	svg, err := paper.QRSVG(text)
	if err != nil {
		return ""
	}
	return template.HTML(svg) // only numbers
}

// today is the local date of the request.
func today(p web.Page) string {
	if now(p).IsZero() {
		return ""
	}
	return local(p, now(p)).Format(time.DateOnly)
}

// shift moves a local date by days.
func shift(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// on gives the plan's items of one local date.
func days(p web.Page, items []reception.Item) []string {
	var list []string
	for _, it := range items {
		if d := local(p, it.Start).Format(time.DateOnly); !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	slices.Sort(list)
	return list
}

// An AgendaDay is a local day with its items.
type AgendaDay struct {
	Day   string
	Items []reception.Item
}

// byDay sorts items by their local day.
func byDay(p web.Page, items []reception.Item) []AgendaDay {
	var list []AgendaDay
	for _, day := range days(p, items) {
		list = append(list, AgendaDay{Day: day})
	}
	for _, it := range items {
		day := local(p, it.Start).Format(time.DateOnly)
		i, _ := slices.BinarySearchFunc(list, day, func(d AgendaDay, day string) int { return strings.Compare(d.Day, day) })
		list[i].Items = append(list[i].Items, it)
	}
	return list
}

// isOn says whether a moment falls on a local date.
func isOn(p web.Page, t time.Time, day string) bool { return local(p, t).Format(time.DateOnly) == day }
