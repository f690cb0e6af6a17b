package main

import (
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// A mailServer is a real SMTP server on loopback that keeps what it gets.
type mailServer struct {
	mu  sync.Mutex
	got []string
	in  chan struct{}
}

// NewSession begins a connection (smtp.Backend).
func (s *mailServer) NewSession(*smtp.Conn) (smtp.Session, error) { return s, nil }

// Mail takes the sender.
func (s *mailServer) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt takes the recipient.
func (s *mailServer) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data takes the mail.
func (s *mailServer) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.mu.Lock()
	s.got = append(s.got, string(b))
	s.mu.Unlock()
	s.in <- struct{}{}
	return err
}

// Reset forgets the mail under way.
func (s *mailServer) Reset() {}

// Logout ends the connection.
func (s *mailServer) Logout() error { return nil }

// TestMailLeavesBySMTP: a company's sign-in mail arrives at a real server.
func TestMailLeavesBySMTP(t *testing.T) {
	server := &mailServer{in: make(chan struct{}, 4)}
	srv := smtp.NewServer(server)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	m := run(t, Options{Data: t.TempDir(), SMTP: "smtp://" + l.Addr().String()})
	status, body := form(t, browser(t), m, "/", url.Values{"choice": {"company"}, "name": {"示范"}, "zone": {"Asia/Shanghai"},
		"url": {"https://visits.test"}, "admin": {"徐晨"}, "email": {"admin@company.test"}, "policy": {"envicool"}})
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	if status, answer := call(t, m, "POST", "/sign-in", `{"email":"admin@company.test"}`, "Host", "visits.test"); status != 200 {
		t.Fatal(status, answer)
	}
	select {
	case <-server.in:
	case <-time.After(10 * time.Second):
		t.Fatal("no mail arrived")
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	for _, want := range []string{"To: ", "admin@company.test", "https://visits.test/l/", "Auto-Submitted"} {
		if !strings.Contains(server.got[0], want) && !strings.Contains(unfold(server.got[0]), want) {
			t.Errorf("the mail lacks %q:\n%s", want, server.got[0])
		}
	}
}

// unfold joins the soft line breaks of quoted-printable.
func unfold(s string) string {
	return strings.NewReplacer("=\r\n", "", "=\n", "", "=3D", "=").Replace(s)
}
