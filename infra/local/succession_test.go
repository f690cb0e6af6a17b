package main

import (
	"slices"
	"strings"
	"testing"
)

// TestNobodyLosesATask: a department's head leaves after his tasks were mailed.
// His successor is mailed them at once, with links of his own; the old link says
// who has it now and does nothing.
func TestNobodyLosesATask(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	old := w.link("task", "rd")
	sent := len(w.mailed())
	w.left("rd", "supply")
	if kinds := w.sentTo("supply", sent); !slices.Contains(kinds, "tasks") {
		t.Fatalf("the successor got %v", kinds)
	}
	l := w.link("task", "supply")
	a := w.must(w.ask("", "GET", old, nil))
	if a.at("state") != "stale" || a.at("now_with[0].id") != "supply" || a.at("task") != "" {
		t.Errorf("the old link: %s", a.raw)
	}
	if page := w.browse("", "GET", old, "en", nil); page.status != 200 || !strings.Contains(string(page.raw), "This is with ") {
		t.Errorf("the old link's page: %d %s", page.status, page.raw)
	}
	if a := w.ask("", "POST", old, M{"do": "confirm"}, "Idempotency-Key", w.key()); a.status != 403 || a.at("now_with[0].id") != "supply" {
		t.Errorf("pressing the old button: %d %s", a.status, a.raw)
	}
	if a := w.must(w.ask("supply", "POST", l, M{"do": "confirm"}, "Idempotency-Key", w.key())); a.at("state") != "used" {
		t.Errorf("the successor's button: %s", a.raw)
	}
	if says := string(w.get("office2", "/receptions/"+r).raw); !strings.Contains(says, "未完成的事项已转交") {
		t.Error("the history does not tell")
	}
}

// TestNobodyLosesAReview: the head who is to review leaves, or is not the head
// any more. Who came after him is mailed the sheet and has it on his desk.
func TestNobodyLosesAReview(t *testing.T) {
	for name, change := range map[string]func(w *world) (successor string){
		"left":         func(w *world) string { w.left("head", "sales2"); return "sales2" },
		"another head": func(w *world) string { w.heads("sales", "sales2"); return "sales2" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			r := w.reception(published, tuesday, "room-a")
			old := w.link("review", "head")
			sent := len(w.mailed())
			next := change(w)
			if kinds := w.sentTo(next, sent); !slices.Equal(kinds, []string{"review"}) {
				t.Fatalf("%s got %v", next, kinds)
			}
			if desk := string(w.get(next, "/").raw); !strings.Contains(desk, r) {
				t.Errorf("not on the desk: %s", desk)
			}
			if a := w.must(w.ask("", "GET", old, nil)); a.at("state") != "stale" || a.at("now_with[0].id") != next || a.at("sheet") != "" {
				t.Errorf("the old link: %s", a.raw)
			}
			l := w.link("review", next)
			w.must(w.ask(next, "POST", l, M{"answers": yes}, "Idempotency-Key", w.key()))
			sent = len(w.mailed())
			w.left("finance", "gm")
			if more := w.mailed()[sent:]; len(more) > 0 {
				t.Errorf("who had nothing to do leaves, and %d mails go out", len(more))
			}
		})
	}
}

// sentTo are the kinds of the mails that somebody was sent after so many.
func (w *world) sentTo(who string, after int) []string {
	w.Helper()
	var kinds []string
	for _, m := range w.mailed()[after:] {
		if strings.Contains(text(m["to"]), who+"@") {
			kinds = append(kinds, text(m["kind"]))
		}
	}
	return kinds
}

// TestOutgrownException: who granted a dinner at one price has not granted it
// at a higher one. A lower one is covered.
func TestOutgrownException(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.overLimit()
	grant := func() {
		w.must(w.ask("director", "POST", w.link("exception", "director"), M{"decision": "grant"}, "Idempotency-Key", w.key()))
	}
	grant()
	dinner("1500.00", "")(w, r, "")
	if a := w.send("office", "/receptions/"+r+"/publish", M{}); a.status != 422 || a.code() != "exception-needed" {
		t.Fatalf("published at a price that nobody granted: %d %s", a.status, a.raw)
	}
	w.post("office", "/receptions/"+r+"/exceptions", M{"finding": "dinner-senior@m1", "reason": "多点两道菜"})
	grant()
	dinner("1200.00", "")(w, r, "")
	w.post("office", "/receptions/"+r+"/publish", M{})
}
