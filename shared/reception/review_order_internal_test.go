package reception

import (
	"slices"
	"testing"
	"time"
)

// TestDueFirst: what has a deadline comes before what has none.
func TestDueFirst(t *testing.T) {
	early := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	list := []time.Time{{}, early.Add(time.Hour), {}, early}
	slices.SortFunc(list, dueFirst)
	if !list[0].Equal(early) || !list[1].Equal(early.Add(time.Hour)) || !list[2].IsZero() || !list[3].IsZero() {
		t.Errorf("%v", list)
	}
}
