package main

import (
	"net/http"
	"strings"
	"testing"
)

// seenOf is a review as somebody sees it among those that wait for him.
func (w *world) seenOf(who, r string) M {
	w.Helper()
	v, ok := look(w.get(who, "/reviews").v, "items[reception="+r+"]")
	if !ok {
		w.Fatalf("%s is not asked about %s", who, r)
	}
	m := M{"yes": true}
	for _, field := range []string{"reception", "subject", "person", "revision", "hash"} {
		m[field], _ = look(v, field)
	}
	return m
}

// together says yes to reviews as they were seen.
func (w *world) together(who, key string, seen ...M) answer {
	w.Helper()
	return w.ask(who, "POST", "/reviews", M{"reviews": seen}, "Idempotency-Key", key)
}

// TestReviewTogether: an approver sees what each of several sheets is, says yes
// to those he ticks, each bound to what he saw and recorded by itself; one that
// changed meanwhile stays open and says so. Each may be undone.
func TestReviewTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	first, second, third := w.reception(published, tuesday, "room-a"), w.reception(published, "2026-11-25", "room-a"), w.reception(published, "2026-11-26", "room-a")
	list := w.get("head", "/reviews")
	if list.at("waiting") != "3" || list.at("items[0].reception") != first || list.at("items[0].customer") == "" || list.at("items[0].questions[1].text") == "" {
		t.Fatalf("what waits: %s", list.raw)
	}
	w.reception(published, "2026-11-27", "room-a")
	if many := w.get("head", "/reviews"); many.at("waiting") != "4" || many.at("items[2].reception") != third || many.at("items[3].reception") != "" {
		t.Errorf("the three most pressing of four: %s", many.raw)
	}
	one, two := w.seenOf("head", first), w.seenOf("head", second)
	w.republish(second, func(items []any) { items[0].(M)["start"] = "2026-11-25T11:00:00+08:00" })
	key := w.key()
	done := w.must(w.together("head", key, one, two))
	if done.at("decided[0].done") != "true" || done.at("decided[1].done") != "false" || done.at("decided[1].code") != "link-stale" || done.at("waiting") != "3" {
		t.Fatalf("decided: %s", done.raw)
	}
	again := w.must(w.together("head", key, one, two))
	if again.at("decided[0].done") != "true" || again.at("decided[0].version") != done.at("decided[0].version") {
		t.Errorf("sent again: %s", again.raw)
	}
	if n := strings.Count(string(w.get("office", "/receptions/"+first).raw), `"kind":"reception.reviewed"`); n > 1 {
		t.Errorf("%d events of one answer", n)
	}
	if used := w.must(w.together("head", w.key(), one)); used.at("decided[0].code") != "link-used" {
		t.Errorf("decided a second time: %s", used.raw)
	}
	changed := w.get("head", "/reviews")
	if changed.at("items[reception="+second+"].changes[0].label") == "" || changed.at("items[reception="+second+"].since") != "1" {
		t.Errorf("what changed is not shown: %s", changed.raw)
	}
	if got := w.get("office", "/receptions/"+third).at("approvals[0].state"); got != "open" {
		t.Errorf("one that was not ticked: %s", got)
	}
	w.post("head", "/receptions/"+first+"/review", M{"do": "undo"})
	if got := w.get("head", "/reviews").at("waiting"); got != "4" {
		t.Errorf("after undo %s wait", got)
	}
}

// TestReviewTogetherForAnother: who stands in sees for whom; who was not asked
// can answer nothing, nor can a person's part be answered by another.
func TestReviewTogetherForAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	seen := w.seenOf("head", r)
	for who, code := range map[string]string{"office": "forbidden", "rd": "forbidden", "gate": "not-found"} {
		if a := w.together(who, w.key(), seen); a.code() != code {
			t.Errorf("%s: %d %s", who, a.status, a.raw)
		}
		body := encoded(flat("", M{"reviews": []M{seen}})...)
		if p := w.page(who, "POST", "/reviews", "zh", body, formType); p.status != map[string]int{"forbidden": 403, "not-found": 404}[code] {
			t.Errorf("the page of %s: %d", who, p.status)
		}
	}
	w.delegates("head", "director", "review")
	if a := w.get("director", "/reviews"); a.at("items[reception="+r+"].for.id") != "head" {
		t.Errorf("who stands in sees %s", a.raw)
	}
	if a := w.must(w.together("director", w.key(), seen)); a.at("decided[0].done") != "true" {
		t.Errorf("who stands in: %s", a.raw)
	}
}

// TestReviewAlone: a sheet with an exception is decided on its own page only.
func TestReviewAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.overLimit()
	e := w.get("office", "/receptions/"+r).at("exceptions[0].id")
	w.post("director", "/receptions/"+r+"/exceptions/"+e+"/decide", M{"decision": "grant"})
	w.post("office", "/receptions/"+r+"/publish", M{"reason": "老客户"})
	for _, who := range []string{"head", "director", "gm", "office", "sales", "finance"} {
		if v, ok := look(w.get(who, "/reviews").v, "items[reception="+r+"]"); ok {
			if alone, _ := look(v, "alone"); alone != "exception" {
				t.Errorf("%s: %v", who, v)
			}
			if a := w.must(w.together(who, w.key(), w.seenOf(who, r))); a.at("decided[0].code") != "review-alone" {
				t.Errorf("%s decides it with others: %s", who, a.raw)
			}
			return
		}
	}
	t.Fatalf("nobody is asked: %s", w.get("office", "/receptions/"+r).raw)
}

// TestReviewTogetherByForm goes the way of a browser without script.
func TestReviewTogetherByForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	first, second := w.reception(published, tuesday, "room-a"), w.reception(published, "2026-11-25", "room-a")
	page := w.parsed(w.page("head", "GET", "/reviews", "zh", "", ""))
	form := page.Find("main form#f-reviews")
	if form.Find("input[type=checkbox]").Length() != 2 || form.Find("input[checked]").Length() != 0 {
		t.Fatal("two boxes, none ticked, are expected")
	}
	var pairs []string
	for _, in := range form.Find("input[type=hidden]").EachIter() {
		pairs = append(pairs, in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	none := w.page("head", "POST", "/reviews", "zh", encoded(pairs...), formType)
	if none.status != http.StatusUnprocessableEntity || w.parsed(none).Find(".errors").Length() != 1 {
		t.Errorf("nothing ticked: %d", none.status)
	}
	w.wait("1m")
	sent := w.page("head", "POST", "/reviews", "zh", encoded(append(pairs, "reviews[1].yes", "true")...), formType)
	doc := w.parsed(sent)
	if sent.status != 200 || doc.Find(".receipt a[href='/receptions/"+second+"']").Length() != 1 || doc.Find("form[action='/receptions/"+second+"/review']").Length() != 1 {
		t.Fatalf("sent: %d\n%s", sent.status, cut(string(sent.raw), 3000))
	}
	if got := w.get("office", "/receptions/"+first).at("approvals[0].state"); got != "open" {
		t.Errorf("the one not ticked is %s", got)
	}
	var undo []string
	for _, in := range doc.Find("form[action='/receptions/" + second + "/review'] input").EachIter() {
		undo = append(undo, in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	back := w.page("head", "POST", "/receptions/"+second+"/review", "zh", encoded(append(undo, "do", "undo")...), formType)
	if back.status != http.StatusSeeOther || back.header.Get("Location") != "/reviews?done=undo" {
		t.Errorf("undo: %d to %s", back.status, back.header.Get("Location"))
	}
}
