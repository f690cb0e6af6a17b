// Package maildir keeps mails in a folder instead of sending them: the
// outbox of a trial, where everything can be read again. Each mail is an .eml
// file as it would travel and a .json file with what lists show; both are for
// the owner's eyes only (0600), because they hold live links.
//
// A Box belongs to one process. A mail sent again under the same ID is kept
// once.
package maildir

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/incoming"
	"yingbin/shared/mail/wire"
)

// A Sent is one kept mail, as lists show it.
type Sent struct {
	ID        string            `json:"id"` // short, safe in addresses and file names
	Order     int64             `json:"order"`
	MessageID string            `json:"message_id"`
	Kind      string            `json:"kind"`
	Reception string            `json:"reception,omitempty"`
	Revision  int               `json:"revision,omitempty"`
	From      mail.Address      `json:"from"`
	To        mail.Address      `json:"to"`
	CC        []mail.Address    `json:"cc,omitempty"`
	ReplyTo   mail.Address      `json:"reply_to"`
	Subject   string            `json:"subject"`
	Language  string            `json:"language"`
	Text      string            `json:"text"`
	HTML      string            `json:"html,omitempty"`
	Links     []mail.Link       `json:"links,omitempty"`
	Files     []File            `json:"files,omitempty"` // the calendar part, where there is one, is the last
	Tags      map[string]string `json:"tags,omitempty"`
	SentAt    time.Time         `json:"sent_at"`
	State     string            `json:"state"` // public state: sent, delivered, …
	Reason    string            `json:"reason,omitempty"`
}

// A File is an attachment without its content; Box.File gives that.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// maxMail bounds what is read back, in bytes.
const maxMail = 32 << 20

// A Box is a folder of kept mails. Make it with Open.
type Box struct {
	dir string
	mu  sync.Mutex
	all []Sent         // in the order they were sent
	at  map[string]int // by ID, the place in all
}

var _ mail.Sender = (*Box)(nil)

// Open makes the folder, if it is not there, and reads what it holds.
func Open(dir string) (*Box, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "mail-folder", err)
	}
	b := &Box{dir: dir}
	names, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "mail-folder", err)
	}
	for _, name := range names {
		var s Sent
		raw, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(raw, &s)
		}
		if err != nil {
			return nil, fault.Wrap(fault.Unavailable, "mail-folder", fmt.Errorf("%s: %w", filepath.Base(name), err))
		}
		b.all = append(b.all, s)
	}
	slices.SortFunc(b.all, func(x, y Sent) int { return cmp.Compare(x.Order, y.Order) })
	b.index()
	return b, nil
}

// index notes where each mail is.
func (b *Box) index() {
	b.at = make(map[string]int, len(b.all))
	for i, s := range b.all {
		b.at[s.ID] = i
	}
}

// Send keeps a message and gives its short id.
func (b *Box) Send(ctx context.Context, m mail.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	raw, err := wire.Build(m)
	if err != nil {
		return "", err
	}
	s := sent(m)
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, again := b.at[s.ID]; again {
		return s.ID, nil
	}
	if s.Order = 1; len(b.all) > 0 {
		s.Order = b.all[len(b.all)-1].Order + 1
	}
	// The list entry comes last: a crash between the two leaves an .eml that
	// nobody lists and that the next attempt replaces.
	if err := b.write(s.ID+".eml", raw); err != nil {
		return "", err
	}
	if err := b.save(s); err != nil {
		return "", err
	}
	b.at[s.ID] = len(b.all)
	b.all = append(b.all, s)
	return s.ID, nil
}

// sent describes a message for lists.
func sent(m mail.Message) Sent {
	s := Sent{
		ID: short(m.ID), MessageID: m.ID, Kind: m.Kind, Reception: m.Reception, Revision: m.Revision,
		From: m.From, To: m.To, CC: m.CC, ReplyTo: m.ReplyTo, Subject: m.Subject, Language: m.Language,
		Text: m.Text, HTML: m.HTML, Links: m.Links, Tags: m.Tags, SentAt: m.At, State: "sent",
	}
	for _, f := range m.Files {
		s.Files = append(s.Files, File{f.Name, f.Type})
	}
	if m.Calendar != nil {
		s.Files = append(s.Files, File{"invite.ics", "text/calendar; method=" + m.Calendar.Method})
	}
	return s
}

// short makes a file name of a Message-ID: its part before the host, if that
// is plain, otherwise a hash of the whole.
func short(id string) string {
	local, _, _ := strings.Cut(id, "@")
	odd := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if local == "" || len(local) > 64 || strings.ContainsFunc(local, odd) {
		local, _, _ = strings.Cut(mail.MakeID("x", id), "@")
	}
	return local
}

// save writes a mail's list entry.
func (b *Box) save(s Sent) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return fault.Wrap(fault.Internal, "mail-folder", err)
	}
	return b.write(s.ID+".json", raw)
}

// write puts a file in place whole or not at all.
func (b *Box) write(name string, content []byte) error {
	err := func() error {
		f, err := os.CreateTemp(b.dir, ".new-*") // 0600 by its contract
		if err != nil {
			return err
		}
		defer os.Remove(f.Name()) // gone already when all went well
		_, err = f.Write(content)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
		return os.Rename(f.Name(), filepath.Join(b.dir, name))
	}()
	if err != nil {
		return fault.Wrap(fault.Unavailable, "mail-folder", err)
	}
	return nil
}

// Raw gives a mail as it would travel.
func (b *Box) Raw(id string) ([]byte, error) {
	if _, ok := b.Get(id); !ok {
		return nil, fault.Missing()
	}
	raw, err := os.ReadFile(filepath.Join(b.dir, id+".eml"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "mail-folder", err)
	}
	return raw, nil
}

// File gives the n-th of a mail's Files with its content.
func (b *Box) File(id string, n int) (mail.File, error) {
	s, ok := b.Get(id)
	if !ok || n < 0 || n >= len(s.Files) {
		return mail.File{}, fault.Missing()
	}
	raw, err := b.Raw(id)
	if err != nil {
		return mail.File{}, err
	}
	m, err := incoming.Parse(bytes.NewReader(raw), maxMail)
	if err != nil {
		return mail.File{}, err
	}
	f := mail.File{Name: s.Files[n].Name, Type: s.Files[n].Type}
	switch {
	case n < len(m.Files):
		f.Content = m.Files[n].Content
	case m.Calendar != nil:
		f.Content = m.Calendar.Content
	}
	return f, nil
}
