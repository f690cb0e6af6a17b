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

// TestNobodyLosesASignature: who is to sign the settlement leaves. His successor
// is mailed it with a link of his own, as a reviewer's is.
func TestNobodyLosesASignature(t *testing.T) {
	for name, c := range map[string]struct {
		leaves, next string
		ready        func(w *world) string
	}{
		"finance": {"finance", "gm", (*world).claimed},
		"owner": {"office", "office2", func(w *world) string {
			r := w.reception(closing, tuesday, "room-a")
			w.post("office2", "/receptions/"+r+"/expenses", M{"category": "lunch", "amount": M{"amount": "300.00", "currency": "CNY"}})
			w.post("office2", "/receptions/"+r+"/settlement", M{"do": "submit"})
			return r
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			r := c.ready(w)
			old := w.link("settlement", c.leaves)
			sent := len(w.mailed())
			w.left(c.leaves, c.next)
			if kinds := w.sentTo(c.next, sent); !slices.Contains(kinds, "settlement") {
				t.Fatalf("the successor got %v", kinds)
			}
			if a := w.must(w.ask("", "GET", old, nil)); a.at("state") != "stale" || a.at("now_with[0].id") != c.next {
				t.Errorf("the old link: %s", a.raw)
			}
			a := w.must(w.ask(c.next, "POST", w.link("settlement", c.next), M{"do": "sign"}, "Idempotency-Key", w.key()))
			if a.at("state") != "used" {
				t.Errorf("the successor's button: %s", a.raw)
			}
			if signed := w.get("office2", "/receptions/"+r).at("money.signatures"); !strings.Contains(signed, c.next) {
				t.Errorf("signatures: %s", signed)
			}
		})
	}
}

// TestDeputyOfWhatWasAsked: somebody names a deputy after he was asked. The
// deputy is mailed what is open, once, however often the absence is changed.
func TestDeputyOfWhatWasAsked(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	sent := len(w.mailed())
	w.delegates("head", "director", "review")
	if kinds := w.sentTo("director", sent); !slices.Equal(kinds, []string{"review"}) {
		t.Fatalf("the deputy got %v", kinds)
	}
	sent = len(w.mailed())
	w.must(w.ask("head", "POST", "/me/delegation", M{"to": "director", "until": "2026-12-09T09:00:00+08:00", "subjects": []string{"review"}}))
	if more := w.mailed()[sent:]; len(more) > 0 {
		t.Errorf("told again: %d", len(more))
	}
	w.must(w.ask("director", "POST", w.link("review", "director"), M{"answers": yes}, "Idempotency-Key", w.key()))
	w.post("sales", "/receptions/"+r+"/review", M{"answers": yes})
	sent = len(w.mailed())
	w.delegates("rd", "supply", "task")
	if kinds := w.sentTo("supply", sent); !slices.Equal(kinds, []string{"tasks"}) {
		t.Fatalf("the deputy got %v", kinds)
	}
	sent = len(w.mailed())
	w.must(w.ask("rd", "POST", "/me/delegation", M{"to": "supply", "until": "2026-12-09T09:00:00+08:00", "subjects": []string{"task"}}))
	if kinds := w.sentTo("supply", sent); len(kinds) > 0 {
		t.Errorf("told again: %v", kinds)
	}
	w.must(w.ask("supply", "POST", w.link("task", "supply"), M{"do": "confirm"}, "Idempotency-Key", w.key()))
}

// TestDeputyOfALaterAbsence: leave that begins later is entered after somebody was
// asked. At the moment it begins, not before, the deputy is mailed what is open, in
// whose place, and decides; whom the absent stood in for is not forgotten.
func TestDeputyOfALaterAbsence(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	sent := len(w.mailed())
	away := M{"to": "director", "from": "2026-11-22T18:00:00+08:00", "until": "2026-12-01T09:00:00+08:00"}
	w.must(w.ask("head", "POST", "/me/delegation", away))
	w.must(w.ask("", "POST", "/_local/clock", M{"now": "2026-11-22T17:59:00+08:00"}))
	if kinds := w.sentTo("director", sent); slices.Contains(kinds, "review") {
		t.Fatalf("the deputy was told before: %v", kinds)
	}
	ran := w.must(w.ask("", "POST", "/_local/clock", M{"now": "2026-11-22T18:00:00+08:00"}))
	if ran.at("ran[what=away].at") != "2026-11-22T18:00:00+08:00" {
		t.Errorf("what ran: %s", ran.raw)
	}
	if kinds := w.sentTo("director", sent); !slices.Equal(kinds, []string{"review"}) {
		t.Fatalf("the deputy got %v", kinds)
	}
	m := w.mailed()[len(w.mailed())-1]
	if says := text(m["text"]); !strings.Contains(says, "您代理赵磊") {
		t.Errorf("the mail does not say that he stands in: %s", says)
	}
	w.must(w.ask("director", "POST", "/me/delegation", M{"to": "gm", "from": "2026-11-22T19:00:00+08:00", "until": "2026-12-01T09:00:00+08:00"}))
	w.must(w.ask("", "POST", "/_local/clock", M{"now": "2026-11-22T19:00:00+08:00"}))
	if kinds := w.sentTo("gm", sent); !slices.Equal(kinds, []string{"review"}) {
		t.Fatalf("the deputy's deputy got %v", kinds)
	}
	w.must(w.ask("gm", "POST", w.link("review", "gm"), M{"answers": yes}, "Idempotency-Key", w.key()))
	if by := w.get("office2", "/receptions/"+r).at("approvals[0].steps[person.id=head].by.id"); by != "gm" {
		t.Errorf("decided by %s", by)
	}
}

// TestHostNow: the host of the guest's page is the plan's, and who left is none.
func TestHostNow(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	l := w.link("guest", "john")
	for _, host := range []string{"sales", "sales2"} {
		if got := w.get("", l).at("guest.host.id"); got != host {
			t.Errorf("the guest is received by %s", got)
		}
		if host == "sales" {
			w.left("sales", "sales2")
		}
	}
	w.left("office2", "office")
	if got := w.get("head", "/receptions/"+r).at("specialist.id"); got != "office" {
		t.Errorf("the specialist is %s", got)
	}
}

// TestSignerHearsOnce: while mails are late, whoever is to sign the settlement
// in the end hears of it once, and nobody hears who need not sign any more.
func TestSignerHearsOnce(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(w *world, r string)
		want      map[string]int // settlement mails by person
	}{
		"signed before its mail": {func(w *world, r string) { w.post("finance", "/receptions/"+r+"/settlement", M{"do": "sign"}) },
			map[string]int{"office": 0, "finance": 0, "office2": 1, "sales": 1}},
		"left before her mail": {func(w *world, _ string) { w.left("finance", "gm") }, map[string]int{"office": 0, "finance": 0, "gm": 1}},
		"another has the role": {func(w *world, _ string) { w.roles("rd", "staff", "finance"); w.roles("finance", "staff") },
			map[string]int{"office": 0, "finance": 0, "rd": 1}},
		"one more comes": {func(w *world, _ string) {
			w.must(w.ask("admin", "POST", "/staff", M{"email": "finance2@demo.example", "name": "钱会计", "roles": []string{"finance"}}))
		}, map[string]int{"office": 0, "finance": 1, "finance2": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, Options{})
			r := w.reception(closing, tuesday, "room-a")
			sent := len(w.mailed())
			w.must(w.ask("", "POST", "/_local/faults", M{"hold_delivery": true}))
			w.post("office2", "/receptions/"+r+"/expenses", M{"category": "lunch", "amount": M{"amount": "300.00", "currency": "CNY"}})
			w.post("office2", "/receptions/"+r+"/settlement", M{"do": "submit"})
			w.post("office", "/receptions/"+r+"/settlement", M{"do": "sign"})
			c.meanwhile(w, r)
			w.must(w.ask("", "POST", "/_local/faults", M{"hold_delivery": false}))
			for who, n := range c.want {
				if kinds := w.sentTo(who, sent); len(kinds) != n || n > 0 && kinds[0] != "settlement" {
					t.Errorf("%s got %v, want %d", who, kinds, n)
				}
			}
		})
	}
}

// TestNewSigner: who comes to finance while a settlement waits for it is mailed it.
func TestNewSigner(t *testing.T) {
	w := newWorld(t, Options{})
	w.claimed()
	sent := len(w.mailed())
	w.must(w.ask("admin", "POST", "/staff", M{"email": "finance2@demo.example", "name": "钱会计", "roles": []string{"finance"}}))
	if kinds := w.sentTo("finance2", sent); !slices.Equal(kinds, []string{"settlement"}) {
		t.Errorf("the new signer got %v", kinds)
	}
	if kinds := w.sentTo("finance", sent); len(kinds) > 0 {
		t.Errorf("who knew already got %v", kinds)
	}
}
