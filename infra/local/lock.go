package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// lock takes a data folder for one process: two would tell everybody by two
// clocks. Who copies the store meanwhile needs no lock. The system gives it
// back when the process ends, however it ends.
func lock(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if locked(f) != nil {
		return nil, errors.Join(fmt.Errorf("another process works on %s: end it, or give -data another folder", folder), f.Close())
	}
	return f, nil
}
