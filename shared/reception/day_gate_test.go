package reception_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/reception"
)

// pass is what the harness takes for a signed pass.
func pass(number, guest, until string) string { return number + "/" + guest + "/" + until }

// checkin sends a check-in.
func (w *world) checkin(who string, c reception.Checkin) (reception.CheckinAnswer, error) {
	w.t.Helper()
	return w.Checkin(w.t.Context(), w.as(who), w.no, c)
}

// TestGate: who is let in, and why somebody is not (S001-1.17, .18, .19).
func TestGate(t *testing.T) {
	const good, old = "2026-11-24T18:00:00+08:00", "2026-11-24T07:00:00+08:00"
	for _, c := range []struct {
		name, who, at   string
		what            func(w *world) reception.Checkin
		verdict, reason string
		code            string
	}{
		{"S001-1.17 with a pass", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Pass: pass(w.no, "g0000", good)} }, "green", "", ""},
		{"S001-1.18 a forged pass", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Pass: "forged"} }, "red", "unknown-pass", ""},
		{"S001-1.18 another reception's pass", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin {
			return reception.Checkin{Pass: pass("R-20261122-009", "g0000", good)}
		}, "red", "other-reception", ""},
		{"S001-1.18 an old pass", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Pass: pass(w.no, "g0000", old)} }, "red", "pass-expired", ""},
		{"S001-1.18 a pass of somebody who was dropped", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin {
			must[reception.ChangeAnswer](t)(w.EditGuests(t.Context(), w.as("sales"), w.no, reception.EditGuests{Version: w.version(), Drop: []string{"g0003"}}))
			return reception.Checkin{Pass: pass(w.no, "g0003", good)}
		}, "red", "not-expected", ""},
		{"on another day", "gate", "2026-11-23 08:50", func(w *world) reception.Checkin { return reception.Checkin{Guest: "g0000"} }, "red", "not-today", ""},
		{"by name", "office2", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Guest: "g0001"} }, "green", "", ""},
		{"a stranger's id", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Guest: "g0099"} }, "", "", "unknown-id"},
		{"nobody named", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{} }, "", "", "required"},
		{"S001-1.19 unannounced, by the gate alone", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin {
			return reception.Checkin{Unannounced: &reception.Guest{Name: "路人"}}
		}, "", "", "forbidden"},
		{"S001-1.19 unannounced, by the specialist", "office2", "2026-11-24 08:50", func(w *world) reception.Checkin {
			return reception.Checkin{Unannounced: &reception.Guest{Name: "同行的人"}}
		}, "green", "", ""},
		{"by somebody else", "supply", "2026-11-24 08:50", func(w *world) reception.Checkin { return reception.Checkin{Guest: "g0001"} }, "", "", "forbidden"},
		{"of a cancelled visit", "gate", "2026-11-24 08:50", func(w *world) reception.Checkin {
			must[reception.ChangeAnswer](t)(w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version(), Reason: "x"}))
			return reception.Checkin{Pass: pass(w.no, "g0000", good)}
		}, "red", "cancelled", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := prepared(t)
			w.now = at(c.at)
			a, err := w.checkin(c.who, c.what(w))
			if code(err) != c.code {
				t.Fatalf("code %q, want %q", code(err), c.code)
			}
			if a.Verdict != c.verdict || a.Reason != c.reason {
				t.Errorf("%s %s, want %s %s", a.Verdict, a.Reason, c.verdict, c.reason)
			}
		})
	}
}

// TestFirstArrival opens the visit and tells the host; the others do not.
func TestFirstArrival(t *testing.T) {
	w := prepared(t)
	w.now = at("2026-11-24 08:40")
	a := must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guests: []string{"g0000", "g0001"}}))
	if a.Counts != (reception.Counts{Expected: 5, CheckedIn: 2}) || len(a.Guests) != 2 {
		t.Errorf("%+v", a)
	}
	if s := w.view().State; s != reception.Visiting {
		t.Errorf("state %s", s)
	}
	must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0002"}))
	if diff := cmp.Diff([]string{"11-24 08:40 checked-in office2"}, w.since("2026-11-24 08:00", reception.MailCheckedIn)); diff != "" {
		t.Error(diff)
	}
}

// TestFirstArrivalAfterTheStart tells the host as well, once.
func TestFirstArrivalAfterTheStart(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-24 09:05")
	must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0000"}))
	must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0001"}))
	if diff := cmp.Diff([]string{"11-24 09:05 checked-in office2"}, w.since("2026-11-24 08:00", reception.MailCheckedIn)); diff != "" {
		t.Error(diff)
	}
}

// TestThriceOnce: the same check-in sent three times counts once, also after
// an undo in between.
func TestThriceOnce(t *testing.T) {
	w := prepared(t)
	w.now = at("2026-11-24 08:40")
	events := func() int { return len(w.view().History) }
	c := reception.Checkin{Guest: "g0000", ClientID: "phone-1/17", At: new(at("2026-11-24 08:39"))}
	must[reception.CheckinAnswer](t)(w.checkin("gate", c))
	n := events()
	for range 2 {
		a := must[reception.CheckinAnswer](t)(w.checkin("gate", c))
		if a.Counts.CheckedIn != 1 || a.Guest.State != "checked-in" {
			t.Errorf("%+v", a)
		}
	}
	if events() != n {
		t.Error("a repetition made an event")
	}
	a := must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0000", Undo: true}))
	if a.Counts.CheckedIn != 0 || a.Guest.State != "expected" {
		t.Errorf("undone: %+v", a)
	}
	if a = must[reception.CheckinAnswer](t)(w.checkin("gate", c)); a.Counts.CheckedIn != 0 {
		t.Errorf("a late repetition came in again: %+v", a)
	}
	c.ClientID = "phone-1/18"
	if a = must[reception.CheckinAnswer](t)(w.checkin("gate", c)); a.Counts.CheckedIn != 1 {
		t.Errorf("coming in again: %+v", a)
	}
}

// TestBoard: expected, on site, late; of the gate's least knowledge.
func TestBoard(t *testing.T) {
	w := prepared(t)
	w.now = at("2026-11-24 08:40")
	b := must[reception.Board](t)(w.Board(t.Context(), w.as("gate"), ""))
	if len(b.Expected) != 5 || len(b.OnSite)+len(b.Late) > 0 || b.Date != "2026-11-24" || len(b.Visits) != 1 {
		t.Errorf("%+v", b)
	}
	must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0000"}))
	w.now = at("2026-11-24 09:10")
	b = must[reception.Board](t)(w.Board(t.Context(), w.as("gate"), "2026-11-24"))
	if len(b.OnSite) != 1 || len(b.Late) != 4 || b.OnSite[0].Host == "" || b.Visits[0].Counts.CheckedIn != 1 {
		t.Errorf("%+v", b)
	}
	if b = must[reception.Board](t)(w.Board(t.Context(), w.as("sales2"), "")); len(b.Visits) > 0 {
		t.Errorf("somebody else sees %+v", b.Visits)
	}
	if _, err := w.Board(t.Context(), w.as("gate"), "tomorrow"); code(err) != "invalid" {
		t.Errorf("%v", err)
	}
	w.now = at("2026-11-24 07:00")
	must[reception.ChangeAnswer](t)(w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version(), Reason: "x"}))
	if b = must[reception.Board](t)(w.Board(t.Context(), w.as("gate"), "")); len(b.Visits) > 0 {
		t.Errorf("cancelled and still there: %+v", b.Visits)
	}
}

// TestUnannouncedCounts: meals and limits follow a guest added at the gate.
func TestUnannouncedCounts(t *testing.T) {
	w := prepared(t)
	w.now = at("2026-11-24 09:10")
	for range 2 {
		a := must[reception.CheckinAnswer](t)(w.checkin("office2", reception.Checkin{Unannounced: &reception.Guest{Name: "同行的人"}}))
		if a.Counts != (reception.Counts{Expected: 6, CheckedIn: 1}) {
			t.Errorf("%+v", a.Counts)
		}
	}
	if g := w.view().Application.Guests; len(g) != 6 || !slices.ContainsFunc(g, func(g reception.Guest) bool { return g.Unannounced }) {
		t.Errorf("%d guests", len(g))
	}
}

// TestUndoneIsNotCounted: a check-in that was taken back counts nowhere; one
// that stands is known by its time.
func TestUndoneIsNotCounted(t *testing.T) {
	w := prepared(t)
	w.now = at("2026-11-24 08:50")
	come := func(undo bool) reception.View {
		must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0000", Undo: undo}))
		return must[reception.View](t)(w.View(t.Context(), w.as("office2"), w.no))
	}
	if v := come(false); v.Counts.CheckedIn != 1 || v.Application.Guests[0].Arrived == nil || v.History[0].Text != "Huang Yong checked "+v.Application.Guests[0].Name+" in" {
		t.Errorf("in: %+v, arrived %v, %q", v.Counts, v.Application.Guests[0].Arrived, v.History[0].Text)
	}
	if v := come(true); v.Counts.CheckedIn != 0 || v.Application.Guests[0].Arrived != nil {
		t.Errorf("undone: %+v, arrived %v", v.Counts, v.Application.Guests[0].Arrived)
	}
}
