package customer_test

import (
	"slices"
	"testing"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// TestToldApart: two customers with names alike are suggested for each other
// until somebody says that they are not the same, and again when he takes it
// back. It is remembered for the pair, in both records and both histories.
func TestToldApart(t *testing.T) {
	s, _ := open(t)
	a := create(t, s, customer.Create{Name: "深圳市华星光电技术有限公司"}).Customer.ID
	b := create(t, s, customer.Create{Name: "华星光电"}).Customer.ID
	c := create(t, s, customer.Create{Name: "华星光电（武汉）"}).Customer.ID
	suggests := func(id string) (ids []string) {
		t.Helper()
		v, err := s.View(t.Context(), id, "")
		more, failed := s.Choose(t.Context(), id, "")
		if err != nil || failed != nil || len(v.Similar) != len(more.Similar) {
			t.Fatal(v.Similar, more.Similar, err, failed)
		}
		for _, x := range v.Similar {
			ids = append(ids, x.ID)
		}
		slices.Sort(ids)
		return ids
	}
	version := func(id string) int64 { return view(t, s, id).Version }
	sorted := func(ids ...string) []string { slices.Sort(ids); return ids }
	act := func(key string) staff.Act { return staff.Act{By: "sales", At: now, Key: key} }
	if got := suggests(a); !slices.Equal(got, sorted(b, c)) {
		t.Fatalf("suggested: %v", got)
	}
	if _, err := s.TellApart(t.Context(), act("k0"), a, b, customer.TellApart{Version: version(a) + 7}); !fault.Is(err, "stale-version") {
		t.Errorf("not as it was seen: %v", err)
	}
	if _, err := s.TellApart(t.Context(), staff.Act{By: "gate", At: now, Key: "kg"}, a, b, customer.TellApart{Version: version(a)}); !fault.Is(err, "forbidden") {
		t.Errorf("by the gate: %v", err)
	}
	v, err := s.TellApart(t.Context(), act("k1"), a, b, customer.TellApart{Version: version(a), Note: "两家公司"})
	if err != nil || len(v.Different) != 1 || v.Different[0].ID != b || v.Different[0].By != "sales" || v.Version != version(a) {
		t.Fatalf("%+v, %v", v.Different, err)
	}
	for id, want := range map[string][]string{a: {c}, b: {c}, c: sorted(a, b)} {
		if got := suggests(id); !slices.Equal(got, want) {
			t.Errorf("%s: suggested %v, want %v", id, got, want)
		}
	}
	if other := view(t, s, b).Different; len(other) != 1 || other[0].ID != a {
		t.Errorf("the other record: %+v", other)
	}
	if v, err := s.TellApart(t.Context(), act("k2"), a, b, customer.TellApart{Version: version(a)}); err != nil || len(v.Different) != 1 {
		t.Errorf("a second time: %+v, %v", v.Different, err)
	}
	if _, err := s.UndoApart(t.Context(), act("k3"), b, a, customer.TellApart{Version: version(b)}); err != nil {
		t.Fatal(err)
	}
	if got := suggests(a); !slices.Equal(got, sorted(b, c)) {
		t.Errorf("taken back: %v", got)
	}
	if _, err := s.UndoApart(t.Context(), act("k4"), b, a, customer.TellApart{Version: version(b)}); !fault.Is(err, "wrong-state") {
		t.Errorf("taken back twice: %v", err)
	}
	for _, id := range []string{a, b} {
		h, err := s.History(t.Context(), id, "")
		if err != nil || len(h.Items) != 3 || h.Items[1].Kind != customer.EventToldApart || h.Items[1].Comment != "两家公司" || h.Items[0].Kind != customer.EventApartUndone {
			t.Errorf("history of %s: %+v, %v", id, h.Items, err)
		}
	}
}

// TestMergedAfterAll: who was told apart and is merged is the same after all.
func TestMergedAfterAll(t *testing.T) {
	s, db := open(t)
	stays, goes := two(t, s, db, 0)
	a, b := stays.Customer.ID, goes.Customer.ID
	v, err := s.TellApart(t.Context(), staff.Act{By: "sales", At: now, Key: "k1"}, a, b, customer.TellApart{Version: stays.Version})
	if err != nil {
		t.Fatal(err)
	}
	take := map[string]string{}
	cmp, err := s.Compare(t.Context(), a, b, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range cmp.Differs {
		take[d.Field] = customer.TakeThis
	}
	if _, err := s.Merge(t.Context(), staff.Act{By: "sales", At: now, Key: "k2"}, a, b, customer.Merge{Version: v.Version, Take: take}); err != nil {
		t.Fatal(err)
	}
	if left := view(t, s, a).Different; len(left) > 0 {
		t.Errorf("still told apart: %+v", left)
	}
}
