package sqlitestore

import (
	"context"
	"database/sql"
	"iter"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// Dump gives every document in key order, in pages of 500. What is written
// while it runs may or may not be in it.
func (db *DB) Dump(ctx context.Context) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		var last store.Key
		for {
			page, err := db.dumpPage(ctx, last)
			if err != nil {
				yield(store.Doc{}, unavailable(ctx, err))
				return
			}
			for _, d := range page {
				if !yield(d, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			last = page[len(page)-1].Key
		}
	}
}

func (db *DB) dumpPage(ctx context.Context, after store.Key) ([]store.Doc, error) {
	text := `SELECT ` + columns + ` FROM doc WHERE (pk, sk) > (?,?) ORDER BY pk, sk`
	var page []store.Doc
	err := db.each(ctx, text, []any{after.PK, after.SK}, pageSize, func(rows *sql.Rows) error {
		d, err := scan(rows)
		page = append(page, d)
		return err
	})
	return page, err
}

// Load stores all documents or none.
func (db *DB) Load(ctx context.Context, docs iter.Seq2[store.Doc, error]) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(ctx, err)
	}
	defer tx.Rollback() // without effect after Commit
	var any bool
	if err := tx.QueryRow(`SELECT EXISTS (SELECT 1 FROM doc)`).Scan(&any); err != nil {
		return unavailable(ctx, err)
	}
	if any {
		return fault.Wrap(fault.Invalid, "invalid", errNotEmpty)
	}
	create := tx.Stmt(db.stmts.create)
	for d, err := range docs {
		if err != nil {
			return err
		}
		if err := load(create, d); err != nil {
			return unavailable(ctx, err)
		}
	}
	return unavailable(ctx, tx.Commit())
}
