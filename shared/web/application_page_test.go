package web

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/reception"
)

// Empty rows of a form close up, so that what is said of a row is said in it;
// an id alone is no row.
func TestCloseRows(t *testing.T) {
	in := url.Values{"guests[0].name": {""}, "guests[0].diet": {" "}, "guests[2].name": {"甲"}, "guests[2].id": {"g0001"}, "guests[3].id": {"g0002"}, "guests[3].name": {""},
		"guests[10].main": {"true"}, "purpose": {"x"}}
	closeRows(in, "guests")
	want := url.Values{"guests[0].name": {"甲"}, "guests[0].id": {"g0001"}, "guests[1].main": {"true"}, "purpose": {"x"}}
	if d := cmp.Diff(want, in); d != "" {
		t.Error(d)
	}
}

// A list still in its box goes along with whatever button is pressed; one with
// problems is looked at first, and the script's own saving leaves it alone.
func TestPastedListGoesAlong(t *testing.T) {
	const good, bad = "姓名\t邮箱\n王二\twang@x.example\nTom\ttom@x.example", "姓名\t邮箱\n王二\tnowhere"
	for _, x := range []struct {
		do, list, wantDo string
		guests           int
		left             bool
	}{
		{"", good, "", 3, false}, {doSubmit, good, doSubmit, 3, false}, {doCheck, good, doCheck, 3, false},
		{doSubmit, bad, doPaste, 1, true}, {"", bad, doPaste, 1, true},
		{doDraft, good, doDraft, 1, true}, {doPaste, good, doPaste, 1, true}, {doSubmit, " \n", doSubmit, 1, true},
	} {
		c := &Call{Input: url.Values{"guests[0].name": {"赵一"}, "paste": {x.list}}}
		sheet := ApplicationSheet{Do: x.do, Paste: x.list}
		sheet.Application.Guests = []reception.Guest{{Name: "赵一"}}
		sheet.takeList(c)
		if sheet.Do != x.wantDo || len(sheet.Application.Guests) != x.guests || c.Input.Has("paste") != x.left {
			t.Errorf("%q with %q: does %q, %d guests, %v", x.do, x.list, sheet.Do, len(sheet.Application.Guests), c.Input)
		}
		if x.guests == 3 && (sheet.Application.Guests[2].Name != "Tom" || c.Input.Get("guests[2].name") != "Tom") {
			t.Errorf("%q: %+v", x.do, sheet.Application.Guests)
		}
	}
}

// JSON has no fields of a form to show again.
func TestPasteWithoutForm(t *testing.T) {
	if p := (&Call{}).take("姓名\n王二"); len(p.Rows) != 1 {
		t.Errorf("%+v", p)
	}
}
