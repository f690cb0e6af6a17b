package dirblob

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
)

// Path is where browsers reach the files of a Dir on the site itself.
const Path = "/bucket/"

// A policy is what a form may bring. It travels in the form, signed.
type policy struct {
	Key   string    `json:"key"`
	Type  string    `json:"type"`
	Least int64     `json:"least"`
	Most  int64     `json:"most"`
	Then  string    `json:"then"`
	Until time.Time `json:"until"`
}

// Upload makes a form whose every field is bound by its signature.
func (d *Dir) Upload(_ context.Context, o blob.Offer) (blob.Form, error) {
	if err := blob.CheckID(o.ID); err != nil {
		return blob.Form{}, err
	}
	p := policy{Key: pending + "/" + o.ID, Type: o.Type, Then: o.Then, Until: d.now().Add(o.Life)}
	p.Least, p.Most = o.Sizes()
	raw, err := json.Marshal(p)
	if err != nil {
		return blob.Form{}, fault.Wrap(fault.Internal, "file-meta", err)
	}
	signed := base64.StdEncoding.EncodeToString(raw)
	f := blob.Form{URL: Path, Fields: map[string]string{"key": p.Key, "Content-Type": o.Type, "policy": signed, "signature": d.sign("form", signed)}}
	if o.Then != "" {
		f.Fields["success_action_redirect"] = o.Then
	}
	return f, nil
}

// Uploaded reads what a form has brought.
func (d *Dir) Uploaded(ctx context.Context, id string) ([]byte, error) {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(d.root, pending, id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Missing()
	}
	return content, unavailable(err)
}

// Taken removes what a form has brought.
func (d *Dir) Taken(ctx context.Context, id string) error {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(d.root, pending, id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unavailable(err)
	}
	return nil
}

// Download makes an address below Path.
func (d *Dir) Download(_ context.Context, id, name, kind string, life time.Duration) (string, error) {
	if err := blob.CheckID(id); err != nil {
		return "", err
	}
	until := strconv.FormatInt(d.now().Add(life).Unix(), 10)
	q := url.Values{"name": {name}, "type": {kind}, "until": {until}, "signature": {d.sign("file", id, name, kind, until)}}
	return Path + id + "?" + q.Encode(), nil
}

// Sweep removes what browsers brought before a moment and nobody has put.
func (d *Dir) Sweep(before time.Time) error {
	list, err := os.ReadDir(filepath.Join(d.root, pending))
	for _, entry := range list {
		i, gone := entry.Info()
		if gone == nil && i.ModTime().Before(before) {
			err = errors.Join(err, os.Remove(filepath.Join(d.root, pending, entry.Name())))
		}
	}
	return unavailable(err)
}

// sign seals texts; the first says for what.
func (d *Dir) sign(texts ...string) string {
	h := hmac.New(sha256.New, d.key)
	for _, t := range texts {
		h.Write(strconv.AppendInt(nil, int64(len(t)), 10))
		h.Write([]byte(":" + t))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// signed says whether a seal is that of some texts.
func (d *Dir) signed(seal string, texts ...string) bool {
	return hmac.Equal([]byte(seal), []byte(d.sign(texts...)))
}
