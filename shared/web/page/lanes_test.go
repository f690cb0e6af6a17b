package page

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// Bars lie where their hours are; what begins before seven or ends after nine
// touches the edge, what is on another day is not there.
func TestPlaced(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	for _, tt := range []struct {
		start, end time.Time
		class      string
	}{
		{at(24, 9, 0), at(24, 17, 0), "s8 n32"}, {at(24, 9, 50), at(24, 10, 0), "s11 n1"}, {at(24, 5, 0), at(24, 8, 0), "s0 n4"},
		{at(24, 20, 0), at(25, 2, 0), "s52 n4"}, {at(23, 9, 0), at(25, 9, 0), "s0 n56"}, {at(24, 22, 0), at(24, 23, 0), ""}, {at(25, 9, 0), at(25, 10, 0), ""},
		{at(24, 5, 0), at(24, 6, 0), ""}, {at(24, 10, 0), at(24, 10, 0), ""},
	} {
		if b, _ := placed(web.Page{}, "2026-11-24", tt.start, tt.end); b.Class != tt.class {
			t.Errorf("%s to %s lies at %q, want %q", tt.start, tt.end, b.Class, tt.class)
		}
	}
}

// Whom a visit must not meet is said by name where the reader sees the other.
func TestRivalOf(t *testing.T) {
	day := reception.CalendarDay{Receptions: []reception.Listed{{Number: "R-1", Customer: reception.Ref{Name: "甲"}}, {Number: "R-2", Customer: reception.Ref{Name: "乙"}}},
		Clashes: []reception.MeetClash{{A: "R-1", B: "R-2"}, {A: "R-3", B: "R-9"}}}
	for number, want := range map[string]string{"R-1": "乙", "R-2": "甲", "R-3": "R-9", "R-4": "", "": ""} {
		if got := rivalOf(day, number); got != want {
			t.Errorf("%s meets %q, want %q", number, got, want)
		}
	}
}

// A chip leads to the list without its filter; a saved view is marked where it
// is open.
func TestChips(t *testing.T) {
	p := web.Page{Path: "/receptions", Query: url.Values{"state": {"review"}, "mine": {"1"}, "cursor": {"c"}}}
	want := []Chip{{Text: "In review", Href: "/receptions?mine=1"}, {Text: i18n.T(i18n.EN, "page.mine"), Href: "/receptions?state=review"}}
	want[0].Text = word(i18n.EN, "review")
	if d := cmp.Diff(want, chips(i18n.EN, p)); d != "" {
		t.Error(d)
	}
	on := 0
	for _, c := range ready(i18n.EN, p, []staff.SavedView{{Name: "x", Query: "mine=1&state=review"}, {Name: "y", Query: "mine=1"}}) {
		if c.On {
			on++
			if c.Text != "x" {
				t.Errorf("%s is marked", c.Text)
			}
		}
	}
	if on != 1 {
		t.Errorf("%d views are marked", on)
	}
}

// The tour has six steps for everybody, none of which is closed to him.
func TestTour(t *testing.T) {
	for _, role := range staff.Roles() {
		steps := tour(web.Page{Who: &staff.Person{Roles: []staff.Role{role}}})
		if len(steps) != 6 {
			t.Errorf("%s: %d steps", role, len(steps))
		}
	}
}
