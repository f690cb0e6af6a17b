package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"yingbin/shared/mail"
	"yingbin/shared/mail/smtpmail"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// loopback says whether the listener is reached from this machine only.
func (m *Main) loopback() bool {
	addr, ok := m.listen.Addr().(*net.TCPAddr)
	return ok && addr.IP.IsLoopback()
}

// port is the listener's.
func (m *Main) port() string {
	_, port, _ := net.SplitHostPort(m.listen.Addr().String())
	return port
}

// errNoURL asks for what a company cannot do without.
var errNoURL = errors.New("-url https://… is required: mailed links need an address that does not come from requests")

// site says where the process is reached. Without a trial the address must have
// been given, on the command line or on the first page.
func (m *Main) site() (web.Site, error) {
	given := m.opts.URL
	if given == "" {
		given = m.rememberedURL()
	}
	s := web.Site{Trial: m.trial, Bucket: m.opts.Bucket}
	if m.trial && m.loopback() {
		s.Hosts = web.LoopbackHosts(m.port())
		if given == "" {
			given = m.URL()
		}
	}
	if given == "" {
		return s, errNoURL
	}
	u, err := siteURL(given)
	if err != nil {
		return s, err
	}
	if u.Scheme != "https" && !m.trial {
		return s, errNoURL
	}
	s.URL = u
	return s, nil
}

// urlFile remembers the address that was given on the first page.
const urlFile = "url"

func (m *Main) rememberedURL() string {
	raw, err := os.ReadFile(filepath.Join(m.folder, urlFile))
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return ""
	}
	return string(raw)
}

// sender is the way mail leaves: the mailbox, or SMTP. A trial's mail never
// leaves the machine.
func (m *Main) sender() (mail.Sender, error) {
	if m.opts.SMTP == "" {
		return m.box, nil
	}
	u, err := url.Parse(m.opts.SMTP)
	if err != nil || u.Host == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("-smtp must be smtp://user:password@host:port")
	}
	password, _ := u.User.Password()
	cfg := smtpmail.Config{Addr: u.Host, Username: u.User.Username(), Password: password, Security: smtpmail.StartTLS}
	if u.Scheme == "smtps" {
		cfg.Security = smtpmail.TLS
	} else if host := u.Hostname(); host == "localhost" || host == "127.0.0.1" || host == "::1" {
		cfg.Security = smtpmail.Plain
	}
	s, err := smtpmail.New(cfg)
	if err != nil {
		return nil, fmt.Errorf("-smtp: %w", err)
	}
	return byTrial{m, s}, nil
}

// byTrial keeps the mail of a trial in the mailbox and sends all other.
type byTrial struct {
	main *Main
	smtp mail.Sender
}

// Send passes a mail on.
func (b byTrial) Send(ctx context.Context, msg mail.Message) (string, error) {
	if b.main.trial || mail.Demo(msg.To.Email) {
		return b.main.box.Send(ctx, msg)
	}
	return b.smtp.Send(ctx, msg)
}

// from is the address that mails come from: the login of the mail server where
// it is an address, else one of the site.
func (m *Main) from(c *staff.Company, s web.Site) mail.Address {
	a := mail.Address{Name: c.Info.Name, Email: "reception@" + s.URL.Hostname()}
	if m.trial {
		a.Email = "reception@demo.example"
	}
	if u, err := url.Parse(m.opts.SMTP); err == nil && u.User != nil && strings.Contains(u.User.Username(), "@") {
		a.Email = u.User.Username()
	}
	return a
}
