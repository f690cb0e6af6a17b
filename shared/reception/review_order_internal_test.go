package reception

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What has no due time presses as much as its visit is near: on the desk and
// among the reviews; what has neither comes last.
func TestWhatPresses(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 0, time.UTC) }
	asks := []AskRow{{Number: "undated, on 26", Start: day(26)}, {Number: "by 25", Due: day(25), Start: day(30)}, {Number: "by 27", Due: day(27), Start: day(28)},
		{Number: "undated, on 24", Start: day(24)}}
	slices.SortStableFunc(asks, func(a, b AskRow) int { return a.presses().Compare(b.presses()) })
	d := desk{desk: Desk{Owed: []Owed{{ID: "timeless"}, {ID: "undated, on 26", Start: new(day(26))}, {ID: "by 25", Due: new(day(25)), Start: new(day(30))},
		{ID: "by 27", Due: new(day(27))}, {ID: "late", Due: new(day(23)), Overdue: true}, {ID: "undated, on 24", Start: new(day(24))}}}}
	d.sort()
	var reviews, owed []string
	for _, a := range asks {
		reviews = append(reviews, a.Number)
	}
	for _, o := range d.desk.Owed {
		owed = append(owed, o.ID)
	}
	want := []string{"undated, on 24", "by 25", "undated, on 26", "by 27"}
	if d := cmp.Diff(want, reviews); d != "" {
		t.Errorf("reviews (-want +got):\n%s", d)
	}
	if d := cmp.Diff(slices.Concat([]string{"late"}, want, []string{"timeless"}), owed); d != "" {
		t.Errorf("the desk (-want +got):\n%s", d)
	}
}
