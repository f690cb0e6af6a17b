package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// due lists what the minute's sweep finds until a moment.
func due(t *testing.T, db store.DB, at time.Time) []store.Doc {
	t.Helper()
	docs, err := store.All(t.Context(), db, store.Query{Index: store.Due, In: staff.DueMinute, To: at.UTC().Format("20060102T150405.000")})
	if err != nil {
		t.Fatal(err)
	}
	return docs
}

// TestAnAbsenceBegins: who enters two absences for later is due at the beginning
// of each, and what is open with him, or with whom he stands in for, is handed on
// by one event; a failing write is made up for by the next sweep.
func TestAnAbsenceBegins(t *testing.T) {
	s, db := demo(t)
	for _, x := range []struct {
		by  string
		cmd staff.SetDelegation
	}{
		{"head", staff.SetDelegation{To: "sales2", From: day(1), Until: day(3)}},
		{"head", staff.SetDelegation{To: "sales", From: day(7), Until: day(9)}},
		{"director", staff.SetDelegation{To: "head", Until: day(9)}},
	} {
		if _, err := s.Delegate(t.Context(), staff.Act{By: x.by, At: now}, x.cmd); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		before, at time.Time
		failure    storetest.Failure
	}{{day(1).Add(-time.Second), *day(1), storetest.Lost}, {day(7).Add(-time.Second), day(7).Add(time.Hour), storetest.Unanswered}} {
		if early := due(t, db, x.before); len(early) != 0 {
			t.Fatalf("due at %s: %v", x.before, early)
		}
		waiting := due(t, db, x.at)
		if len(waiting) != 1 || waiting[0].SK != "STAFF#head" {
			t.Fatalf("due at %s: %v", x.at, waiting)
		}
		db.Fail(x.failure)
		if _, err := s.Begin(t.Context(), waiting[0].Key, x.at); err == nil {
			t.Fatal("the failure was not seen")
		}
		for range 2 {
			if _, err := s.Begin(t.Context(), waiting[0].Key, x.at); err != nil {
				t.Fatal(err)
			}
		}
	}
	if left := due(t, db, *day(99)); len(left) != 0 {
		t.Errorf("still due: %v", left)
	}
	var told []string
	docs, err := store.All(t.Context(), db, store.Query{Index: store.Due, In: event.Outbox})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		full, err := db.Get(t.Context(), d.Key)
		if err != nil {
			t.Fatal(err)
		}
		e, err := event.Decode(full[0])
		if err != nil {
			t.Fatal(err)
		}
		if people := staff.MovedBy(e); e.Kind == staff.EventAway {
			slices.Sort(people)
			told = append(told, e.At.UTC().Format("2 15:04"), people[0], people[1])
		}
	}
	if d := cmp.Diff([]string{"23 10:00", "director", "head", "29 10:00", "director", "head"}, told); d != "" {
		t.Error(d)
	}
}

// TestNoAbsenceBegins for who took it back, or left before.
func TestNoAbsenceBegins(t *testing.T) {
	s, db := demo(t)
	later := staff.SetDelegation{To: "sales2", From: day(1), Until: day(3)}
	for _, by := range []string{"head", "rd"} {
		if _, err := s.Delegate(t.Context(), staff.Act{By: by, At: now}, later); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Delegate(t.Context(), staff.Act{By: "head", At: now}, staff.SetDelegation{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Leave(t.Context(), admin("k"), "rd", staff.Leave{Version: load(t, s).Person("rd").Version, Successor: "supply"}); err != nil {
		t.Fatal(err)
	}
	if left := due(t, db, *day(99)); len(left) != 0 {
		t.Errorf("still due: %v", left)
	}
}
