// Package sqlitestore keeps the documents in one SQLite file, or in memory.
// It imitates DynamoDB's semantics, never the reverse: the contract is package
// store's, proven by storetest.
//
// One goroutine writes. It takes the commits that wait, up to 128, into one
// transaction, each in a savepoint of its own, so that a conflict rolls back
// its own commit alone; one fsync answers them all. Readers run beside it on
// connections of their own and read 500 rows at a time, so that no reader
// holds the log back.
//
// The indexes hold the Row, as DynamoDB's projections do, so a list is read
// without touching the table. Nothing vanishes by itself: Expire removes what
// has expired.
package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // registers the driver

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

const schema = `
CREATE TABLE IF NOT EXISTS doc (pk TEXT NOT NULL, sk TEXT NOT NULL, v INTEGER NOT NULL,
  desk TEXT, desk_at TEXT, list TEXT, list_at TEXT, due TEXT, due_at TEXT, ttl INTEGER, row TEXT, body TEXT,
  PRIMARY KEY (pk, sk));
CREATE INDEX IF NOT EXISTS doc_desk ON doc (desk, desk_at, pk, sk, row) WHERE desk IS NOT NULL;
CREATE INDEX IF NOT EXISTS doc_list ON doc (list, list_at, pk, sk, row) WHERE list IS NOT NULL;
CREATE INDEX IF NOT EXISTS doc_due  ON doc (due,  due_at,  pk, sk)      WHERE due  IS NOT NULL;
CREATE INDEX IF NOT EXISTS doc_ttl  ON doc (ttl)                        WHERE ttl  IS NOT NULL;
`

// Memory is the path of a database that lives only as long as it is open.
const Memory = ":memory:"

// A DB is an open database. It is a store.DB and a store.Porter.
type DB struct {
	write, read *sql.DB
	sync        string // how durable commits are
	stmts       statements
	reads       sync.Map // text → *sql.Stmt
	queue       chan *commit
	closing     chan struct{}
	closed      chan struct{}
	close       func() error
}

var (
	_ store.DB     = (*DB)(nil)
	_ store.Porter = (*DB)(nil)
)

// An Option changes how a database is opened.
type Option func(*settings)

type settings struct {
	readers int
	sync    string
}

// Readers sets how many reads may run at once; 8 unless told.
func Readers(n int) Option { return func(s *settings) { s.readers = n } }

// Unsynced gives up durability against power loss for speed: a commit that
// was answered survives the process, not the machine. For tests and trials.
func Unsynced() Option { return func(s *settings) { s.sync = "OFF" } }

// Open opens or creates the database at path, a file name or Memory. The
// folder must exist; a new file is its owner's alone.
func Open(path string, opts ...Option) (*DB, error) {
	s := settings{readers: 8, sync: "FULL"}
	for _, o := range opts {
		o(&s)
	}
	db := &DB{sync: s.sync, queue: make(chan *commit), closing: make(chan struct{}), closed: make(chan struct{})}
	db.close = sync.OnceValue(db.shut)
	if err := db.connect(path, s); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "unavailable", fmt.Errorf("open %s: %w", path, err))
	}
	go db.writer()
	return db, nil
}

// connect opens one writing connection, and reading ones beside it; in memory
// one connection does both, for it is the database.
func (db *DB) connect(path string, s settings) (err error) {
	if path != Memory {
		if err := touch(path, os.O_CREATE); err != nil {
			return err
		}
	}
	if db.write, err = sql.Open("sqlite", dsn(path, s.sync)); err != nil {
		return err
	}
	db.write.SetMaxOpenConns(1)
	db.write.SetMaxIdleConns(1)
	if _, err = db.write.Exec(schema); err != nil {
		return errors.Join(err, db.write.Close())
	}
	db.read = db.write
	if path != Memory {
		if db.read, err = sql.Open("sqlite", dsn(path, s.sync)); err != nil {
			return errors.Join(err, db.write.Close())
		}
		db.read.SetMaxOpenConns(s.readers)
		db.read.SetMaxIdleConns(s.readers)
	}
	if db.stmts, err = prepare(db.write); err != nil {
		return errors.Join(err, db.shutPools())
	}
	return nil
}

// touch makes a file that only its owner may read, unless it is there.
func touch(path string, flags int) error {
	f, err := os.OpenFile(path, os.O_RDWR|flags, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn names the file with the pragmas that every connection sets.
func dsn(path, sync string) string {
	v := url.Values{"_txlock": {"immediate"}}
	pragmas := []string{"busy_timeout(5000)", "cache_size(-65536)", "temp_store(MEMORY)"}
	if path == Memory {
		return "file::memory:?" + url.Values{"_txlock": {"immediate"}, "_pragma": pragmas}.Encode()
	}
	v["_pragma"] = append(pragmas, "journal_mode(WAL)", "synchronous("+sync+")",
		"mmap_size(2147418112)", "wal_autocheckpoint(4000)")
	return (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(absolute(path))}).String() + "?" + v.Encode()
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// Close answers the commits that wait and closes the file. Later calls fail
// as Unavailable.
func (db *DB) Close() error { return db.close() }

func (db *DB) shut() error {
	close(db.closing)
	<-db.closed
	return db.shutPools()
}

func (db *DB) shutPools() error {
	var err error
	if db.read != nil && db.read != db.write {
		err = db.read.Close()
	}
	return errors.Join(err, db.write.Close())
}

// unavailable marks what may be tried again; a fault, and the end of the
// caller's own context, stay what they are.
func unavailable(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if known := (*fault.Error)(nil); errors.As(err, &known) {
		return err
	}
	return fault.Wrap(fault.Unavailable, "unavailable", err)
}
