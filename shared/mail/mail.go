// Package mail is the port for outgoing mail: a Message goes to exactly one
// person and is handed to a Sender. Package wire builds the MIME form; the
// drivers lie below this folder.
//
// A Sender answers with a fault whose Kind says what to do: Unavailable may be
// tried again, Invalid never.
package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	netmail "net/mail"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
)

// MaxSize is the largest mail, in bytes before encoding: the provider's 10 MB
// less what base64 and headers add.
const MaxSize = 7 << 20

// An Address is a mailbox; Name may be empty.
type Address struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// A Link is an address in the text and what it is for (review, task, …).
type Link struct {
	Rel string `json:"rel"`
	URL string `json:"url"`
}

// A File is an attachment.
type File struct {
	Name    string
	Type    string // media type, such as "application/pdf"
	Content []byte
}

// A Calendar is the text/calendar form of the message.
type Calendar struct {
	Method  string // PUBLISH, REQUEST or CANCEL; the same as in Content
	Content []byte
}

// A Message is one mail to one recipient, complete with text and links.
type Message struct {
	ID        string // Message-ID without brackets; see MakeID
	Kind      string // public kind of mail: "received", "review", …
	From      Address
	To        Address
	CC        []Address // copies carry no deciding link
	ReplyTo   Address   // a person or a task address; empty: From
	Subject   string
	Language  string // of the text: zh, en, zh-Hant
	Text      string // required
	HTML      string
	Links     []Link // those in Text and HTML, for the record of a trial
	Files     []File
	Calendar  *Calendar
	Thread    string // Message-ID all mails of one reception refer to; see MakeID
	OneClick  string // https address that unsubscribes at once, only for digests
	Headers   map[string]string
	Tags      map[string]string // reception, event, recipient: letters, digits, "_", "-"
	Reception string            // number, for the record
	Revision  int
	At        time.Time // Date header
}

// A Sender hands messages to a provider and gives the provider's id. Sending
// the same ID again after a failure is allowed, and may arrive twice.
type Sender interface {
	Send(ctx context.Context, m Message) (id string, err error)
}

// MakeID gives a Message-ID that is the same whenever the parts are: the
// event and the recipient of a letter, or the reception of a thread. host is
// the domain of the site's address.
func MakeID(host string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12]) + "@" + host
}

// deciding lists the links that let their holder act for somebody.
var deciding = []string{"review", "exception", "settlement", "task", "sign-in", "guest", "survey"}

// Check tells whether a message may be sent: exactly one plain address to
// each mailbox, a kind, a text, a bounded size, no deciding link in a copy.
// Every driver calls it first.
func Check(m Message) error {
	if m.ID == "" || m.Kind == "" || m.At.IsZero() || strings.TrimSpace(m.Text) == "" || m.Subject == "" {
		return fault.New(fault.Invalid, "mail-incomplete", m.Kind)
	}
	all := append([]Address{m.From, m.To}, m.CC...)
	if m.ReplyTo.Email != "" {
		all = append(all, m.ReplyTo)
	}
	for _, a := range all {
		if !valid(a.Email) {
			return fault.New(fault.Invalid, "mail-address", m.Kind)
		}
	}
	for _, l := range m.Links {
		if len(m.CC) > 0 && slices.Contains(deciding, l.Rel) {
			return fault.New(fault.Invalid, "mail-copy-decides", m.Kind, l.Rel)
		}
	}
	if m.size() > MaxSize {
		return fault.New(fault.TooLarge, "too-large", m.Kind)
	}
	return nil
}

// valid tells a bare address, without name, comment or line break.
func valid(email string) bool {
	a, err := netmail.ParseAddress(email)
	return err == nil && a.Address == email && a.Name == "" && len(email) <= 254 && !strings.ContainsAny(email, "\r\n<>\" ")
}

// size counts what will be encoded.
func (m Message) size() int {
	n := len(m.Text) + len(m.HTML)
	if m.Calendar != nil {
		n += len(m.Calendar.Content)
	}
	for _, f := range m.Files {
		n += len(f.Content)
	}
	return n
}

// Demo tells an address of the demonstration company (.example, a name that
// can never exist): it is never handed to a network.
func Demo(email string) bool {
	return strings.HasSuffix(strings.ToLower(strings.TrimRight(email, ". ")), ".example")
}
