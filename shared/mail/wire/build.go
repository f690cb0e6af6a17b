// Package wire turns a mail.Message into the form that travels (RFC 5322 and
// MIME); package incoming reads it again. The same message always gives the same bytes.
package wire

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/emersion/go-message"
	gomail "github.com/emersion/go-message/mail"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/plain"
)

// Build checks a message and writes it: text, HTML and calendar as
// alternatives of one content, files beside it.
func Build(m mail.Message) ([]byte, error) {
	if err := mail.Check(m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	n := content(m)
	if err := n.write(header(m), &b); err != nil {
		return nil, fault.Wrap(fault.Internal, "mail-unwritable", err)
	}
	return b.Bytes(), nil
}

// A node is one part of a MIME tree: a leaf with a body, or a multipart.
type node struct {
	header message.Header
	body   []byte
	parts  []node
}

// content lays out the parts of a message; a lone part stands for itself.
func content(m mail.Message) node {
	views := []node{text("plain", m.Text, nil)}
	if m.HTML != "" {
		views = append(views, text("html", m.HTML, nil))
	}
	if m.Calendar != nil {
		views = append(views, text("calendar", string(m.Calendar.Content), map[string]string{"method": m.Calendar.Method}))
	}
	body := multipart("alternative", m.ID, views)
	if len(m.Files) == 0 {
		return body
	}
	all := []node{body}
	for _, f := range m.Files {
		all = append(all, attachment(f))
	}
	return multipart("mixed", m.ID, all)
}

// multipart joins parts; the boundary follows from the message's ID.
func multipart(kind, id string, parts []node) node {
	if len(parts) == 1 {
		return parts[0]
	}
	sum := sha256.Sum256([]byte(kind + id))
	var h message.Header
	h.SetContentType("multipart/"+kind, map[string]string{"boundary": "=_" + hex.EncodeToString(sum[:12])})
	return node{header: h, parts: parts}
}

// text makes a text part, in the shorter of the two encodings.
func text(kind, body string, params map[string]string) node {
	p := map[string]string{"charset": "utf-8"}
	maps.Copy(p, params)
	var h message.Header
	h.SetContentType("text/"+kind, p)
	wide := 0
	for i := range len(body) {
		if body[i] >= 0x80 {
			wide++
		}
	}
	h.Set("Content-Transfer-Encoding", "quoted-printable")
	if wide*6 > len(body) {
		h.Set("Content-Transfer-Encoding", "base64")
	}
	body = strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\n", "\r\n")
	return node{header: h, body: []byte(body)}
}

// attachment makes a file part.
func attachment(f mail.File) node {
	var h message.Header
	name := plain.Line(f.Name)
	kind, _, _ := strings.Cut(plain.Line(f.Type), ";")
	if !strings.Contains(kind, "/") {
		kind = "application/octet-stream"
	}
	h.SetContentType(kind, map[string]string{"name": name})
	h.SetContentDisposition("attachment", map[string]string{"filename": name})
	h.Set("Content-Transfer-Encoding", "base64")
	return node{header: h, body: f.Content}
}

// write writes the node below the message's own header fields.
func (n node) write(top gomail.Header, b *bytes.Buffer) error {
	for f := n.header.Fields(); f.Next(); {
		top.Set(f.Key(), f.Value())
	}
	w, err := message.CreateWriter(b, top.Header)
	if err != nil {
		return err
	}
	return n.fill(w)
}

// fill writes body or parts and closes.
func (n node) fill(w *message.Writer) error {
	for _, part := range n.parts {
		pw, err := w.CreatePart(part.header)
		if err != nil {
			return err
		}
		if err := part.fill(pw); err != nil {
			return err
		}
	}
	if len(n.parts) == 0 {
		if _, err := w.Write(n.body); err != nil {
			return err
		}
	}
	return w.Close()
}

// header writes the fields of the whole message. What came from strangers
// (names, subject) is brought to one line first.
func header(m mail.Message) gomail.Header {
	var h gomail.Header
	set := func(key, value string) {
		if value = plain.Line(value); value != "" {
			h.Set(key, value)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(m.Headers)) {
		set(k, m.Headers[k])
	}
	if m.OneClick != "" {
		set("List-Unsubscribe", "<"+m.OneClick+">")
		set("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	set("X-Auto-Response-Suppress", "All")
	set("Auto-Submitted", "auto-generated")
	set("Content-Language", m.Language)
	if m.Thread != "" {
		h.SetMsgIDList("References", []string{plain.Line(m.Thread)})
		h.SetMsgIDList("In-Reply-To", []string{plain.Line(m.Thread)})
	}
	h.SetMessageID(plain.Line(m.ID))
	h.SetSubject(plain.Line(m.Subject))
	addresses(&h, "Cc", m.CC...)
	addresses(&h, "Reply-To", m.ReplyTo)
	addresses(&h, "To", m.To)
	addresses(&h, "From", m.From)
	h.SetDate(m.At)
	return h
}

// addresses sets an address field, unless there is no address.
func addresses(h *gomail.Header, key string, list ...mail.Address) {
	var all []*gomail.Address
	for _, a := range list {
		if a.Email != "" {
			all = append(all, &gomail.Address{Name: plain.Line(a.Name), Address: a.Email})
		}
	}
	if len(all) > 0 {
		h.SetAddressList(key, all)
	}
}

// Envelope lists the addresses a mail is handed over for: the recipient and
// the copies.
func Envelope(m mail.Message) []string {
	to := []string{m.To.Email}
	for _, a := range m.CC {
		to = append(to, a.Email)
	}
	return to
}

// Tags writes a message's tags as one header value ("reception=…,
// event=…"), the form that providers take.
func Tags(m mail.Message) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(m.Tags)) {
		all = append(all, fmt.Sprintf("%s=%s", k, m.Tags[k]))
	}
	return strings.Join(all, ", ")
}
