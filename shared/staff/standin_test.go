package staff_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

func day(n int) *time.Time {
	at := now.AddDate(0, 0, n)
	return &at
}

func TestDelegation(t *testing.T) {
	s, _ := demo(t)
	ctx := t.Context()
	head := staff.Act{By: "head", At: now}
	me, err := s.Delegate(ctx, head, staff.SetDelegation{To: "sales2@demo.example", From: day(1), Until: day(3), Subjects: []string{"review"}})
	if err != nil || len(me.Delegates) != 1 || me.Delegates[0].To != "sales2" || me.Delegates[0].Name != "李强" {
		t.Fatalf("%+v, %v", me, err)
	}
	c := load(t, s)
	for _, x := range []struct {
		subject string
		at      *time.Time
		want    string
	}{
		{"review", day(0), "head"}, {"review", day(1), "sales2"}, {"review", day(2), "sales2"}, {"review", day(3), "head"},
		{"settlement", day(2), "head"}, {"", day(2), "head"},
	} {
		if p := c.StandIn("head", x.subject, *x.at); p == nil || p.ID != x.want {
			t.Errorf("%s at %s: %v, want %s", x.subject, x.at, p, x.want)
		}
	}
	if !c.MayActFor("sales2", "head", "review", *day(2)) || !c.MayActFor("head", "head", "review", *day(2)) ||
		c.MayActFor("sales2", "head", "review", *day(4)) || c.MayActFor("sales", "head", "review", *day(2)) {
		t.Error("who may act is wrong")
	}
	if !c.MayActFor("sales2", "head", "", *day(2)) || c.MayActFor("sales2", "head", "", *day(4)) {
		t.Error("who may act for anything is wrong")
	}
	if d := cmp.Diff([]string{"sales2", "head"}, c.ActsFor("sales2", "review", *day(2))); d != "" {
		t.Error(d)
	}
	if me, _ := c.Me(staff.Act{By: "sales2", At: now}); len(me.Delegates) != 1 || me.Delegates[0].For != "head" {
		t.Errorf("the taker sees %+v", me.Delegates)
	}
}

func TestDelegationIsReplacedAndEnded(t *testing.T) {
	s, _ := demo(t)
	ctx := t.Context()
	act := staff.Act{By: "head", At: now}
	for _, to := range []string{"sales", "sales2"} {
		if _, err := s.Delegate(ctx, act, staff.SetDelegation{To: to, Until: day(3)}); err != nil {
			t.Fatal(err)
		}
	}
	if c := load(t, s); len(c.Person("head").Delegations) != 1 || c.StandIn("head", "task", now).ID != "sales2" {
		t.Errorf("%+v", c.Person("head").Delegations)
	}
	if me, err := s.Delegate(ctx, act, staff.SetDelegation{}); err != nil || len(me.Delegates) != 0 {
		t.Errorf("%+v, %v", me, err)
	}
}

func TestDelegationIsChecked(t *testing.T) {
	s, _ := demo(t)
	act := staff.Act{By: "head", At: now}
	for want, cmd := range map[string]staff.SetDelegation{
		"unknown-id":       {To: "ghost", Until: day(1)},
		"required":         {To: "sales"},
		"end-before-start": {To: "sales", From: day(2), Until: day(1)},
		"in-the-past":      {To: "sales", From: day(-3), Until: day(-1)},
	} {
		if _, err := s.Delegate(t.Context(), act, cmd); code(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := s.Delegate(t.Context(), act, staff.SetDelegation{To: "head", Until: day(1)}); code(err) != "unknown-id" {
		t.Errorf("to himself: %v", err)
	}
}

func TestDelegationInACircleEnds(t *testing.T) {
	s, _ := demo(t)
	for from, to := range map[string]string{"head": "sales", "sales": "sales2", "sales2": "head"} {
		if _, err := s.Delegate(t.Context(), staff.Act{By: from, At: now}, staff.SetDelegation{To: to, Until: day(1)}); err != nil {
			t.Fatal(err)
		}
	}
	c := load(t, s)
	if p := c.StandIn("head", "review", now); p == nil || p.ID != "sales2" {
		t.Errorf("stands in: %v", p)
	}
	if !c.MayActFor("sales2", "head", "review", now) {
		t.Error("the last of the circle may not act")
	}
}

// A subject nobody can stand in for is refused rather than kept: it would be a
// delegation that never holds.
func TestDelegationOfNothing(t *testing.T) {
	s, _ := demo(t)
	_, err := s.Delegate(t.Context(), staff.Act{By: "head", At: now}, staff.SetDelegation{To: "sales2", Until: day(3), Subjects: []string{"review", "holidays"}})
	if got := fault.As(err); code(err) != "invalid" || got.Fields[0].Field != "/subjects/1" {
		t.Errorf("%+v", err)
	}
}
