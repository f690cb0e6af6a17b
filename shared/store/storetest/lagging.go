package storetest

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"sync"

	"yingbin/shared/store"
)

// A Late is a database whose indexes show what was there at the last CatchUp.
// The table is never late.
type Late struct {
	store.DB
	mu  sync.Mutex
	old map[store.Key]store.Doc // what the indexes still show
}

// Lagging wraps a database.
func Lagging(db store.DB) *Late { return &Late{DB: db, old: map[store.Key]store.Doc{}} }

// CatchUp brings the indexes up to date.
func (l *Late) CatchUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.old)
}

// Commit remembers what the indexes showed before.
func (l *Late) Commit(ctx context.Context, ops ...store.Op) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	keys := make([]store.Key, len(ops))
	for i, op := range ops {
		keys[i] = op.Doc.Key
	}
	if err := store.CheckCommit(ops); err != nil {
		return err
	}
	before, err := l.DB.Get(ctx, keys...)
	if err != nil {
		return err
	}
	if err := l.DB.Commit(ctx, ops...); err != nil {
		return err
	}
	for _, d := range before {
		if _, known := l.old[d.Key]; !known {
			l.old[d.Key] = d
		}
	}
	return nil
}

// Query shows the table as it is and an index as it was.
func (l *Late) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	w, err := store.CheckQuery(q)
	if q.Index == store.Table || err != nil {
		return l.DB.Query(ctx, q)
	}
	return func(yield func(store.Doc, error) bool) {
		docs, err := l.was(ctx, q)
		if err != nil {
			yield(store.Doc{}, err)
			return
		}
		given := 0
		for _, d := range docs {
			if w.Empty || !beyond(w, d) {
				continue
			}
			if !yield(d, nil) {
				return
			}
			if given++; given == q.Limit {
				return
			}
		}
	}
}

// was gives the range of a query as it was, in order.
func (l *Late) was(ctx context.Context, q store.Query) ([]store.Doc, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q.After, q.Limit = "", 0
	docs, err := store.All(ctx, l.DB, q)
	docs = slices.DeleteFunc(docs, func(d store.Doc) bool { _, late := l.old[d.Key]; return late })
	for _, d := range l.old {
		p := d.Place(q.Index)
		if d.Version > 0 && p.In == q.In && p.At >= q.From && (q.To == "" || p.At <= q.To) {
			docs = append(docs, d.Seen(q.Index))
		}
	}
	slices.SortFunc(docs, func(a, b store.Doc) int { return compare(q.Index, a, b) })
	if q.Desc {
		slices.Reverse(docs)
	}
	return docs, err
}

func compare(i store.Index, a, b store.Doc) int {
	return cmp.Or(cmp.Compare(a.Place(i).At, b.Place(i).At), cmp.Compare(a.PK, b.PK), cmp.Compare(a.SK, b.SK))
}

// beyond says whether a document comes after the start of a walk.
func beyond(w store.Walk, d store.Doc) bool {
	if w.Start.PK == "" {
		return true
	}
	p := w.Start
	c := cmp.Or(cmp.Compare(d.Place(w.Index).At, p.At), cmp.Compare(d.PK, p.PK), cmp.Compare(d.SK, p.SK))
	return c > 0 != w.Desc && c != 0
}
