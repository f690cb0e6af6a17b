package main

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// A kept is a form that was sent when its writer's session was over, on its way
// through signing in.
type kept struct {
	*world
	path, text string // where it was sent, and sealed
}

// parsed reads a page.
func (w *world) parsed(a answer) *goquery.Document {
	w.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(a.raw))
	if err != nil {
		w.Fatal(err)
	}
	return doc
}

// formKey is the key of the forms on a page that somebody sees.
func (w *world) formKey(who, path string) string {
	w.Helper()
	doc := w.parsed(w.page(who, "GET", path, "zh", "", ""))
	return doc.Find("main input[name=idempotency_key]").First().AttrOr("value", "")
}

// keptIn finds the form that a page for signing in carries along.
func (w *world) keptIn(a answer) string {
	w.Helper()
	return w.parsed(a).Find("form input[name=resume]").First().AttrOr("value", "")
}

const quoteWish = "客户希望十二月前看到报价"

// keeps sends minutes after the session of their writer is over.
func (w *world) keeps(r, who string, more ...string) kept {
	w.Helper()
	path := "/receptions/" + r + "/minutes"
	body := encoded(append([]string{"idempotency_key", w.formKey(who, path), "version", w.get(who, "/receptions/"+r).at("version"),
		"lines[0].text", quoteWish, "lines[0].audience", "internal"}, more...)...)
	a := w.page("", "POST", path, "zh", body, formType)
	if a.status != http.StatusUnauthorized || w.keptIn(a) == "" {
		w.Fatalf("without a session: %d, kept %q", a.status, w.keptIn(a))
	}
	if strings.Contains(string(a.raw), quoteWish) {
		w.Error("the page for signing in shows what was written to whoever sits there now")
	}
	return kept{w, path, w.keptIn(a)}
}

// goesOn brings the form back to its address as somebody.
func (k kept) goesOn(who string) answer {
	return k.page(who, "POST", k.path, "zh", encoded("resume", k.text), formType)
}

// TestFormOutlivesItsSession: who was signed out while writing signs in by code
// and finds the form as it was filled in. Nothing is done until it is sent.
func TestFormOutlivesItsSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(visiting, tuesday, "room-a")
	k := w.keeps(r, "office2")
	cookies := http.Header{}
	next := func(path string, pairs ...string) answer {
		a := w.ask("", "POST", path, encoded(append(pairs, "resume", k.text)...), append(w.asForm(), "Cookie", strings.Join(cookies["Cookie"], "; "))...)
		for _, c := range (&http.Response{Header: a.header}).Cookies() {
			cookies["Cookie"] = append(cookies["Cookie"], c.Name+"="+c.Value)
		}
		return a
	}
	asked := next("/sign-in", "email", "office2@demo.example", "then", k.path)
	if asked.status != 200 || w.keptIn(asked) != k.text {
		t.Fatalf("asking for a code: %d, and the form is gone", asked.status)
	}
	if wrong := next("/sign-in/code", "code", "000000", "then", k.path); wrong.status != 422 || w.keptIn(wrong) != k.text || !strings.Contains(string(wrong.raw), k.path) {
		t.Fatalf("a wrong code: %d, and the form is gone", wrong.status)
	}
	letters := w.mailed()
	code := regexp.MustCompile(`\d{6}`).FindString(text(letters[len(letters)-1]["text"]))
	in := next("/sign-in/code", "code", code, "then", k.path)
	if in.status != http.StatusTemporaryRedirect || in.header.Get("Location") != k.path {
		t.Fatalf("signed in: %d to %s", in.status, in.header.Get("Location"))
	}
	before := w.dump()
	back := next(k.path, "code", code, "then", k.path)
	doc := w.parsed(back)
	if back.status != 200 || doc.Find("textarea[name='lines[0].text']").Text() != quoteWish || doc.Find("[data-code=resumed]").Length() != 1 {
		t.Fatalf("back on the page: %d\n%s", back.status, cut(string(back.raw), 2000))
	}
	if changed := w.differs(before); len(changed) > 0 {
		t.Errorf("showing the form changes %v", changed)
	}
	form := url.Values{}
	doc.Find("main form").Has("textarea").First().Find("input[type=hidden], textarea").Each(func(_ int, in *goquery.Selection) {
		form.Add(in.AttrOr("name", ""), in.AttrOr("value", in.Text()))
	})
	form.Set("lines[0].audience", "internal")
	for name, v := range form {
		if v[0] == "" {
			form.Del(name)
		}
	}
	if sent := w.page("office2", "POST", k.path, "zh", form.Encode(), formType); sent.status != http.StatusSeeOther {
		t.Fatalf("sent again: %d\n%s", sent.status, cut(string(sent.raw), 2000))
	}
	if got := w.get("office2", k.path); got.at("minutes.lines[0].text") != quoteWish {
		t.Errorf("the minutes hold %s", got.raw)
	}
}

// TestKeptFormIsItsWritersAlone: nobody else gets a form that was kept, nor
// after a day, nor one that was changed or is brought elsewhere; and what was
// saved by others meanwhile is not written over.
func TestKeptFormIsItsWritersAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(visiting, tuesday, "room-a")
	k := w.keeps(r, "office2")
	forged := k
	forged.text = k.text[:len(k.text)-4] + "AAAA"
	elsewhere := k
	elsewhere.path = "/receptions/" + r + "/summary"
	for _, c := range []struct {
		name   string
		a      answer
		status int
		code   string
	}{
		{"another", k.goesOn("office"), 403, "resume-other"},
		{"forged", forged.goesOn("office2"), 404, "not-found"},
		{"elsewhere", elsewhere.goesOn("office2"), 404, "not-found"},
	} {
		if c.a.status != c.status || strings.Contains(string(c.a.raw), quoteWish) || !strings.Contains(string(c.a.raw), `data-code="`+c.code+`"`) {
			t.Errorf("%s: %d\n%s", c.name, c.a.status, cut(string(c.a.raw), 1500))
		}
	}
	if a := k.goesOn(""); a.status != 401 || w.keptIn(a) != k.text {
		t.Errorf("still not signed in: %d, %q", a.status, w.keptIn(a))
	}
	w.send("office2", k.path, M{"lines": []M{{"text": "另一位先写的", "audience": "internal"}}})
	back := w.parsed(k.goesOn("office2"))
	version := back.Find("main form input[name=version]").First().AttrOr("value", "")
	if a := w.page("office2", "POST", k.path, "zh", encoded("version", version, "lines[0].text", quoteWish, "lines[0].audience", "internal"), formType); a.status != 409 {
		t.Errorf("what another saved meanwhile is written over: %d", a.status)
	}
	w.wait("25h")
	if a := k.goesOn("office2"); a.status != 410 || strings.Contains(string(a.raw), quoteWish) {
		t.Errorf("a day later: %d", a.status)
	}
}

// TestNotEveryFormIsKept: what nobody signed in was shown is not, nor what is
// too long, which is said; of an upload the fields are, and it says that the
// file is not.
func TestNotEveryFormIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(visiting, tuesday, "room-a")
	path := "/receptions/" + r + "/minutes"
	if a := w.page("", "POST", path, "zh", encoded("idempotency_key", "k", "lines[0].text", quoteWish), formType); a.status != 303 {
		t.Errorf("a form that nobody was shown: %d", a.status)
	}
	key := w.formKey("office2", path)
	long := w.page("", "POST", path, "zh", encoded("idempotency_key", key, "lines[0].text", strings.Repeat("长", 100_000)), formType)
	if long.status != 401 || w.keptIn(long) != "" || w.parsed(long).Find("[data-code=kept-lost]").Length() != 1 {
		t.Errorf("too long: %d\n%s", long.status, cut(string(long.raw), 1500))
	}
	body, kind := multi(M{"idempotency_key": key, "kind": "paper"}, "x.pdf", pdf)
	a := w.page("", "POST", "/receptions/"+r+"/files", "zh", body, kind)
	if a.status != 401 || w.keptIn(a) == "" {
		t.Fatalf("a file: %d", a.status)
	}
	k := kept{w, "/receptions/" + r + "/files", w.keptIn(a)}
	if back := k.goesOn("office2"); back.status != 200 || w.parsed(back).Find("[data-code=resumed-file]").Length() != 1 {
		t.Errorf("the form with the file: %d\n%s", back.status, cut(string(back.raw), 1500))
	}
}

// TestKeptPlanKeepsItsVersion: the sheet that comes back is that which was
// written, at the version that it was written for.
func TestKeptPlanKeepsItsVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(planned, tuesday, "room-a")
	path, version := "/receptions/"+r+"/plan/edit", w.get("office2", "/receptions/"+r).at("version")
	a := w.page("", "POST", path, "zh", encoded("idempotency_key", w.formKey("office2", path), "version", version, "change_reason", quoteWish), formType)
	k := kept{w, path, w.keptIn(a)}
	w.post("office2", "/receptions/"+r+"/plan", M{"change_reason": "同事先改了", "items": sheet(tuesday, "room-b")["items"]})
	back := w.parsed(k.goesOn("office2"))
	if got := back.Find("input[name=version]").First().AttrOr("value", ""); got != version {
		t.Errorf("the form is of version %s, it was written for %s", got, version)
	}
}

// TestTroubleKeepsTheForm: when the store does not answer, the page has the form
// as it was filled in, says whom to tell, and is sent again with the same key:
// what was done after all is not done twice.
func TestTroubleKeepsTheForm(t *testing.T) {
	t.Parallel()
	var db *storetest.Flaky
	w := newWorld(t, Options{Wrap: func(raw store.DB) store.DB {
		db = storetest.Faulty(raw)
		return db
	}})
	r := w.reception(visiting, tuesday, "room-a")
	path, version := "/receptions/"+r+"/minutes", w.get("office2", "/receptions/"+r).at("version")
	send := func(key string) answer {
		return w.page("office2", "POST", path, "zh", encoded("idempotency_key", key, "version", version, "lines[0].text", quoteWish, "lines[0].audience", "internal"), formType)
	}
	key := w.formKey("office2", path)
	db.Fail(storetest.Unanswered)
	a := send(key)
	doc := w.parsed(a)
	again := doc.Find("main form").Has("textarea").First().Find("input[name=idempotency_key]").AttrOr("value", "")
	if a.status != http.StatusServiceUnavailable || doc.Find("textarea[name='lines[0].text']").Text() != quoteWish || again != key || doc.Find(".errors a[href^='mailto:']").Length() == 0 {
		t.Fatalf("%d, key %q instead of %q\n%s", a.status, again, key, cut(string(a.raw), 3000))
	}
	if a := send(again); a.status != http.StatusSeeOther {
		t.Errorf("sent again: %d", a.status)
	}
	if got := w.get("office2", path).at("revision"); got != "1" {
		t.Errorf("the minutes were written %s times", got)
	}
}

// TestFormOfAnother: a form of a page that one person was shown is not done as
// another who has signed in on the same browser since: the page says who is
// signed in and holds what was typed; sent again it is the new one's own.
func TestFormOfAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(visiting, tuesday, "room-a")
	path := "/receptions/" + r + "/minutes"
	body := func(key string) string {
		return encoded("idempotency_key", key, "version", w.get("office", "/receptions/"+r).at("version"), "lines[0].text", quoteWish, "lines[0].audience", "internal")
	}
	key, before := w.formKey("office2", path), w.dump()
	a := w.page("office", "POST", path, "zh", body(key), formType)
	doc := w.parsed(a)
	if a.status != http.StatusConflict || doc.Find("[data-code=other-person]").Length() != 1 || doc.Find("textarea[name='lines[0].text']").Text() != quoteWish {
		t.Fatalf("%d\n%s", a.status, cut(string(a.raw), 2000))
	}
	if says := doc.Find(".errors").Text(); !strings.Contains(says, "刘洋") || !strings.Contains(says, "陈静") {
		t.Errorf("who is who: %s", says)
	}
	if changed := w.differs(before); len(changed) > 0 {
		t.Errorf("it changed %v", changed)
	}
	again := doc.Find("main form").Has("textarea").First().Find("input[name=idempotency_key]").AttrOr("value", "")
	if a := w.page("office", "POST", path, "zh", body(again), formType); a.status != http.StatusSeeOther {
		t.Errorf("sent again as one's own: %d", a.status)
	}
	if a := w.page("rd", "POST", "/receptions/"+r+"/minutes", "zh", body(key), formType); a.status != http.StatusConflict || !strings.Contains(string(a.raw), quoteWish) {
		t.Errorf("to who may not see the page: %d", a.status)
	}
	w.left("office2", "office")
	if a := w.page("office", "POST", path, "zh", body(key), formType); a.status != http.StatusConflict {
		t.Errorf("of one who left: %d", a.status)
	}
	if a := w.page("office", "POST", path, "zh", body(strings.Repeat("k", 32)), formType); a.status == http.StatusConflict {
		t.Errorf("a key of one's own: %d", a.status)
	}
	out := w.page("office", "POST", "/sign-out", "zh", encoded("idempotency_key", key), formType)
	if out.status != http.StatusSeeOther {
		t.Errorf("signing out from an old page: %d", out.status)
	}
}
