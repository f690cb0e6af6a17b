package reception_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// rehearse says what a change of the plan would mean.
func (w *world) rehearse(who, day string, c *reception.EditPlan) (reception.Rehearsal, error) {
	w.t.Helper()
	var change func(reception.View) (reception.EditPlan, error)
	if c != nil {
		change = func(reception.View) (reception.EditPlan, error) { return *c, nil }
	}
	_, v, err := w.Rehearse(w.t.Context(), w.as(who), w.no, day, change)
	return v, err
}

// stored is everything in the store.
func (w *world) stored() []store.Doc {
	w.t.Helper()
	var all []store.Doc
	for d, err := range w.db.(store.Porter).Dump(w.t.Context()) {
		w.ok(err)
		all = append(all, d)
	}
	return all
}

// busyRoom lets another visit have room A and 郑凯 from ten to half past eleven.
func busyRoom(t *testing.T) *world {
	w := newWorld(t)
	w.submit(func(a *reception.Application) { a.Customer.Name = "远景" })
	w.accept()
	items := []reception.Item{{Kind: "talk", Start: at("2026-11-24 10:00"), End: at("2026-11-24 11:30"), Resources: []string{"room-a"}, People: []reception.Assigned{{Staff: "rd"}}}}
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Items: &items}))
	return w
}

// A rehearsal says what saving would say, shows what others hold and what is
// free, and stores nothing.
func TestRehearse(t *testing.T) {
	w := busyRoom(t)
	other := w.no
	w.submit(func(a *reception.Application) { a.End = new(at("2026-11-25 17:30")) })
	w.accept()
	before := w.stored()
	talk := reception.Item{ID: "~0", Kind: "talk", Start: at("2026-11-24 11:00"), End: at("2026-11-24 12:00"), Resources: []string{"room-a"}}
	lunch := reception.Item{ID: "~1", Kind: "meal", Start: at("2026-11-24 12:00"), End: at("2026-11-24 13:00")}
	edit := reception.EditPlan{Items: &[]reception.Item{talk, lunch}, Meals: &[]reception.Meal{{Item: "~1", Slot: "lunch"}}}
	v := must[reception.Rehearsal](t)(w.rehearse("office", "", &edit))
	if d := cmp.Diff([]string{"2026-11-24", "2026-11-25"}, v.Visit); d != "" {
		t.Error(d)
	}
	if len(v.Clashes) != 1 || v.Clashes[0].With != other || v.Clashes[0].Item != "~0" || v.Clashes[0].Level != "stop" {
		t.Errorf("%+v", v.Clashes)
	}
	holds := []string{}
	for _, b := range v.Days[0].Busy {
		holds = append(holds, b.Resource+" "+b.With+" "+b.From.Format("15:04"))
	}
	if d := cmp.Diff([]string{"room-a " + other + " 10:00", "rd " + other + " 10:00"}, holds); d != "" {
		t.Error(d)
	}
	free := v.Free[0]
	if slices.ContainsFunc(free.Things, func(r reception.Ref) bool { return r.ID == "room-a" }) || !slices.ContainsFunc(free.Things, func(r reception.Ref) bool { return r.ID == "room-b" }) {
		t.Errorf("free %v", free.Things)
	}
	if len(free.Engaged) != 1 || free.Engaged[0].ID != "rd" || free.Engaged[0].With != other {
		t.Errorf("engaged %v", free.Engaged)
	}
	if d := cmp.Diff(before, w.stored()); d != "" {
		t.Errorf("stored: %s", d)
	}
	edit.Version = w.version()
	a := must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, edit))
	if got := a.Plan.Items; got[0].ID == "~0" || a.Plan.Meals[0].Item != got[1].ID {
		t.Errorf("a meal belongs to %q of %v", a.Plan.Meals[0].Item, got)
	}
	if len(a.Clashes) != 1 {
		t.Errorf("saving says %v", a.Clashes)
	}
}

// Who may not arrange may look, but not rehearse; what the domain refuses comes
// with the rest.
func TestRehearseIsFor(t *testing.T) {
	w := prepared(t)
	items := []reception.Item{{Kind: "talk", Start: at("2026-11-24 10:00"), End: at("2026-11-24 09:00")}}
	if _, err := w.rehearse("sales", "", &reception.EditPlan{Items: &items}); !fault.Is(err, "forbidden") {
		t.Errorf("sales: %v", err)
	}
	if v, err := w.rehearse("sales", "", nil); err != nil || len(v.Plan.Items) != 5 {
		t.Errorf("looking: %v", err)
	}
	v, err := w.rehearse("office", "", &reception.EditPlan{Items: &items})
	if fs := fault.As(err).Fields; len(fs) != 1 || fs[0].Field != "/items/0/end" || len(v.Days) == 0 {
		t.Errorf("%v %+v", err, v.Days)
	}
}

// Of a long visit two days are looked at, the last two at its end. While it goes
// on they are from today.
func TestRehearseDays(t *testing.T) {
	w := newWorld(t)
	w.submit(func(a *reception.Application) { a.End = new(at("2026-11-27 12:00")) })
	w.accept()
	for day, want := range map[string][]string{"": {"2026-11-24", "2026-11-25"}, "2026-11-25": {"2026-11-25", "2026-11-26"}, "2026-11-27": {"2026-11-26", "2026-11-27"}, "x": {"2026-11-24", "2026-11-25"}} {
		var got []string
		for _, d := range must[reception.Rehearsal](t)(w.rehearse("office", day, nil)).Days {
			got = append(got, d.Date)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", day, d)
		}
	}
	w.now = at("2026-11-25 08:00")
	if v := must[reception.Rehearsal](t)(w.rehearse("office", "", nil)); v.Days[0].Date != "2026-11-25" {
		t.Errorf("on the second day: %s", v.Days[0].Date)
	}
}

// What is free is told of every day of a long visit, also of those that are not
// looked at.
func TestFreeOnOtherDays(t *testing.T) {
	w := busyRoom(t)
	other := w.no
	w.submit(func(a *reception.Application) { a.End = new(at("2026-11-27 17:30")) })
	w.accept()
	talk := reception.Item{ID: "~0", Kind: "talk", Start: at("2026-11-24 11:00"), End: at("2026-11-24 12:00"), Resources: []string{"room-a"}}
	v := must[reception.Rehearsal](t)(w.rehearse("office", "2026-11-27", &reception.EditPlan{Items: &[]reception.Item{talk}}))
	if len(v.Days) != 2 || v.Days[0].Date != "2026-11-26" || len(v.Free) != 1 {
		t.Fatalf("days %+v, free %+v", v.Days, v.Free)
	}
	has := func(id string) bool {
		return slices.ContainsFunc(v.Free[0].Things, func(r reception.Ref) bool { return r.ID == id })
	}
	if has("room-a") || !has("room-b") || len(v.Clashes) != 1 || v.Clashes[0].With != other {
		t.Errorf("free %+v, clashes %+v", v.Free, v.Clashes)
	}
}

// What publishing says it would do is what it does: the same people get the
// same mails. Asking stores nothing.
func TestPublishingTellsTheTruth(t *testing.T) {
	w := prepared(t)
	items := w.view().Plan.Items
	items[1].Place = "三楼"
	w.now = w.now.Add(time.Hour)
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Items: &items}))
	before := w.stored()
	v, brief, data, err := w.Publishing(t.Context(), w.as("office"), w.no)
	w.ok(err)
	if d := cmp.Diff(before, w.stored()); d != "" {
		t.Errorf("stored: %s", d)
	}
	if !v.Ready() || v.Revision != 2 || len(v.Changes) != 1 || brief.Revisions[2].Items[1].Place != "三楼" || len(data.Tell) == 0 {
		t.Errorf("%+v", v)
	}
	a := must[reception.PublishAnswer](t)(w.Publish(t.Context(), w.as("office"), w.no, reception.Publish{Version: w.version()}))
	var said, done []string
	for _, g := range v.Gets {
		said = append(said, g.Gets+" "+g.ID)
		if g.ID == "rd" && (len(g.Changes) != 1 || g.Changes[0].New != "三楼") {
			t.Errorf("rd is told %v", g.Changes)
		}
	}
	for _, l := range w.letters() {
		if l.Event == reception.EventPublished && l.At.Equal(w.now) {
			done = append(done, l.Kind+" "+l.To)
		}
	}
	if d := cmp.Diff(done, said); d != "" || len(said) != len(a.Recipients) {
		t.Error(d)
	}
	if _, _, _, err := w.Publishing(t.Context(), w.as("sales"), w.no); !fault.Is(err, "forbidden") {
		t.Errorf("sales: %v", err)
	}
	if again, _, _, err := w.Publishing(t.Context(), w.as("office"), w.no); err != nil || !again.Unchanged || again.Ready() {
		t.Errorf("%+v %v", again.Unchanged, err)
	}
}

// A planner sees what the customer was promised before and is still owed.
func TestPlanRemembersPromises(t *testing.T) {
	w := newWorld(t)
	id := customer.ID("华远能源")
	f := must[*customer.File](t)(customer.Open(id, nil))
	f.Create(customer.Card{ID: id, Name: "华远能源"})
	for _, p := range []customer.Promise{{ID: "R-20260901-001-1", Text: "寄样品"}, {ID: "R-20260901-001-2", Text: "更新报价"}} {
		p.Reception, p.Owner, p.Department = "R-20260901-001", "sales", "sales"
		f.Owe(p)
	}
	w.ok(w.db.Commit(t.Context(), must[[]store.Op](t)(f.Ops())...))
	w.submit(nil)
	w.accept()
	must[customer.PromiseView](t)(w.Customers.Settle(t.Context(), w.as("sales"), id, "R-20260901-001-2", customer.SettlePromise{Version: 1, State: "kept"}))
	v := must[reception.Rehearsal](t)(w.rehearse("office", "", nil))
	if len(v.Promises) != 1 || v.Promises[0].Text != "寄样品" {
		t.Errorf("%+v", v.Promises)
	}
}
