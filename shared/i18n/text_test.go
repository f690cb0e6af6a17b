package i18n

import (
	"testing"
	"time"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		key  string
		args []any
		want string
	}{
		{ZH, "time.hours", []any{2}, "2 小时"},
		{EN, "time.hours", []any{1}, "1 hour"},
		{EN, "time.hours", []any{2}, "2 hours"},
		{EN, "time.hours", []any{0}, "0 hours"},
		{EN, "time.hours", []any{float64(1)}, "1 hour"},
		{ZHHant, "time.hours", []any{2}, "2 小時"},
		{EN, "no.such.key", []any{1}, "no.such.key"},
		{"fr", "time.now", nil, "time.now"},
		{EN, "time.in", nil, "in {0}"},
		{EN, "list.last", []any{"{1}", "b"}, "{1} and b"},
		{EN, "list.last", []any{Key("time.now"), nil}, "now and "},
		{EN, "time.at", []any{Args{"date": "D", "clock": "C"}}, "D, C"},
	} {
		if got := T(c.lang, c.key, c.args...); got != c.want {
			t.Errorf("T(%s, %s, %v) = %q, want %q", c.lang, c.key, c.args, got, c.want)
		}
	}
	if Has(EN, "no.such.key") || !Has(EN, "time.hours") || !Has(ZHHant, "time.now") {
		t.Error("Has is wrong")
	}
}

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]Lang{
		"": ZH, "*": ZH, "fr-FR,fr;q=0.9": ZH, "en-US,en;q=0.9,zh-CN;q=0.8": EN, "zh-TW,zh;q=0.9": ZHHant,
		"zh-CN,en;q=0.9": ZH, "zh-Hans-HK": ZH, "de,en;q=0.5": EN, "en;q=0,zh-HK;q=0.1": ZHHant, "en;q=nonsense": ZH,
	} {
		if got := Negotiate(header, ZH); got != want {
			t.Errorf("Negotiate(%q) = %s, want %s", header, got, want)
		}
	}
	if Of("zh_TW") != ZHHant || Of("xx") != ZH || ZH.HTML() != "zh-Hans" || EN.HTML() != "en" {
		t.Error("Of or HTML is wrong")
	}
}

func TestPick(t *testing.T) {
	texts := map[string]string{"zh": "甲", "en": "a"}
	if Pick(EN, texts) != "a" || Pick(ZHHant, texts) != "甲" || Pick("fr", texts) != "甲" {
		t.Error("Pick does not follow the reader")
	}
	if Pick(ZH, map[string]string{"fr": "x", "de": "y"}) != "y" || Pick(ZH, nil) != "" {
		t.Error("Pick does not take what there is")
	}
}

func TestFormats(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	at := time.Date(2026, 11, 24, 9, 30, 0, 0, shanghai)
	next := at.AddDate(1, 0, 1)
	now := time.Date(2025, 12, 31, 17, 0, 0, 0, time.UTC) // already 2026 in Shanghai
	for _, c := range [][2]string{
		{DateTime(ZH, at, now), "11月24日(周二)09:30"},
		{DateTime(EN, at, now), "Tue 24 Nov, 09:30"},
		{DateTime(ZH, next, at), "2027年11月25日(周四)09:30"},
		{DateTime(EN, next, at), "Thu 25 Nov 2027, 09:30"},
		{Date(EN, at, time.Time{}), "Tue 24 Nov 2026"},
		{Month(ZH, at), "2026年11月"}, {Month(EN, at), "Nov 2026"},
		{Period(ZH, at, at.Add(6*time.Hour).UTC(), now), "11月24日(周二)09:30–15:30"},
		{Period(EN, at, at.Add(24*time.Hour), now), "Tue 24 Nov, 09:30–Wed 25 Nov, 09:30"},
		{Span(ZH, 2*time.Hour), "2 小时后"}, {Span(EN, 2*time.Hour), "in 2 hours"},
		{Span(EN, -72*time.Hour), "3 days ago"}, {Span(ZH, 30*time.Second), "现在"},
		{Span(EN, time.Minute), "in 1 minute"}, {Span(EN, 36*time.Hour), "in 36 hours"},
		{Money(ZH, 120000, "CNY"), "¥1,200"}, {Money(EN, 120050, "CNY"), "CNY 1,200.50"},
		{Money(ZH, -5, "USD"), "-USD 0.05"}, {Money(ZH, 123456789000, "CNY"), "¥1,234,567,890"},
		{Amount(ZH, "800.00", "CNY"), "¥800"}, {Amount(EN, "800.5", "CNY"), "CNY 800.50"},
		{Amount(EN, "a lot", "CNY"), "CNY a lot"}, {Number(-1200), "-1,200"}, {Number(999), "999"},
		{List(ZH, "甲", "乙", "丙"), "甲、乙和丙"}, {List(EN, "a", "b", "c"), "a, b and c"},
		{List(EN, "a"), "a"}, {List(EN), ""},
		{Person(ZH, "王建国", "总经理"), "王建国（总经理）"}, {Person(EN, "Wang", ""), "Wang"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

// TestSpelled: amounts as Chinese finance spells them, zeros where there is a gap.
func TestSpelled(t *testing.T) {
	for minor, want := range map[int64]string{0: "零元整", 120000: "壹仟贰佰元整", 1383000: "壹万叁仟捌佰叁拾元整", 10000500: "壹拾万零伍元整", 10010000: "壹拾万零壹佰元整",
		100000: "壹仟元整", 1000000000: "壹仟万元整", 10000000000: "壹亿元整", 10000000001: "壹亿元零壹分", 100010: "壹仟元壹角整", 12345: "壹佰贰拾叁元肆角伍分", -1: ""} {
		if got := Spelled(ZH, minor, "CNY"); got != want {
			t.Errorf("%d: %q, want %q", minor, got, want)
		}
	}
	if got := Spelled(ZHHant, 1383000, "CNY"); got != "壹萬參仟捌佰參拾元整" {
		t.Error(got)
	}
	if Spelled(EN, 100, "CNY") != "" || Spelled(ZH, 100, "EUR") != "" {
		t.Error("only yuan for readers of Chinese")
	}
}
