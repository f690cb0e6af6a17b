package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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
	for _, l := range p.looks() {
		p.be(l.by)
		if status, size := p.html(l.path); status != http.StatusOK || size > maxPage {
			t.Errorf("%s as %s: %d, %d bytes compressed", l.path, l.by, status, size)
		}
	}
	p.gateTakesBusloads()
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
	res, err := http.DefaultClient.Do(r)
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
