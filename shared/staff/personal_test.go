package staff_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// TestPersonal: saved views are a person's own, by name, at most twenty; the
// tour is put away and shown again.
func TestPersonal(t *testing.T) {
	s, _ := demo(t)
	ctx, sales := t.Context(), staff.Act{By: "sales", At: now}
	save := func(c staff.SaveView) staff.Personal {
		t.Helper()
		p, err := s.SaveView(ctx, sales, c)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	save(staff.SaveView{Name: " 待 受理 ", Query: "state=submitted&cursor=x"})
	save(staff.SaveView{Name: "我的", Query: "mine=1"})
	got := save(staff.SaveView{Name: "我的", Query: "mine=1&state=review"})
	want := []staff.SavedView{{Name: "待 受理", Query: "state=submitted"}, {Name: "我的", Query: "mine=1&state=review"}}
	if d := cmp.Diff(want, got.Views); d != "" {
		t.Error(d)
	}
	if p, err := s.Personal(ctx, staff.Act{By: "office", At: now}); err != nil || len(p.Views) > 0 || p.Toured {
		t.Errorf("office has %+v, %v", p, err)
	}
	for i := len(want); i < 20; i++ {
		save(staff.SaveView{Name: fmt.Sprint(i), Query: "mine=1"})
	}
	if _, err := s.SaveView(ctx, sales, staff.SaveView{Name: "21"}); !fault.Is(err, "out-of-range") {
		t.Errorf("one too many: %v", err)
	}
	if p := save(staff.SaveView{Name: "我的", Drop: true}); len(p.Views) != 19 {
		t.Errorf("%d views after dropping one of 20", len(p.Views))
	}
	for _, again := range []bool{false, true} {
		if p, err := s.EndTour(ctx, sales, staff.EndTour{Again: again}); err != nil || p.Toured == again {
			t.Errorf("again %v: %+v, %v", again, p.Toured, err)
		}
	}
}
