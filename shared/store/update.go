package store

import (
	"bytes"
	"context"
	"errors"
	"sync"
)

// A Need is what a decision must read: keys and queries, fetched in parallel
// as one read round.
type Need struct {
	Keys    []Key
	Queries []Query
}

// A Read is what a Need found: documents by key (absent ones with Version 0)
// and one list for each query, in the order asked.
type Read struct {
	Docs  map[Key]Doc
	Lists [][]Doc
}

// Fetch reads everything a Need names in parallel, as one round trip.
func Fetch(ctx context.Context, db DB, need Need) (Read, error) {
	r := Read{Docs: make(map[Key]Doc, len(need.Keys)), Lists: make([][]Doc, len(need.Queries))}
	errs := make([]error, len(need.Queries)+1)
	if ctx.Value(roundKey{}) == nil {
		ctx = Round(ctx)
	}
	var wg sync.WaitGroup
	if len(need.Keys) > 0 {
		wg.Go(func() {
			docs, err := db.Get(ctx, need.Keys...)
			errs[len(need.Queries)] = err
			for _, d := range docs {
				r.Docs[d.Key] = d
			}
		})
	}
	for i, q := range need.Queries {
		wg.Go(func() { r.Lists[i], errs[i] = All(ctx, db, q) })
	}
	wg.Wait()
	return r, errors.Join(errs...)
}

// All collects a query.
func All(ctx context.Context, db DB, q Query) ([]Doc, error) {
	var docs []Doc
	for d, err := range db.Query(ctx, q) {
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// Tries is how often Update reads again after a conflict.
const Tries = 3

// Update reads need in one round, lets decide turn what was read into
// operations, drops those that change nothing and commits the rest. On a
// conflict it reads again, at most Tries times. decide may run more than once
// and must have no effect of its own; it may Fetch a second round.
func Update(ctx context.Context, db DB, need Need, decide func(context.Context, Read) ([]Op, error)) error {
	var err error
	for range Tries + 1 {
		var read Read
		if read, err = Fetch(ctx, db, need); err != nil {
			return err
		}
		var ops []Op
		if ops, err = decide(ctx, read); err != nil {
			return err
		}
		if ops = dropUnchanged(ops, read); len(ops) == 0 {
			return nil
		}
		err = db.Commit(ctx, ops...)
		var c *Conflict
		if !errors.As(err, &c) {
			return err
		}
	}
	return err
}

// dropUnchanged leaves out replacements by what is there already.
func dropUnchanged(ops []Op, read Read) []Op {
	kept := ops[:0]
	for _, op := range ops {
		if old, ok := read.Docs[op.Doc.Key]; ok && op.Kind == OpReplace && same(old, op.Doc) {
			continue
		}
		kept = append(kept, op)
	}
	return kept
}

// same says whether two documents differ in nothing but their version.
func same(a, b Doc) bool {
	return a.Desk == b.Desk && a.List == b.List && a.Due == b.Due && a.Expires.Unix() == b.Expires.Unix() &&
		bytes.Equal(a.Row, b.Row) && bytes.Equal(a.Body, b.Body)
}
