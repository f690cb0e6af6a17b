// Package incoming reads mails: those that were kept, and those from outside,
// in any charset. It is apart from package wire because the tables of charsets
// are large, and who only sends needs none.
package incoming

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails from outside come in any charset
	gomail "github.com/emersion/go-message/mail"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
)

// A Mail is what was read from the wire.
type Mail struct {
	Header   gomail.Header
	Text     string
	HTML     string
	Calendar *mail.Calendar
	Files    []mail.File
}

// maxParts bounds how many parts of a mail are looked at.
const maxParts = 100

// Parse reads a mail of at most limit bytes. What is broken in its parts is
// left out; a mail without a readable header is Invalid.
func Parse(r io.Reader, limit int64) (Mail, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return Mail{}, fault.Wrap(fault.Unavailable, "mail-unreadable", err)
	}
	if int64(len(raw)) > limit {
		return Mail{}, fault.New(fault.TooLarge, "too-large")
	}
	mr, err := gomail.CreateReader(bytes.NewReader(raw))
	if mr == nil {
		return Mail{}, fault.Wrap(fault.Invalid, "mail-unreadable", err)
	}
	m := Mail{Header: mr.Header}
	for range maxParts {
		p, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if p == nil || (err != nil && !message.IsUnknownCharset(err)) {
			break
		}
		m.add(p)
	}
	return m, nil
}

// add sorts one part into the mail; the first text and HTML count.
func (m *Mail) add(p *gomail.Part) {
	body, err := io.ReadAll(p.Body)
	if err != nil {
		return
	}
	switch h := p.Header.(type) {
	case *gomail.AttachmentHeader:
		name, _ := h.Filename()
		kind, _, _ := h.ContentType()
		m.Files = append(m.Files, mail.File{Name: name, Type: kind, Content: body})
	case *gomail.InlineHeader:
		kind, params, _ := h.ContentType()
		switch s := strings.ReplaceAll(string(body), "\r\n", "\n"); {
		case kind == "text/plain" && m.Text == "":
			m.Text = s
		case kind == "text/html" && m.HTML == "":
			m.HTML = s
		case kind == "text/calendar" && m.Calendar == nil:
			m.Calendar = &mail.Calendar{Method: strings.ToUpper(params["method"]), Content: body}
		}
	}
}
