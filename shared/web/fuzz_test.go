package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// refusedWell fails unless an error is the sender's.
func refusedWell(t *testing.T, err error) {
	t.Helper()
	if err != nil && fault.As(err).Kind == fault.Internal {
		t.Errorf("%v", err)
	}
}

// FuzzJSON fills commands from any JSON: it is taken or refused, never a panic,
// and what is taken has no control that turns the reading around.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{}`, `{"policy":"envicool","guests":[{"name":"张三","main":true}]}`, `{"start":"2026-11-24T09:00:00+08:00"}`,
		`{"customer":{"name":"\u202eabc"}}`, `{"fields":{"a":"b"}}`, `{"version":-9223372036854775808}`, `[1]`, `{"guests":{"0":{}}}`, `{"a":1e999}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		tree, err := readJSON(strings.NewReader(body))
		if err != nil {
			refusedWell(t, err)
			return
		}
		var a reception.EditApplication
		err = fill(tree, &a, false, time.UTC)
		refusedWell(t, err)
		if strings.ContainsAny(a.Customer.Name, "\x00\u202e\u2066") || err == nil && a.Version < -1<<53 {
			t.Errorf("%q %d", a.Customer.Name, a.Version)
		}
		var l AnswerLink
		refusedWell(t, fill(tree, &l, false, time.UTC))
		var p reception.EditPlan
		refusedWell(t, fill(tree, &p, false, time.UTC))
	})
}

// FuzzForm does the same with what browsers send.
func FuzzForm(f *testing.F) {
	for _, s := range []string{"", "policy=envicool&guests[0].name=x", "guests.0.name=x&guests[1].name=y", "guests[999].name=x", "a=b&a=c&a.b=c",
		"items[0].start=2026-11-24T09:00", "photo_wish=on", "%zz", "customer=&customer.name=x", "answers[0].score=5&answers[0].question=product", "[]=x", ".=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		values, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		tree, err := formTree(values)
		if err != nil {
			refusedWell(t, err)
			return
		}
		var a reception.EditApplication
		refusedWell(t, fill(tree, &a, true, time.UTC))
		var p PlanSheet
		refusedWell(t, fill(tree, &p, true, time.UTC))
		var l AnswerLink
		refusedWell(t, fill(tree, &l, true, time.UTC))
	})
}

// FuzzMultipart reads uploads of any shape.
func FuzzMultipart(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\npaper\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\r\n--x--\r\n")
	f.Add("--x--")
	f.Add("--x\r\n\r\n")
	f.Fuzz(func(t *testing.T, body string) {
		_, up, err := readUpload(httptest.NewRecorder(), httptest.NewRequest("POST", "/", strings.NewReader(body)), "x")
		refusedWell(t, err)
		if err == nil && up == nil {
			t.Error("no file and no error")
		}
	})
}

// FuzzPaste reads any pasted list of guests.
func FuzzPaste(f *testing.F) {
	for _, s := range []string{"", "姓名\t职务\n张三\t总经理", "Name,Phone\n\"a\nb\",1", "a;b;c\n;;", "\"", "张三、李四", "=1+1\t@x", "\ufeff姓名\r\n\r\n张三\r", "a\tb\tc\td\te\tf\tg\th"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, row := range reception.ParseGuests(text).Rows {
			if strings.ContainsAny(row.Name+row.Position+row.Email, "\x00\r\u202e\u2066") {
				t.Errorf("%+v", row)
			}
		}
	})
}

// FuzzToken opens anything as each kind of token: only what the ring signed is
// believed.
func FuzzToken(f *testing.F) {
	ring, err := token.Generate(strings.NewReader(strings.Repeat("a secret for tests, ", 10)))
	if err != nil {
		f.Fatal(err)
	}
	good := ring.SignLink(token.Link{Purpose: token.ForReview, Person: "head", Reception: "R-1", Expires: now})
	f.Add(good)
	f.Add(ring.SignSession(token.Session{Staff: "head", Issued: now}))
	f.Add(ring.SealCursor("place", "query", now))
	f.Add(ring.SignPass(token.Pass{Reception: "R-1", Guest: "g0000", Until: now}))
	f.Add("AQE")
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := ring.OpenLink(text); err == nil && ring.SignLink(l) != text {
			t.Errorf("link %q", text)
		}
		if s, err := ring.OpenSession(text, now); err == nil && ring.SignSession(s) != text {
			t.Errorf("session %q", text)
		}
		if p, err := ring.OpenPass(text); err == nil && ring.SignPass(p) != text {
			t.Errorf("pass %q", text)
		}
		if place, err := ring.OpenCursor(text, "query", now); err == nil && place != "place" {
			t.Errorf("cursor %q", text)
		}
	})
}

// FuzzCursor asks a list to go on anywhere.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", "x", "AQEB", strings.Repeat("A", 200), "%00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ring, err := token.Generate(strings.NewReader(strings.Repeat("a secret for tests, ", 10)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ring.OpenCursor(text, "query", now); err != nil {
			refusedWell(t, err)
		}
		if got, err := ring.OpenCursor(ring.SealCursor(text, "query", now), "query", now); err != nil || got != text {
			t.Errorf("%q: %q %v", text, got, err)
		}
	})
}
