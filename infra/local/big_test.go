package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"
	"time"
)

// maxPage is how large a page of a reception of 300 may be, compressed.
const maxPage = 100 << 10

// TestBig looks at every page of a reception of 300 guests and 120 tasks: each
// is below 100 KB compressed, and the sheet, the invitation and the tasks were
// mailed to each person once.
func TestBig(t *testing.T) {
	t.Parallel()
	p := newPlay(t, large, Options{})
	p.hold(true)
	p.ask()
	p.plan()
	p.prepare()
	mailed := map[string]int{}
	for _, m := range p.letters() {
		kind, _ := look(m, "kind")
		to, _ := look(m, "to[0]")
		subject, _ := look(m, "subject")
		if k := text(kind); k == "invitation" {
			mailed[text(to)+" "+text(subject)]++
		}
	}
	if len(mailed) < 299 {
		t.Errorf("%d of 299 guests were invited", len(mailed))
	}
	for who, n := range mailed {
		if n != 1 {
			t.Errorf("%s: %d times", who, n)
		}
	}
	for _, l := range append(p.looks(), p.links()...) {
		p.be(l.by)
		if status, size := p.html(l.path); status != http.StatusOK || size > maxPage {
			t.Errorf("%s as %s: %d, %d bytes compressed", l.path, l.by, status, size)
		}
	}
	for _, path := range p.described() {
		if status, size := p.openTo(path); status != http.StatusOK || size > maxPage {
			t.Errorf("%s: %d, %d bytes compressed", path, status, size)
		}
	}
	p.gateTakesBusloads()
}

// described are the pages of the description of the routes, of this reception
// and, where only a draft has the page, of one like it. Links are looked at by
// themselves, and nothing was uploaded.
func (p *play) described() (list []string) {
	p.t.Helper()
	customer, _ := look(p.read("sales", "/customers"), "items[0].id")
	draft, _ := look(p.do("sales", "apply", "/receptions", p.application()), "id")
	fill := strings.NewReplacer("{r}/application", text(draft)+"/application", "{r}", p.r, "{n}", "1", "{s}", "sales", "{id}", "envicool", "{c}", text(customer))
	all, _ := look(p.read("office", "/openapi.json"), "paths")
	for pattern, methods := range all.(map[string]any) {
		get, _ := methods.(map[string]any)["get"].(map[string]any)
		if path := fill.Replace(pattern); strings.Contains(fmt.Sprint(get["responses"]), "text/html") && !strings.HasPrefix(path, "/_local") && !strings.Contains(path, "{") {
			list = append(list, path)
		}
	}
	slices.Sort(list)
	if len(list) < 30 {
		p.t.Errorf("only %d pages: %v", len(list), list)
	}
	return list
}

// openTo opens a page as the first of some people who may see it.
func (p *play) openTo(path string) (status, size int) {
	p.t.Helper()
	for _, who := range []string{"office", "sales", "gate", "head"} {
		if p.be(who); status != http.StatusOK {
			status, size = p.html(path)
		}
	}
	return status, size
}

// gateTakesBusloads: more guests than one transaction takes are refused by name
// of the field, and none of them is in.
func (p *play) gateTakesBusloads() {
	p.t.Helper()
	p.clock(p.start.Add(15 * time.Minute))
	board := p.read("gate", "/today")
	var ids []string
	list, _ := look(board, "late")
	for _, g := range asList(list) {
		id, _ := look(g, "id")
		ids = append(ids, text(id))
	}
	for n, want := range map[int]int{len(ids): http.StatusUnprocessableEntity, atGate: http.StatusOK} {
		raw, _ := json.Marshal(map[string]any{"guests": ids[:n]})
		p.call("POST", p.path("/receptions/$R/checkins"), string(raw), "Idempotency-Key", fmt.Sprint("bus-", n))
		if field, _ := look(p.last, "errors[0].field"); p.code != want || want != http.StatusOK && text(field) != "/guests" {
			p.t.Errorf("%d at once: %d %v", n, p.code, p.last)
		}
	}
}

// html opens a page as a browser would and gives its compressed size.
func (p *play) html(path string) (status, size int) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.url+p.path(path), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	if token := p.tokens[p.name]; token != "" {
		r.Header.Set("Authorization", fmt.Sprint("Bearer ", token))
	}
	jar, _ := cookiejar.New(nil) // without options it cannot fail; a browser remembers the link that it opened
	browser := http.Client{Jar: jar}
	res, err := browser.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.Copy(w, strings.NewReader(string(body))); err != nil {
		p.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, b.Len()
}
