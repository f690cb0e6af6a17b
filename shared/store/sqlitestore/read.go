package sqlitestore

import (
	"context"
	"database/sql"
	"iter"
	"strings"
	"time"

	"yingbin/shared/store"
)

// pageSize is how many rows one statement reads.
const pageSize = 500

// Get reads all keys in one statement, hence at one moment.
func (db *DB) Get(ctx context.Context, keys ...store.Key) ([]store.Doc, error) {
	if err := store.CheckGet(keys); err != nil || len(keys) == 0 {
		return nil, err
	}
	args := make([]any, 0, 2*len(keys))
	for _, k := range keys {
		args = append(args, k.PK, k.SK)
	}
	text := `SELECT ` + columns + ` FROM doc WHERE (pk, sk) IN (VALUES (?,?)` + strings.Repeat(",(?,?)", len(keys)-1) + `)`
	found := make(map[store.Key]store.Doc, len(keys))
	err := db.each(ctx, text, args, len(keys), func(rows *sql.Rows) error {
		d, err := scan(rows)
		found[d.Key] = d
		return err
	})
	if err != nil {
		return nil, unavailable(ctx, err)
	}
	docs := make([]store.Doc, len(keys))
	for i, k := range keys {
		docs[i] = found[k]
		docs[i].Key = k
	}
	return docs, nil
}

// each runs a query and gives its rows to take, at most so many: rows are
// computed one by one, so that no LIMIT is needed, which SQLite would plan anew
// for every number. It is not interrupted, for it reads a page at most, and in
// memory the one connection is the database.
func (db *DB) each(ctx context.Context, text string, args []any, most int, take func(*sql.Rows) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s, err := db.reading(text)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for ; most > 0 && rows.Next(); most-- {
		if err := take(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// reading gives a statement of the reading connections, which each of them
// parses once. There are as many as the kinds of questions.
func (db *DB) reading(text string) (*sql.Stmt, error) {
	if s, ok := db.reads.Load(text); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := db.read.Prepare(text)
	if err != nil {
		return nil, err
	}
	if first, there := db.reads.LoadOrStore(text, s); there {
		return first.(*sql.Stmt), s.Close()
	}
	return s, nil
}

// scan reads one row of all columns.
func scan(rows *sql.Rows) (store.Doc, error) {
	var d store.Doc
	var p [6]sql.NullString
	var row, body sql.NullString
	var ttl sql.NullInt64
	err := rows.Scan(&d.PK, &d.SK, &d.Version, &p[0], &p[1], &p[2], &p[3], &p[4], &p[5], &ttl, &row, &body)
	d.Desk = store.Place{In: p[0].String, At: p[1].String}
	d.List = store.Place{In: p[2].String, At: p[3].String}
	d.Due = store.Place{In: p[4].String, At: p[5].String}
	d.Row, d.Body = store.Bytes(row.String), store.Bytes(body.String)
	if ttl.Valid {
		d.Expires = time.Unix(ttl.Int64, 0).UTC()
	}
	return d, err
}

// Query reads pages of at most 500 rows, each at one moment.
func (db *DB) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		w, err := store.CheckQuery(q)
		if err != nil {
			yield(store.Doc{}, err)
			return
		}
		for left := q.Limit; !w.Empty; left -= pageSize {
			size := pageSize
			if q.Limit > 0 && left < size {
				size = left
			}
			page, err := db.page(ctx, w, size)
			if err != nil {
				yield(store.Doc{}, unavailable(ctx, err))
				return
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if len(page) < size || left == size {
				return
			}
			last := page[len(page)-1]
			w.Start = store.Position{At: last.Place(q.Index).At, Key: last.Key}
		}
	}
}

// page reads the next rows of a walk into memory and lets go of the database.
func (db *DB) page(ctx context.Context, w store.Walk, size int) ([]store.Doc, error) {
	text, args := statement(w)
	var page []store.Doc
	err := db.each(ctx, text, args, size, func(rows *sql.Rows) error {
		d, err := scanSeen(rows, w.Index)
		page = append(page, d)
		return err
	})
	return page, err
}

// scanSeen reads a row as its index shows it.
func scanSeen(rows *sql.Rows, i store.Index) (store.Doc, error) {
	if i == store.Table {
		return scan(rows)
	}
	var d store.Doc
	var p store.Place
	var row sql.NullString
	into := []any{&d.PK, &d.SK, &p.In, &p.At, &row}
	if i == store.Due {
		into = into[:4]
	}
	err := rows.Scan(into...)
	switch i {
	case store.Desk:
		d.Desk = p
	case store.List:
		d.List = p
	case store.Due:
		d.Due = p
	}
	d.Row = store.Bytes(row.String)
	return d, err
}

// indexes are the columns of each index: what is shown, partition, order.
var indexes = [...]struct{ show, in, at string }{
	store.Table: {columns, "pk", "sk"},
	store.Desk:  {"pk, sk, desk, desk_at, row", "desk", "desk_at"},
	store.List:  {"pk, sk, list, list_at, row", "list", "list_at"},
	store.Due:   {"pk, sk, due, due_at", "due", "due_at"},
}

// statement writes the query of one page. Equal index keys follow the order
// of the documents' keys.
func statement(w store.Walk) (string, []any) {
	x := indexes[w.Index]
	text, args := `SELECT `+x.show+` FROM doc WHERE `+x.in+`=?`, []any{w.In}
	bound := func(condition string, values ...any) {
		text += ` AND ` + condition
		args = append(args, values...)
	}
	order, after := "", ">"
	if w.Desc {
		order, after = " DESC", "<"
	}
	if w.From != "" {
		bound(x.at+`>=?`, w.From)
	}
	if w.To != "" {
		bound(x.at+`<=?`, w.To)
	}
	sort := x.at + order
	if w.Index != store.Table {
		sort += `, pk` + order + `, sk` + order
	}
	if w.Start.PK != "" && w.Index == store.Table {
		bound(`sk`+after+`?`, w.Start.At)
	} else if w.Start.PK != "" {
		bound(`(`+x.at+`, pk, sk)`+after+`(?,?,?)`, w.Start.At, w.Start.PK, w.Start.SK)
	}
	return text + ` ORDER BY ` + sort, args
}
