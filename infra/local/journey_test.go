package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// TestFormKeepsTheJourneys: the form of the application asks for all that is to
// be known of the journeys (S003-1.32) and loses nothing of it when it is saved;
// the page and the printed application show it.
func TestFormKeepsTheJourneys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	a := application(tuesday)
	a["arrival"] = M{"at": tuesday + "T08:30:00+08:00", "place": "深圳宝安机场", "number": "CZ3000", "features": "红色领带"}
	a["departure"] = M{"at": tuesday + "T19:00:00+08:00", "place": "深圳北站", "number": "G80", "features": "带两件行李", "minutes": 200}
	d := w.must(w.ask("sales", "POST", "/receptions", a, "Idempotency-Key", w.key()))
	r := d.at("id")
	legs := func() []any {
		v := w.get("sales", "/receptions/"+r).v
		arrival, _ := look(v, "application.arrival")
		departure, _ := look(v, "application.departure")
		return []any{arrival, departure}
	}
	before, sent := legs(), url.Values{"do": {"save"}}
	form := w.parsed(w.page("sales", "GET", "/receptions/"+r+"/application", "zh", "", "")).Find("form#application")
	form.Find("input").Each(func(_ int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		if strings.HasPrefix(name, "arrival.") || strings.HasPrefix(name, "departure.") || name == "version" {
			sent.Set(name, in.AttrOr("value", ""))
		}
	})
	if got := sent.Get("arrival.features"); got != "红色领带" {
		t.Fatalf("the form shows %q", got)
	}
	if a := w.page("sales", "POST", "/receptions/"+r+"/application/form", "zh", sent.Encode(), formType); a.status != http.StatusSeeOther {
		t.Fatalf("saving: %d\n%s", a.status, cut(string(a.raw), 1500))
	}
	if diff := cmp.Diff(before, legs()); diff != "" {
		t.Errorf("lost by the form: %s", diff)
	}
	for _, path := range []string{"/receptions/" + r, "/receptions/" + r + "/print?paper=application"} {
		if page := w.parsed(w.page("sales", "GET", path, "zh", "", "")).Text(); !strings.Contains(page, "CZ3000 · 红色领带") {
			t.Errorf("%s does not show how to know the guests", path)
		}
	}
}
