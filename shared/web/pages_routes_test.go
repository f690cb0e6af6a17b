package web

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// What stands in brackets is one name, with its dots.
func TestFieldPath(t *testing.T) {
	for name, want := range map[string][]string{
		"a":                     {"a"},
		"guests[0].name":        {"guests", "0", "name"},
		"guests.0.name":         {"guests", "0", "name"},
		"values[item.plate]":    {"values", "item.plate"},
		"drop[]":                {"drop"},
		"items[1].people[0].id": {"items", "1", "people", "0", "id"},
	} {
		if got, ok := fieldPath(name); !ok || !cmp.Equal(got, want) {
			t.Errorf("%s: %q %v", name, got, ok)
		}
	}
	for _, name := range []string{"", "a[", "a[0", "a.", ".a", "a[0]b", "a[]b", "a..b", "a.b.c.d.e.f.g.h.i"} {
		if got, ok := fieldPath(name); ok {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// The plan's page: rows that are blank or dropped are left out, amounts may be
// empty, parties are read by name, a list that lost all rows is empty and one
// that was not sent says nothing.
func TestPlanSheet(t *testing.T) {
	body, err := formTree(url.Values{
		"version": {"3"}, "items[0].id": {"i1"}, "items[0].kind": {"talk"}, "items[0].day": {"2026-11-24"}, "items[0].start": {"9"}, "items[0].end": {"1000"},
		"items[0].party": {"张建华、John"}, "items[0].resources[0]": {"room-a"}, "items[0].resources[1]": {""}, "items[0].people": {"王芳（讲解）,nobody"},
		"items[1].id": {"i2"}, "items[1].kind": {"meal"}, "items[1].drop": {"true"},
		"items[2].kind": {""}, "items[2].title": {""}, "items[2].day": {"2026-11-24"},
		"items[3].title": {"茶歇"}, "items[4].title": {"次日"}, "items[4].day": {"2026-11-25"}, "items[4].start": {"8:30"}, "items[4].end": {"0：15"}, "items[4].until": {"2026-11-26"},
		"meals[0].slot": {"lunch"}, "meals[0].party": {"4"}, "meals[0].company": {"王芳"}, "meals[0].amount": {""},
		"meals[1].slot": {"dinner"}, "meals[1].amount": {"¥1,800"},
		"gifts[0].name": {""},
	})
	if err != nil {
		t.Fatal(err)
	}
	var sheet PlanSheet
	if err := fill(body, &sheet, true, time.UTC); err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	reader := &planReader{zone: time.UTC, start: at(24, 9, 0), guests: map[string]string{"张建华": "g0000", "John": "g0001"}, staff: map[string]string{"王芳": "sales"}, roles: map[string]string{"讲解": "guide"}}
	got := reader.command(sheet)
	want := reception.EditPlan{Version: 3,
		Items: &[]reception.Item{{ID: "i1", Kind: "talk", Start: at(24, 9, 0), End: at(24, 10, 0), Resources: []string{"room-a"}, Guests: reception.Party{IDs: []string{"g0000", "g0001"}},
			People: []reception.Assigned{{Staff: "sales", Role: "guide"}, {Staff: "nobody"}}},
			{ID: "~3", Kind: "activity", Title: "茶歇", Start: at(24, 10, 0)},
			{ID: "~4", Kind: "activity", Title: "次日", Start: at(25, 8, 30), End: at(26, 0, 15)}},
		Meals: &[]reception.Meal{{Slot: "lunch", Guests: reception.Party{Count: 4}, Staff: reception.Party{IDs: []string{"sales"}}}, {Slot: "dinner", Amount: policy.Yuan(1800)}},
		Gifts: &[]reception.Gift{},
	}
	if err := reader.bad.Err(); err != nil {
		t.Error(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A pasted list goes into the rows after those that are filled in.
func TestPasteIntoForm(t *testing.T) {
	c := &Call{Input: url.Values{"guests[0].name": {"赵一"}, "guests[1].name": {""}, "paste": {"x"}}}
	c.take("姓名\t职务\n王二\t经理\n")
	if c.Input.Get("guests[0].name") != "赵一" || c.Input.Get("guests[1].name") != "王二" || c.Input.Get("guests[1].position") != "经理" || c.Input.Has("paste") {
		t.Errorf("%v", c.Input)
	}
}
