package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// The hours that lanes and weeks show, in quarters. What begins earlier or
// ends later touches the edge.
const (
	firstHour = 7
	lastHour  = 21
	quarters  = 4 * (lastHour - firstHour)
)

// Lanes are the receptions of one day as bars over the hours.
type Lanes struct {
	Hours []Bar
	List  []Lane
	Now   string // where the present moment is, of a thousand; empty for another day
}

// A Lane is one reception with what its plan holds for that day.
type Lane struct {
	reception.Listed
	Bar    Bar
	Items  []Bar
	Counts *reception.Counts
	Clash  string // whom it must not meet that day
}

// A Bar is something that lasts: its class places it, s… the quarter in which
// it begins and n… how many it lasts.
type Bar struct {
	Class, Kind, Time, Text string
}

// placed puts a stretch of time on a local day; false where it lies outside.
func placed(p web.Page, day string, start, end time.Time) (Bar, bool) {
	if !isDay(day) {
		return Bar{}, false
	}
	from, to := quarter(p, day, start), quarter(p, day, end)
	if to <= 0 || from >= quarters || !start.Before(end) {
		return Bar{}, false
	}
	from = max(0, from)
	to = min(quarters, max(to, from+1))
	return Bar{Class: fmt.Sprintf("s%d n%d", from, to-from), Time: clock(p, start) + "–" + clock(p, end)}, true
}

// quarter is the quarter of an hour of a moment, counted on a local day from
// its first hour; other days lie far outside.
func quarter(p web.Page, day string, at time.Time) int {
	here := local(p, at)
	switch date := here.Format(time.DateOnly); {
	case date < day:
		return -1
	case date > day:
		return quarters
	}
	return (here.Hour()-firstHour)*4 + here.Minute()/15
}

func isDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}

// dayLanes puts a day's receptions one below the other.
func dayLanes(l i18n.Lang, p web.Page, day reception.CalendarDay, visits []reception.BoardVisit) Lanes {
	out := Lanes{Now: nowAt(p, day.Date)}
	for h := firstHour; h < lastHour; h += 2 {
		out.Hours = append(out.Hours, Bar{Class: fmt.Sprintf("s%d n8", (h-firstHour)*4), Text: strconv.Itoa(h)})
	}
	for _, r := range day.Receptions {
		lane := Lane{Listed: r, Clash: rivalOf(day, r.Number)}
		lane.Bar, _ = placed(p, day.Date, r.Start, r.End)
		for _, v := range visits {
			if v.Reception == r.Number {
				if lane.Items = itemBars(l, p, day.Date, v.Items); p.Name == "calendar" {
					lane.Counts = &v.Counts // the desk does not know who has come
				}
			}
		}
		out.List = append(out.List, lane)
	}
	return out
}

// itemBars are the items of a plan.
func itemBars(l i18n.Lang, p web.Page, day string, items []reception.Item) (list []Bar) {
	for _, it := range items {
		if b, ok := placed(p, day, it.Start, it.End); ok {
			b.Kind, b.Text = it.Kind, cmp.Or(it.Title, word(l, it.Kind))
			if it.Place != "" {
				b.Text += " · " + it.Place
			}
			list = append(list, b)
		}
	}
	return list
}

// nowAt is how far the present is through the hours of a day.
func nowAt(p web.Page, day string) string {
	at := now(p)
	if at.IsZero() || today(p) != day {
		return ""
	}
	here := local(p, at)
	minutes := here.Hour()*60 + here.Minute() - firstHour*60
	if minutes < 0 || minutes > quarters*15 {
		return ""
	}
	return strconv.Itoa(minutes * 1000 / (quarters * 15))
}

// rivalOf says whom a reception must not meet that day: by name where the
// reader sees the other, otherwise by number.
func rivalOf(day reception.CalendarDay, number string) string {
	for _, c := range day.Clashes {
		other := c.B
		if c.B == number {
			other = c.A
		}
		if number != "" && (c.A == number || c.B == number) {
			for _, r := range day.Receptions {
				if r.Number == other {
					return r.Customer.Name
				}
			}
			return other
		}
	}
	return ""
}

// todayLanes are the lanes of the desk.
func todayLanes(l i18n.Lang, p web.Page, d web.Desk) Lanes {
	return dayLanes(l, p, reception.CalendarDay{Date: today(p), Receptions: d.Today}, d.Visits)
}

// A CalendarPage is a month, a week or a day with the ways to the others.
type CalendarPage struct {
	View                        string // month, week, day
	Title                       string
	Back, Now, Next             string // addresses
	BackWord, NowWord, NextWord string
	Views                       map[string]string // address by view
	Heads                       []string
	Lead, Trail                 []int // the cells of a month before and after its days
	Hours                       []Bar // of a week
	Lanes                       Lanes // of a day
	Nobody                      bool  // comes in these days
	IsNow                       bool  // today is among them
	today, first                time.Time
}

// calendarPage frames the days that the calendar gives.
func calendarPage(l i18n.Lang, p web.Page) CalendarPage {
	v, _ := p.View.(web.Calendar)
	c := CalendarPage{View: viewOf(v.Days), Views: map[string]string{}, Nobody: true}
	if len(v.Days) == 0 {
		c.Title = i18n.T(l, "page.calendar")
		return c
	}
	c.first, _ = time.Parse(time.DateOnly, v.Days[0].Date)
	c.today, _ = time.Parse(time.DateOnly, today(p))
	for _, d := range v.Days {
		c.Nobody = c.Nobody && len(d.Receptions) == 0
		c.IsNow = c.IsNow || d.Date == today(p)
	}
	c.ways(l, v.Days)
	switch c.View {
	case "day":
		c.Lanes = dayLanes(l, p, v.Days[0], v.Visits)
	case "week":
		for h := firstHour; h < lastHour; h++ {
			c.Hours = append(c.Hours, Bar{Class: fmt.Sprintf("s%d n4", (h-firstHour)*4), Text: fmt.Sprintf("%02d:00", h)})
		}
	}
	return c
}

// viewOf tells the view by how many days there are.
func viewOf(days []reception.CalendarDay) string {
	switch {
	case len(days) == 1:
		return "day"
	case len(days) > 1 && len(days) <= 7:
		return "week"
	}
	return "month"
}

// ways are the title, the addresses and the words around the days.
func (c *CalendarPage) ways(l i18n.Lang, days []reception.CalendarDay) {
	to := func(view string, day time.Time) string {
		return "/calendar?view=" + view + "&date=" + day.Format(time.DateOnly)
	}
	middle := c.first.AddDate(0, 0, len(days)/2)
	month := time.Date(middle.Year(), middle.Month(), 1, 0, 0, 0, 0, time.UTC)
	at := middle // the day that the other views open at: today where it is shown
	if c.IsNow {
		at = c.today
	}
	switch c.View {
	case "day":
		c.Title = i18n.Date(l, c.first, c.today)
		c.Back, c.Next = to("day", c.first.AddDate(0, 0, -1)), to("day", c.first.AddDate(0, 0, 1))
	case "week":
		last := c.first.AddDate(0, 0, len(days)-1)
		c.Title = i18n.Date(l, c.first, c.today) + " – " + i18n.Date(l, last, c.today)
		c.Back, c.Next = to("week", c.first.AddDate(0, 0, -7)), to("week", c.first.AddDate(0, 0, 7))
	default:
		c.Title = i18n.Month(l, middle)
		c.Back, c.Next = to("month", month.AddDate(0, -1, 0)), to("month", month.AddDate(0, 1, 0))
		c.Lead = seq((int(c.first.Weekday()) + 6) % 7)
		c.Trail = seq((7 - (len(c.Lead)+len(days))%7) % 7)
		for i := range 7 {
			c.Heads = append(c.Heads, i18n.Weekday(l, time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC)))
		}
	}
	c.Now = to(c.View, c.today)
	if c.today.IsZero() {
		c.Now = "/calendar?view=" + c.View
	}
	for _, view := range []string{"month", "week", "day"} {
		c.Views[view] = to(view, at)
	}
	c.BackWord, c.NextWord, c.NowWord = i18n.T(l, "page.back-"+c.View), i18n.T(l, "page.next-"+c.View), i18n.T(l, "page.this-"+c.View)
}

// weekBars are the receptions of one day of a week, those that begin first first.
func weekBars(p web.Page, day reception.CalendarDay) []Lane {
	var list []Lane
	for _, r := range day.Receptions {
		b, ok := placed(p, day.Date, r.Start, r.End)
		if !ok {
			b = Bar{Class: "s0 n2", Time: clock(p, r.Start)} // outside the hours, yet of this day
		}
		list = append(list, Lane{Listed: r, Bar: b, Clash: rivalOf(day, r.Number)})
	}
	slices.SortStableFunc(list, func(a, b Lane) int { return a.Start.Compare(b.Start) })
	return list
}

// turnOf says whose turn it is with a reception: the people it waits for, or
// the office, or what its state waits for.
func turnOf(l i18n.Lang, p web.Page, r reception.Listed) string {
	var names []string
	for _, id := range r.Waits {
		if id != "" {
			names = append(names, staffName(l, p, id))
		}
	}
	if len(names) > 0 {
		if r.State == reception.Review {
			return i18n.T(l, "page.waits-for-reviewers", i18n.List(l, names...))
		}
		return i18n.T(l, "page.waits-for-people", i18n.List(l, names...))
	}
	if key := "page.waits-for-" + string(r.State); i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return ""
}

// ago says how long something has been so, with the moment itself.
func ago(l i18n.Lang, p web.Page, v any) string {
	t, ok := moment(v)
	if !ok || now(p).IsZero() {
		return when(l, p, v)
	}
	return i18n.Span(l, t.Sub(now(p)))
}

// phase says whether a stretch of time is past, present or still to come.
func phase(p web.Page, start, end time.Time) string {
	switch at := now(p); {
	case at.IsZero() || at.Before(start):
		return "ahead"
	case at.Before(end):
		return "present"
	}
	return "past"
}
