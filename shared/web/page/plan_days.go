package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A PlanDay is one day of the itinerary's list. All its rows are part of the
// form; a day that is not looked at is folded to what it has.
type PlanDay struct {
	Date     string
	Lines    []PlanLine
	Count    int       // of its items
	From, To time.Time // the first start and the last end
	Level    string    // the worst clash
	Open     bool
}

// A PlanLine is a row of the list with its place in the form.
type PlanLine struct {
	N int
	web.ItemRow
}

// planDays groups the rows by their days, each day with rows to write in. Open
// are the days of the grid, and those with something that wants to be seen.
func planDays(p web.Page) []PlanDay {
	var days []PlanDay
	f := planOf(p)
	for _, d := range f.Plan.Visit {
		days = append(days, PlanDay{Date: d, Open: lookedAt(f, d)})
	}
	at := func(date string) *PlanDay {
		k := slices.IndexFunc(days, func(d PlanDay) bool { return d.Date == date })
		if k < 0 {
			k, days = len(days), append(days, PlanDay{Date: date, Open: true})
		}
		return &days[k]
	}
	n := count(f.Rows.Items)
	for i := range n {
		r := (*f.Rows.Items)[i]
		d := at(r.Day)
		d.Lines = append(d.Lines, PlanLine{i, r})
		d.Open = d.Open || wrongItem(p, i) || r.Fresh || r.Others != ""
	}
	for _, it := range f.Plan.Plan.Items {
		at(local(p, it.Start).Format(time.DateOnly)).count(it, clashOf(f.Plan.Clashes, it.ID))
	}
	for i := range days {
		for range 1 + 2*min(f.Rows.More, 20) {
			days[i].Lines = append(days[i].Lines, PlanLine{n, web.ItemRow{Day: days[i].Date}})
			n++
		}
	}
	return days
}

// count takes an item into what the day has.
func (d *PlanDay) count(it reception.Item, level string) {
	if d.Count++; d.Count == 1 || it.Start.Before(d.From) {
		d.From = it.Start
	}
	if it.End.After(d.To) {
		d.To = it.End
	}
	if d.Level != "stop" {
		d.Level = cmp.Or(level, d.Level)
	}
}

// wrongItem says whether something in a row of the itinerary was refused.
func wrongItem(p web.Page, n int) bool {
	return p.Problem != nil && slices.ContainsFunc(p.Problem.Errors, func(e web.ProblemField) bool {
		return strings.HasPrefix(e.Field, "/items/"+strconv.Itoa(n)+"/")
	})
}
