package mail_test

import (
	"strings"
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
)

func sample() mail.Message {
	return mail.Message{
		ID: "1@demo.example", Kind: "review", From: mail.Address{Email: "office@demo.example"}, To: mail.Address{Name: "王", Email: "head@demo.example"},
		Subject: "审批", Text: "请审批。", At: time.Unix(0, 0), Links: []mail.Link{{Rel: "review", URL: "https://x/l/1"}},
	}
}

func TestCheck(t *testing.T) {
	if err := mail.Check(sample()); err != nil {
		t.Fatal(err)
	}
	for code, change := range map[string]func(*mail.Message){
		"mail-incomplete":   func(m *mail.Message) { m.Text = " " },
		"mail-address":      func(m *mail.Message) { m.To.Email = "a@b.example\r\nBcc: c@d.example" },
		"mail-copy-decides": func(m *mail.Message) { m.CC = []mail.Address{{Email: "gm@demo.example"}} },
		"too-large":         func(m *mail.Message) { m.Files = []mail.File{{Content: make([]byte, mail.MaxSize)}} },
	} {
		m := sample()
		change(&m)
		if err := mail.Check(m); !fault.Is(err, code) {
			t.Errorf("got %v, want %s", err, code)
		}
	}
	for _, bad := range []string{"", "a", "a@b, c@d", "A <a@b.example>", "<a@b.example>", "a@b.example (x)", strings.Repeat("a", 250) + "@b.example"} {
		m := sample()
		m.To.Email = bad
		if mail.Check(m) == nil {
			t.Errorf("%q is no single address", bad)
		}
	}
}

func TestMakeID(t *testing.T) {
	a := mail.MakeID("demo.example", "e1", "s1")
	if a != mail.MakeID("demo.example", "e1", "s1") || a == mail.MakeID("demo.example", "e1s", "1") || !strings.HasSuffix(a, "@demo.example") {
		t.Errorf("id %s", a)
	}
}

func TestDemo(t *testing.T) {
	for email, want := range map[string]bool{"a@demo.example": true, "a@DEMO.EXAMPLE.": true, "a@example.com": false, "a@x.examples": false} {
		if mail.Demo(email) != want {
			t.Errorf("Demo(%s) is not %v", email, want)
		}
	}
}
