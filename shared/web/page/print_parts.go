package page

import (
	"fmt"
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// ofSheet are the papers made of the execution sheet, which bear its revision.
var ofSheet = []string{reception.PaperSheet, reception.PaperSlips, reception.PaperItinerary, reception.PaperSeating}

// revised is the revision that a paper is made of; 0 for one that has none.
func revised(v web.PrintView) int {
	if v.Sheet == nil || !slices.Contains(ofSheet, v.Paper) {
		return 0
	}
	return v.Sheet.Revision
}

// marked says what a paper is not good for: it is a draft, was returned,
// declined or cancelled, or its sheet is not published. Reasons stay in the
// house: guests' papers have none.
func marked(l i18n.Lang, v web.PrintView) string {
	r := v.Reception
	says := func(state, reason string) string {
		if reason == "" || v.ForGuests() {
			return capital(word(l, state))
		}
		return i18n.T(l, "print.mark.reason", capital(word(l, state)), reason)
	}
	switch {
	case r.State == reception.Cancelled || r.State == reception.Declined:
		return says(string(r.State), r.Reason)
	case r.Returned != nil && (r.State == reception.Draft || v.Paper != reception.PaperApplication):
		return says("returned", r.Returned.Comment)
	case r.State == reception.Draft:
		return i18n.T(l, "print.mark.draft")
	case v.Sheet != nil && v.Sheet.Revision == 0 && slices.Contains(ofSheet, v.Paper):
		return i18n.T(l, "print.unpublished")
	}
	return ""
}

// stays are the hotels of those whom an itinerary is for, each once: how many
// rooms there are is not the guests' concern.
func stays(v web.PrintView) []reception.Lodging {
	var list []reception.Lodging
	for _, x := range v.Sheet.Lodging {
		one := reception.Lodging{Hotel: x.Hotel, Stars: x.Stars, From: x.From, To: x.To}
		same := func(o reception.Lodging) bool {
			return o.Hotel == one.Hotel && o.From == one.From && o.To == one.To
		}
		if v.Guest != nil && len(x.Guests.IDs) > 0 && !slices.Contains(x.Guests.IDs, v.Guest.ID) || x.Hotel == "" || slices.ContainsFunc(list, same) {
			continue
		}
		list = append(list, one)
	}
	return list
}

// needed are the totals that a department's tasks are about: nobody reads of
// diets who does not feed the guests.
func needed(all *reception.Totals, tasks []reception.TaskView) *reception.Totals {
	if all == nil {
		return nil
	}
	needs := func(what string) bool {
		return slices.ContainsFunc(tasks, func(k reception.TaskView) bool { return slices.Contains(k.Needs, what) })
	}
	some := reception.Totals{}
	if needs(reception.NeedsDiets) {
		some.Diets = all.Diets
	}
	if needs(reception.NeedsRooms) {
		some.Rooms = all.Rooms
	}
	return &some
}

// dietLines are the diets, a line for each meal in the order of the meals.
func dietLines(l i18n.Lang, p web.Page, meals []reception.Meal, list []reception.DietTotal) []string {
	var lines []string
	for _, m := range reception.MealsInOrder(meals) {
		var diets []string
		for _, d := range list {
			if d.Meal == m.ID {
				diets = append(diets, fmt.Sprintf("%s × %d", d.Diet, d.Count))
			}
		}
		if len(diets) > 0 {
			lines = append(lines, capital(mealName(l, p, meals, m.ID))+" · "+i18n.List(l, diets...))
		}
	}
	return lines
}

// seatTurn says where a seat is, counted from the seat of honour.
func seatTurn(l i18n.Lang, turn int) string {
	switch {
	case turn > 0:
		return i18n.T(l, "print.turn.right", turn)
	case turn < 0:
		return i18n.T(l, "print.turn.left", -turn)
	}
	return i18n.T(l, "print.turn.seat")
}

// manyTables says whether a drawing has no names, so that the list tells the seats.
func manyTables(t web.Tables) bool { return len(t.Seating.Tables) > 1 }

// besideDrawing is how many lines fit beside the drawing of the tables, and
// besideLetters how many Chinese letters one of its cells and lines has.
const (
	besideDrawing = 22
	besideLetters = 7
	besideLine    = 20
)

// smallParty says whether the list of seats fits beside the drawing.
func smallParty(t web.Tables) bool {
	n := 0
	for _, table := range t.Seating.Tables {
		for _, s := range table.Seats {
			n += max(lineCount(s.Name, besideLetters), lineCount(s.Position, besideLetters))
		}
		for _, d := range table.Others {
			n += max(lineCount(d.Name, besideLetters), lineCount(d.Position, besideLetters))
		}
	}
	for _, x := range t.Introductions {
		n += lineCount(strings.Repeat("　", 8)+x.Who.Name+x.Who.Position, besideLine)
	}
	return n <= besideDrawing
}

// lineCount is about how many lines a text takes in so many Chinese letters' width.
func lineCount(text string, letters int) int {
	n := 0
	for _, r := range text {
		if n++; r > 0x2e80 {
			n++
		}
	}
	return max(1, (n+2*letters-1)/(2*letters))
}

// taskBreak says where the tasks of a department are cut into parts of a table,
// by the class of the part that begins: the name of the department stays with
// its first task, and the signatures with the last two. Browsers keep a part
// together, but break between rows as they like once a table goes over a page.
func taskBreak(i, n int, last bool) string {
	switch {
	case last && n > 2 && i == n-2:
		return "keep"
	case i == 1 && (!last || n > 3):
		return "rest"
	}
	return ""
}
