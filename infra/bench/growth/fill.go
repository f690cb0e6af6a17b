package growth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"yingbin/shared/store"
)

// perDay is how many receptions begin on each day of the generated years.
const perDay = 8

// A Filling is how a store is filled.
type Filling struct {
	Writers int // at once
	single  bool
}

// Transacted fills SQLite, which takes what waits into one transaction. Single
// fills the engine: over sixty receptions each transaction took Dynoxide longer
// than the one before, plain writes did not.
var (
	Transacted = Filling{Writers: 16}
	single     = Filling{Writers: 1, single: true}
)

// commit writes a reception at once, or document by document.
func (f Filling) commit(ctx context.Context, db store.DB, ops []store.Op) error {
	if !f.single {
		return db.Commit(ctx, ops...)
	}
	for _, op := range ops {
		if err := db.Commit(ctx, op); err != nil {
			return err
		}
	}
	return nil
}

// Fill stores copies of a reception of the 26th of November 2026, documents of
// the same shape under other numbers, from the from-th to before the to-th.
func Fill(ctx context.Context, db store.DB, number string, how Filling, from, to int) error {
	docs, err := store.All(ctx, db, store.Query{In: "r#" + number})
	if err != nil {
		return err
	}
	errs := make([]error, how.Writers)
	var wg sync.WaitGroup
	for w := range how.Writers {
		wg.Go(func() {
			for i := from + w; i < to && errs[w] == nil; i += how.Writers {
				ops := make([]store.Op, len(docs))
				for j, d := range docs {
					ops[j] = store.Create(copied(d, number, i))
				}
				errs[w] = how.commit(ctx, db, ops)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// numbered is the number and the day of the i-th copy.
func numbered(i int) (number string, day time.Time) {
	day = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i/perDay)
	return fmt.Sprintf("R-%s-%03d", day.Format("20060102"), i%perDay+1), day
}

// copied is a document of the i-th copy.
func copied(d store.Doc, number string, i int) store.Doc {
	other, day := numbered(i)
	days := strings.NewReplacer("2026-11-26", day.Format(time.DateOnly), "20261126", day.Format("20060102"), number, other)
	d.PK, d.Version = "r#"+other, 0
	d.Row, d.Body = []byte(days.Replace(string(d.Row))), bytes.ReplaceAll(d.Body, []byte(number), []byte(other))
	d.List.At = days.Replace(d.List.At)
	d.Desk, d.Due = store.Place{}, store.Place{}
	return d
}
