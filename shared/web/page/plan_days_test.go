package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// long is a plan of four days, of which the grid shows the first two: a new
// item on the first, a clash on the third, nothing yet on the last.
func long() web.PlanForm {
	f := planned()
	f.Plan.Visit = []string{"2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"}
	items, rows := f.Plan.Plan.Items, *f.Rows.Items
	for i, at := range []time.Time{tuesday(2*24+15, 0), tuesday(2*24+9, 0)} {
		id := fmt.Sprint("j", i)
		items = append(items, reception.Item{ID: id, Kind: "talk", Start: at, End: at.Add(time.Hour)})
		rows = append(rows, web.ItemRow{Row: web.Row{ID: id}, Kind: "talk", Day: "2026-11-26"})
	}
	f.Plan.Plan.Items, f.Rows.Items = items, &rows
	f.Plan.Clashes = append(f.Plan.Clashes, reception.Clash{Level: "warn", Item: "j0"}, reception.Clash{Level: "stop", Item: "j1"})
	return f
}

// folds writes each day: what it has, its rows, and whether it is open.
func folds(p web.Page) (list []string) {
	for _, d := range planDays(p) {
		var rows []int
		for _, x := range d.Lines {
			rows = append(rows, x.N)
		}
		list = append(list, fmt.Sprint(d.Date[5:], " ", d.Count, " ", clock(p, d.From), "–", clock(p, d.To), " ", d.Level, " ", rows, " ", d.Open))
	}
	return list
}

// A day that the grid does not show is folded to what it has, its worst clash
// with it; no row is left out of the form.
func TestFoldedDays(t *testing.T) {
	if d := cmp.Diff([]string{
		"11-24 3 09:10–01:00 stop [0 1 2 5] true",
		"11-25 0 –  [6] true",
		"11-26 2 09:00–16:00 stop [3 4 7] false",
		"11-27 0 –  [8] false",
	}, folds(web.Page{View: long()})); d != "" {
		t.Error(d)
	}
}

// What wants to be seen is not folded away: what was refused, what somebody else
// has changed, and rows of a day outside the visit.
func TestDaysThatOpen(t *testing.T) {
	open := func(f web.PlanForm, problem *web.Problem) string {
		var b strings.Builder
		for _, d := range planDays(web.Page{View: f, Problem: problem}) {
			if d.Open {
				b.WriteString(d.Date[8:] + " ")
			}
		}
		return b.String()
	}
	wrong := &web.Problem{Errors: []web.ProblemField{{Field: "/items/4/note", Message: "too long"}, {Field: "/meals/3/day", Message: "no date"}}}
	fresh, both, away := long(), long(), long()
	(*fresh.Rows.Items)[3].Fresh = true
	(*both.Rows.Items)[3].Others = "10:00"
	(*away.Rows.Items)[3].Day = "2026-12-24"
	got := []string{open(long(), wrong), open(fresh, nil), open(both, nil), open(away, nil)}
	if d := cmp.Diff([]string{"24 25 26 ", "24 25 26 ", "24 25 26 ", "24 25 24 "}, got); d != "" {
		t.Error(d)
	}
	page := shownAs(t, web.Page{Name: "plan-form", View: long(), Lang: i18n.ZH, Problem: wrong})
	if n := strings.Count(page, `<details class="more" open`); n != 1 {
		t.Errorf("%d rows are open beneath", n)
	}
}

// The page speaks everywhere: all of its labels are texts.
func TestPlanIsWorded(t *testing.T) {
	for _, l := range i18n.Langs() {
		page := shownAs(t, web.Page{Name: "plan-form", View: long(), Lang: l})
		if i := strings.Index(page, "page."); i >= 0 {
			t.Errorf("%s: %s", l, page[i:i+40])
		}
		if want := map[i18n.Lang]string{i18n.ZH: "2 项 · 09:00–16:00", i18n.EN: "2 items · 09:00–16:00"}[l]; !strings.Contains(page, want) {
			t.Errorf("%s: a folded day does not say %q", l, want)
		}
	}
}

// shownAs is a page as it is sent.
func shownAs(t *testing.T, p web.Page) string {
	t.Helper()
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := pages.Render(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// English names of items are asked for where a guest reads no Chinese, and kept
// where they are there.
func TestEnglishNamesWhereRead(t *testing.T) {
	for language, asked := range map[string]bool{"": false, "zh": false, "en": true} {
		f := planned()
		f.Reception.Application = &reception.ApplicationView{Guests: []reception.Guest{{Name: "客人", Language: language}}}
		x := newLiner(i18n.ZH, web.Page{View: f})
		if got := strings.Contains(string(x.Item(0, web.ItemRow{})), "title_en"); got != asked {
			t.Errorf("%q: %v", language, got)
		}
		if !strings.Contains(string(x.Item(0, web.ItemRow{PlaceEN: "Lobby"})), `value="Lobby"`) {
			t.Errorf("%q: what is there is gone", language)
		}
	}
}
