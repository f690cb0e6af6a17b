// Package dirblob keeps files in a folder: the embedded default. Each file
// has its content and, beside it, what is known about it; both for the
// owner's eyes only (0600). Browsers reach it below Path, where a Dir answers as
// a bucket does.
package dirblob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
)

// A Dir is a folder of files. Make it with Open.
type Dir struct {
	root string
	now  func() time.Time
	key  []byte // of forms and addresses: they end with the process
}

var _ blob.Store = (*Dir)(nil)

// Open makes the folder, if it is not there. Forms and addresses end by the
// clock that is given.
func Open(root string, now func() time.Time) (*Dir, error) {
	d := &Dir{root: root, now: now, key: make([]byte, sha256.Size)}
	if _, err := rand.Read(d.key); err != nil {
		return nil, unavailable(err)
	}
	return d, unavailable(os.MkdirAll(filepath.Join(root, pending), 0o700))
}

// pending is the folder of what browsers have brought and nobody has put yet.
const pending = "pending"

// path gives the place of a file's content; its description has ".json" more.
func (d *Dir) path(id string) string { return filepath.Join(d.root, id) }

// Put keeps a file. The description comes last: without it there is no file.
func (d *Dir) Put(ctx context.Context, id string, meta blob.Meta, content []byte) error {
	if err := errors.Join(ctx.Err(), blob.Check(id, meta, content)); err != nil {
		return err
	}
	old, err := d.meta(id)
	switch {
	case err == nil && old.SHA256 == meta.SHA256:
		return nil
	case err == nil:
		return fault.New(fault.Conflict, "clash")
	case fault.As(err).Kind != fault.NotFound:
		return err
	}
	raw, err := json.Marshal(meta)
	if err != nil {
		return fault.Wrap(fault.Internal, "file-meta", err)
	}
	if err := d.write(d.path(id), content); err != nil {
		return err
	}
	return d.write(d.path(id)+".json", raw)
}

// write puts a file in place whole or not at all.
func (d *Dir) write(name string, content []byte) error {
	f, err := os.CreateTemp(d.root, ".new-*") // 0600 by its contract
	if err != nil {
		return unavailable(err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), name)
	}
	return unavailable(err)
}

// Get reads a file and checks that it is still what was put.
func (d *Dir) Get(ctx context.Context, id string) (blob.Meta, []byte, error) {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return blob.Meta{}, nil, err
	}
	meta, err := d.meta(id)
	if err != nil {
		return blob.Meta{}, nil, err
	}
	content, err := os.ReadFile(d.path(id))
	if err != nil {
		return blob.Meta{}, nil, unavailable(err)
	}
	if err := blob.Check(id, meta, content); err != nil {
		return blob.Meta{}, nil, fault.Wrap(fault.Internal, "file-damaged", err)
	}
	return meta, content, nil
}

// meta reads a file's description.
func (d *Dir) meta(id string) (m blob.Meta, err error) {
	raw, err := os.ReadFile(d.path(id) + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return m, fault.Missing()
	}
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	return m, unavailable(err)
}

// Delete removes a file, the description first.
func (d *Dir) Delete(ctx context.Context, id string) error {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return err
	}
	for _, name := range []string{d.path(id) + ".json", d.path(id)} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unavailable(err)
		}
	}
	return nil
}

// unavailable is a failure of the disk; nil for nil.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	return fault.Wrap(fault.Unavailable, "file-folder", err)
}
