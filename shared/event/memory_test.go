package event

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

var errBroken = errors.New("connection lost")

// memory is a document store for these tests, in one map. before and after,
// where set, run around each commit and may fail it: not applied, or applied
// but reported failed.
type memory struct {
	sync.Mutex
	docs          map[store.Key]store.Doc
	before, after func(ops []store.Op) error
}

func newMemory() *memory { return &memory{docs: map[store.Key]store.Doc{}} }

func (m *memory) Get(_ context.Context, keys ...store.Key) ([]store.Doc, error) {
	m.Lock()
	defer m.Unlock()
	docs := make([]store.Doc, len(keys))
	for i, k := range keys {
		if slices.Contains(keys[:i], k) {
			return nil, fault.New(fault.Invalid, "invalid")
		}
		docs[i] = m.docs[k]
		docs[i].Key = k
	}
	return docs, nil
}

func (m *memory) Query(_ context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	m.Lock()
	var found []store.Doc
	for _, d := range m.docs {
		in, at := d.PK, d.SK
		if q.Index == store.Due {
			in, at = d.Due.In, d.Due.At
		}
		if in == q.In && at >= q.From && (q.To == "" || at <= q.To) {
			found = append(found, d)
		}
	}
	m.Unlock()
	slices.SortFunc(found, func(a, b store.Doc) int {
		return strings.Compare(a.Due.At+a.SK, b.Due.At+b.SK)
	})
	if q.Index == store.Table {
		slices.SortFunc(found, func(a, b store.Doc) int { return strings.Compare(a.SK, b.SK) })
	}
	if q.Desc {
		slices.Reverse(found)
	}
	if i := slices.IndexFunc(found, func(d store.Doc) bool { return d.Cursor() == q.After }); i >= 0 {
		found = found[i+1:]
	}
	if q.Limit > 0 {
		found = found[:min(q.Limit, len(found))]
	}
	return func(yield func(store.Doc, error) bool) {
		for _, d := range found {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func (m *memory) Commit(ctx context.Context, ops ...store.Op) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.before != nil {
		if err := m.before(ops); err != nil {
			return err
		}
	}
	if err := m.apply(ops); err != nil {
		return err
	}
	if m.after != nil {
		return m.after(ops)
	}
	return nil
}

func (m *memory) apply(ops []store.Op) error {
	m.Lock()
	defer m.Unlock()
	var conflict store.Conflict
	for i, op := range ops {
		if have := m.docs[op.Doc.Key].Version; op.Kind != store.OpPut && have != op.Doc.Version {
			conflict.Failed = append(conflict.Failed, i)
		}
	}
	if conflict.Failed != nil {
		return &conflict
	}
	for _, op := range ops {
		d := op.Doc
		d.Version = m.docs[d.Key].Version + 1
		if op.Kind == store.OpDelete {
			delete(m.docs, d.Key)
		} else if op.Kind != store.OpCheck {
			m.docs[d.Key] = d
		}
	}
	return nil
}
