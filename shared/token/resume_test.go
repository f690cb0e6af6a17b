package token_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/token"
)

// TestResume: a sealed form shows nothing of what is in it, is read by rings
// that know its key for a day, and by no other.
func TestResume(t *testing.T) {
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	random := bytes.NewReader(bytes.Repeat([]byte("0123456789abcdef"), 40))
	ring, err := token.Generate(random)
	if err != nil {
		t.Fatal(err)
	}
	form := token.Resume{Path: "/receptions/r/minutes", Input: map[string][]string{"lines[0].text": {"secret words"}}, At: at}
	text, err := ring.SealResume(random, form)
	if err != nil || strings.Contains(text, "secret") {
		t.Fatalf("%q, %v", text, err)
	}
	next, err := ring.Rotate(random)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]*token.Ring{"the same": ring, "the next": next} {
		if got, err := r.OpenResume(text, at.Add(time.Hour)); err != nil || got.Path != form.Path || got.Input["lines[0].text"][0] != "secret words" {
			t.Errorf("%s ring reads %v, %v", name, got, err)
		}
	}
	if _, err := ring.OpenResume(text, at.Add(token.ResumeLife)); !fault.Is(err, "resume-expired") {
		t.Errorf("a day later: %v", err)
	}
	other, _ := token.Generate(bytes.NewReader(bytes.Repeat([]byte("x"), 64)))
	for i, forged := range []string{"", "AQ", text[:len(text)-2], text + "AA", strings.Replace(text, text[40:42], "__", 1)} {
		if _, err := ring.OpenResume(forged, at); !fault.Is(err, "not-found") {
			t.Errorf("forged %d: %v", i, err)
		}
	}
	if _, err := other.OpenResume(text, at); !fault.Is(err, "not-found") {
		t.Errorf("another ring: %v", err)
	}
	key := ring.Mark("abcdefghijklmnopqrst", "sales")
	if !ring.Marked(key, "sales") || !next.Marked(key, "sales") || ring.Marked(key, "sales2") || other.Marked(key, "sales") || ring.Marked("short", "sales") {
		t.Error("a page's key does not say to whom it was shown")
	}
}
