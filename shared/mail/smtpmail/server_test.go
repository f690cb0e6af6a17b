package smtpmail_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// A server is a real SMTP server on loopback that answers as told.
type server struct {
	addr  string
	roots *x509.CertPool
	mu    sync.Mutex
	fail  map[string]error // "auth", "mail", "data", or a recipient
	got   []received
}

type received struct {
	from   string
	to     []string
	raw    string
	secure bool
	user   string
}

// start runs a server with a certificate of its own for 127.0.0.1.
func start(t *testing.T, implicit, starttls bool) *server {
	t.Helper()
	s := &server{fail: map[string]error{}}
	cert := s.certificate(t)
	srv := smtp.NewServer(s)
	srv.Domain, srv.ErrorLog = "mx.test", discard{}
	cfg := &tls.Config{Certificates: []tls.Certificate{cert}}
	if starttls {
		srv.TLSConfig = cfg
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	if implicit {
		l = tls.NewListener(l, cfg)
	}
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })
	return s
}

func (s *server) certificate(t *testing.T) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mx.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func (s *server) failing(what string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fail[what]
}

// NewSession begins a dialogue.
func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	_, secure := c.TLSConnectionState()
	return &session{server: s, received: received{secure: secure}}, nil
}

type session struct {
	server *server
	received
}

func (d *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (d *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if err := d.server.failing("auth"); err != nil {
			return err
		}
		if password != "secret" {
			return errors.New("wrong password")
		}
		d.user = user
		return nil
	}), nil
}

func (d *session) Mail(from string, _ *smtp.MailOptions) error {
	d.from = from
	return d.server.failing("mail")
}

func (d *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := d.server.failing(to); err != nil {
		return err
	}
	d.to = append(d.to, to)
	return nil
}

func (d *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := d.server.failing("data"); err != nil {
		return err
	}
	d.raw = string(raw)
	d.server.mu.Lock()
	defer d.server.mu.Unlock()
	d.server.got = append(d.server.got, d.received)
	return nil
}

func (d *session) Reset()        {}
func (d *session) Logout() error { return nil }

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}
