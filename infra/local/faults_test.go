package main

import (
	"bytes"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/web"
)

// A trouble is what can go wrong with any page: who asks, and what is wrong
// with what he asks. It has no answer where it does not apply to a route.
type trouble struct {
	name string
	who  string
	ask  func(w *world, r *web.Route, p place) (method, path, body, kind string)
}

const formType = "application/x-www-form-urlencoded"

// troubles by the state of a page.
var troubles = []trouble{
	{"signed out", "", usual},
	{"gate", "gate", usual},
	{"not there", "office", func(w *world, r *web.Route, p place) (string, string, string, string) {
		nothing := maps.Clone(p)
		for k := range nothing {
			nothing[k] = "nothing"
		}
		method, _, body, kind := usual(w, r, p)
		return method, nothing.path(r), body, kind
	}},
	{"typed address", "admin", func(_ *world, r *web.Route, p place) (string, string, string, string) {
		if r.Method == http.MethodGet {
			return http.MethodGet, p.path(r) + "/nowhere", "", ""
		}
		return http.MethodGet, p.path(r), "", ""
	}},
	{"stale", "office", func(w *world, r *web.Route, p place) (string, string, string, string) {
		if !hasVersion(r) {
			return "", "", "", ""
		}
		m := maps.Clone(samples[r.Name].body)
		m["version"] = 99999
		return r.Method, p.path(r), encoded(flat("", m)...), formType
	}},
	{"broken", "admin", posted(encoded("nonsense", "1"), formType)},
	{"large", "admin", posted(strings.Repeat("x", web.MaxBody+1), formType)},
	{"strange", "admin", posted("a", "text/strange")},
}

// usual asks what is usually asked.
func usual(_ *world, r *web.Route, p place) (string, string, string, string) {
	if r.Method == http.MethodGet {
		return r.Method, p.path(r), "", ""
	}
	return r.Method, p.path(r), encoded(flat("", samples[r.Name].body)...), formType
}

// posted sends a form that is no good.
func posted(body, kind string) func(*world, *web.Route, place) (string, string, string, string) {
	return func(_ *world, r *web.Route, p place) (string, string, string, string) {
		if r.Method == http.MethodGet {
			return "", "", "", ""
		}
		return r.Method, p.path(r), body, kind
	}
}

// TestFaultsSayHowToGoOn asks for every page of the route table in every state
// of trouble, in both languages: the answer says what is wrong and what to do
// next, and what it offers is there.
func TestFaultsSayHowToGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	p := settings(w)["1"]
	start := w.save()
	seen := map[int]bool{}
	offered := map[string]bool{}
	for _, r := range w.pump.Load().app.Server.Routes() {
		if r.Page == "" || strings.HasPrefix(r.Pattern, "/_local/") || r.Upload {
			continue
		}
		for _, c := range troubles {
			for _, lang := range []string{"zh", "en"} {
				method, path, body, kind := c.ask(w, &r, p)
				if method == "" {
					continue
				}
				a := w.page(c.who, method, path, lang, body, kind)
				if method == http.MethodPost && a.status < 400 {
					w.restore(start)
				}
				if seen[a.status] = true; a.status < 400 {
					continue
				}
				for _, href := range w.helpful(c.name+" "+lang, a, lang) {
					offered[c.who+" "+href] = true
				}
			}
		}
	}
	for _, status := range []int{303, 403, 404, 405, 409, 413, 415, 422} {
		if !seen[status] {
			t.Errorf("nothing answered %d", status)
		}
	}
	for _, o := range slices.Sorted(maps.Keys(offered)) {
		who, href, _ := strings.Cut(o, " ")
		if a := w.page(who, "GET", href, "zh", "", ""); a.status >= 400 {
			t.Errorf("%q is offered %s, which answers %d", who, href, a.status)
		}
	}
}

// TestRareFaultsSayHowToGoOn does the same for what only happens now and then.
func TestRareFaultsSayHowToGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	for _, lang := range []string{"zh", "en"} {
		w.helpful("forged link "+lang, w.page("", "GET", "/l/forged", lang, "", ""), lang)
		var a answer
		for range 40 {
			if a = w.page("", "POST", "/sign-in", lang, encoded("email", "sales@demo.example"), formType); a.status == http.StatusTooManyRequests {
				break
			}
		}
		if a.status != http.StatusTooManyRequests {
			t.Errorf("signing in again and again: %d", a.status)
		}
		w.helpful("too many "+lang, a, lang)
	}
}

// page asks as a browser does.
func (w *world) page(who, method, path, lang, body, kind string) answer {
	w.Helper()
	h := []string{"Accept", "text/html", "Authorization", "", "Accept-Language", lang, "Origin", w.URL(), "Content-Type", kind}
	if cookie := "lang=" + lang; who != "" {
		h = append(h, "Cookie", cookie+"; session="+w.token(who))
	} else {
		h = append(h, "Cookie", cookie)
	}
	if body == "" {
		return w.ask(who, method, path, nil, h...)
	}
	return w.ask(who, method, path, body, h...)
}

// rawKey is a message that was not found; cjk is Chinese.
var rawKey, cjk = regexp.MustCompile(`\b(page|fault|word|web)\.[a-z-]+\b`), regexp.MustCompile(`\p{Han}`)

// helpful says what a page about a trouble lacks, and where it leads: what is
// wrong in words, then either the form again or what to do next with a way.
func (w *world) helpful(what string, a answer, lang string) (ways []string) {
	w.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(a.raw))
	if err != nil {
		w.Fatal(err)
	}
	fault := doc.Find("main .fault, main .errors, main [data-code]").First()
	if fault.Length() == 0 || strings.TrimSpace(fault.Find("h1, h2, p").Text()) == "" {
		w.Errorf("%s: %s answers %d without saying why:\n%s", what, a.what, a.status, cut(string(a.raw), 1500))
		return nil
	}
	fault.Find(".typed").Remove() // the reader's own words
	text := fault.Text()
	if key := rawKey.FindString(text); key != "" {
		w.Errorf("%s: %s shows %s", what, a.what, key)
	}
	if lang == "en" && cjk.MatchString(text) && !doc.Find("html").Is(`[lang^="zh"]`) {
		w.Errorf("%s: %s says in English %q", what, a.what, strings.Join(strings.Fields(text), " "))
	}
	if !fault.Is(".fault") {
		return nil // the page itself, its form with it
	}
	if next := fault.Find("h2").NextFiltered("p"); strings.TrimSpace(next.Text()) == "" {
		w.Errorf("%s: %s does not say what to do next", what, a.what)
	}
	fault.Find("a[href^='/']").Each(func(_ int, way *goquery.Selection) { ways = append(ways, way.AttrOr("href", "")) })
	if len(ways) == 0 {
		w.Errorf("%s: %s leads nowhere", what, a.what)
	}
	return ways
}

// TestSettingsKeepInput: on a page with many forms an error stands in the form
// that was sent, at its field, with what was written; the others are as before.
func TestSettingsKeepInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	company := w.get("admin", "/company").at("version")
	for _, c := range []struct {
		path, form, field, value, id string
		rest                         []string
	}{
		{"/company/departments", "d-new", "id", "Quality 1", "f-d-new-id", []string{"name", "质量部"}},
		{"/company/positions", "p-1", "staff[0]", "stranger", "f-p-1-staff-0", []string{"policy", "envicool", "role", "gm"}},
		{"/company/holidays", "h-2026", "off[1]", "2025-10-01", "f-h-2026-off-1", []string{"year", "2026", "off[0]", "2026-12-31"}},
		{"/company", "company", "zone", "Asia/Nowhere", "f-company-zone", []string{"version", company}},
		{"/resources", "add", "buffer", "9999", "f-add-buffer", []string{"name", "会议室 C", "kind", "room"}},
		{"/staff/sales/leave", "leave", "successor", "sales", "f-leave-successor", []string{"version", "1"}},
	} {
		body := encoded(append(c.rest, "idempotency_key", w.key()+"."+c.form, c.field, c.value)...)
		a := w.page("admin", "POST", c.path, "zh", body, formType)
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(a.raw))
		if err != nil {
			t.Fatal(err)
		}
		input := doc.Find("#" + c.id)
		if a.status != 422 || input.Length() != 1 || doc.Find(".errors a[href='#"+c.id+"']").Length() != 1 || doc.Find("#"+c.id+"-e").Length() != 1 {
			t.Errorf("%s: %d, %d inputs, summary %q", c.path, a.status, input.Length(), strings.Join(strings.Fields(doc.Find(".errors").Text()), " "))
		}
		if got := input.AttrOr("value", input.Find("option[selected]").AttrOr("value", "")); got != c.value {
			t.Errorf("%s: shows %q instead of %q", c.path, got, c.value)
		}
	}
}
