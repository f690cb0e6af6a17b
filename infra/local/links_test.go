package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/token"
)

// A linkCase is a state in which a mailed link is met.
type linkCase struct {
	name string
	who  string // is signed in on the device; empty: nobody
	// make leads to the state and gives the link's path. R is published once, L
	// is the link of the head of the department, who is to review it.
	make func(w *world, r, l string) string
}

// reviewCases are the states of a review's link.
var reviewCases = []linkCase{
	{"fresh", "head", func(_ *world, _, l string) string { return l }},
	{"fresh, a new device", "", func(_ *world, _, l string) string { return l }},
	{"fresh, another's session", "sales2", func(_ *world, _, l string) string { return l }},
	{"used", "head", func(w *world, r, l string) string { return w.answered(l, yes) }},
	{"used, a new device", "", func(w *world, r, l string) string { return w.answered(l, yes) }},
	{"undone", "head", func(w *world, r, l string) string {
		w.answered(l, yes)
		w.must(w.ask("head", "POST", l, M{"do": "undo"}, "Idempotency-Key", w.key()))
		return l
	}},
	{"stale by a minor change", "head", func(w *world, r, l string) string {
		w.republish(r, func(items []any) { items[0].(M)["place"] = "会议室 B" })
		return l
	}},
	{"stale by a major change", "head", func(w *world, r, l string) string {
		w.republish(r, func(items []any) { items[0].(M)["end"] = tuesday + "T12:30:00+08:00" })
		return l
	}},
	{"expired", "head", func(w *world, r, l string) string {
		return w.changedLink(l, func(k *token.Link) { k.Expires = w.clock.Now() })
	}},
	{"forged", "head", func(_ *world, _, l string) string { return forged(l) }},
	{"unknown", "head", func(_ *world, _, _ string) string { return "/l/AQEGcmV2aWV3" }},
	{"of a step that nobody has", "sales2", func(w *world, r, l string) string {
		return w.changedLink(l, func(k *token.Link) { k.Person = "sales2" })
	}},
	{"person left", "", func(w *world, r, l string) string { w.left("head", "director"); return l }},
	{"person left, his successor", "director", func(w *world, r, l string) string { w.left("head", "director"); return l }},
	{"role withdrawn", "head", func(w *world, r, l string) string { w.heads("sales2"); return l }},
	{"role withdrawn, who has it now", "sales2", func(w *world, r, l string) string { w.heads("sales2"); return l }},
	{"delegated", "director", func(w *world, r, l string) string { w.delegates("review"); return l }},
	{"delegated, but something else", "director", func(w *world, r, l string) string { w.delegates("task"); return l }},
	{"key rotated once", "head", func(w *world, r, l string) string { return w.signedBefore(l, 1) }},
	{"key rotated twice", "head", func(w *world, r, l string) string { return w.signedBefore(l, 2) }},
	{"cancelled", "head", func(w *world, r, l string) string {
		w.post("office2", "/receptions/"+r+"/cancel", M{"reason": "客户取消"})
		return l
	}},
}

// older are the key rings before the one in force, the newest last; the last
// but one is believed no more.
var older []*token.Ring

// rotatedData makes a data folder whose keys were rotated twice.
func rotatedData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	older = nil
	ring, err := token.Generate(strings.NewReader(strings.Repeat("first secret, ", 10)))
	for i := range 2 {
		if err != nil {
			t.Fatal(err)
		}
		older = append(older, ring)
		ring, err = ring.Rotate(strings.NewReader(strings.Repeat(fmt.Sprintf("secret %d, ", i), 10)))
	}
	raw, err := json.Marshal(ring)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "keys.json"), raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// opened reads what a link is bound to.
func (w *world) opened(path string) token.Link {
	w.Helper()
	l, err := w.ring.OpenLink(strings.TrimPrefix(path, "/l/"))
	if err != nil {
		w.Fatal(err)
	}
	return l
}

// changedLink signs a link anew that differs a little.
func (w *world) changedLink(path string, change func(*token.Link)) string {
	w.Helper()
	l := w.opened(path)
	change(&l)
	return "/l/" + w.ring.SignLink(l)
}

// signedBefore gives the link as it was signed before so many rotations.
func (w *world) signedBefore(path string, rotations int) string {
	w.Helper()
	return "/l/" + older[len(older)-rotations].SignLink(w.opened(path))
}

// answered decides by link.
func (w *world) answered(l string, answers M) string {
	w.Helper()
	w.must(w.ask("head", "POST", l, M{"answers": answers, "comment": "同意"}, "Idempotency-Key", w.key()))
	return l
}

// republish changes the itinerary and publishes it again.
func (w *world) republish(r string, change func(items []any)) {
	w.Helper()
	v, _ := look(w.get("office2", "/receptions/"+r+"/plan").v, "plan.items")
	items := v.([]any)
	change(items)
	w.post("office2", "/receptions/"+r+"/plan", M{"items": items, "change_reason": "调整"})
	w.post("office2", "/receptions/"+r+"/publish", M{})
}

// left lets somebody leave the company.
func (w *world) left(who, successor string) {
	w.Helper()
	v, _ := look(w.get("admin", "/staff/"+who).v, "version")
	w.must(w.ask("admin", "POST", "/staff/"+who+"/leave", M{"version": v, "successor": successor}))
}

// delegates lets the director stand in for the head, for one subject.
func (w *world) delegates(subject string) {
	w.Helper()
	w.must(w.ask("head", "POST", "/me/delegation", M{"to": "director", "until": "2026-12-01T09:00:00+08:00", "subjects": []string{subject}}))
}

// TestReviewLinks writes down what a review's link answers in every state, by
// every method, in both languages, in JSON and as a page.
func TestReviewLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Data: rotatedData(t)})
	r := w.reception(published, tuesday, "room-a")
	l := w.link("review", "head")
	start := w.save()
	var b strings.Builder
	for _, c := range reviewCases {
		w.restore(start)
		path := c.make(w, r, l)
		ready := w.save()
		for _, lang := range []string{"zh", "en"} {
			for _, method := range []string{"GET", "HEAD", "POST"} {
				fmt.Fprintf(&b, "%-30s %-4s %s  %s\n", c.name, method, lang, w.linkLine(ready, c, method, path, lang, M{"answers": yes}))
			}
		}
	}
	golden(t, "links_review.txt", b.String())
}

// linkLine asks once in JSON and once as a browser and says what came of it:
// status, code or state, sentence, and what has changed in the store.
func (w *world) linkLine(ready snapshot, c linkCase, method, path, lang string, body M) string {
	w.Helper()
	before := w.dump()
	var sent any
	if method == "POST" {
		sent = body
	}
	a := w.ask(c.who, method, path, sent, "Accept-Language", lang)
	w.mailed()
	diff := changed(before, w.dump())
	if len(diff) > 0 {
		w.restore(ready)
	}
	if method != "POST" && len(diff) > 0 {
		w.Errorf("%s: %s changed %v", c.name, method, diff)
	}
	page := w.browse(c.who, method, path, lang, body)
	if now := w.dump(); len(changed(before, now)) > 0 {
		if d := changed(before, now); !slices.Equal(d, diff) {
			w.Errorf("%s: %s changes %v in JSON, %v by form", c.name, method, diff, d)
		}
		w.restore(ready)
	}
	said := a.code() + " " + a.at("detail")
	if a.status == 200 {
		said = a.at("state") + " " + decided(a)
	}
	if !agree(a.status, page.status) {
		w.Errorf("%s: %s answers %d in JSON, %d as a page: %s", c.name, method, a.status, page.status, page.raw)
	}
	return strings.Join([]string{fmt.Sprint(a.status, " ", page.status), strings.TrimSpace(said), strings.Join(diff, " ")}, " | ")
}

// decided says who decided, and what is shown beside.
func decided(a answer) string {
	out := a.at("decided.by.id")
	if list, _ := look(a.v, "changes"); len(asList(list)) > 0 {
		out += fmt.Sprintf(" %d changes", len(asList(list)))
	}
	return out
}

func asList(v any) []any { list, _ := v.([]any); return list }

// agree says whether a page answers what JSON does; a form that succeeded
// leads on.
func agree(plain, page int) bool { return plain == page || plain == 200 && page == 303 }

// browse does the same as a browser: it opens the link, follows it to the
// address without the token, and posts the form from there.
func (w *world) browse(who, method, path, lang string, body M) answer {
	w.Helper()
	cookies := ""
	if who != "" {
		cookies = "session=" + w.token(who)
	}
	headers := func(more ...string) []string {
		h := append([]string{"Accept", "text/html", "Authorization", "", "Accept-Language", lang}, more...)
		if cookies != "" {
			h = append(h, "Cookie", cookies)
		}
		return h
	}
	a := w.ask(who, "GET", path, nil, headers()...)
	if a.status == 303 {
		set, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
		cookies = strings.TrimPrefix(cookies+"; "+set, "; ")
		path = a.header.Get("Location")
	}
	if method == "POST" {
		a = w.ask(who, "POST", path, encoded(flat("", body)...), headers("Content-Type", "application/x-www-form-urlencoded", "Origin", w.URL())...)
		w.mailed()
		return a
	}
	return w.ask(who, method, path, nil, headers()...)
}

// What the other links are for, who has one, and what he answers.
var otherLinks = []struct {
	rel, to, who string
	body, undo   M
}{
	{"task", "rd", "rd", M{"do": "confirm"}, M{"do": "undo"}},
	{"guest", "john", "", M{"diet": "vegan", "photo": "yes"}, nil},
	{"task", "driver", "", M{"do": "confirm"}, M{"do": "undo"}},
}

// TestOtherLinks does the same for tasks, guests and drivers.
func TestOtherLinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.driven()
	start := w.save()
	var b strings.Builder
	for _, o := range otherLinks {
		w.restore(start)
		if o.to == "driver" {
			w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T08:50:00+08:00"}))
		}
		l, found := w.findLink(o.rel, o.to)
		if !found {
			fmt.Fprintf(&b, "%s to %s: none\n", o.rel, o.to)
			continue
		}
		fresh := w.save()
		for _, c := range otherCases(w, r, l, o.who, o.body, o.undo) {
			w.restore(fresh)
			path := c.make(w, r, l)
			ready := w.save()
			for _, method := range []string{"GET", "HEAD", "POST"} {
				fmt.Fprintf(&b, "%-6s %-24s %-4s  %s\n", o.rel, c.name, method, w.linkLine(ready, c, method, path, "zh", o.body))
			}
		}
	}
	golden(t, "links_other.txt", b.String())
}

// driven is a confirmed reception whose guests a driver picks up.
func (w *world) driven() string {
	w.Helper()
	r := w.reception(accepted, tuesday, "room-a")
	plan := sheet(tuesday, "room-a")
	plan["items"] = append(plan["items"].([]M), M{"kind": "pickup", "start": tuesday + "T09:00:00+08:00", "end": tuesday + "T09:25:00+08:00", "place": "机场"})
	plan["vehicles"] = []M{{"resource": "car", "type": "sedan", "driver": M{"name": "钱师傅", "phone": "13600000001", "email": "driver@cars.example"}}}
	w.post("office2", "/receptions/"+r+"/plan", plan)
	w.post("office2", "/receptions/"+r+"/publish", M{})
	w.confirm(r)
	return r
}

// findLink is link, where there may be none.
func (w *world) findLink(rel, to string) (string, bool) {
	w.Helper()
	for _, m := range slices.Backward(w.mailed()) {
		if u, ok := look(m, "links[rel="+rel+"].url"); ok && strings.HasPrefix(text(m["to"]), `["`+to+"@") {
			return text(u)[strings.Index(text(u), "/l/"):], true
		}
	}
	return "", false
}

// otherCases are the states of a link of somebody who has no session, or of a
// task.
func otherCases(w *world, r, l, who string, body, undo M) []linkCase {
	same := func(*world, string, string) string { return l }
	answer := func(b M) { w.must(w.ask(who, "POST", l, b, "Idempotency-Key", w.key())) }
	cases := []linkCase{
		{"fresh", who, same},
		{"used", who, func(*world, string, string) string { answer(body); return l }},
		{"expired", who, func(*world, string, string) string {
			return w.changedLink(l, func(k *token.Link) { k.Expires = w.clock.Now() })
		}},
		{"forged", who, func(*world, string, string) string { return forged(l) }},
		{"of somebody else", who, func(*world, string, string) string {
			return w.changedLink(l, func(k *token.Link) { k.Person += "9" })
		}},
		{"of another reception", who, func(*world, string, string) string {
			return w.changedLink(l, func(k *token.Link) { k.Reception = "R-20261122-009" })
		}},
		{"cancelled", who, func(*world, string, string) string {
			w.post("office2", "/receptions/"+r+"/cancel", M{"reason": "客户取消"})
			return l
		}},
	}
	if undo != nil {
		cases = append(cases, linkCase{"undone", who, func(*world, string, string) string { answer(body); answer(undo); return l }})
	}
	if who != "" {
		return append(cases, linkCase{"a new device", "", same}, linkCase{"another's session", "sales2", same})
	}
	return append(cases, linkCase{"dropped", who, func(*world, string, string) string {
		k := w.opened(l)
		if strings.HasPrefix(k.Person, "g") {
			w.post("office2", "/receptions/"+r+"/guests", M{"drop": []string{k.Person}, "reason": "不来了"})
		} else {
			w.post("office2", "/receptions/"+r+"/plan", M{"vehicles": []M{}})
		}
		return l
	}})
}

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

// forged is a link with another end.
func forged(l string) string {
	if end := "AA"; !strings.HasSuffix(l, end) {
		return l[:len(l)-2] + end
	}
	return l[:len(l)-2] + "QA"
}
