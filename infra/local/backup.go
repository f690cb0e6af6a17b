package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"yingbin/shared/store/sqlitestore"
)

// backup writes the store as of this moment into a new file; the process may
// run meanwhile. The keys are not in it: keep keys.json elsewhere.
func backup(ctx context.Context, opts Options, file string) error {
	db, err := sqlitestore.Open(filepath.Join(opts.Data, "store.db"))
	if err != nil {
		return err
	}
	return errors.Join(db.Backup(ctx, file), db.Close())
}

// restore makes the store of an empty data folder, or of a new one, from a backup.
func restore(_ context.Context, opts Options, file string) error {
	if err := os.MkdirAll(opts.Data, 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	taken, err := lock(opts.Data)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	defer func() { _ = taken.Close() }()
	if err := sqlitestore.Restore(file, filepath.Join(opts.Data, "store.db")); err != nil {
		return fmt.Errorf("restore into %s: %w", opts.Data, err)
	}
	return nil
}
