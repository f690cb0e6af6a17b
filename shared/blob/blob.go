// Package blob is the port for files: photos of a visit, signed papers,
// vouchers. What a stranger uploads goes through Accept first, which decides
// the type by content, bounds what it unpacks to and takes the place where a
// photo was made out of it.
//
// Who may read a file is decided by the document that names it; here a file
// is known by a random id alone.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/plain"
)

// MaxSize is the largest file, in bytes. What passes through a function on its
// way is smaller: package web says how small.
const MaxSize = 20 << 20

// A Meta is what is kept beside a file's content.
type Meta struct {
	Name   string    `json:"name"` // as people see it
	Type   string    `json:"type"` // media type, by content
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"` // hex
	At     time.Time `json:"at"`
}

// Describe makes the Meta of accepted content.
func Describe(name, kind string, content []byte, at time.Time) Meta {
	sum := sha256.Sum256(content)
	return Meta{Name: FileName(name, kind), Type: kind, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), At: at}
}

// A Store keeps files under ids that the caller makes (random, see CheckID).
// Errors are faults: NotFound for an absent file, Unavailable for what may be
// tried again.
type Store interface {
	// Put keeps a file. The same id with the same content may be put again;
	// with other content it is a Conflict.
	Put(ctx context.Context, id string, meta Meta, content []byte) error
	Get(ctx context.Context, id string) (Meta, []byte, error)
	// Delete removes a file; an absent one is no error.
	Delete(ctx context.Context, id string) error

	// Upload makes a form by which a browser brings one file past the application.
	Upload(ctx context.Context, o Offer) (Form, error)
	// Uploaded reads what a form has brought. It is a stranger's: what Accept makes
	// of it is Put, what nobody puts is gone after a day.
	Uploaded(ctx context.Context, id string) ([]byte, error)
	// Taken removes what a form has brought, when it is kept; an absent one is no error.
	Taken(ctx context.Context, id string) error
	// Download makes an address at which anybody gets a file for a while, always as
	// an attachment of that name and type.
	Download(ctx context.Context, id, name, kind string, life time.Duration) (string, error)
}

// An Offer says which one file a form may bring, and how long it may.
type Offer struct {
	ID   string        // what is asked for by Uploaded
	Type string        // media type
	Size int64         // exactly; 0: up to MaxSize
	Then string        // where the browser is sent afterwards; empty: it stays
	Life time.Duration // of the form
}

// Sizes are the smallest and the largest file of an offer.
func (o Offer) Sizes() (least, most int64) {
	if o.Size > 0 {
		return o.Size, o.Size
	}
	return 1, MaxSize
}

// A Form is sent as multipart/form-data: its Fields, then the file in the field
// "file". Whoever takes it answers 204, or 303 with the way to Offer.Then, to
// which it adds what it was sent (bucket, key, etag); whatever differs from the
// offer it refuses.
type Form struct {
	URL    string // or a path on the site itself
	Fields map[string]string
}

// CheckID tells whether an id can be one: 16 to 80 letters, digits, "-" and
// "_", beginning with a letter or digit, so that it is a safe name in a
// folder, a bucket and an address.
func CheckID(id string) error {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	if len(id) < 16 || len(id) > 80 || strings.ContainsFunc(id, odd) || id[0] == '-' || id[0] == '_' {
		return fault.Missing()
	}
	return nil
}

// Check tells whether content is what its Meta says; every driver calls it
// before it keeps a file.
func Check(id string, meta Meta, content []byte) error {
	if err := CheckID(id); err != nil {
		return fault.New(fault.Internal, "file-id")
	}
	if len(content) > MaxSize {
		return fault.New(fault.TooLarge, "too-large", MaxSize>>20)
	}
	if d := Describe(meta.Name, meta.Type, content, meta.At); d.Size != meta.Size || d.SHA256 != meta.SHA256 || extensions[meta.Type] == "" {
		return fault.New(fault.Internal, "file-meta")
	}
	return nil
}

// FileName makes a name for a download: one line, no path, at most 100 runes,
// with the extension of its type.
func FileName(name, kind string) string {
	name = plain.Line(name)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '-'
		}
		return r
	}, name)
	ext := extensions[kind]
	for _, known := range []string{ext, ".jpeg", ".heif"} {
		if i := len(name) - len(known); i >= 0 && strings.EqualFold(name[i:], known) {
			name = name[:i]
			break
		}
	}
	name = strings.Trim(name, ". ")
	if r := []rune(name); len(r) > 100 {
		name = string(r[:100])
	}
	if name == "" {
		name = "file"
	}
	return name + ext
}
