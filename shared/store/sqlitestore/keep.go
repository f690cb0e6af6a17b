package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

var errNotEmpty = errors.New("the table is not empty")

// load stores one document as it is; a second one of the same key is Invalid.
func load(create *sql.Stmt, d store.Doc) error {
	if err := store.CheckLoad(d); err != nil {
		return err
	}
	ok, err := one(create.Exec(values(d)...))
	if err == nil && !ok {
		return fault.Wrap(fault.Invalid, "invalid", fmt.Errorf("key %q twice", d.Key))
	}
	return err
}

// Expire removes documents that expired before at and says how many. It runs
// beside commits, a thousand documents at a time.
func (db *DB) Expire(ctx context.Context, at time.Time) (int, error) {
	total := 0
	for {
		r, err := db.write.ExecContext(ctx, `DELETE FROM doc WHERE rowid IN
			(SELECT rowid FROM doc WHERE ttl IS NOT NULL AND ttl < ? LIMIT 1000)`, at.Unix())
		if err != nil {
			return total, unavailable(ctx, err)
		}
		n, err := r.RowsAffected()
		total += int(n)
		if err != nil || n < 1000 {
			return total, unavailable(ctx, err)
		}
	}
}

// Filling runs something that writes much and may be lost as a whole: until it
// ends, commits survive the process but perhaps not the machine. When it has
// ended, all of them do.
func (db *DB) Filling(ctx context.Context, do func() error) error {
	if _, err := db.write.ExecContext(ctx, `PRAGMA synchronous=NORMAL`); err != nil {
		return unavailable(ctx, err)
	}
	err := do()
	ctx = context.WithoutCancel(ctx)
	_, back := db.write.ExecContext(ctx, `PRAGMA synchronous=`+db.sync)
	_, kept := db.write.ExecContext(ctx, `PRAGMA wal_checkpoint(FULL)`)
	return errors.Join(err, unavailable(ctx, errors.Join(back, kept)))
}

// Backup writes the whole database as of one moment into a new file, while
// others read and write.
func (db *DB) Backup(ctx context.Context, path string) error {
	if err := touch(path, os.O_CREATE|os.O_EXCL); err != nil {
		return fault.Wrap(fault.Invalid, "invalid", err)
	}
	if _, err := db.read.ExecContext(ctx, `VACUUM INTO ?`, path); err != nil {
		return unavailable(ctx, errors.Join(err, os.RemoveAll(path)))
	}
	return syncFile(path)
}

// Restore makes a database at path from a backup. It refuses a damaged
// backup, and a path where something already is. Nothing may be open there.
func Restore(backup, path string) error {
	for _, there := range []string{path, path + "-wal", path + "-shm"} {
		if _, err := os.Stat(there); err == nil {
			return fault.Wrap(fault.Invalid, "invalid", fmt.Errorf("%s exists", there))
		}
	}
	partial := path + ".restoring"
	err := copyFile(backup, partial)
	if err == nil {
		err = verify(partial)
	}
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		return fault.Wrap(fault.Invalid, "invalid", errors.Join(fmt.Errorf("restore %s: %w", backup, err), os.RemoveAll(partial)))
	}
	return syncFile(filepath.Dir(path))
}

// verify reads every page of a file and looks for the table.
func verify(path string) error {
	db, err := sql.Open("sqlite", "file:"+absolute(path)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer db.Close()
	var result string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&result); err != nil {
		return err
	}
	if result != "ok" {
		return errors.New(result)
	}
	_, err = db.Exec(`SELECT ` + columns + ` FROM doc LIMIT 1`)
	return err
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// syncFile makes a file, or the names in a folder, survive a power loss.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
