package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestMailScanner follows every link of every mail of a whole visit and presses
// every button without choosing: nothing may come of it.
func TestMailScanner(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.driven()
	w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T18:00:00+08:00"}))
	w.must(w.ask("", "POST", "/sign-in", M{"email": "sales@demo.example"}))
	w.wait("20h") // the survey
	links := map[string]bool{}
	for _, m := range w.mailed() {
		for _, l := range asList(m["links"]) {
			u := text(l.(M)["url"])
			if i := strings.Index(u, "/l/"); i >= 0 && l.(M)["rel"] != "sign-in" { // pressing "sign in" spends its link, no more
				links[u[i:]] = true
			}
		}
	}
	if len(links) < 15 {
		t.Fatalf("only %d links", len(links))
	}
	before := w.dump()
	for _, l := range slices.Sorted(maps.Keys(links)) {
		w.scan(l)
	}
	if d := w.scanned(before); len(d) > 0 {
		t.Errorf("a scanner changed %v of %s", d, r)
	}
}

// scanned lists what differs but for the count of answers by address.
func (w *world) scanned(before map[storeKey]string) []string {
	w.Helper()
	w.mailed()
	return slices.DeleteFunc(changed(before, w.dump()), func(kind string) bool { return kind == "code" })
}

// scan opens a link in all ways and sends each form of its page as it stands.
func (w *world) scan(l string) {
	w.Helper()
	w.ask("", "HEAD", l, nil)
	w.ask("", "GET", l, nil)
	w.ask("", "POST", l, "", w.asForm()...)
	first := w.ask("", "GET", l, nil, "Accept", "text/html")
	cookie, _, _ := strings.Cut(first.header.Get("Set-Cookie"), ";")
	at := first.header.Get("Location")
	page := w.ask("", "GET", at, nil, "Accept", "text/html", "Cookie", cookie)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(page.raw)))
	if err != nil {
		w.Fatal(err)
	}
	doc.Find(`form[method="post"]`).Each(func(_ int, f *goquery.Selection) {
		action := f.AttrOr("action", at)
		if !strings.HasPrefix(action, "/l/") {
			return // the page's frame: language and the like
		}
		w.ask("", "POST", action, encoded(untouched(f)...), append(w.asForm(), "Cookie", cookie)...)
	})
}

// untouched are the fields of a form that nobody has filled in.
func untouched(f *goquery.Selection) []string {
	var pairs []string
	f.Find("input,textarea").Each(func(_ int, in *goquery.Selection) {
		kind, name := in.AttrOr("type", "text"), in.AttrOr("name", "")
		_, on := in.Attr("checked")
		if name == "" || (kind == "radio" || kind == "checkbox") && !on {
			return
		}
		pairs = append(pairs, name, in.AttrOr("value", in.Text()))
	})
	return pairs
}
