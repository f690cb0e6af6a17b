package customer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// two enters the same customer twice: the one that stays, with one visit, and
// the one that goes, with so many.
func two(t *testing.T, s *customer.Service, db store.DB, visits int) (stays, goes customer.View) {
	t.Helper()
	stays = create(t, s, huaxing)
	goes = create(t, s, customer.Create{Name: "深圳华星光电有限公司", Class: "key-account", Grade: "A", Address: "光明区", Note: "旧记录", Contacts: []customer.AddContact{
		{Name: "单志强", Phone: "13800010002", Position: "副总", Language: "en"}, {Name: "赵六", Diet: "素食"}}})
	visit(t, s, db, stays.Customer.ID, "R-20261001-001", "2026-10-01")
	for i := range visits {
		day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i).Format(time.DateOnly)
		visit(t, s, db, goes.Customer.ID, fmt.Sprintf("R-%s-009", strings.ReplaceAll(day, "-", "")), day)
	}
	f := file(t, s, goes.Customer.ID)
	f.Owe(customer.Promise{ID: "R-9-1", Reception: "R-9", Text: "寄样品", Owner: "sales", Department: "sales", Due: "2026-12-01"})
	f.Expect("R-20261210-001", "2026-12-10")
	f.Prefer("", customer.Preference{What: "靠窗", Kind: "seat"})
	save(t, db, f)
	return view(t, s, stays.Customer.ID), view(t, s, goes.Customer.ID)
}

func visit(t *testing.T, s *customer.Service, db store.DB, id, number, day string) {
	t.Helper()
	f := file(t, s, id)
	start, _ := time.Parse(time.DateOnly, day)
	f.Visited(customer.Visit{Number: number, Start: start, Cost: policy.Yuan(10)}, day)
	save(t, db, f)
}

func view(t *testing.T, s *customer.Service, id string) customer.View {
	t.Helper()
	v, err := s.View(t.Context(), id, "")
	if err != nil {
		t.Fatal(err)
	}
	v.Similar = nil
	return v
}

// arrange hands the events of a customer to their consumer, as the outbox does.
func arrange(t *testing.T, s *customer.Service, db store.DB, id string) {
	t.Helper()
	page, err := event.History(t.Context(), db, customer.Partition(id), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Entries {
		if err := s.Arrange(t.Context(), e.Event); err != nil {
			t.Fatal(err)
		}
	}
}

// everything a customer's partition holds but its head and its history, without versions.
func everything(t *testing.T, db store.DB, id string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, q := range []store.Query{customer.Present(id), customer.Log(id, 0, "")} {
		docs, err := store.All(t.Context(), db, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			if !strings.HasPrefix(d.SK, "MERGED#") && d.SK != "HEAD" && !strings.Contains(string(d.Body), `"coming":[]`) {
				all[d.SK] = string(d.Row) + string(d.Body) + d.Desk.In + d.Desk.At
			}
		}
	}
	return all
}

func merge(t *testing.T, s *customer.Service, stays, goes customer.View, take map[string]string) customer.View {
	t.Helper()
	v, err := s.Merge(t.Context(), act("sales", ""), stays.Customer.ID, goes.Customer.ID, customer.Merge{Version: stays.Version,
		WithVersion: goes.Version, Take: take, Note: "同一家公司"})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestMergeAndUndo: a record with 200 visits goes into another one and comes
// back as it was; no command costs more for it.
func TestMergeAndUndo(t *testing.T) {
	s, db := open(t)
	stays, goes := two(t, s, db, 200)
	w, l := stays.Customer.ID, goes.Customer.ID
	was := map[string]map[string]string{w: everything(t, db, w), l: everything(t, db, l)}
	counting := store.Counting(db)
	s.DB = counting
	done := merge(t, s, stays, goes, map[string]string{"grade": "other", "class": "other"})
	if n := counting.Reset(); n.Commits != 1 || n.Rounds > 2 || n.Ops > 10 {
		t.Errorf("merging costs %+v", n)
	}
	if done.Customer.Class != "key-account" || done.Customer.Name != huaxing.Name || done.Customer.Address != "光明区" ||
		done.Customer.Visits != 201 || done.Customer.Cost != policy.Yuan(2010) || !done.Moving {
		t.Errorf("%+v", done.Customer)
	}
	arrange(t, s, db, w)
	if n := counting.Reset(); n.Commits > 12 || n.Conflicts > 0 {
		t.Errorf("moving costs %+v", n)
	}
	v := view(t, s, w)
	if v.Moving || len(v.Merges) != 1 || v.Merges[0].By != "sales" || len(v.Promises) != 1 || len(v.Preferences) != 2 || v.Next == "" {
		t.Errorf("%+v", v)
	}
	if len(v.Customer.Contacts) != 3 || v.Customer.Contacts[0].Language != "en" || v.Customer.Contacts[0].Position != "采购总监" || len(v.Customer.Contacts[0].Merged) != 1 {
		t.Errorf("%+v", v.Customer.Contacts)
	}
	if all := everything(t, db, w); countOf(all, "log#") != 201 {
		t.Errorf("%d visits", countOf(all, "log#"))
	}
	if desk, _ := store.All(t.Context(), db, store.Query{Index: store.Desk, In: "sales"}); len(desk) != 1 {
		t.Errorf("the promise is on the desk %d times", len(desk))
	}
	if moved, err := s.View(t.Context(), l, ""); err != nil || moved.Moved != w {
		t.Errorf("%+v, %v", moved, err)
	}
	if card, ok, err := s.Find(t.Context(), "深圳华星光电有限公司"); err != nil || !ok || card.ID != w {
		t.Errorf("%+v %v %v", card, ok, err)
	}
	if p, err := s.List(t.Context(), "", 10, ""); err != nil || len(p.Items) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	for _, text := range []string{"深圳华星光电有", "赵六", "hxgd"} {
		if hits, _, _ := s.Search(t.Context(), text, ""); len(hits) != 1 || hits[0].Customer != w {
			t.Errorf("%s finds %+v", text, hits)
		}
	}

	back, err := s.Undo(t.Context(), act("head", ""), w, l, customer.UndoMerge{Version: v.Version, Note: "是子公司"})
	if err != nil {
		t.Fatal(err)
	}
	arrange(t, s, db, w)
	if back.Customer.Class != "important" || back.Customer.Visits != 1 || back.Customer.Cost != policy.Yuan(10) || back.Customer.Address != "" {
		t.Errorf("%+v", back.Customer)
	}
	for id, before := range was {
		if d := cmp.Diff(before, everything(t, db, id)); d != "" {
			t.Errorf("%s before (-) and after (+):\n%s", id, d)
		}
	}
	if d := cmp.Diff(goes.Customer, view(t, s, l).Customer); d != "" {
		t.Error(d)
	}
	for text, want := range map[string]string{"深圳华星光电有": l, "赵六": l} {
		if hits, _, _ := s.Search(t.Context(), text, ""); len(hits) != 1 || hits[0].Customer != want {
			t.Errorf("%s finds %+v", text, hits)
		}
	}
}

func countOf(all map[string]string, prefix string) (n int) {
	for k := range all {
		if strings.HasPrefix(k, prefix) {
			n++
		}
	}
	return n
}

// TestWhatComesAfterAMerge: visits and promises of receptions that still name the
// record that went are filed with the one that stays, and go back with it.
func TestWhatComesAfterAMerge(t *testing.T) {
	s, db := open(t)
	stays, goes := two(t, s, db, 1)
	w, l := stays.Customer.ID, goes.Customer.ID
	merge(t, s, stays, goes, nil)
	visit(t, s, db, l, "R-20261122-007", "2026-11-22") // before anything was moved
	arrange(t, s, db, w)
	f := file(t, s, l)
	f.Owe(customer.Promise{ID: "R-20261122-007-1", Reception: "R-20261122-007", Text: "报价", Owner: "sales", Department: "sales"})
	f.Meet(customer.Contact{Name: "钱七"})
	save(t, db, f)
	v := view(t, s, w)
	if v.Customer.Visits != 3 || v.Customer.Last != "2026-11-22" || len(v.Promises) != 2 || len(v.Visits) != 3 {
		t.Errorf("%+v", v)
	}
	settled, err := s.Settle(t.Context(), act("sales", ""), w, "R-9-1", customer.SettlePromise{Version: 1, State: "kept"})
	if err != nil || settled.State != "kept" {
		t.Error(err)
	}
	v = view(t, s, w)
	if _, err := s.Undo(t.Context(), act("sales", ""), w, l, customer.UndoMerge{Version: v.Version}); err != nil {
		t.Fatal(err)
	}
	arrange(t, s, db, w)
	a, b := view(t, s, w), view(t, s, l)
	if a.Customer.Visits != 1 || len(a.Promises) != 0 || len(a.Visits) != 1 || a.Customer.Last != "2026-10-01" {
		t.Errorf("%+v", a)
	}
	if b.Customer.Visits != 2 || len(b.Promises) != 2 || len(b.Visits) != 2 || b.Customer.Last != "2026-11-22" || len(b.Customer.Contacts) != 3 {
		t.Errorf("%+v", b)
	}
	for _, p := range b.Promises {
		if p.ID == "R-9-1" && p.State != "kept" {
			t.Errorf("%+v", p)
		}
	}
}

func TestMergeIsChecked(t *testing.T) {
	s, db := open(t)
	stays, goes := two(t, s, db, 0)
	w, l := stays.Customer.ID, goes.Customer.ID
	ask := func(by, id, with string, cmd customer.Merge) string {
		_, err := s.Merge(t.Context(), act(by, ""), id, with, cmd)
		return code(err)
	}
	good := customer.Merge{Version: stays.Version}
	for _, x := range []struct {
		by, id, with, want string
		change             func(*customer.Merge)
	}{
		{"gate", w, l, "forbidden", func(*customer.Merge) {}},
		{"sales", "cnothing", l, "not-found", func(*customer.Merge) {}},
		{"sales", w, w, "invalid", func(*customer.Merge) {}},
		{"sales", w, "cnothing", "not-found", func(*customer.Merge) {}},
		{"sales", w, l, "stale-version", func(m *customer.Merge) { m.Version = 99 }},
		{"sales", w, l, "required", func(m *customer.Merge) { m.Version = 0 }},
		{"sales", w, l, "stale-version", func(m *customer.Merge) { m.WithVersion = 99 }},
		{"sales", w, l, "invalid", func(m *customer.Merge) { m.Take = map[string]string{"grade": "both"} }},
		{"sales", w, l, "invalid", func(m *customer.Merge) { m.Take = map[string]string{"shoe": "this"} }},
		{"sales", w, l, "", func(m *customer.Merge) {}},
		{"sales", w, l, "merged", func(*customer.Merge) {}},
		{"sales", l, w, "merged", func(*customer.Merge) {}},
	} {
		cmd := good
		x.change(&cmd)
		if got := ask(x.by, x.id, x.with, cmd); got != x.want {
			t.Errorf("%s %+v: %q, want %q", x.by, cmd, got, x.want)
		}
	}
	if _, err := s.Edit(t.Context(), act("sales", ""), l, customer.Edit{Version: goes.Version + 1, Grade: new("B")}); code(err) != "merged" {
		t.Error(err)
	}
	v := view(t, s, w)
	late := staff.Act{By: "sales", At: now.AddDate(0, 0, customer.UndoDays).Add(time.Second)}
	if _, err := s.Undo(t.Context(), late, w, l, customer.UndoMerge{Version: v.Version}); code(err) != "too-late" {
		t.Error(err)
	}
	late.At = late.At.Add(-time.Second)
	if _, err := s.Undo(t.Context(), late, w, l, customer.UndoMerge{Version: v.Version}); err != nil {
		t.Error(err)
	}
}

// TestAnInterruptedMove goes on where it was, and an undo in the middle of it
// brings everything back.
func TestAnInterruptedMove(t *testing.T) {
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		for at := range 6 {
			t.Run(fmt.Sprint(failure, at), func(t *testing.T) {
				s, db := open(t)
				stays, goes := two(t, s, db, 90)
				w, l := stays.Customer.ID, goes.Customer.ID
				was := everything(t, db, l)
				merge(t, s, stays, goes, nil)
				page, _ := event.History(t.Context(), db, customer.Partition(w), "", 10)
				db.FailAt(at, failure)
				if err := s.Arrange(context.WithoutCancel(t.Context()), page.Entries[0].Event); err == nil {
					t.Log("not hit") // the last ones need fewer steps
				}
				if at%2 == 0 {
					arrange(t, s, db, w)
					if n := countOf(everything(t, db, w), "log#"); n != 91 {
						t.Errorf("%d visits", n)
					}
				}
				v := view(t, s, w)
				if _, err := s.Undo(t.Context(), act("sales", ""), w, l, customer.UndoMerge{Version: v.Version}); err != nil {
					t.Fatal(err)
				}
				arrange(t, s, db, w)
				if d := cmp.Diff(was, everything(t, db, l)); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

func TestMergeContacts(t *testing.T) {
	s, _ := open(t)
	v := create(t, s, customer.Create{Name: "博世", Contacts: []customer.AddContact{
		{Name: "王芳", Phone: "13900000001", Diet: "花生过敏"},
		{Name: "Wang Fang", Email: "wang@bosch.example", Key: true, Diet: "vegetarian", Preferences: []customer.Preference{{What: "绿茶"}}}}})
	id := v.Customer.ID
	ids := map[string]string{}
	for _, c := range v.Customer.Contacts {
		ids[c.Name] = c.ID
	}
	cmd := customer.Merge{Version: v.Version, Note: "同一人"}
	if _, err := s.MergeContacts(t.Context(), act("rd", ""), id, ids["王芳"], ids["Wang Fang"], cmd); code(err) != "forbidden" {
		t.Error(err)
	}
	if _, err := s.MergeContacts(t.Context(), act("sales", ""), id, ids["王芳"], ids["王芳"], customer.Merge{Version: v.Version}); code(err) != "invalid" {
		t.Error(err)
	}
	got, err := s.MergeContacts(t.Context(), act("sales", ""), id, ids["王芳"], ids["Wang Fang"], cmd)
	if err != nil {
		t.Fatal(err)
	}
	c := got.Customer.Contacts[0]
	if len(got.Customer.Contacts) != 1 || c.Name != "王芳" || c.Email != "wang@bosch.example" || !c.Key || c.Diet != "花生过敏; vegetarian" || len(c.Merged) != 1 {
		t.Errorf("%+v", got.Customer.Contacts)
	}
	f := file(t, s, id)
	for _, g := range []customer.Contact{{Name: "Wang Fang"}, {Name: "王芳"}, {Name: "W. Fang", Email: "wang@bosch.example"}} {
		if m := f.Match(g); m == nil || m.ID != ids["王芳"] {
			t.Errorf("%+v is %+v", g, m)
		}
	}
	if hits, _, _ := s.Search(t.Context(), "wangf", ""); len(hits) != 1 || hits[0].ID != id+"/"+ids["王芳"] {
		t.Errorf("%+v", hits)
	}
	back, err := s.UndoContacts(t.Context(), act("sales", ""), id, ids["王芳"], ids["Wang Fang"], customer.UndoMerge{Version: got.Version})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(v.Customer.Contacts, back.Customer.Contacts); d != "" {
		t.Error(d)
	}
	if len(back.Preferences) != 1 || back.Preferences[0].Contact != "Wang Fang" {
		t.Errorf("%+v", back.Preferences)
	}
}

// TestOldVisits: the page of a customer shows 40 visits and goes on to older ones.
func TestOldVisits(t *testing.T) {
	s, db := open(t)
	_, goes := two(t, s, db, 100)
	seen, after := 0, ""
	for range 3 {
		v, err := s.View(t.Context(), goes.Customer.ID, after)
		if err != nil {
			t.Fatal(err)
		}
		seen, after = seen+len(v.Visits), v.Next
	}
	if seen != 100 || after != "" {
		t.Errorf("%d visits, then %q", seen, after)
	}
}
