package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// linkStates are the states in which every kind of mailed link is met. A kind
// says how one comes about where that is its own affair, or why it cannot.
var linkStates = []string{"fresh", "used", "undone", "stale by a minor change", "stale by a major change", "expired", "forged", "another's session",
	"person left", "role withdrawn", "delegated", "old key", "oldest key", "cancelled"}

// A linkKind is a kind of mailed link: what leads to one, whose it is, what he
// answers, and what may become of it.
type linkKind struct {
	name    string
	rel, to string // of the link in the mail, and who got it
	who     string // is signed in on his device; empty: he has no account
	deputy  string // stands in for him
	next    string // has it when he left or lost his role
	body    M
	ready   func(w *world) string // gives the reception's number
	never   map[string]string     // states that cannot be, and why
	make    map[string]func(w *world, r, l string) string
	more    []linkCase // states of this kind alone
}

// A linkCase is a link that is met in a state.
type linkCase struct {
	name string
	who  string // is signed in on the device; empty: nobody
	make func(w *world, r, l string) string
}

// cases are the states in which links of the kind are met, in order.
func (k linkKind) cases() []linkCase {
	var list []linkCase
	for _, state := range linkStates {
		if k.never[state] != "" {
			continue
		}
		make := k.make[state]
		if make == nil {
			make = k.usual(state)
		}
		list = append(list, linkCase{state, k.holder(state), make})
	}
	list = append(list,
		linkCase{"of another reception", k.who, func(w *world, _, l string) string {
			return w.changedLink(l, func(x *token.Link) { x.Reception = "R-20261122-009" })
		}},
		linkCase{"unknown", k.who, func(*world, string, string) string { return "/l/AQEGcmV2aWV3" }})
	if k.who != "" {
		list = append(list, k.staffCases()...)
	}
	return append(list, k.more...)
}

// holder is who is signed in where a link is met in a state.
func (k linkKind) holder(state string) string {
	switch state {
	case "another's session":
		return "supply"
	case "person left":
		return ""
	case "delegated":
		return k.deputy
	}
	return k.who
}

// staffCases are the states of links of people with an account.
func (k linkKind) staffCases() []linkCase {
	same := func(_ *world, _, l string) string { return l }
	used := func(w *world, r, l string) string { k.answer(w, l, k.body); return l }
	left := func(w *world, r, l string) string { w.left(k.who, k.next); return l }
	return []linkCase{
		{"a new device", "", same},
		{"used, a new device", "", used},
		{"used, then left", "", func(w *world, r, l string) string { return left(w, r, used(w, r, l)) }},
		{"left, his successor", k.next, left},
		{"delegated, but something else", k.deputy, func(w *world, _, l string) string { w.delegates(k.who, k.deputy, "promise"); return l }},
	}
}

// usual is how a state comes about for most kinds.
func (k linkKind) usual(state string) func(w *world, r, l string) string {
	switch state {
	case "used":
		return func(w *world, _, l string) string { k.answer(w, l, k.body); return l }
	case "undone":
		return func(w *world, _, l string) string { k.answer(w, l, k.body); k.answer(w, l, M{"do": "undo"}); return l }
	case "stale by a minor change":
		return func(w *world, r, l string) string {
			w.republish(r, func(items []any) { items[0].(M)["place"] = "会议室 B" })
			return l
		}
	case "stale by a major change":
		return func(w *world, r, l string) string {
			w.republish(r, func(items []any) { items[0].(M)["end"] = tuesday + "T12:30:00+08:00" })
			return l
		}
	case "expired":
		return func(w *world, _, l string) string {
			return w.changedLink(l, func(x *token.Link) { x.Expires = w.clock.Now() })
		}
	case "forged":
		return func(_ *world, _, l string) string { return forged(l) }
	case "person left":
		return func(w *world, _, l string) string { w.left(k.who, k.next); return l }
	case "delegated":
		return func(w *world, _, l string) string { w.delegates(k.who, k.deputy, k.rel); return l }
	case "old key":
		return func(w *world, _, l string) string { return w.signedBefore(l, 1) }
	case "oldest key":
		return func(w *world, _, l string) string { return w.signedBefore(l, 2) }
	case "cancelled":
		return func(w *world, r, l string) string {
			w.post("office2", "/receptions/"+r+"/cancel", M{"reason": "客户取消"})
			return l
		}
	}
	return func(_ *world, _, l string) string { return l } // fresh, another's session
}

// answer answers by link, and must succeed.
func (k linkKind) answer(w *world, l string, body M) {
	w.Helper()
	w.must(w.ask(k.who, "POST", l, body, "Idempotency-Key", w.key()))
}

// TestLinks writes down what every kind of mailed link answers in every state
// that it can be in, by every method, in both languages, in JSON and as a page,
// and what has changed in the store.
func TestLinks(t *testing.T) {
	for _, k := range linkKinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, Options{Data: rotatedData(t)})
			r := k.ready(w)
			l := w.link(k.rel, k.to)
			golden(t, "links/"+k.name+".txt", k.head()+w.linkTable(k, r, l))
		})
	}
}

// head names the states that the kind cannot be in.
func (k linkKind) head() string {
	var b strings.Builder
	for _, state := range linkStates {
		if why := k.never[state]; why != "" {
			fmt.Fprintf(&b, "# never %s: %s\n", state, why)
		}
	}
	return b.String()
}

// linkTable has a line for each state, language and method.
func (w *world) linkTable(k linkKind, r, l string) string {
	w.Helper()
	fresh := w.save()
	var b strings.Builder
	for _, c := range k.cases() {
		w.restore(fresh)
		path := c.make(w, r, l)
		ready := w.save()
		fmt.Fprintf(&b, "\n%s\n", c.name)
		for _, lang := range []string{"zh", "en"} {
			for _, method := range []string{"GET", "HEAD", "POST"} {
				fmt.Fprintf(&b, "  %s %-4s  %s\n", lang, method, w.linkLine(ready, c, method, path, lang, k.body))
			}
		}
	}
	return b.String()
}

// linkLine asks once in JSON and once as a browser and says what came of it:
// the two statuses, code or state, who decided, the sentences of the two, and
// what has changed in the store. Only a POST that succeeds may change anything
// but how often somebody tried.
func (w *world) linkLine(ready snapshot, c linkCase, method, path, lang string, body M) string {
	w.Helper()
	before := w.dump()
	var sent any
	if method == "POST" {
		sent = body
	}
	a := w.ask(c.who, method, path, sent, "Accept-Language", lang)
	diff := w.differs(before)
	if len(diff) > 0 {
		w.restore(ready)
	}
	page := w.browse(c.who, method, path, lang, body)
	if lang == "en" {
		w.inLatin(page)
	}
	if d := w.differs(before); !slices.Equal(d, diff) {
		w.Errorf("%s: %s changes %v in JSON, %v by form", c.name, method, diff, d)
	}
	if len(diff) > 0 {
		w.restore(ready)
	}
	switch {
	case method != "POST" && len(diff) > 0:
		w.Errorf("%s: %s changed %v", c.name, method, diff)
	case a.status != 200 && slices.ContainsFunc(diff, decides):
		w.Errorf("%s: %s was refused with %d and changed %v", c.name, method, a.status, diff)
	case a.status != page.status && (a.status != 200 || page.status != 303):
		w.Errorf("%s: %s answers %d in JSON, %d as a page: %s", c.name, method, a.status, page.status, page.raw)
	}
	said := []string{fmt.Sprint(a.status, " ", page.status), strings.TrimSpace(a.code() + a.at("state") + " " + decided(a)), a.at("detail"), w.sentence(page, lang), strings.Join(diff, " ")}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " | ")
}

// differs lists what has changed in the store, once everything is sent.
func (w *world) differs(before map[storeKey]string) []string {
	w.Helper()
	w.get("", "/_local/clock")
	return changed(before, w.dump())
}

// decides says whether a kind of document is more than a count of tries, and
// the code that a mailbox is proven with.
func decides(kind string) bool { return kind != "code" && kind != "me" }

// inLatin checks that a page for English readers calls the staff by the names
// that they have in Latin letters.
func (w *world) inLatin(page answer) {
	w.Helper()
	_, people := staff.Fixture()
	for _, e := range people {
		if p, ok := e.Body.(staff.Person); ok && strings.Contains(string(page.raw), p.Name) {
			w.Errorf("an English page calls somebody %s: %s", p.Name, page.raw)
		}
	}
}

// sentence is what a page says of the link first; English readers get no
// Chinese but the names of people from outside.
func (w *world) sentence(page answer, lang string) string {
	w.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(page.raw)))
	if err != nil {
		w.Fatal(err)
	}
	for _, id := range []string{"executability", "necessity", "dinner-senior"} {
		for _, said := range doc.Find("dt, dd strong").EachIter() {
			if strings.TrimSpace(said.Text()) == id {
				w.Errorf("a page calls something %s", id)
			}
		}
	}
	for _, where := range []string{".receipt p", ".finding .lead", ".fault h1 + p", ".errors li", "main .card h2 + p:has(+ form)", "main .lead", "main h1"} {
		said := strings.Join(strings.Fields(doc.Find(where).First().Text()), " ")
		if said == "" || said == "深圳一号" {
			continue
		}
		foreign := func(r rune) bool { return unicode.Is(unicode.Han, r) }
		if lang == "en" && strings.ContainsFunc(strings.NewReplacer("深圳一号", "", "钱师傅", "").Replace(said), foreign) {
			w.Errorf("an English page says %s", said)
		}
		return said
	}
	return ""
}

// decided says who decided, who has it now, and how many changes are shown.
func decided(a answer) string {
	var said []string
	if by := a.at("decided.by.id"); by != "" {
		said = append(said, "by "+by)
	}
	if now := a.at("now_with[0].id"); now != "" {
		said = append(said, "now with "+now)
	}
	if list, _ := look(a.v, "changes"); len(asList(list)) > 0 {
		said = append(said, fmt.Sprintf("%d changes", len(asList(list))))
	}
	return strings.Join(said, ", ")
}

func asList(v any) []any { list, _ := v.([]any); return list }

// browse does the same as a browser: it opens the link, follows it to the
// address without the token, and posts the form from there.
func (w *world) browse(who, method, path, lang string, body M) answer {
	w.Helper()
	cookies := "lang=" + lang // what the reader chose on this device
	if who != "" {
		cookies += "; session=" + w.token(who)
	}
	headers := func(more ...string) []string {
		return append([]string{"Accept", "text/html", "Authorization", "", "Cookie", cookies}, more...)
	}
	a := w.ask(who, "GET", path, nil, headers()...)
	if a.status == 303 {
		set, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
		cookies += "; " + set
		path = a.header.Get("Location")
	}
	if method == "POST" {
		return w.ask(who, "POST", path, encoded(flat("", body)...), headers("Content-Type", "application/x-www-form-urlencoded", "Origin", w.URL())...)
	}
	return w.ask(who, method, path, nil, headers()...)
}
