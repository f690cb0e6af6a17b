package main

import (
	"strings"
	"testing"

	"yingbin/shared/mail/mailbox"
)

// A key that signs no more: a link of then is told from a forged one by nobody,
// opens nothing and changes nothing; whoever has a session works on without it,
// and the next mail brings a link that opens.
func TestLinkWhoseKeyIsGone(t *testing.T) {
	w := newWorld(t, Options{Data: rotatedData(t)})
	r := w.reception(published, tuesday, "room-a")
	dead := w.signedBefore(w.link("review", "head"), 2)
	before := w.dump()
	for _, lang := range []string{"zh", "en"} {
		for _, method := range []string{"GET", "POST"} {
			if a := w.ask("", method, dead, M{"answers": yes}, "Accept-Language", lang); a.status != 404 || a.code() != "not-found" {
				t.Errorf("%s: %d %s", method, a.status, a.raw)
			}
		}
		page := w.browse("", "GET", dead, lang, nil)
		hint := map[string]string{"zh": "请打开最近一封邮件", "en": "the button in the newest email"}[lang]
		if page.status != 404 || !strings.Contains(string(page.raw), hint) || !strings.Contains(string(page.raw), `href="/sign-in"`) {
			t.Errorf("the page says %d %s", page.status, page.raw)
		}
	}
	if d := changed(before, w.dump()); len(d) > 0 {
		t.Errorf("a dead link changed %v", d)
	}
	w.wait("24h") // past the reminder
	reminded := w.kept(mailbox.Filter{Kind: "review-reminder", To: "head@demo.example"})
	if len(reminded) != 1 || len(reminded[0].Links) == 0 {
		t.Fatalf("no mail brought another link: %+v", reminded)
	}
	if a := w.get("", w.link("review", "head")); a.at("state") != "open" || !strings.Contains(string(a.raw), r) {
		t.Errorf("the link of the reminder: %s", a.raw)
	}
}
