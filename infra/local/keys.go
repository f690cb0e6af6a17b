package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"yingbin/shared/token"
)

// keyRing reads the keys of a data folder, or makes them. The file is for its
// owner alone.
func keyRing(folder string) (*token.Ring, error) {
	if folder == Memory {
		return token.Generate(rand.Reader)
	}
	name := filepath.Join(folder, "keys.json")
	raw, err := os.ReadFile(name)
	if err == nil {
		return token.ParseRing(raw)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	ring, err := token.Generate(rand.Reader)
	if err != nil {
		return nil, err
	}
	if raw, err = json.Marshal(ring); err != nil {
		return nil, fmt.Errorf("encode keys: %w", err)
	}
	return ring, writeOnce(name, raw)
}

// writeOnce makes a file that must not exist, durably and readable by the
// owner alone.
func writeOnce(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(name), err)
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}
