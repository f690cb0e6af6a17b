package mailtest_test

import (
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailtest"
)

func TestFakeIsStrict(t *testing.T) {
	var f mailtest.Fake
	m := mail.Message{
		ID: "1@demo.example", Kind: "received", From: mail.Address{Email: "office@demo.example"},
		To: mail.Address{Email: "sales@demo.example"}, Subject: "a", Text: "b", At: time.Unix(0, 0),
	}
	if _, err := f.Send(t.Context(), m); err != nil || len(f.To("sales@demo.example")) != 1 || len(f.To("x")) != 0 {
		t.Errorf("sent %v, %v", f.Sent(), err)
	}
	m.To.Email = "a@b.example, c@d.example"
	if _, err := f.Send(t.Context(), m); err == nil {
		t.Error("two recipients in one address")
	}
	m.To.Email = "sales@demo.example"
	f.FailAfter = func(mail.Message) error { return fault.New(fault.Unavailable, "mail-unavailable") }
	if _, err := f.Send(t.Context(), m); err == nil || len(f.Sent()) != 2 {
		t.Error("a failure after taking must keep the mail")
	}
	f.Fail, f.FailAfter = f.FailAfter, nil
	if _, err := f.Send(t.Context(), m); err == nil || len(f.Sent()) != 2 {
		t.Error("a failure before taking must keep nothing")
	}
	if f.Reset(); len(f.Sent()) != 0 {
		t.Error("not forgotten")
	}
}
