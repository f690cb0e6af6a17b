package main

import (
	"net/mail"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/fault"
	port "yingbin/shared/mail"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/store"
	"yingbin/shared/web"
)

// storeKey names a document.
type storeKey = store.Key

// sent is a mail as GET /_local/mails shows it.
type sent struct {
	ID          string       `json:"id"`
	Kind        string       `json:"kind"`
	Reception   string       `json:"reception"`
	Revision    int          `json:"revision"`
	To          []string     `json:"to"`
	From        string       `json:"from"`
	CC          []string     `json:"cc"`
	ReplyTo     string       `json:"reply_to"`
	Subject     string       `json:"subject"`
	Language    string       `json:"language"`
	Text        string       `json:"text"`
	HTML        string       `json:"html"`
	Links       []port.Link  `json:"links"`
	Attachments []attachment `json:"attachments"`
	SentAt      time.Time    `json:"sent_at"`
	State       string       `json:"state"`
}

// attachment is a file of a mail.
type attachment struct {
	Name string `json:"name"`
	Type string `json:"type"`
	URL  string `json:"url"`
}

// shown gives the public form of a kept mail: bare addresses.
func (m *Main) shown(s mailbox.Sent) sent {
	out := sent{ID: s.ID, Kind: s.Kind, Reception: s.Reception, Revision: s.Revision, To: []string{s.To.Email}, From: s.From.Email,
		ReplyTo: bare(s.ReplyTo.Email), Subject: s.Subject, Language: s.Language, Text: s.Text, HTML: s.HTML, Links: s.Links, SentAt: s.SentAt, State: s.State}
	for _, c := range s.CC {
		out.CC = append(out.CC, c.Email)
	}
	for i, f := range s.Files {
		out.Attachments = append(out.Attachments, attachment{f.Name, f.Type, m.URL() + "/_local/mails/" + s.ID + "/" + strconv.Itoa(i)})
	}
	return out
}

// bare leaves the name out of an address.
func bare(text string) string {
	if a, err := mail.ParseAddress(text); err == nil {
		return a.Address
	}
	return text
}

// attachment gives a file of a mail.
func (m *Main) attachment(c *web.Call) (*web.Raw, error) {
	n, err := strconv.Atoi(c.Path("n"))
	if err != nil {
		return nil, fault.Missing()
	}
	f, err := m.box.File(c.Path("id"), n)
	if err != nil {
		return nil, err
	}
	kind := f.Type
	if strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=") {
		kind += "; charset=utf-8"
	}
	return &web.Raw{Type: kind, Name: f.Name, Data: f.Content}, nil
}
