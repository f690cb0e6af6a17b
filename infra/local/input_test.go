package main

import (
	"encoding"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"yingbin/shared/reception"
)

// A wrong is a value that a field must refuse, with the code it answers.
type wrong struct {
	pointer string
	value   any
	code    string
}

// wrongs lists what the fields of a command must refuse, from its tags.
func wrongs(t reflect.Type, at string, max int) []wrong {
	if t.Kind() == reflect.Pointer {
		return wrongs(t.Elem(), at, max)
	}
	long := strings.Repeat("长", max+1)
	switch {
	case t == reflect.TypeFor[time.Time]():
		return []wrong{{at, "tomorrow", "invalid"}, {at, 5, "invalid"}, {at, "2026-11-24", "invalid"}}
	case t == reflect.TypeFor[reception.YesNo](): // a word or a truth value
		return []wrong{{at, 5, "invalid"}, {at, M{"a": 1}, "invalid"}}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()), reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return []wrong{{at, true, ""}}
	}
	switch t.Kind() {
	case reflect.String:
		list := []wrong{{at, 5, "invalid"}, {at, M{"a": 1}, "invalid"}, {at, "a\x00b", "invalid"}}
		if max > 0 {
			list = append(list, wrong{at, long, "too-long"})
		}
		return list
	case reflect.Bool:
		return []wrong{{at, "yes", "invalid"}, {at, 1, "invalid"}}
	case reflect.Int, reflect.Int64:
		return []wrong{{at, "x", "invalid"}, {at, 1.5, "invalid"}, {at, json.Number("1e300"), "out-of-range"}, {at, json.Number("9223372036854775807"), "out-of-range"}}
	case reflect.Slice:
		list := []wrong{{at, "x", "invalid"}, {at + "/0", nil, "invalid"}}
		if max > 0 {
			list = append(list, wrong{at, make([]any, max+1), "too-long"})
		}
		return append(list, wrongs(t.Elem(), at+"/0", 0)...)
	case reflect.Map:
		return []wrong{{at, "x", "invalid"}, {at + "/a", 5, "invalid"}}
	case reflect.Struct:
		return append(wrongFields(t, at), wrong{at + "/nonsense", 1, "unknown-field"})
	}
	return nil
}

// wrongFields are those of a struct, its embedded ones as its own.
func wrongFields(t reflect.Type, at string) []wrong {
	var list []wrong
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		max, _ := strconv.Atoi(f.Tag.Get("max"))
		switch {
		case name == "-":
		case f.Anonymous && name == "":
			list = append(list, wrongFields(f.Type, at)...)
		case f.IsExported():
			list = append(list, wrongs(f.Type, at+"/"+name, max)...)
		}
	}
	return list
}

// body puts the value at its place.
func (x wrong) body() any {
	v := x.value
	parts := strings.Split(strings.TrimPrefix(x.pointer, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i] == "0" {
			v = []any{v}
		} else {
			v = M{parts[i]: v}
		}
	}
	return v
}

// TestEveryField sends every field of every command what it must refuse: a
// wrong type, a text or list that is too long, an unknown field. The answer
// names it, and nothing is written.
func TestEveryField(t *testing.T) {
	w := newWorld(t, Options{})
	p := w.placeOf(w.reception(published, tuesday, "room-a"))
	w.mailed()
	before, n := w.dump(), 0
	for _, r := range w.pump.Load().app.Server.Routes() {
		if r.Method != http.MethodPost || r.Command == nil || r.Upload || r.Local {
			continue
		}
		for _, x := range wrongs(r.Command, "", 0) {
			if x.pointer == "" {
				continue
			}
			n++
			a := w.ask("admin", "POST", p.path(&r), x.body())
			if a.status != 422 || !names(a, x) {
				t.Errorf("%s %s = %.40v: %d %.300s", r.Name, x.pointer, x.value, a.status, a.raw)
			}
		}
	}
	if d := changed(before, w.dump()); len(d) > 0 {
		t.Errorf("something was written: %v", d)
	}
	if n < 500 {
		t.Errorf("only %d fields", n)
	}
}

// names says whether an answer names the field and what is wrong with it.
func names(a answer, x wrong) bool {
	for _, e := range asList(a.v["errors"]) {
		if e := e.(M); e["field"] == x.pointer && (e["code"] == x.code || x.code == "") {
			return true
		}
	}
	return false
}

// TestBadBodies: what is no body at all, and what is too much.
func TestBadBodies(t *testing.T) {
	w := newWorld(t, Options{})
	before := w.dump()
	for _, c := range []struct {
		name, body, kind string
		status           int
		code             string
	}{
		{"not JSON", `{"policy":`, "application/json", 422, "invalid"},
		{"two values", `{}{}`, "application/json", 422, "invalid"},
		{"a list", `[]`, "application/json", 422, "invalid"},
		{"null", `null`, "application/json", 422, "invalid"},
		{"a name twice", `{"purpose":"甲","purpose":"乙"}`, "application/json", 422, "invalid"},
		{"not UTF-8", "{\"purpose\":\"\xff\xfe\"}", "application/json", 422, "invalid"},
		{"deep", strings.Repeat(`{"customer":`, 20000), "application/json", 422, "invalid"},
		{"huge", `{"purpose":"` + strings.Repeat("x", 2<<20) + `"}`, "application/json", 413, "too-large"},
		{"a huge form", "purpose=" + strings.Repeat("x", 2<<20), "application/x-www-form-urlencoded", 413, "too-large"},
		{"a form of many rows", "guests[999999].name=x", "application/x-www-form-urlencoded", 422, ""},
		{"a form that contradicts itself", "customer=x&customer.name=y", "application/x-www-form-urlencoded", 422, "unknown-field"},
		{"XML", `<a/>`, "text/xml", 415, "unsupported-type"},
		{"multipart without boundary", `x`, "multipart/form-data", 422, "invalid"},
	} {
		a := w.ask("sales", "POST", "/receptions", c.body, "Content-Type", c.kind)
		if a.status != c.status || c.code != "" && a.code() != c.code {
			t.Errorf("%s: %d %.300s", c.name, a.status, a.raw)
		}
	}
	if a := w.ask("sales", "POST", "/receptions", M{}, "Idempotency-Key", strings.Repeat("k", 201)); a.status != 422 {
		t.Errorf("a long key: %d", a.status)
	}
	if d := changed(before, w.dump()); len(d) > 0 {
		t.Errorf("something was written: %v", d)
	}
}

// TestWhatCannotBe: dates, ids and amounts that are well written and wrong.
func TestWhatCannotBe(t *testing.T) {
	w := newWorld(t, Options{})
	draft := w.reception(drafted, tuesday, "room-a")
	r := w.reception(accepted, tuesday, "room-a")
	out := w.reception(planned, tuesday, "room-b")
	w.mailed()
	before := w.dump()
	for _, c := range []struct {
		who, path string
		body      M
		field     string
		code      string
	}{
		{"sales", "/receptions", M{"start": "2026-11-20T09:00:00+08:00", "end": "2026-11-20T10:00:00+08:00"}, "/start", "in-the-past"},
		{"sales", "/receptions", M{"start": twelve, "end": nine}, "/end", "end-before-start"},
		{"sales", "/receptions", M{"start": nine, "end": "2027-11-24T09:00:00+08:00"}, "/end", "out-of-range"},
		{"sales", "/receptions", M{"department": "moon"}, "/department", "unknown-id"},
		{"sales", "/receptions", M{"policy": "moon"}, "/policy", "unknown-id"},
		{"sales", "/receptions", M{"customer": M{"id": "c000"}}, "/customer/id", "unknown-id"},
		{"sales", "/receptions", M{"customer": M{"name": "甲", "class": "royal"}}, "/customer/class", "invalid"},
		{"sales", "/receptions", M{"guests": []M{{"name": "甲", "email": "a@b\r\nBcc: c@d"}}}, "/guests/0/email", "invalid"},
		{"sales", "/receptions", M{"guests": []M{{"name": " \u202e "}}}, "/guests/0/name", "required"},
		{"sales", "/receptions", M{"guests": []M{{"name": "甲", "language": "tlh"}}}, "/guests/0/language", "invalid"},
		{"sales", "/receptions/" + draft + "/application", M{"start": "2026-11-20T09:00:00+08:00"}, "/start", "in-the-past"},
		{"office2", "/receptions/" + r + "/plan", M{"items": []M{{"kind": "dance", "start": nine, "end": ten}}}, "/items/0/kind", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"items": []M{{"kind": "talk", "start": ten, "end": nine}}}, "/items/0/end", "end-before-start"},
		{"office2", "/receptions/" + r + "/plan", M{"items": []M{{"kind": "talk", "start": nine, "end": ten, "resources": []string{"moon"}}}}, "/items/0/resources/0", "unknown-id"},
		{"office2", "/receptions/" + r + "/plan", M{"items": []M{{"kind": "talk", "start": nine, "end": ten, "people": []M{{"staff": "nobody"}}}}}, "/items/0/people/0/staff", "unknown-id"},
		{"office2", "/receptions/" + r + "/plan", M{"meals": []M{{"slot": "midnight", "day": tuesday}}}, "/meals/0/slot", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"meals": []M{{"slot": "lunch", "day": tuesday, "amount": M{"amount": "-5", "currency": "CNY"}}}}, "/meals/0/amount", ""},
		{"office2", "/receptions/" + r + "/plan", M{"meals": []M{{"slot": "lunch", "day": tuesday, "amount": M{"amount": "1e9", "currency": "CNY"}}}}, "/meals/0/amount", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"meals": []M{{"slot": "lunch", "day": tuesday, "amount": M{"amount": "5.001", "currency": "CNY"}}}}, "/meals/0/amount", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"specialist": "nobody"}, "/specialist", "unknown-id"},
		{"office2", "/receptions/" + r + "/plan", M{"items": []M{{"id": "a@b/../c", "kind": "talk", "start": nine, "end": ten}}}, "/items/0/id", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"meals": []M{{"id": "m", "slot": "lunch"}, {"id": "m", "slot": "dinner"}}}, "/meals/1/id", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"vehicles": []M{{"resource": "room-a"}}}, "/vehicles/0/resource", "unknown-id"},
		{"office2", "/receptions/" + r + "/plan", M{"vehicles": []M{{"resource": "car", "driver": M{"name": "甲", "email": "bad"}}}}, "/vehicles/0/driver/email", "invalid"},
		{"office2", "/receptions/" + r + "/plan", M{"gifts": []M{{"name": "茶", "count": -1}}}, "/gifts/0/count", "out-of-range"},
		{"office2", "/receptions/" + out + "/move", M{"start": "2026-11-20T09:00:00+08:00", "reason": "早"}, "/start", "in-the-past"},
		{"office2", "/receptions/" + out + "/guests", M{"drop": []string{"g0099"}}, "/drop/0", "unknown-id"},
		{"office2", "/receptions/" + out + "/guests", M{"add": []M{{"name": "甲", "email": "a@b\r\nBcc: c@d"}}}, "/add/0/email", "invalid"},
		{"office2", "/receptions/" + out + "/guests", M{"add": []M{{"name": "甲", "language": "tlh"}}}, "/add/0/language", "invalid"},
		{"sales", "/customers", M{"name": "甲", "contacts": []M{{"name": "乙", "email": "bad"}}}, "/contacts/0/email", "invalid"},
		{"admin", "/staff", M{"email": "sales@demo.example", "name": "甲"}, "/email", "invalid"},
		{"admin", "/staff", M{"email": "x@y.example", "name": "甲", "roles": []string{"king"}}, "/roles", "invalid"},
		{"head", "/me/delegation", M{"to": "director", "until": "2026-11-01T09:00:00+08:00"}, "/until", "end-before-start"},
		{"head", "/me/delegation", M{"until": "2026-12-01T09:00:00+08:00"}, "/to", "required"},
		{"office", "/resources/room-a/blocks", M{"from": ten, "to": nine}, "/to", "end-before-start"},
	} {
		a := w.send(c.who, c.path, c.body)
		found := false
		for _, e := range asList(a.v["errors"]) {
			found = found || e.(M)["field"] == c.field && (c.code == "" || e.(M)["code"] == c.code)
		}
		if a.status != 422 || !found {
			t.Errorf("%s %s: want %s at %s, got %d %.300s", c.path, encode(c.body), c.code, c.field, a.status, a.raw)
		}
	}
	if d := changed(before, w.dump()); len(d) > 0 {
		t.Errorf("something was written: %v", d)
	}
}

// TestWithoutKey: two commands without a key are two, also where the clock
// stands still between them.
func TestWithoutKey(t *testing.T) {
	w := newWorld(t, Options{})
	a, b := w.must(w.ask("sales", "POST", "/receptions", M{})), w.must(w.ask("sales", "POST", "/receptions", M{}))
	if a.at("id") == b.at("id") {
		t.Errorf("both are %s", a.at("id"))
	}
}

// TestGuestsLanguage: what a guest does wrong is said in his language, not in
// that of the company.
func TestGuestsLanguage(t *testing.T) {
	w := newWorld(t, Options{})
	w.reception(confirmed, tuesday, "room-a")
	l := w.link("guest", "john")
	if a := w.ask("", "GET", l, nil); a.header.Get("Content-Language") != "en" {
		t.Errorf("the page says it is in %s", a.header.Get("Content-Language"))
	}
	for _, accept := range []string{"application/json", "text/html"} {
		a := w.ask("", "POST", l, M{"diet": strings.Repeat("x", 201)}, "Accept", accept, "Accept-Language", "")
		if a.status != 422 || !strings.Contains(string(a.raw), "too long") || a.header.Get("Content-Language") != "en" {
			t.Errorf("%s: %d %s %.300s", accept, a.status, a.header.Get("Content-Language"), a.raw)
		}
	}
}

// TestSpecialistAgain: every replacement of the specialist has a reason of its own.
func TestSpecialistAgain(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	path := "/receptions/" + r + "/plan"
	w.post("office", path, M{"specialist": "office", "change_reason": "病假"})
	if a := w.send("office", path, M{"specialist": "office2"}); a.status != 422 || a.code() != "reason-needed" {
		t.Errorf("%d %.300s", a.status, a.raw)
	}
}

// What strangers write.
const (
	formula = `=HYPERLINK("http://evil.example","x")`
	lines   = "李\r\nBcc: evil@evil.example\r\nATTENDEE:mailto:evil@evil.example"
	turned  = "abc\u202egpj.exe\u2066"
	script  = `<script>alert(1)</script>"><img src=x onerror=alert(2)>`
	at      = `@SUM(A1)`
)

var headerLine = regexp.MustCompile(`(?m)^(Bcc|ATTENDEE:mailto:evil).*evil`)

// TestStrangersText follows what strangers write through application, mails,
// spreadsheet, calendar and pages: it stays text everywhere.
func TestStrangersText(t *testing.T) {
	w := newWorld(t, Options{})
	a := application(tuesday)
	a["customer"] = M{"name": formula, "class": "general"}
	a["purpose"], a["wishes"], a["requirements"] = lines, script, "-2+3"
	a["guests"] = []M{{"name": lines, "position": at, "main": true, "language": "zh", "email": "li@customer.example"},
		{"name": turned, "position": formula, "organisation": script, "language": "en", "email": "turned@customer.example", "diet": formula},
		{"name": script, "position": "+1", "language": "en", "email": "script@customer.example"}}
	r := w.must(w.ask("sales", "POST", "/receptions", a, "Idempotency-Key", w.key())).at("id")
	r = w.post("sales", "/receptions/"+r+"/submit", M{}).at("number")
	w.post("office", "/receptions/"+r+"/accept", M{"specialist": "office2", "comment": lines})
	plan := sheet(tuesday, "room-a")
	items := plan["items"].([]M)
	items[0]["title"], items[0]["place"], items[1]["title"] = formula, lines, script
	w.post("office2", "/receptions/"+r+"/plan", plan)
	w.post("office2", "/receptions/"+r+"/publish", M{"note": lines})
	w.confirm(r)
	for _, m := range w.mailed() {
		w.harmless("mail "+text(m["kind"]), text(m["html"]))
		if s := text(m["subject"]); strings.ContainsAny(s, "\r\n\u202e\u2066") {
			t.Errorf("subject %q", s)
		}
		raw := w.get("", "/_local/mails/"+text(m["id"])+".eml").raw
		head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
		if headerLine.MatchString(head) {
			t.Errorf("a header was written by a guest:\n%s", head)
		}
	}
	sheet := unpacked(w.get("office2", "/receptions/"+r+"/sheet.xlsx").raw)
	if strings.Contains(sheet, "<f>") || regexp.MustCompile(`<t[^>]*>[=+@-]`).MatchString(sheet) {
		t.Errorf("a formula in the spreadsheet: %s", regexp.MustCompile(`<t[^>]*>[=+@-][^<]*`).FindString(sheet))
	}
	if ics := string(w.get("office2", "/receptions/"+r+"/visit.ics").raw); headerLine.MatchString(ics) {
		t.Errorf("a line of the calendar was written by a guest:\n%s", ics)
	}
	for _, page := range []string{"", "/plan/edit", "/print", "/host", "/history", "/application"} {
		w.harmless(page, string(w.ask("", "GET", "/receptions/"+r+page, nil, "Accept", "text/html", "Cookie", "session="+w.token("office2")).raw))
	}
	for _, page := range []string{"/", "/receptions", "/calendar?from=2026-11-01&to=2026-11-30", "/customers", "/search?q=hyper", "/tasks"} {
		w.harmless(page, string(w.ask("", "GET", page, nil, "Accept", "text/html", "Cookie", "session="+w.token("office")).raw))
	}
	l := w.link("guest", "script")
	w.harmless("guest's page", string(w.browse("", "GET", l, "en", nil).raw))
}

// harmless fails when a page runs or hides what a stranger wrote.
func (w *world) harmless(what, html string) {
	w.Helper()
	for _, bad := range []string{"<script>alert", "<img src=x", "\u202e", "\u2066", `href="http://evil`} {
		if strings.Contains(html, bad) {
			w.Errorf("%s has %q", what, bad)
		}
	}
}

// TestLimitsOfAnswers: the types that read themselves have limits too.
func TestLimitsOfAnswers(t *testing.T) {
	w := newWorld(t, Options{})
	w.reception(closing, tuesday, "room-a")
	w.wait("20h")
	l := w.link("survey", "zhang")
	for name, answers := range map[string]any{
		"a long text":      []M{{"question": "product", "score": 5, "text": strings.Repeat("长", 2001)}},
		"a long question":  []M{{"question": strings.Repeat("q", 41), "score": 5}},
		"many answers":     slicesOf(M{"question": "product", "score": 5}, 21),
		"an unknown field": []M{{"question": "product", "score": 5, "weight": 3}},
		"a word":           "yes",
		"no score":         []M{{"question": "product", "score": "five"}},
		"half a point":     M{"product": 4.5},
		"a high score":     []M{{"question": "product", "score": 6}},
	} {
		before := w.dump()
		if a := w.ask("", "POST", l, M{"answers": answers}); a.status != 422 {
			t.Errorf("%s: %d %.300s", name, a.status, a.raw)
		}
		if d := w.scanned(before); len(d) > 0 {
			t.Errorf("%s: %v was written", name, d)
		}
	}
}

func slicesOf(v M, n int) []M {
	list := make([]M, n)
	for i := range list {
		list[i] = v
	}
	return list
}
