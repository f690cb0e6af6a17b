package smtpmail_test

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/smtpmail"
)

func sample() mail.Message {
	return mail.Message{
		ID: "a1@yingbin.test", Kind: "received", From: mail.Address{Name: "办公室", Email: "office@yingbin.test"},
		To: mail.Address{Email: "sales@yingbin.test"}, CC: []mail.Address{{Email: "gm@yingbin.test"}, {Email: "x@demo.example"}},
		Subject: "已收到", Text: "已收到。\n.\n.com", Language: "zh", At: time.Unix(0, 0),
	}
}

func sender(t *testing.T, s *server, change func(*smtpmail.Config)) *smtpmail.Sender {
	t.Helper()
	cfg := smtpmail.Config{Addr: s.addr, Username: "yingbin", Password: "secret", TLS: &tls.Config{RootCAs: s.roots}, Timeout: 5 * time.Second}
	if change != nil {
		change(&cfg)
	}
	x, err := smtpmail.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestSendOverTLS(t *testing.T) {
	for _, security := range []smtpmail.Security{smtpmail.StartTLS, smtpmail.TLS} {
		s := start(t, security == smtpmail.TLS, security == smtpmail.StartTLS)
		id, err := sender(t, s, func(c *smtpmail.Config) { c.Security = security }).Send(t.Context(), sample())
		if err != nil || id != "a1@yingbin.test" {
			t.Fatalf("%s: %q %v", security, id, err)
		}
		got := s.got[0]
		// The TLS listener hides its connection from the server's session.
		if (security == smtpmail.StartTLS && !got.secure) || got.user != "yingbin" || got.from != "office@yingbin.test" {
			t.Errorf("%s: %+v", security, got)
		}
		if !slices.Equal(got.to, []string{"sales@yingbin.test", "gm@yingbin.test"}) {
			t.Errorf("%s: for %v", security, got.to)
		}
		if !strings.Contains(got.raw, "Message-Id: <a1@yingbin.test>\r\n") {
			t.Errorf("%s: %s", security, got.raw)
		}
	}
}

func TestFailuresAreToldApart(t *testing.T) {
	const to = "sales@yingbin.test"
	for _, c := range []struct {
		at   string
		code int
		want fault.Kind
	}{
		{to, 451, fault.Unavailable}, {to, 550, fault.Invalid}, {"data", 451, fault.Unavailable}, {"data", 554, fault.Invalid},
		{"auth", 535, fault.Unavailable}, {"mail", 550, fault.Unavailable}, {"mail", 552, fault.Invalid}, {"mail", 421, fault.Unavailable},
	} {
		s := start(t, false, true)
		s.fail[c.at] = &smtp.SMTPError{Code: c.code, EnhancedCode: smtp.EnhancedCode{c.code / 100, 1, 1}, Message: "no <" + to + "> here"}
		_, err := sender(t, s, nil).Send(t.Context(), sample())
		if err == nil || fault.As(err).Kind != c.want {
			t.Errorf("%s %d: %v", c.at, c.code, err)
			continue
		}
		if strings.Contains(err.Error(), to) {
			t.Errorf("the address is in the operator's text: %v", err)
		}
	}
}

func TestARefusedCopyHoldsUpNobody(t *testing.T) {
	s := start(t, false, true)
	s.fail["gm@yingbin.test"] = &smtp.SMTPError{Code: 550, Message: "unknown"}
	if _, err := sender(t, s, nil).Send(t.Context(), sample()); err != nil || len(s.got) != 1 {
		t.Errorf("sent %d, %v", len(s.got), err)
	}
}

func TestNothingGoesOutUnprotected(t *testing.T) {
	s := start(t, false, false) // offers no STARTTLS
	if _, err := sender(t, s, nil).Send(t.Context(), sample()); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("without STARTTLS: %v", err)
	}
	s = start(t, false, true)
	foreign := sender(t, s, func(c *smtpmail.Config) { c.TLS = nil })
	if _, err := foreign.Send(t.Context(), sample()); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("unknown certificate: %v", err)
	}
	if _, err := smtpmail.New(smtpmail.Config{Addr: "mx.yingbin.test:25", Security: smtpmail.Plain}); err == nil {
		t.Error("plain text off loopback was accepted")
	}
	if len(s.got) != 0 {
		t.Error("a mail went out")
	}
}

func TestDemoAddressesNeverReachTheNetwork(t *testing.T) {
	x, err := smtpmail.New(smtpmail.Config{Addr: "127.0.0.1:1"}) // nobody listens
	if err != nil {
		t.Fatal(err)
	}
	m := sample()
	m.To.Email = "head@Demo.Example"
	if _, err := x.Send(t.Context(), m); !fault.Is(err, "mail-demo-address") {
		t.Errorf("got %v", err)
	}
	m.To.Email = "head@yingbin.test"
	if _, err := x.Send(t.Context(), m); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("no server: %v", err)
	}
}

func TestASilentServerTimesOut(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	x, err := smtpmail.New(smtpmail.Config{Addr: l.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Send(ctx, sample()); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
