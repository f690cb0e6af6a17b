package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestWrongConditions: a condition of an address that is none is refused with its
// name and what there is; a page leaves it out, says so and shows the rest.
func TestWrongConditions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	for _, c := range []struct{ address, field, code, says, shows string }{
		{"/receptions?mine=1&order=newest", "/order", "invalid", "“newest” is not possible here; there are: latest, oldest.", r},
		{"/receptions?mine=maybe", "/mine", "invalid", "“maybe” is not possible here; there are: true, false.", r},
		{"/receptions?state=lost&department=sales", "/state", "invalid", "There is no state “lost”", r},
		{"/receptions?level=royal", "/level", "invalid", "There is no level “royal”", r},
		{"/receptions?department=nowhere", "/department", "unknown-id", "What was chosen does not exist.", r},
		{"/receptions?from=yesterday", "/from", "invalid", "“yesterday” is not a date", r},
		{"/receptions?from=2026-11-30&to=2026-11-01", "/to", "end-before-start", "", "x-state"},
		{"/receptions?limit=many", "/limit", "invalid", "“many” is not a whole number.", r},
		{"/receptions?cursor=x", "/cursor", "invalid", "", r},
		{"/tasks?mine=x", "/mine", "invalid", "“x” is not possible here", r},
		{"/tasks?state=lost", "/state", "invalid", "There is no state “lost”", r},
		{"/tasks?department=nowhere", "/department", "unknown-id", "", r},
		{"/calendar?view=year", "/view", "invalid", "“year” is not possible here; there are: month, week, day.", r},
		{"/today?date=x", "/date", "invalid", "“x” is not a date", ""},
		{"/reports?year=x", "/year", "invalid", "“x” is not a whole number.", ""},
		{"/reports?department=nowhere", "/department", "", "", ""},
		{"/receptions/" + r + "/plan/edit?by=colour", "/by", "invalid", "there are: places, people.", r},
		{"/receptions/" + r + "/revisions/1?against=x", "/against", "invalid", "“x” is not a whole number.", r},
	} {
		a := w.ask("office", "GET", c.address, nil, "Accept-Language", "en")
		if a.status != 422 || a.at("errors[0].field") != c.field || c.code != "" && a.at("errors[0].code") != c.code || !strings.Contains(a.at("errors[0].message"), c.says) {
			t.Errorf("%s: %d %s", c.address, a.status, a.raw)
		}
		p := w.page("office", "GET", c.address, "en", "", "")
		main := w.parsed(p).Find("main")
		if p.status != 422 || !strings.Contains(main.Find(".errors").Text(), "left out") || !strings.Contains(main.Text(), c.says) || c.says != "" && strings.Count(main.Find(".errors").Text(), c.says) != 1 {
			t.Errorf("the page of %s: %d %s", c.address, p.status, cut(main.Find(".errors, .fault").Text(), 600))
		}
		if html, _ := main.Html(); !strings.Contains(html, c.shows) || main.Find(".fault").Length() > 0 {
			t.Errorf("%s loses the page", c.address)
		}
	}
	if p := w.page("office", "GET", "/receptions?order=oldest&mine=true&state=review", "en", "", ""); p.status != http.StatusOK {
		t.Errorf("what is right is refused: %d", p.status)
	}
}
