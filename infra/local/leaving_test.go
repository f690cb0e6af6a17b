package main

import (
	"strings"
	"testing"
)

// TestSigningOutEndsTheSession: a copy of what a browser or a program held lets
// nobody in any more; other sessions of the same person stay.
func TestSigningOutEndsTheSession(t *testing.T) {
	w := newWorld(t, Options{})
	signIn := func() string {
		return w.must(w.ask("", "POST", "/_local/sign-in", M{"email": "sales@demo.example"})).at("token")
	}
	desk, phone := signIn(), signIn()
	if desk == phone {
		t.Fatal("two sessions of one second are the same")
	}
	me := func(session string) int {
		return w.ask("", "GET", "/me", nil, "Authorization", "Bearer "+session).status
	}
	w.must(w.ask("", "POST", "/sign-out", M{}, "Authorization", "Bearer "+desk))
	if out, in := me(desk), me(phone); out != 401 || in != 200 {
		t.Errorf("the session that was signed out: %d, the other: %d", out, in)
	}
	if a := w.ask("", "POST", "/sign-out", M{}, "Authorization", "Bearer "+desk); a.status != 401 {
		t.Errorf("signing out again: %d %s", a.status, a.raw)
	}
	cookie := "session=" + phone
	page := func() answer { return w.ask("", "GET", "/me", nil, "Accept", "text/html", "Cookie", cookie) }
	if a := page(); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.raw)
	}
	if a := w.ask("", "POST", "/sign-out", "", append(w.asForm(), "Cookie", cookie)...); a.status != 303 {
		t.Errorf("signing out in a browser: %d %s", a.status, a.raw)
	}
	if a := page(); a.status == 200 {
		t.Errorf("the cookie still lets in")
	}
	if me(signIn()) != 200 {
		t.Error("nobody gets in again")
	}
}

// TestUnknownFilters: a filter that nothing can fit says so instead of finding
// nothing.
func TestUnknownFilters(t *testing.T) {
	w := newWorld(t, Options{})
	for path, field := range map[string]string{"/receptions?state=moon": "/state", "/receptions?level=moon": "/level", "/tasks?state=moon": "/state"} {
		for lang, says := range map[string]string{"zh": "moon", "en": "moon"} {
			a := w.ask("office", "GET", path, nil, "Accept-Language", lang)
			if a.status != 422 || a.at("errors[0].field") != field || a.at("errors[0].code") != "invalid" || !strings.Contains(a.at("detail"), says) {
				t.Errorf("%s %s: %d %s", lang, path, a.status, a.raw)
			}
			page := w.ask("office", "GET", path, nil, "Accept", "text/html", "Authorization", "", "Cookie", "lang="+lang+"; session="+w.token("office"))
			if page.status != 422 || !strings.Contains(string(page.raw), "moon") {
				t.Errorf("%s %s as a page: %d", lang, path, page.status)
			}
		}
	}
	for _, path := range []string{"/receptions?level=senior", "/receptions?state=planning", "/tasks?state=overdue"} {
		w.get("office", path)
	}
}

// TestNewResources: a room that was added is 201 with where it is shown; an
// evening may be called by a name, as a gift is.
func TestNewResources(t *testing.T) {
	w := newWorld(t, Options{})
	a := w.ask("admin", "POST", "/resources", M{"name": "会议室 C", "kind": "room"}, "Idempotency-Key", w.key())
	if a.status != 201 || a.header.Get("Location") != "/resources" || a.at("id") == "" {
		t.Errorf("%d %v %s", a.status, a.header, a.raw)
	}
	r := w.reception(accepted, tuesday, "room-a")
	plan := w.post("office2", "/receptions/"+r+"/plan", M{"entertainment": []M{{"name": "夜游珠江", "amount": M{"amount": "300.00", "currency": "CNY"}}}})
	if plan.at("plan.entertainment[0].title") != "夜游珠江" {
		t.Errorf("%s", plan.raw)
	}
}

// TestWhoLeftWithoutWork: a specialist or owner leaves who has nothing open and
// nobody after him. The reception shows it and says what now: name another. With
// a successor it shows who has it.
func TestWhoLeftWithoutWork(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(accepted, tuesday, "room-a")
	page := func(lang string) string {
		return string(w.ask("office", "GET", "/receptions/"+r, nil, "Accept", "text/html", "Authorization", "", "Cookie", "lang="+lang+"; session="+w.token("office")).raw)
	}
	start := w.save()
	w.left("office2", "")
	if a := w.get("office", "/receptions/"+r); a.at("left[0].role") != "specialist" || a.at("left[0].person.id") != "office2" || a.at("left[0].now") != "" {
		t.Errorf("%s", a.at("left"))
	}
	for lang, says := range map[string]string{"zh": "接待专员刘洋已离职，请指定新的接待专员。", "en": "Liu Yang (specialist) has left. Somebody else must be named."} {
		if html := page(lang); !strings.Contains(html, says) || !strings.Contains(html, "/plan/edit#f-specialist") {
			t.Errorf("%s: the page does not say %q", lang, says)
		}
	}
	w.post("office", "/receptions/"+r+"/plan", M{"specialist": "sales2", "change_reason": "离职"})
	if a := w.get("office", "/receptions/"+r); a.at("left") != "" {
		t.Errorf("named, and still %s", a.at("left"))
	}
	w.restore(start)
	w.left("office2", "sales2")
	if a := w.get("office", "/receptions/"+r); a.at("left[0].now.id") != "sales2" {
		t.Errorf("%s", a.at("left"))
	}
	if html := page("zh"); !strings.Contains(html, "已离职") || strings.Contains(html, "请指定新的") {
		t.Error("the page does not show who has it now")
	}
	w.restore(start)
	w.left("office", "")
	a := w.must(w.ask("office2", "GET", "/receptions/"+r, nil))
	if a.at("left[0].role") != "owner" {
		t.Errorf("%s", a.at("left"))
	}
	w.must(w.ask("office2", "POST", "/receptions/"+r+"/plan", M{"version": a.v["version"], "owner": "office2"}, "Idempotency-Key", w.key()))
	if a := w.get("office2", "/receptions/"+r); a.at("left") != "" || a.at("owner.id") != "office2" {
		t.Errorf("%s %s", a.at("left"), a.at("owner"))
	}
}

// TestGuestsHearOfDelay: a guest is mailed when his first appointment of the day
// shifts before it has begun; what shifts later he hears from his host.
func TestGuestsHearOfDelay(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	items, _ := look(w.get("office2", "/receptions/"+r+"/plan").v, "plan.items")
	first, second := text(asList(items)[0].(M)["id"]), text(asList(items)[1].(M)["id"])
	start := w.save()
	told := func(item string, minutes int) (kinds []string, says M) {
		sent := len(w.mailed())
		w.post("office2", "/receptions/"+r+"/delay", M{"item": item, "minutes": minutes})
		for _, m := range w.mailed()[sent:] {
			if strings.Contains(text(m["to"]), "john@customer.example") {
				kinds, says = append(kinds, text(m["kind"])), m
			}
		}
		w.restore(start)
		return kinds, says
	}
	if kinds, m := told(first, 20); len(kinds) != 1 || kinds[0] != "delay" || !strings.Contains(text(m["text"]), "09:50") || !strings.Contains(text(m["subject"]), "20 minutes late") {
		t.Errorf("later: %v %v %v", kinds, m["subject"], m["text"])
	}
	if kinds, m := told(first, -20); len(kinds) != 1 || !strings.Contains(text(m["text"]), "09:10") || !strings.Contains(text(m["subject"]), "20 minutes earlier") {
		t.Errorf("earlier: %v %v", kinds, m["subject"])
	}
	if kinds, _ := told(second, 20); len(kinds) != 0 {
		t.Errorf("the afternoon: %v", kinds)
	}
	w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T10:00:00+08:00"}))
	start = w.save()
	if kinds, _ := told(first, 20); len(kinds) != 0 {
		t.Errorf("when it has begun: %v", kinds)
	}
}
