package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// A Board is the agenda as a grid: days, in each the places or people as
// columns, time downwards.
type Board struct {
	From, To int // hours shown
	Hours    []int
	Days     []BoardDay
}

// Width is how many columns a day has.
func (b Board) Width() int {
	if len(b.Days) == 0 {
		return 0
	}
	return len(b.Days[0].Columns)
}

// A BoardDay is one day of the grid.
type BoardDay struct {
	Date    string
	Columns []Column
}

// A Column is a place or a person. Value is what a field gets when a block is
// moved here, Group which blocks may come.
type Column struct {
	Value, Name, Group string
	Blocks             []Block
}

// A Block is a stretch of time in a column: an item of this plan, or what
// somebody else holds. Its place is said by classes, for pages carry no styles.
type Block struct {
	Row         int    // of the form; -1: not ours
	Field       string // of the form, that a move into another column changes
	Kind, Title string
	Who, Where  string
	Level       string // the worst clash here: stop or warn
	Link        string // to the other reception of what is not ours, for whom it opens
	Start, End  int    // minutes of the day
	From, Until string // of the clock
	Lane, Lanes int
}

// Ours says whether the block is an item of this plan.
func (b Block) Ours() bool { return b.Row >= 0 }

// Place are the classes that put the block where it belongs.
func (b Block) Place() string {
	return fmt.Sprintf("h%d q%d e%d f%d l%d n%d", b.Start/60, b.Start%60/5, b.End/60, b.End%60/5, b.Lane, b.Lanes)
}

// A boarder lays out the items of a plan.
type boarder struct {
	l    i18n.Lang
	p    web.Page
	f    web.PlanForm
	rows map[string]int // item → row

}

// board lays out the days that are looked at.
func board(l i18n.Lang, p web.Page, f web.PlanForm) Board {
	x := boarder{l: l, p: p, f: f, rows: itemRows(f)}
	b := Board{From: 9, To: 17}
	for _, d := range f.Plan.Days {
		b.Days = append(b.Days, BoardDay{d.Date, x.columns(d)})
	}
	for _, d := range b.Days {
		for _, c := range d.Columns {
			for _, k := range c.Blocks {
				if k.Ours() {
					b.From, b.To = min(b.From, k.Start/60), max(b.To, (k.End+59)/60)
				}
			}
		}
	}
	b.From, b.To = max(b.From-1, 0), min(b.To+1, 24) // room to move
	for h := b.From; h < b.To; h++ {
		b.Hours = append(b.Hours, h)
	}
	return b
}

// itemRows finds the row of each item of the rehearsal.
func itemRows(f web.PlanForm) map[string]int {
	rows := map[string]int{}
	if f.Rows.Items == nil {
		return rows
	}
	for i, r := range *f.Rows.Items {
		rows[itemOfRow(r, i)] = i
	}
	return rows
}

// itemOfRow is the item that a row stands for; a new one is named by its place.
func itemOfRow(r web.ItemRow, i int) string { return cmp.Or(r.ID, web.NewID+strconv.Itoa(i)) }

// columns are those of one day, with what is in them.
func (x boarder) columns(d reception.BusyDay) []Column {
	list := x.places(d)
	if x.f.By == web.ByPeople {
		list = x.people(d)
	}
	for i := range list {
		c := &list[i]
		for _, it := range x.f.Plan.Plan.Items {
			if isOn(x.p, it.Start, d.Date) {
				c.Blocks = append(c.Blocks, x.blocks(*c, it)...)
			}
		}
		for _, b := range d.Busy {
			if b.Resource == c.Value && c.Value != "" {
				c.Blocks = append(c.Blocks, x.busy(d.Date, b))
			}
		}
		lanes(c.Blocks)
	}
	return list
}

// shownPlaces is how many places the grid shows though nothing is in them.
const shownPlaces = 8

// places are the rooms, what has no room, and the cars: those in use first.
func (x boarder) places(d reception.BusyDay) []Column {
	used := map[string]bool{}
	for _, it := range x.f.Plan.Plan.Items {
		for _, id := range it.Resources {
			used[id] = true
		}
	}
	for _, v := range x.f.Plan.Plan.Vehicles {
		used[v.Resource] = true
	}
	var rooms, cars []Column
	for _, wanted := range []bool{true, false} {
		for _, r := range x.f.Resources {
			room, car := is(r.Kind, "room", "equipment"), is(r.Kind, "vehicle")
			if used[r.ID] != wanted || r.Closed || !wanted && (is(r.Kind, "equipment") || len(rooms)+len(cars) >= shownPlaces) {
				continue
			}
			if room {
				rooms = append(rooms, Column{Value: r.ID, Name: r.Name, Group: "place"})
			} else if car {
				cars = append(cars, Column{Value: r.ID, Name: r.Name, Group: "car"})
			}
		}
	}
	rooms = append(rooms, Column{Name: i18n.T(x.l, "page.plan.elsewhere"), Group: "place"})
	return append(rooms, cars...)
}

// people are those who have a part in the plan, and nobody.
func (x boarder) people(reception.BusyDay) []Column {
	list := []Column{}
	add := func(id string) {
		if id != "" && !slices.ContainsFunc(list, func(c Column) bool { return c.Value == id }) && len(list) < 2*shownPlaces {
			list = append(list, Column{Value: id, Name: x.name(id), Group: "person"})
		}
	}
	for _, it := range x.f.Plan.Plan.Items {
		for _, a := range it.People {
			add(a.Staff)
		}
	}
	for _, a := range x.f.Plan.Plan.People {
		add(a.Staff)
	}
	add(refID(x.f.Plan.Plan.Specialist))
	return append(list, Column{Name: i18n.T(x.l, "page.plan.nobody"), Group: "person"})
}

// name is a person's.
func (x boarder) name(id string) string {
	for _, v := range x.f.People {
		if v.ID == id {
			return v.Name
		}
	}
	return id
}

// blocks are an item's in a column: none, one, or a car's beside the room's.
func (x boarder) blocks(c Column, it reception.Item) []Block {
	row, known := x.rows[it.ID]
	if !known {
		return nil
	}
	b := x.block(row, it)
	for _, clash := range x.f.Plan.Clashes {
		if clash.Item == it.ID && (clash.Resource == c.Value) && b.Level != "stop" {
			b.Level = clash.Level
		}
	}
	if b.Field = x.field(c, it, row); b.Field == "" {
		return nil
	}
	return []Block{b}
}

// field is the input that puts an item into a column; none, if it is not there.
func (x boarder) field(c Column, it reception.Item, row int) string {
	switch c.Group {
	case "person":
		in := slices.ContainsFunc(it.People, func(a reception.Assigned) bool { return a.Staff == c.Value })
		if in || c.Value == "" && len(it.People) == 0 {
			return fmt.Sprintf("items[%d].people", row)
		}
	case "car":
		for k, v := range x.f.Plan.Plan.Vehicles {
			if places := x.f.Places["vehicles"]; v.Item == it.ID && v.Resource == c.Value && k < len(places) {
				return fmt.Sprintf("vehicles[%d].resource", places[k])
			}
		}
	}
	for j, id := range it.Resources {
		if id == c.Value {
			return fmt.Sprintf("items[%d].resources[%d]", row, j)
		}
	}
	if c.Group == "place" && c.Value == "" && !x.hasRoom(it) {
		return fmt.Sprintf("items[%d].resources[%d]", row, len(it.Resources))
	}
	return ""
}

// hasRoom says whether the item is in a place of ours.
func (x boarder) hasRoom(it reception.Item) bool {
	return slices.ContainsFunc(x.f.Resources, func(r venue.View) bool {
		return is(r.Kind, "room", "equipment") && slices.Contains(it.Resources, r.ID)
	})
}

// block is an item with its time and words.
func (x boarder) block(row int, it reception.Item) Block {
	b := Block{Row: row, Kind: word(x.l, it.Kind), Title: cmp.Or(it.Title, word(x.l, it.Kind)), Where: it.Place}
	var who []string
	for _, a := range it.People {
		who = append(who, x.name(a.Staff))
	}
	b.Who = i18n.List(x.l, who...)
	return x.timed(b, local(x.p, it.Start).Format(time.DateOnly), it.Start, it.End)
}

// busy is what somebody else holds.
func (x boarder) busy(date string, s reception.Busy) Block {
	b := Block{Row: -1, Title: cmp.Or(s.With, s.Why, i18n.T(x.l, "page.plan.taken")), Link: refLink(x.p, s.With)}
	return x.timed(b, date, s.From, s.To)
}

// shortest is how tall a block is at least, in minutes, so that it can be read.
const shortest = 15

// timed puts a block on its day.
func (x boarder) timed(b Block, date string, from, to time.Time) Block {
	b.From, b.Until = clock(x.p, from), clock(x.p, to)
	b.Start, b.End = minuteOf(local(x.p, from), date), minuteOf(local(x.p, to), date)
	b.Start -= b.Start % 5
	b.End = min(max(b.End+(5-b.End%5)%5, b.Start+shortest), 24*60)
	return b
}

// minuteOf is a moment as a minute of a day: 0 before it, 24 hours after it.
func minuteOf(t time.Time, date string) int {
	switch day := t.Format(time.DateOnly); strings.Compare(day, date) {
	case -1:
		return 0
	case 1:
		return 24 * 60
	}
	return t.Hour()*60 + t.Minute()
}

// lanes puts blocks that overlap beside each other.
func lanes(blocks []Block) {
	slices.SortStableFunc(blocks, func(a, b Block) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	for first := 0; first < len(blocks); {
		ends, last, end := []int{}, first, 0
		for ; last < len(blocks) && (last == first || blocks[last].Start < end); last++ {
			b := &blocks[last]
			if b.Lane = slices.IndexFunc(ends, func(e int) bool { return e <= b.Start }); b.Lane < 0 {
				b.Lane, ends = len(ends), append(ends, 0)
			}
			ends[b.Lane], end = b.End, max(end, b.End)
		}
		for i := first; i < last; i++ {
			blocks[i].Lanes = min(len(ends), maxLanes)
			blocks[i].Lane = min(blocks[i].Lane, maxLanes-1)
		}
		first = last
	}
}

// maxLanes is how many blocks stand beside each other before they overlap.
const maxLanes = 4
