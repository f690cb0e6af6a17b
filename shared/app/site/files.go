package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// files keeps uploads in the blob store.
type files struct{ blob.Store }

// fetchLife is how long the address of a file can be used, from when somebody
// asked for the file.
const fetchLife = 5 * time.Minute

// Expect says before a file comes whether it would be taken.
func (files) Expect(name, said string, size int64) (string, error) {
	return blob.Expect(name, said, size)
}

// Accept decides by content what a file is.
func (files) Accept(raw []byte) ([]byte, string, error) { return blob.Accept(raw) }

// Sum is the content's hash.
func (files) Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// Put keeps content and describes it.
func (f files) Put(ctx context.Context, c *web.Call, id, name, kind string, content []byte) (reception.AddFile, error) {
	meta := blob.Describe(name, kind, content, c.At)
	if err := f.Store.Put(ctx, id, meta, content); err != nil {
		return reception.AddFile{}, err
	}
	return reception.AddFile{Name: meta.Name, Type: meta.Type, Size: meta.Size, SHA256: meta.SHA256}, nil
}

// Get gives content back.
func (f files) Get(ctx context.Context, id string) ([]byte, error) {
	_, content, err := f.Store.Get(ctx, id)
	return content, err
}

// Address is where a browser fetches a file.
func (f files) Address(ctx context.Context, id string, is reception.File) (string, error) {
	return f.Download(ctx, id, is.Name, is.Type, fetchLife)
}
