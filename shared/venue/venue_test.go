package venue_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/store/storetest"
	"yingbin/shared/venue"
)

var zone = time.FixedZone("CST", 8*3600)

// clock gives a moment of 24 November 2026 on the site's wall clock; hours
// beyond 24 are of the next day.
func clock(hour, minute int) time.Time { return time.Date(2026, 11, 24, hour, minute, 0, 0, zone) }

func wish(thing venue.Thing, reception string, from, to time.Time) venue.Wish {
	return venue.Wish{Thing: thing, Booking: venue.Booking{From: from, To: to, Reception: reception, Item: "i1", Customer: "c" + reception}}
}

func room(gap time.Duration) venue.Thing { return venue.Thing{Type: "ROOM", ID: "a", Gap: gap} }

func empty(t *testing.T) *venue.Ledger {
	t.Helper()
	l, err := venue.Open(zone)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOverlapAndBuffer(t *testing.T) {
	for name, x := range map[string]struct {
		from, to time.Time
		gap      time.Duration
		stops    bool
	}{
		"before":               {clock(8, 0), clock(9, 0), 0, false},
		"touching before":      {clock(8, 0), clock(10, 0), 0, false},
		"touching after":       {clock(11, 0), clock(12, 0), 0, false},
		"a minute into it":     {clock(8, 0), clock(10, 1), 0, true},
		"a second into it":     {clock(8, 0), clock(10, 0).Add(time.Second), 0, false},
		"inside":               {clock(10, 15), clock(10, 30), 0, true},
		"around":               {clock(9, 0), clock(12, 0), 0, true},
		"touching with buffer": {clock(11, 0), clock(12, 0), 15 * time.Minute, true},
		"in the buffer":        {clock(11, 14), clock(12, 0), 15 * time.Minute, true},
		"after the buffer":     {clock(11, 15), clock(12, 0), 15 * time.Minute, false},
		"buffer before":        {clock(9, 0), clock(9, 46), 15 * time.Minute, true},
		"before the buffer":    {clock(9, 0), clock(9, 45), 15 * time.Minute, false},
		"other zone, touching": {clock(11, 0).UTC(), clock(12, 0).UTC(), 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			l := empty(t)
			l.Take(wish(room(x.gap), "R-1", clock(10, 0), clock(11, 0)))
			if got := !l.Free(wish(room(x.gap), "R-2", x.from, x.to)); got != x.stops {
				t.Errorf("stopped: %v", got)
			}
			if !l.Free(wish(room(x.gap), "R-1", x.from, x.to)) {
				t.Error("a reception clashes with itself")
			}
		})
	}
}

func TestPastMidnight(t *testing.T) {
	l := empty(t)
	l.Take(wish(room(30*time.Minute), "R-1", clock(22, 0), clock(25, 0)))
	ops, err := l.Ops()
	if err != nil || len(ops) != 2 || ops[0].Doc.PK != "day#2026-11-24" || ops[1].Doc.PK != "day#2026-11-25" {
		t.Fatalf("%v, %v", ops, err)
	}
	if want := time.Date(2027, 2, 22, 0, 0, 0, 0, zone); !ops[0].Doc.Expires.Equal(want) {
		t.Errorf("expires %s, want %s", ops[0].Doc.Expires, want)
	}
	if l.Free(wish(room(30*time.Minute), "R-2", clock(24, 30), clock(26, 0))) {
		t.Error("free while taken after midnight")
	}
	if clashes := l.Clashes(wish(room(0), "R-2", clock(20, 0), clock(30, 0))); len(clashes) != 1 {
		t.Errorf("one booking is told %d times", len(clashes))
	}
	if len(l.Held("R-1")) != 1 {
		t.Errorf("held: %v", l.Held("R-1"))
	}
	// The buffer reaches across midnight.
	l = empty(t)
	l.Take(wish(room(30*time.Minute), "R-1", clock(22, 0), clock(23, 45)))
	if l.Free(wish(room(30*time.Minute), "R-2", clock(24, 0), clock(25, 0))) {
		t.Error("the buffer ended at midnight")
	}
	// Ending at midnight touches no other day.
	if keys := venue.Keys(zone, wish(room(0), "R-1", clock(22, 0), clock(24, 0))); len(keys) != 1 {
		t.Errorf("%v", keys)
	}
}

func TestReleaseAndHeld(t *testing.T) {
	l := empty(t)
	a, b := wish(room(0), "R-1", clock(9, 0), clock(10, 0)), wish(venue.Person("sales"), "R-1", clock(9, 0), clock(10, 0))
	b.Item = "i2"
	l.Take(a)
	l.Take(b)
	l.Release("R-1", "i2")
	if held := l.Held("R-1"); len(held) != 1 || held[0].Item != "i1" {
		t.Errorf("held %v", held)
	}
	if !l.Free(wish(venue.Person("sales"), "R-2", clock(9, 0), clock(10, 0))) {
		t.Error("released, but not free")
	}
	l.Release("R-1", "")
	if ops, err := l.Ops(); err != nil || len(ops) != 0 {
		t.Errorf("taken and released in one: %v, %v", ops, err)
	}
}

func TestRivalsAtTheSamePlaceAreWarnedOf(t *testing.T) {
	l := empty(t)
	a, b := wish(room(0), "R-1", clock(9, 0), clock(10, 0)), wish(room(0), "R-2", clock(15, 0), clock(16, 0))
	a.Rival, b.Rival = "phones", "phones"
	l.Take(a)
	clashes := l.Take(b)
	if len(clashes) != 1 || clashes[0].Level != venue.Warn || clashes[0].With != "R-1" {
		t.Errorf("%+v", clashes)
	}
	if len(l.Held("R-2")) != 1 {
		t.Error("a warning kept from booking")
	}
}

// company opens the demonstration company with its rooms.
func company(t *testing.T) (*venue.Service, *storetest.Flaky) {
	t.Helper()
	db, err := sqlitestore.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	flaky := storetest.Faulty(db)
	if err := staff.StartTrial(t.Context(), flaky); err != nil {
		t.Fatal(err)
	}
	s := &staff.Service{DB: flaky}
	info, entries := staff.Fixture()
	if err := s.Import(t.Context(), info, append(entries, venue.Fixture()...)...); err != nil {
		t.Fatal(err)
	}
	return &venue.Service{DB: flaky, Staff: s}, flaky
}

func load(t *testing.T, s *venue.Service) *venue.Resources {
	t.Helper()
	rs, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func act(by, key string) staff.Act { return staff.Act{By: by, At: clock(8, 0), Key: key} }

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestFixtureAndReferences(t *testing.T) {
	s, _ := company(t)
	rs := load(t, s)
	var got []string
	for _, v := range rs.Views() {
		got = append(got, v.ID)
	}
	if d := cmp.Diff([]string{"room-a", "room-b", "showroom", "car", "van"}, got); d != "" {
		t.Error(d)
	}
	if rs.Find("展厅").ID != "showroom" || rs.Find("meeting ROOM a").ID != "room-a" || rs.Find("nowhere") != nil {
		t.Error("references are wrong")
	}
	if len(rs.Things(venue.Vehicle)) != 2 {
		t.Error("vehicles are not bookable")
	}
}

func TestAddEditClose(t *testing.T) {
	s, _ := company(t)
	ctx := t.Context()
	v, err := s.Add(ctx, act("admin", "k"), venue.AddResource{Name: "贵宾室", Kind: "room", Buffer: 20})
	if err != nil || v.Buffer != 20 {
		t.Fatalf("%+v, %v", v, err)
	}
	if again, err := s.Add(ctx, act("admin", "k"), venue.AddResource{Name: "贵宾室", Kind: "room", Buffer: 20}); err != nil || again.ID != v.ID {
		t.Errorf("%+v, %v", again, err)
	}
	for want, cmd := range map[string]venue.AddResource{
		"invalid": {Name: "x", Kind: "castle"}, "required": {Kind: "room"}, "out-of-range": {Name: "x", Kind: "room", Buffer: -1},
	} {
		if _, err := s.Add(ctx, act("admin", ""), cmd); code(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := s.Add(ctx, act("office", ""), venue.AddResource{Name: "x", Kind: "room"}); code(err) != "forbidden" {
		t.Error(err)
	}
	edit := venue.EditResource{Version: v.Version, Closed: true, AddResource: venue.AddResource{Name: "贵宾室", Kind: "room"}}
	if v, err = s.Edit(ctx, act("admin", ""), v.ID, edit); err != nil || !v.Closed {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err = s.Edit(ctx, act("admin", ""), v.ID, edit); code(err) != "stale-version" {
		t.Error(err)
	}
	if rs := load(t, s); len(rs.List()) != 5 || rs.Get(v.ID) == nil {
		t.Error("a closed resource is listed, or forgotten")
	}
}

func block(from, to time.Time) venue.BlockResource {
	return venue.BlockResource{From: &from, To: &to, Why: "检修"}
}

func TestBlocks(t *testing.T) {
	s, flaky := company(t)
	ctx := t.Context()
	b, err := s.Block(ctx, act("office", "k"), "room-a", block(clock(9, 0), clock(12, 0)))
	if err != nil {
		t.Fatal(err)
	}
	docs, err := flaky.Get(ctx, venue.DayKey("2026-11-24", venue.Thing{Type: "ROOM", ID: "room-a"}))
	if err != nil {
		t.Fatal(err)
	}
	l, err := venue.Open(zone, docs...)
	if err != nil {
		t.Fatal(err)
	}
	w := wish(venue.Thing{Type: "ROOM", ID: "room-a"}, "R-1", clock(11, 0), clock(13, 0))
	if c := l.Clashes(w); len(c) != 1 || c[0].Level != venue.Stop || c[0].With != b.ID || c[0].Why != "检修" {
		t.Errorf("%+v", c)
	}
	if _, err := s.Block(ctx, act("office", "j"), "room-a", block(clock(11, 0), clock(13, 0))); code(err) != "clash" {
		t.Error(err)
	}
	if _, err := s.Unblock(ctx, act("office", ""), "room-a", b.ID, block(clock(9, 0), clock(12, 0))); err != nil {
		t.Error(err)
	}
	if _, err := s.Unblock(ctx, act("admin", ""), "room-a", b.ID, block(clock(9, 0), clock(12, 0))); code(err) != "not-found" {
		t.Error(err)
	}
	if _, err := s.Block(ctx, act("office", "l"), "room-a", block(clock(11, 0), clock(13, 0))); err != nil {
		t.Error(err)
	}
}

func TestWhoMayBlock(t *testing.T) {
	s, _ := company(t)
	ctx := t.Context()
	for _, x := range []struct{ by, what, want string }{
		{"sales", "sales@demo.example", ""}, {"sales", "head", "forbidden"}, {"office", "rd", ""},
		{"sales", "room-a", "forbidden"}, {"admin", "van", ""}, {"admin", "nothing", "not-found"},
	} {
		if _, err := s.Block(ctx, act(x.by, ""), x.what, block(clock(9, 0), clock(12, 0))); code(err) != x.want {
			t.Errorf("%s blocks %s: %v, want %q", x.by, x.what, err, x.want)
		}
	}
	if _, err := s.Block(ctx, act("admin", ""), "car", block(clock(9, 0), clock(9, 0))); code(err) != "end-before-start" {
		t.Error(err)
	}
}

func TestInjectedFailures(t *testing.T) {
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		t.Run(failure.String(), func(t *testing.T) {
			s, flaky := company(t)
			flaky.FailAt(0, failure)
			if _, err := s.Block(t.Context(), act("office", "k"), "car", block(clock(9, 0), clock(12, 0))); code(err) != "unavailable" {
				t.Fatal(err)
			}
			if _, err := s.Block(t.Context(), act("office", "k"), "car", block(clock(9, 0), clock(12, 0))); err != nil {
				t.Fatal(err)
			}
			docs, err := flaky.Get(t.Context(), venue.DayKey("2026-11-24", venue.Thing{Type: "CAR", ID: "car"}))
			if err != nil || docs[0].Version != 1 {
				t.Errorf("written %d times, %v", docs[0].Version, err)
			}
		})
	}
}

// Two planners want the same room and have both read that it is free: exactly
// one commit wins.
func TestOneOfTwoPlannersWins(t *testing.T) {
	_, db := company(t)
	ctx := t.Context()
	for round := range 20 {
		from := clock(9, 0).AddDate(0, 0, round)
		plans := [][]store.Op{planned(t, db, "R-1", from), planned(t, db, "R-2", from)}
		errs := make([]error, len(plans))
		var wg sync.WaitGroup
		for i, ops := range plans {
			wg.Go(func() { errs[i] = db.Commit(ctx, ops...) })
		}
		wg.Wait()
		var conflict *store.Conflict
		if (errs[0] == nil) == (errs[1] == nil) || !errors.As(errors.Join(errs...), &conflict) {
			t.Fatalf("round %d: %v", round, errs)
		}
	}
}

// planned reads a room and gives the operations that book it for an hour.
func planned(t *testing.T, db store.DB, reception string, from time.Time) []store.Op {
	t.Helper()
	w := wish(room(0), reception, from, from.Add(time.Hour))
	docs, err := db.Get(t.Context(), venue.Keys(zone, w)...)
	if err != nil {
		t.Fatal(err)
	}
	l, err := venue.Open(zone, docs...)
	if err != nil {
		t.Fatal(err)
	}
	l.Take(w)
	ops, err := l.Ops()
	if err != nil || len(ops) != 1 {
		t.Fatalf("%v, %v", ops, err)
	}
	return ops
}
