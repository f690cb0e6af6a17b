// Package store is the document port: one table, one kind of document, three
// sparse indexes, conditional commits. Its semantics are DynamoDB's; every
// driver below this folder keeps the same contract, proven by storetest.
//
// # Documents
//
// A document has a key (partition PK, sort key SK), a version, a Row (what
// lists show), a Body (the rest; no field is in both) and up to three places
// where it shows up: desk (who owes it), list (what there is, in order) and
// due (what falls due next). A place is written with the document, in the same
// write; a document without a place is not in that index. Row and Body come
// back byte for byte.
//
// # Reading
//
// Get and a Query of Table see every commit that was answered before. Desk,
// List and Due may lag: what they show is a hint, is without version and so
// cannot be committed, and a decision reads the table again. A Query walks one
// partition in the byte order of UTF-8; there is no scan, filter, count or
// other order. A new question is a new list name or a new document, never a
// new method.
//
// # Writing
//
// A command reads in at most two rounds, decides without effects, and commits
// once: all operations or none. Create, Replace, Delete and Check have a
// condition; if one fails, nothing was applied and the *Conflict names all that
// failed. Put has none and is for what may be overwritten: hints, search words,
// figures. Update does the whole round and reads again after a conflict.
//
// # Failing
//
// Invalid is a broken limit (see MaxDoc and its neighbours) or a cursor that
// does not fit: nothing was sent. Unavailable says that nobody knows: the commit
// may have been applied or not. Repeating it is safe: a repetition finds its own
// work as a *Conflict and never does it twice. A context that ended before the
// commit was sent applies nothing.
//
// # Expiring
//
// A document whose Expires has passed may vanish at any time, and may stay:
// readers judge the time themselves.
package store

import (
	"context"
	"iter"
	"time"
)

// A Key names one document. PK is at most 2 KB, SK at most 1 KB, neither empty.
type Key struct{ PK, SK string }

// A Place is a partition and an order in an index; the zero Place is no place.
type Place struct{ In, At string }

// A Doc is one document of at most 400 KB.
type Doc struct {
	Key
	// Version counts the writes; 0 means absent.
	Version int64
	// Desk, List and Due are the document's places in the three indexes.
	Desk, List, Due Place
	// Row and Body are JSON, stored byte for byte.
	Row, Body []byte
	// Expires marks rubbish: the document may vanish at any time after, and may
	// also stay. Stored to the second.
	Expires time.Time
}

// An Index is what a Query walks.
type Index int

// The table and its three indexes.
const (
	Table Index = iota // whole documents, strongly consistent
	Desk               // Row only, eventually consistent
	List               // Row only, eventually consistent
	Due                // keys only, eventually consistent
)

// A Query walks one partition in byte order of UTF-8.
type Query struct {
	Index    Index
	In       string // one partition of the index (PK for Table)
	From, To string // both inclusive; empty is open
	Desc     bool
	Limit    int    // documents examined; 0 is all
	After    string // Doc.Cursor() of any document seen before, even one deleted since
}

// A DB is a document database. Errors are *fault.Error: Invalid for a broken
// limit, Unavailable for what may be tried again, *Conflict for a failed condition.
type DB interface {
	// Get reads up to 100 documents, strongly consistent, in the order asked.
	// An absent document has Version 0. The same key twice is Invalid.
	Get(ctx context.Context, keys ...Key) ([]Doc, error)
	// Query walks one partition. From Table come whole documents; from Desk and
	// List the Row only with Version 0, so that nothing read from an index can be
	// committed; from Due keys only. Stopping early stops the reading.
	Query(ctx context.Context, q Query) iter.Seq2[Doc, error]
	// Commit applies all operations or none. *Conflict lists the operations
	// whose condition failed. It may be repeated safely: a repetition of a commit
	// that was applied but reported failed does not apply twice.
	Commit(ctx context.Context, ops ...Op) error
}
