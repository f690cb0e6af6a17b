// Package mailbox keeps mails in a file instead of sending them: the outbox of
// a trial, where everything can be read again. The file is for its owner's eyes
// only (0600), because mails hold live links.
//
// It is a small SQLite database: a mail is one row, as it would travel and as
// lists show it, so that keeping one costs one write. What was kept survives the
// process; a power failure may take the last ones, which nobody was to receive.
// A mail sent again under the same ID is kept once.
package mailbox

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite" // registers the driver

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/incoming"
	"yingbin/shared/mail/wire"
)

// A Sent is one kept mail, as lists show it.
type Sent struct {
	N         int64             `json:"-"`  // its place in the box: later ones are higher
	ID        string            `json:"id"` // short, safe in addresses and file names
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
	Text      string            `json:"-"` // a column of its own, as what follows with "-"
	HTML      string            `json:"-"`
	Links     []mail.Link       `json:"links,omitempty"`
	Files     []File            `json:"files,omitempty"` // the calendar part, where there is one, is the last
	Tags      map[string]string `json:"tags,omitempty"`
	SentAt    time.Time         `json:"sent_at"`
	State     string            `json:"-"` // public state: sent, delivered, …
	Reason    string            `json:"-"`
}

// A File is an attachment without its content; Box.File gives that.
type File struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// maxMail bounds what is read back, in bytes.
const maxMail = 32 << 20

// Memory is the name of a box that lives only as long as it is open.
const Memory = ":memory:"

const schema = `
CREATE TABLE IF NOT EXISTS mail (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, reception TEXT NOT NULL,
  at INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, shown TEXT NOT NULL, text TEXT NOT NULL, html TEXT NOT NULL, eml BLOB NOT NULL);
`

// keep puts a mail in, once.
const keep = `INSERT INTO mail (id, kind, reception, at, state, reason, shown, text, html, eml)
	VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`

// A Box keeps mails. Make it with Open.
type Box struct {
	db   *sql.DB
	keep *sql.Stmt
}

var _ mail.Sender = (*Box)(nil)

// Open opens the file, which it makes if it is not there.
func Open(file string) (*Box, error) {
	b, err := open(file)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "mail-folder", fmt.Errorf("open %s: %w", filepath.Base(file), err))
	}
	return b, nil
}

func open(file string) (*Box, error) {
	name := "file::memory:"
	if file != Memory {
		f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
		pragmas := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "wal_autocheckpoint(4000)"}}
		name = (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(file)}).String() + "?" + pragmas.Encode()
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // in memory, the connection is the box
	if _, err := db.Exec(schema); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s, err := db.Prepare(keep)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Box{db, s}, nil
}

// Close closes the file.
func (b *Box) Close() error { return b.db.Close() }

// Send keeps a message and gives its short id.
func (b *Box) Send(ctx context.Context, m mail.Message) (string, error) {
	raw, err := wire.Build(m)
	if err != nil {
		return "", err
	}
	s := sent(m)
	shown, err := json.Marshal(s)
	if err != nil {
		return "", fault.Wrap(fault.Internal, "mail-folder", err)
	}
	_, err = b.keep.ExecContext(ctx, s.ID, s.Kind, s.Reception, s.SentAt.UnixNano(), s.State, string(shown), s.Text, s.HTML, raw)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	return s.ID, unavailable(err)
}

// unavailable marks what may be tried again.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Unavailable, "mail-folder", err)
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

// short makes an id that is safe in addresses of a Message-ID: its part before
// the host, if that is plain, otherwise a hash of the whole.
func short(id string) string {
	local, _, _ := strings.Cut(id, "@")
	odd := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' }
	if local == "" || len(local) > 64 || strings.ContainsFunc(local, odd) {
		local, _, _ = strings.Cut(mail.MakeID("x", id), "@")
	}
	return local
}

// Raw gives a mail as it would travel.
func (b *Box) Raw(id string) (raw []byte, err error) {
	err = b.db.QueryRow(`SELECT eml FROM mail WHERE id = ?`, id).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Missing()
	}
	return raw, unavailable(err)
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
