package reception_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/reception"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// move moves the visit.
func (w *world) move(start, end string) (reception.ChangeAnswer, error) {
	w.t.Helper()
	s, e := at(start), at(end)
	return w.Move(w.t.Context(), w.as("office"), w.no, reception.Move{Version: w.version(), Start: &s, End: &e, Reason: "客户改期"})
}

// TestMoveByDays: itinerary, due times and clocks move and keep their time of
// day; the approvers are asked anew, and everybody mailed hears of it.
func TestMoveByDays(t *testing.T) {
	w := prepared(t)
	items := w.view().Plan.Items
	a := must[reception.ChangeAnswer](t)(w.move("2026-11-26 09:00", "2026-11-26 17:30"))
	if a.State != reception.Planning || !slices.Equal(a.Reopened, []string{"review"}) {
		t.Errorf("state %s, reopened %v", a.State, a.Reopened)
	}
	for _, who := range []string{"sales", "head", "office2", "general-affairs", "g0000"} {
		if !slices.Contains(a.Mailed, who) {
			t.Errorf("%s was not mailed: %v", who, a.Mailed)
		}
	}
	v := w.view()
	for i, it := range v.Plan.Items {
		if !it.Start.Equal(items[i].Start.AddDate(0, 0, 2)) {
			t.Errorf("%s at %s", it.Title, it.Start)
		}
	}
	if k := w.task("car-in-place"); !k.Due.Equal(at("2026-11-26 08:45")) {
		t.Errorf("car due %s", k.Due)
	}
	if k := w.task("workshop-5s"); k.State != "waiting" || !k.Due.Equal(at("2026-11-25 18:00")) {
		t.Errorf("workshop %s due %s", k.State, k.Due)
	}
	if ran := w.pass("2026-11-24 12:00"); slices.ContainsFunc(ran, func(r reception.Ran) bool {
		return r.What == reception.ClockBegin || r.What == reception.ClockDayBefore
	}) {
		t.Errorf("ran at the old date: %v", ran)
	}
	w.publish()
	w.confirm()
	if k := w.task("workshop-5s"); k.State != "asked" {
		t.Errorf("workshop after the confirmation: %s", k.State)
	}
	w.pass("2026-11-26 09:00")
	if s := w.view().State; s != reception.Visiting {
		t.Errorf("state %s", s)
	}
}

// TestMoveALittle keeps the approvals.
func TestMoveALittle(t *testing.T) {
	w := prepared(t)
	a := must[reception.ChangeAnswer](t)(w.move("2026-11-24 09:30", "2026-11-24 18:00"))
	if a.State != reception.Preparing || len(a.Reopened) > 0 {
		t.Errorf("%s %v", a.State, a.Reopened)
	}
	if k := w.task("car-in-place"); !k.Due.Equal(at("2026-11-24 09:15")) {
		t.Errorf("car due %s", k.Due)
	}
	if k := w.task("workshop-5s"); k.State != "asked" {
		t.Errorf("workshop %s", k.State)
	}
}

// TestMoveRefused: what no move may do.
func TestMoveRefused(t *testing.T) {
	for _, c := range []struct{ name, start, end, code string }{
		{"into the past", "2026-11-20 09:00", "2026-11-20 10:00", "in-the-past"},
		{"the end before the start", "2026-11-26 09:00", "2026-11-26 08:00", "end-before-start"},
		{"too long", "2026-11-26 09:00", "2027-01-26 08:00", "out-of-range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := prepared(t)
			if _, err := w.move(c.start, c.end); code(err) != c.code {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestMoveMuch: more than sixty booked things are refused with the advice to
// move day by day.
func TestMoveMuch(t *testing.T) {
	w := newWorld(t)
	w.submit(nil)
	w.accept()
	var items []reception.Item
	for i := range 61 {
		start := visitStart.Add(time.Duration(i*8) * time.Minute)
		items = append(items, reception.Item{Kind: "talk", Title: fmt.Sprint(i), Start: start, End: start.Add(8 * time.Minute), People: []reception.Assigned{{Staff: "rd", Role: "host"}}})
	}
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Items: &items}))
	if _, err := w.move("2026-11-26 09:00", "2026-11-26 17:30"); code(err) != "too-many-bookings" {
		t.Errorf("%v", err)
	}
}

// booked lists the things that the reception holds on a day.
func (w *world) booked(day string) []string {
	w.t.Helper()
	docs := must[[]store.Doc](w.t)(store.All(w.t.Context(), w.db, venue.DayQuery(day)))
	l := must[*venue.Ledger](w.t)(venue.Open(shanghai, docs...))
	var list []string
	for _, h := range l.Held(w.no) {
		list = append(list, h.Thing.ID+" "+h.From.In(shanghai).Format("15:04"))
	}
	return list
}

// release lets the events' consumer run over the whole history, twice.
func (w *world) release() {
	w.t.Helper()
	docs := must[[]store.Doc](w.t)(store.All(w.t.Context(), w.db, store.Query{In: "r#" + w.no, From: "event#", To: "event#~"}))
	for range 2 {
		for _, d := range docs {
			w.ok(w.Release(w.t.Context(), must[event.Event](w.t)(event.Decode(d))))
		}
	}
}

// TestBookings follow a move, and are given back after a cancellation.
func TestBookings(t *testing.T) {
	w := prepared(t)
	old := w.booked("2026-11-24")
	if len(old) == 0 {
		t.Fatal("nothing is booked")
	}
	must[reception.ChangeAnswer](t)(w.move("2026-11-26 10:00", "2026-11-26 18:30"))
	w.release()
	if got := w.booked("2026-11-24"); len(got) > 0 {
		t.Errorf("left behind: %v", got)
	}
	moved := w.booked("2026-11-26")
	if len(moved) != len(old) || !slices.ContainsFunc(moved, func(s string) bool { return strings.HasSuffix(s, "11:00") }) {
		t.Errorf("moved: %v, were %v", moved, old)
	}
	must[reception.ChangeAnswer](t)(w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version(), Reason: "客户取消"}))
	w.release()
	if got := w.booked("2026-11-26"); len(got) > 0 {
		t.Errorf("not given back: %v", got)
	}
}

// TestCancel: the reason is obligatory; everybody mailed hears of it, tasks
// are dropped, and nothing strikes any more.
func TestCancel(t *testing.T) {
	w := prepared(t)
	if _, err := w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version()}); code(err) != "comment-required" {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := w.Cancel(t.Context(), w.as("rd"), w.no, reception.Cancel{Version: w.version(), Reason: "x"}); code(err) != "forbidden" {
		t.Errorf("by somebody else: %v", err)
	}
	a := must[reception.ChangeAnswer](t)(w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version(), Reason: "客户取消"}))
	for _, who := range []string{"sales", "head", "office2", "rd", "general-affairs", "g0004"} {
		if !slices.Contains(a.Mailed, who) {
			t.Errorf("%s was not mailed: %v", who, a.Mailed)
		}
	}
	open := func(k reception.TaskView) bool { return k.State != "confirmed" }
	if v := w.view(); v.State != reception.Cancelled || slices.ContainsFunc(v.Tasks, open) || v.Reason != "客户取消" {
		t.Errorf("%s, %d tasks, %q", v.State, len(v.Tasks), v.Reason)
	}
	if ran := w.pass("2026-12-24 09:00"); len(ran) > 0 {
		t.Errorf("ran %v", ran)
	}
}

// TestCancelEarly tells the applicant and the office only.
func TestCancelEarly(t *testing.T) {
	w := newWorld(t)
	w.submit(nil)
	a := must[reception.ChangeAnswer](t)(w.Cancel(t.Context(), w.as("sales"), w.no, reception.Cancel{Version: w.version(), Reason: "x"}))
	if diff := cmp.Diff([]string{"sales", "head", "office"}, a.Mailed); diff != "" {
		t.Error(diff)
	}
}

// TestGuests: an added guest asks the approvers anew, a dropped one does not;
// the dropped one's links are dead.
func TestGuests(t *testing.T) {
	edit := func(w *world, who string, c reception.EditGuests) (reception.ChangeAnswer, error) {
		c.Version = w.version()
		return w.EditGuests(t.Context(), w.as(who), w.no, c)
	}
	w := prepared(t)
	a := must[reception.ChangeAnswer](t)(edit(w, "sales", reception.EditGuests{Drop: []string{"g0004"}}))
	if a.State != reception.Preparing || len(a.Reopened) > 0 {
		t.Errorf("dropped: %s %v", a.State, a.Reopened)
	}
	if _, err := w.GuestLink(t.Context(), w.as("g0004"), w.no, "g0004"); code(err) != "not-found" {
		t.Errorf("link of a dropped guest: %v", err)
	}
	a = must[reception.ChangeAnswer](t)(edit(w, "sales", reception.EditGuests{Add: []reception.Guest{{Name: "新来宾", Email: "new@huayuan.example"}}}))
	if a.State != reception.Planning || len(a.Reopened) != 1 {
		t.Errorf("added: %s %v", a.State, a.Reopened)
	}
	if g := w.view().Application.Guests; g[len(g)-1].ID != "g0005" {
		t.Errorf("id %s: ids are never used again", g[len(g)-1].ID)
	}
	for _, c := range []struct {
		name string
		edit reception.EditGuests
		who  string
		code string
	}{
		{"nobody", reception.EditGuests{}, "sales", "required"},
		{"unknown", reception.EditGuests{Drop: []string{"g0099"}}, "sales", "unknown-id"},
		{"nameless", reception.EditGuests{Add: []reception.Guest{{}}}, "sales", "required"},
		{"not his", reception.EditGuests{Drop: []string{"g0001"}}, "rd", "forbidden"},
	} {
		if _, err := edit(w, c.who, c.edit); code(err) != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestEnglishNamesLater: who reads no Chinese comes to be known after the
// submission: names are written then, without a mail, and approvals stay. They
// are on the sheet at once, and with the contact once the visit is filed.
func TestEnglishNamesLater(t *testing.T) {
	w := prepared(t)
	mails := len(w.letters())
	edit := func(c reception.EditGuests) (reception.ChangeAnswer, error) {
		c.Version = w.version()
		return w.EditGuests(t.Context(), w.as("sales"), w.no, c)
	}
	names := func(id, latin, position string) reception.EditGuests {
		return reception.EditGuests{Edit: []reception.GuestNames{{ID: id, Latin: &latin, LatinPosition: &position}}}
	}
	a := must[reception.ChangeAnswer](t)(edit(names("g0000", "Li Ming", "Plant manager")))
	if a.State != reception.Preparing || len(a.Reopened)+len(a.Mailed) > 0 || len(w.letters()) != mails {
		t.Errorf("%s, reopened %v, mailed %v", a.State, a.Reopened, a.Mailed)
	}
	v := w.view()
	if g := v.Application.Guests[0]; g.Latin != "Li Ming" || g.LatinPosition != "Plant manager" || g.Name != "李明" {
		t.Errorf("guest %+v", g)
	}
	if says := v.History[0].Text; says != "Wang Fang wrote guests' English names" {
		t.Errorf("history: %s", says)
	}
	rev := must[reception.RevisionView](t)(w.Revision(t.Context(), w.as("office"), w.no, 1, 0))
	if rev.Sheet.Guests[0].Name != "Li Ming" {
		t.Errorf("the sheet has %s", rev.Sheet.Guests[0].Name)
	}
	for name, c := range map[string]reception.EditGuests{"required": names("g0000", "Li Ming", "Plant manager"), "unknown-id": names("g0077", "X", "")} {
		if _, err := edit(c); code(err) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	must[reception.ChangeAnswer](t)(edit(names("g0000", "Li Ming", "")))
	if g := w.view().Application.Guests[0]; g.LatinPosition != "" {
		t.Errorf("not cleared: %+v", g)
	}
	w.pass("2026-11-24 18:00")
	must[reception.SettlementAnswer](t)(w.Settle(t.Context(), w.as("office2"), w.no, reception.Settle{Version: w.version(), Do: "none"}))
	must[reception.SummaryAnswer](t)(w.WriteSummary(t.Context(), w.as("office2"), w.no, reception.EditSummary{Version: w.version(),
		TourResult: new("顺利"), TalkResult: new("达成意向"), Opinions: new("无"), Complaints: new("无"), File: true}))
	w.pass("2026-11-28 09:00")
	v = w.view()
	file := must[customer.View](t)(w.Customers.View(t.Context(), v.Customer.ID, ""))
	if i := slices.IndexFunc(file.Customer.Contacts, func(c customer.ContactView) bool { return c.Name == "李明" }); v.State != reception.Archived || i < 0 || file.Customer.Contacts[i].Latin != "Li Ming" {
		t.Errorf("%s, contacts %+v", v.State, file.Customer.Contacts)
	}
}

// TestDelay shifts the item and what follows, and tells only those whose items shift.
func TestDelay(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-24 10:05")
	talk := w.view().Plan.Items[1]
	a := must[reception.DelayAnswer](t)(w.Delay(t.Context(), w.as("office2"), w.no, reception.Delay{Version: w.version(), Item: talk.ID, Minutes: 10}))
	if len(a.Shifted) != 4 || !a.Shifted[0].Start.Equal(at("2026-11-24 10:10")) {
		t.Errorf("shifted %v", a.Shifted)
	}
	for who, want := range map[string]bool{"rd": true, "production": true, "supply": false, "office2": false, "driver-head": false} {
		if slices.Contains(a.Mailed, who) != want {
			t.Errorf("%s mailed %t: %v", who, !want, a.Mailed)
		}
	}
	if k := w.task("car-at-gate"); !k.Due.Equal(at("2026-11-24 16:30")) {
		t.Errorf("car due %s", k.Due)
	}
	if got := w.booked("2026-11-24"); !slices.Contains(got, "room-a 10:10") {
		t.Errorf("booked %v", got)
	}
	if v := w.view(); v.State != reception.Visiting || !v.End.Equal(at("2026-11-24 17:40")) {
		t.Errorf("%s, ends %s", v.State, v.End)
	}
}

// TestIncident tells the leaders concerned (S000-1.38).
func TestIncident(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-24 10:05")
	a := must[reception.IncidentAnswer](t)(w.ReportIncident(t.Context(), w.as("rd"), w.no, reception.ReportIncident{Version: w.version(), Text: "投影仪坏了", Item: w.view().Plan.Items[1].ID}))
	for _, who := range []string{"director", "gm", "office2"} {
		if !slices.Contains(a.Mailed, who) {
			t.Errorf("%s was not mailed: %v", who, a.Mailed)
		}
	}
	if a.Incident.State != "open" || a.Incident.By != "rd" {
		t.Errorf("%+v", a.Incident)
	}
	if k := w.task("emergency"); k.Owner.ID != "office2" || k.State != "asked" {
		t.Errorf("%+v", k)
	}
}

// TestBookingsAgain: what was given back with a withdrawn application is taken
// again when planning goes on, though nothing in the itinerary changes.
func TestBookingsAgain(t *testing.T) {
	w := newWorld(t)
	w.submit(nil)
	w.accept()
	w.plan()
	held := w.booked("2026-11-24")
	must[reception.StateAnswer](t)(w.Withdraw(t.Context(), w.as("sales"), w.no, reception.Withdraw{Version: w.version()}))
	w.release()
	if got := w.booked("2026-11-24"); len(held) == 0 || len(got) > 0 {
		t.Fatalf("held %v, not given back: %v", held, got)
	}
	must[reception.StateAnswer](t)(w.Submit(t.Context(), w.as("sales"), w.no, reception.Submit{Version: w.version(), Reason: "客户又来"}))
	w.accept()
	gifts := []reception.Gift{{Name: "茶叶", Count: 1, Reason: "首次来访"}}
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Gifts: &gifts}))
	if got := w.booked("2026-11-24"); !slices.Equal(got, held) {
		t.Errorf("held %v, now %v", held, got)
	}
}
