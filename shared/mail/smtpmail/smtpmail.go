// Package smtpmail sends mails through an SMTP server, over TLS, one
// connection for each mail: a company's own relay takes a few hundred a day.
//
// An error says what to do: a refused recipient or content is Invalid, for
// good; everything else (no connection, a login that fails, 4xx) is
// Unavailable, because an operator can mend it and nothing is lost meanwhile.
package smtpmail

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/wire"
)

// Security is how the connection is protected.
type Security string

// The ways to protect a connection. Plain is possible on loopback only.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
	Plain    Security = "none"
)

// A Config names the server.
type Config struct {
	Addr     string // host:port
	Security Security
	Username string // empty: no login
	Password string
	Hello    string      // our name in the greeting; empty: localhost
	TLS      *tls.Config // nil: the system's roots
	Timeout  time.Duration
}

// A Sender sends through one server.
type Sender struct {
	cfg  Config
	host string
}

var _ mail.Sender = (*Sender)(nil)

// New checks the configuration; it does not connect.
func New(cfg Config) (*Sender, error) {
	host, _, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		return nil, fault.Field("smtp.addr", "invalid")
	}
	if cfg.Security == "" {
		cfg.Security = StartTLS
	}
	switch ip := net.ParseIP(host); {
	case cfg.Security == Plain && host != "localhost" && (ip == nil || !ip.IsLoopback()):
		return nil, fault.Field("smtp.security", "out-of-range")
	case cfg.Security != Plain && cfg.Security != TLS && cfg.Security != StartTLS:
		return nil, fault.Field("smtp.security", "invalid")
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = 30 * time.Second
	}
	if cfg.Hello == "" {
		cfg.Hello = "localhost"
	}
	return &Sender{cfg: cfg, host: host}, nil
}

// Send hands a message over and gives its Message-ID. An address of the
// demonstration company is refused before anything is connected.
func (s *Sender) Send(ctx context.Context, m mail.Message) (string, error) {
	raw, err := wire.Build(m)
	if err != nil {
		return "", err
	}
	if mail.Demo(m.To.Email) || mail.Demo(m.From.Email) {
		return "", fault.New(fault.Invalid, "mail-demo-address")
	}
	ctx, cancel := context.WithTimeout(ctx, s.cfg.Timeout)
	defer cancel()
	c, err := s.connect(ctx)
	if err != nil {
		return "", unavailable("connect", err)
	}
	defer c.Close()
	if err := s.login(c); err != nil {
		return "", unavailable("login", err)
	}
	if err := transfer(c, m, raw); err != nil {
		return "", err
	}
	_ = c.Quit() // the mail is accepted; a lost goodbye changes nothing
	return m.ID, nil
}

// connect opens and protects the connection. A client knows no context: when
// that ends, so does the connection.
func (s *Sender) connect(ctx context.Context) (*smtp.Client, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.cfg.Addr)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() })
	cfg := &tls.Config{}
	if s.cfg.TLS != nil {
		cfg = s.cfg.TLS.Clone()
	}
	if cfg.ServerName == "" {
		cfg.ServerName = s.host
	}
	var c *smtp.Client
	switch s.cfg.Security {
	case TLS:
		c = smtp.NewClient(tls.Client(conn, cfg))
	case Plain:
		c = smtp.NewClient(conn)
	default:
		if c, err = smtp.NewClientStartTLS(conn, cfg); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	c.CommandTimeout, c.SubmissionTimeout = s.cfg.Timeout, s.cfg.Timeout
	return c, nil
}

// login greets and, with a user name, authenticates.
func (s *Sender) login(c *smtp.Client) error {
	if err := c.Hello(s.cfg.Hello); err != nil { // after STARTTLS for the second time
		return err
	}
	switch {
	case s.cfg.Username == "":
		return nil
	case c.SupportsAuth(sasl.Plain):
		return c.Auth(sasl.NewPlainClient("", s.cfg.Username, s.cfg.Password))
	case c.SupportsAuth(sasl.Login):
		return c.Auth(sasl.NewLoginClient(s.cfg.Username, s.cfg.Password))
	}
	return errors.New("server offers neither PLAIN nor LOGIN")
}

// transfer runs the mail's own dialogue. A copy that is refused does not keep
// the mail from its recipient.
func transfer(c *smtp.Client, m mail.Message, raw []byte) error {
	if err := c.Mail(m.From.Email, &smtp.MailOptions{Size: int64(len(raw))}); err != nil {
		if code(err) == 552 { // too large; other refusals of the sender are ours to mend
			return refused("mail", err)
		}
		return unavailable("mail", err)
	}
	for i, to := range wire.Envelope(m) {
		if i > 0 && mail.Demo(to) {
			continue
		}
		if err := c.Rcpt(to, nil); err != nil && i == 0 {
			return refused("rcpt", err)
		}
	}
	w, err := c.Data()
	if err != nil {
		return refused("data", err)
	}
	if _, err := bytes.NewReader(raw).WriteTo(w); err != nil {
		return unavailable("data", err)
	}
	if err := w.Close(); err != nil {
		return refused("data", err)
	}
	return nil
}

// refused tells a final refusal (5xx) from one that may pass.
func refused(step string, err error) error {
	if c := code(err); c >= 500 && c < 600 {
		return fault.Wrap(fault.Invalid, "mail-refused", cause(step, err))
	}
	return unavailable(step, err)
}

// unavailable is a failure that another attempt may mend.
func unavailable(step string, err error) error {
	return fault.Wrap(fault.Unavailable, "mail-unavailable", cause(step, err))
}

// code gives the server's answer code, 0 when there was none.
func code(err error) int {
	var e *smtp.SMTPError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// cause is what the operator may read: servers like to repeat the recipient's
// address in their texts, and addresses do not belong into logs.
func cause(step string, err error) error {
	var e *smtp.SMTPError
	if errors.As(err, &e) {
		enhanced := strings.Trim(strings.ReplaceAll(fmt.Sprint(e.EnhancedCode), " ", "."), "[]")
		return fmt.Errorf("smtp %s: %d %s", step, e.Code, enhanced)
	}
	return fmt.Errorf("smtp %s: %w", step, err)
}
