package web

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

var nineToTen = reception.PlanView{
	Items: []reception.Item{
		{ID: "i1", Kind: "talk", Title: "会谈", Start: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC),
			People: []reception.Assigned{{Staff: "head", Role: "guide"}}, Resources: []string{"room-a"}, Guests: reception.Party{IDs: []string{"g0"}}},
		{ID: "i2", Kind: "meal", Title: "午餐", Start: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 24, 13, 0, 0, 0, time.UTC)},
	},
	People: []reception.Assigned{{Staff: "head", Role: "host"}},
	Gifts:  []reception.Gift{{ID: "f1", Name: "茶", Count: 2}},
}

func speaking(l i18n.Lang) planNames {
	return planNames{zone: time.UTC, lang: l, guests: map[string]string{"g0": "张建华"}, staff: map[string]string{"head": "赵磊"}, roles: map[string]string{"guide": "讲解", "host": "主持"}}
}

// What a plan's rows say is what they were made of, in both languages.
func TestRowsReadBack(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
		n := speaking(l)
		sheet := n.rows(nineToTen)
		reader := n.reader(&PlanForm{Reception: reception.View{Start: nineToTen.Items[0].Start}})
		edit := reader.command(sheet)
		if d := cmp.Diff(nineToTen.Items, *edit.Items); d != "" || len(reader.bad) > 0 {
			t.Errorf("%s: %s %v", l, d, reader.bad)
		}
		if d := cmp.Diff(nineToTen.People, *edit.People); d != "" {
			t.Errorf("%s: %s", l, d)
		}
		for _, r := range *sheet.Items {
			if mark(r) != r.Was {
				t.Errorf("%s: %q changes by being shown", l, r.Title)
			}
		}
	}
}

// Errors name the row that people see, though rows before it were blank or dropped.
func TestErrorsNameTheRow(t *testing.T) {
	items := []ItemRow{{Row: Row{ID: "i1", Drop: true}}, {Day: "2026-11-24"}, {Title: "会谈", Start: "10", End: "25:00"}, {Title: "参观"}}
	reader := speaking(i18n.ZH).reader(&PlanForm{})
	edit := reader.command(PlanSheet{Items: &items})
	if len(*edit.Items) != 2 {
		t.Fatalf("%+v", *edit.Items)
	}
	var bad fault.List
	bad.Add("/items/1/people/0/staff", "unknown-id", "x")
	bad.Add("/items/0/guests/1", "unknown-id", "y")
	bad.Add("/items/1/resources/1", "unknown-id", "z")
	var got []string
	for _, f := range fault.As(reader.located(bad.Err())).Fields {
		got = append(got, f.Field)
	}
	if d := cmp.Diff([]string{"/items/2/end", "/items/3/people", "/items/2/party", "/items/3/resources/1"}, got); d != "" {
		t.Error(d)
	}
}

// Two people change the same plan: what only one of them touched is as he left
// it, what both touched stands as one's own with the other's beside it, and
// nothing is lost.
func TestMerge(t *testing.T) {
	n := speaking(i18n.ZH)
	mine, theirs := n.rows(nineToTen), n.rows(nineToTen)
	(*mine.Items)[0].Start = "09:30"
	mine.Items = new(append(*mine.Items, ItemRow{Day: "2026-11-24", Title: "我的新项"}))
	again := nineToTen
	again.Items = append([]reception.Item{{ID: "i9", Kind: "activity", Title: "他的新项", Start: nineToTen.Items[0].Start, End: nineToTen.Items[0].End}}, nineToTen.Items...)
	again.Items[1].Place, again.Items[2].Title = "三楼", "工作餐"
	again.Gifts = nil
	theirs = n.rows(again)
	m := &Merged{}
	out := m.merge(mine, theirs)
	titles, others := []string{}, []string{}
	for _, r := range *out.Items {
		titles = append(titles, r.Start+" "+r.Title)
		if r.Others != "" {
			others = append(others, r.Others)
		}
	}
	if d := cmp.Diff([]string{"09:00 他的新项", "09:30 会谈", "12:00 工作餐", " 我的新项"}, titles); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"2026-11-24 · 09:00–10:00 · 会谈 · 三楼 · 赵磊（讲解） · 张建华"}, others); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(Merged{Taken: 2, Gone: 1, Both: 1}, *m); d != "" {
		t.Error(d)
	}
	if len(*out.Gifts) != 0 || len(*out.People) != 1 {
		t.Errorf("%+v %+v", out.Gifts, out.People)
	}
}

// A list of which nothing was sent says nothing; one without rows is empty.
func TestListsNotSent(t *testing.T) {
	body, err := formTree(url.Values{"items[0].title": {""}, "change_reason": {"x"}})
	if err != nil {
		t.Fatal(err)
	}
	var sheet PlanSheet
	if err := fill(body, &sheet, true, time.UTC); err != nil {
		t.Fatal(err)
	}
	edit := speaking(i18n.ZH).reader(&PlanForm{}).command(sheet)
	if edit.Items == nil || len(*edit.Items) != 0 || edit.Meals != nil {
		t.Errorf("%+v", edit)
	}
}
