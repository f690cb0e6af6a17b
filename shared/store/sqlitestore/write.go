package sqlitestore

import (
	"context"
	"database/sql"
	"errors"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// batchSize is how many waiting commits share one transaction and one fsync.
const batchSize = 128

// statements are what the writer prepares once.
type statements struct{ create, put, replace, remove, check, absent, begin, undo, end *sql.Stmt }

const (
	columns = `pk, sk, v, desk, desk_at, list, list_at, due, due_at, ttl, row, body`
	insert  = `INSERT INTO doc (` + columns + `) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (pk, sk) DO `
)

func prepare(db *sql.DB) (s statements, err error) {
	for to, text := range map[**sql.Stmt]string{
		&s.create: insert + `NOTHING`,
		&s.put: insert + `UPDATE SET v=excluded.v, desk=excluded.desk, desk_at=excluded.desk_at, list=excluded.list,
			list_at=excluded.list_at, due=excluded.due, due_at=excluded.due_at, ttl=excluded.ttl, row=excluded.row, body=excluded.body`,
		&s.replace: `UPDATE doc SET v=?3, desk=?4, desk_at=?5, list=?6, list_at=?7, due=?8, due_at=?9, ttl=?10, row=?11, body=?12
			WHERE pk=?1 AND sk=?2 AND v=?3-1`,
		&s.remove: `DELETE FROM doc WHERE pk=? AND sk=? AND v=?`,
		&s.check:  `UPDATE doc SET v=v WHERE pk=? AND sk=? AND v=?`,
		&s.absent: `UPDATE doc SET v=v WHERE pk=? AND sk=?`,
		&s.begin:  `SAVEPOINT one`,
		&s.undo:   `ROLLBACK TO one`,
		&s.end:    `RELEASE one`,
	} {
		if *to, err = db.Prepare(text); err != nil {
			return s, err
		}
	}
	return s, nil
}

// in gives the statements within a transaction.
func (s statements) in(tx *sql.Tx) statements {
	return statements{tx.Stmt(s.create), tx.Stmt(s.put), tx.Stmt(s.replace), tx.Stmt(s.remove), tx.Stmt(s.check), tx.Stmt(s.absent),
		tx.Stmt(s.begin), tx.Stmt(s.undo), tx.Stmt(s.end)}
}

// commit is one caller's wish and the answer to it.
type commit struct {
	ctx  context.Context
	ops  []store.Op
	err  error
	done chan struct{}
}

// Commit hands the operations to the writer and waits for its answer: once
// taken, a commit is carried out, and its answer is awaited even when ctx ends.
func (db *DB) Commit(ctx context.Context, ops ...store.Op) error {
	if err := store.CheckCommit(ops); err != nil || len(ops) == 0 {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &commit{ctx: ctx, ops: ops, done: make(chan struct{})}
	select {
	case db.queue <- c:
		<-c.done
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	case <-db.closing:
		return fault.Wrap(fault.Unavailable, "unavailable", errClosed)
	}
}

var errClosed = errors.New("database is closed")

// writer carries out commits until the database closes. The queue has no
// room of its own: what was sent is in a batch, so nothing is lost at the end.
func (db *DB) writer() {
	defer close(db.closed)
	for {
		select {
		case c := <-db.queue:
			db.apply(db.gather(c))
		case <-db.closing:
			return
		}
	}
}

// gather takes whatever waits beside the first commit.
func (db *DB) gather(first *commit) []*commit {
	batch := []*commit{first}
	for len(batch) < batchSize {
		select {
		case c := <-db.queue:
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// apply carries out a batch in one transaction and answers everybody.
func (db *DB) apply(batch []*commit) {
	if err := db.transact(batch); err != nil {
		for _, c := range batch {
			c.err = unavailable(c.ctx, err)
		}
	}
	for _, c := range batch {
		close(c.done)
	}
}

// transact sets each commit's own error; the error it returns is everybody's.
func (db *DB) transact(batch []*commit) error {
	ctx := context.Background() // the batch is several callers', none may end it
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	s := db.stmts.in(tx)
	for _, c := range batch {
		if c.err = c.ctx.Err(); c.err != nil {
			continue
		}
		if c.err, err = s.savepoint(c.ops); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

// savepoint runs one commit; own is its error, after which nothing of it is
// left; err means that the whole transaction is broken.
func (s statements) savepoint(ops []store.Op) (own, err error) {
	if _, err := s.begin.Exec(); err != nil {
		return nil, err
	}
	if own = s.applyAll(ops); own != nil {
		if _, err := s.undo.Exec(); err != nil {
			return nil, errors.Join(own, err)
		}
	}
	_, err = s.end.Exec()
	return own, err
}

// applyAll tries every operation, so that a Conflict lists all that failed.
func (s statements) applyAll(ops []store.Op) error {
	var conflict store.Conflict
	for i, op := range ops {
		ok, err := s.apply(op)
		if err != nil {
			return fault.Wrap(fault.Unavailable, "unavailable", err)
		}
		if !ok {
			conflict.Failed = append(conflict.Failed, i)
		}
	}
	if conflict.Failed != nil {
		return &conflict
	}
	return nil
}

// apply says whether the operation's condition held. A check is an update
// that changes nothing: it counts the rows that fulfil it.
func (s statements) apply(op store.Op) (bool, error) {
	d := op.Doc
	switch op.Kind {
	case store.OpCreate:
		return one(s.create.Exec(values(op.Stored())...))
	case store.OpPut:
		return one(s.put.Exec(values(op.Stored())...))
	case store.OpReplace:
		return one(s.replace.Exec(values(op.Stored())...))
	case store.OpDelete:
		return one(s.remove.Exec(d.PK, d.SK, d.Version))
	}
	if d.Version == 0 {
		found, err := one(s.absent.Exec(d.PK, d.SK))
		return !found, err
	}
	return one(s.check.Exec(d.PK, d.SK, d.Version))
}

func one(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// values are the columns of a document; what is empty is NULL, so that it is
// in no index.
func values(d store.Doc) []any {
	var ttl any
	if !d.Expires.IsZero() {
		ttl = d.Expires.Unix()
	}
	return []any{d.PK, d.SK, d.Version, text(d.Desk.In), text(d.Desk.At), text(d.List.In), text(d.List.At),
		text(d.Due.In), text(d.Due.At), ttl, text(string(d.Row)), text(string(d.Body))}
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}
