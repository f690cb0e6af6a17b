package customer_test

import (
	"slices"
	"testing"

	"yingbin/shared/customer"
	"yingbin/shared/staff"
)

// TestWhomAnIDMeans: an id from before a merge means the record that stays, also
// when that was merged itself, and the record itself again once it is undone.
func TestWhomAnIDMeans(t *testing.T) {
	s, db := open(t)
	id := func(name string) string { return create(t, s, customer.Create{Name: name}).Customer.ID }
	a, b, c, d := id("甲公司"), id("乙公司"), id("丙公司"), id("丁公司")
	version := func(id string) int64 { return view(t, s, id).Version }
	act := func(key string) staff.Act { return staff.Act{By: "sales", At: now, Key: key} }
	merge := func(stays, goes string) {
		t.Helper()
		if _, err := s.Merge(t.Context(), act("m"+stays+goes), stays, goes, customer.Merge{Version: version(stays), Take: map[string]string{"name": customer.TakeThis}}); err != nil {
			t.Fatal(err)
		}
		arrange(t, s, db, stays)
	}
	check := func(when string, stays map[string]string, means map[string][]string) {
		t.Helper()
		got, err := customer.Stays(t.Context(), db, a, b, c, d, "cunknown0000", a)
		if err != nil || len(got) != 4 {
			t.Errorf("%s: %v, %v", when, got, err)
		}
		for id, want := range stays {
			if got[id].ID != want {
				t.Errorf("%s: %s stays %s, want %s", when, id, got[id].ID, want)
			}
		}
		for id, want := range means {
			got, err := customer.Means(t.Context(), db, id)
			slices.Sort(got)
			slices.Sort(want)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %s means %v, want %v, %v", when, id, got, want, err)
			}
		}
	}
	check("before", map[string]string{a: a, b: b}, map[string][]string{a: {a}, "cunknown0000": {"cunknown0000"}})
	merge(b, c)
	merge(a, b)
	check("merged", map[string]string{a: a, b: a, c: a, d: d}, map[string][]string{a: {a, b, c}, b: {a, b, c}, c: {a, b, c}, d: {d}})
	if _, err := s.Undo(t.Context(), act("u"), a, b, customer.UndoMerge{Version: version(a)}); err != nil {
		t.Fatal(err)
	}
	check("undone", map[string]string{a: a, b: b, c: b}, map[string][]string{a: {a}, b: {b, c}, c: {b, c}})
	if !customer.IsID(a) || customer.IsID("蓝海置业") || customer.IsID("Chengdu Water") || customer.IsID("") {
		t.Error("what is an id")
	}
}
