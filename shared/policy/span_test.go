package policy_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/policy"
)

var units = []policy.Unit{policy.Minutes, policy.Hours, policy.WorkingHours, policy.Days, policy.Workdays}

// Whatever the span, a moment later by it is at least that far away, and its
// written form reads as itself; on any day of two years in a zone with
// daylight saving.
func TestSpanProperties(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := calendar.ForChina(berlin)
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		s := policy.Span{N: 1 + r.IntN(40), Unit: units[r.IntN(len(units))]}
		at := time.Date(2025, 1, 1, 0, r.IntN(700*24*60), 0, 0, berlin)
		later, before := s.From(at, 1, c), s.From(at, -1, c)
		if !later.After(at) || !before.Before(at) {
			t.Fatalf("%v %v: %v, %v", at, s, later, before)
		}
		if got := s.Compare(at, later, c); got != 0 {
			t.Fatalf("%v + %v = %v compares %d", at, s, later, got)
		}
		if got := s.Compare(before, at, c); got != 0 && s.Unit != policy.Workdays {
			t.Fatalf("%v - %v = %v compares %d", at, s, before, got)
		}
		if back, err := policy.ParseSpan(s.String()); err != nil || back != s {
			t.Fatalf("%v reads as %v, %v", s, back, err)
		}
	}
}

func TestSpanForms(t *testing.T) {
	for _, bad := range []string{"", "3", "d", "-3d", "3 d", "3x", "1234567m", "1.5h"} {
		if s, err := policy.ParseSpan(bad); err == nil {
			t.Errorf("%q reads as %v", bad, s)
		}
	}
}

// Days are due at the close of business, what is sent goes out at opening;
// hours are exact; "3d" counts midnights, "72h" hours (S000-1.04, S000-1.31).
func TestMoments(t *testing.T) {
	c := calendar.ForChina(shanghai)
	end := time.Date(2026, 9, 30, 16, 30, 0, 0, shanghai) // the day before the national holidays
	anchors := policy.AnchorMap(map[string]time.Time{"end": end, "item.start@i1": end})
	for text, want := range map[string]string{
		"end":                 "2026-09-30 16:30",
		"end + 2d":            "2026-10-02 18:00",
		"end + 2wd":           "2026-10-09 18:00",
		"end + 4wh":           "2026-10-08 11:30",
		"end + 24h":           "2026-10-01 16:30",
		"end - 1d":            "2026-09-29 18:00",
		"item.start@i1 - 15m": "2026-09-30 16:15",
		"end - 8wh":           "2026-09-29 17:30",
	} {
		m, err := policy.ParseMoment(text)
		if err != nil || m.String() != text {
			t.Fatalf("%q reads as %q, %v", text, m, err)
		}
		got, ok := m.Resolve(anchors, c)
		if !ok || got.Format("2006-01-02 15:04") != want {
			t.Errorf("%s is %v, want %s", text, got, want)
		}
	}
	m, _ := policy.ParseMoment("end - 1d")
	if got, _ := m.ResolveFrom(anchors, c); got.Hour() != 9 {
		t.Errorf("sent at %v, want at opening", got)
	}
	for _, bad := range []string{"", "end -", "end - 1x", "end 1d", "end * 1d", "end - $", "a b c d"} {
		if m, err := policy.ParseMoment(bad); err == nil {
			t.Errorf("%q reads as %v", bad, m)
		}
	}
	if _, ok := (policy.Moment{Name: "end", Sign: 1, Ref: "blank"}).Resolve(anchors, c); ok {
		t.Error("a span that is not decided has no time")
	}
}

func TestMoney(t *testing.T) {
	var m policy.Money
	if err := json.Unmarshal([]byte(`{"amount":"800.5","currency":"CNY"}`), &m); err != nil || m.Minor != 80050 {
		t.Fatalf("%v %v", m, err)
	}
	if raw, _ := json.Marshal(m); string(raw) != `{"amount":"800.50","currency":"CNY"}` {
		t.Errorf("%s", raw)
	}
	for _, bad := range []string{`{"amount":"1.234","currency":"CNY"}`, `{"amount":"x","currency":"CNY"}`, `{"amount":"","currency":"CNY"}`, `{"amount":"1","currency":"yuan"}`} {
		if err := json.Unmarshal([]byte(bad), &m); err == nil {
			t.Errorf("%s reads as %v", bad, m)
		}
	}
	if _, ok := policy.Yuan(1).Add(policy.Money{Minor: 1, Currency: "USD"}); ok {
		t.Error("two currencies have no sum")
	}
}

// FuzzMoment: what reads as a moment writes as one that reads the same.
func FuzzMoment(f *testing.F) {
	for _, s := range []string{"start - 1d", "item.start@i3 - 15m", "end + $within", "approved.review"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := policy.ParseMoment(s)
		if err != nil {
			return
		}
		if back, err := policy.ParseMoment(m.String()); err != nil || back != m {
			t.Errorf("%q → %q → %+v, %v", s, m, back, err)
		}
	})
}

// FuzzDecode: no snapshot makes Decode, Check or Evaluate fail otherwise than
// by an error.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"policy":"p","rules":[{"id":"r","at":"submit","when":{"lead":"< 3d"},"then":"refuse"}]}`))
	f.Add([]byte(`{"decisions":[{"id":"a","rows":[{"id":"b","when":{"a":"> $a"},"is":"$a"}]}],"tasks":[{"id":"t","each":"guest","due":"start - $a","times":"$a"}]}`))
	f.Add([]byte(`{"standards":{"meal":[{"id":"x","shall":{"meal.kind":{"only":["$y"]}},"cap":{"base":"$z","for":1,"extra":"2"},"then":"$q","by":"$r"}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := policy.Decode(raw)
		if err != nil {
			return
		}
		policy.Check(p)
		facts := newFacts(tuesday)
		facts.SetTime("visit.start", tuesday)
		facts.Add("guest", "g").SetString("guest.name", "{")
		facts.Add("meal", "m").SetMoney("meal.amount", policy.Yuan(1))
		for _, g := range []policy.Gate{policy.GateSubmit, policy.GateClose, "x"} {
			policy.Evaluate(p, facts, g)
		}
		snapshot, err := p.Encode()
		if err != nil {
			t.Fatalf("what was decoded does not encode: %v", err)
		}
		if _, err := policy.Decode(snapshot); err != nil {
			t.Fatalf("what was encoded does not decode: %v", err)
		}
	})
}
