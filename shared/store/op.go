package store

import (
	"fmt"

	"yingbin/shared/fault"
)

// An OpKind is what an operation does and on which condition.
type OpKind int

// The kinds of operation.
const (
	OpCreate  OpKind = iota // must not exist
	OpReplace               // must have Doc.Version; stores Version+1
	OpPut                   // no condition; stores Version+1
	OpDelete                // must have Doc.Version
	OpCheck                 // must have Doc.Version; changes nothing
)

// An Op is one operation of a commit. Make it with Create, Replace, Put,
// Delete or Check.
type Op struct {
	Kind OpKind
	Doc  Doc
}

// Create stores a document that must not exist yet.
func Create(d Doc) Op { return Op{OpCreate, d} }

// Replace stores a document over the version it was read with.
func Replace(d Doc) Op { return Op{OpReplace, d} }

// Put stores a document whatever was there, as Version+1, so that a repetition
// changes nothing. A kind of document is written
// either always with a version or always with Put.
func Put(d Doc) Op { return Op{OpPut, d} }

// Delete removes a document at the version it was read with.
func Delete(d Doc) Op { return Op{OpDelete, d} }

// Check lets the commit pass only if the document still has that version (0: is absent).
func Check(k Key, version int64) Op { return Op{OpCheck, Doc{Key: k, Version: version}} }

// A Conflict lists the operations of a commit whose condition failed, by
// their index. Nothing of the commit was applied.
type Conflict struct{ Failed []int }

// Error gives the operator's text.
func (c *Conflict) Error() string { return fmt.Sprintf("conflict in operations %v", c.Failed) }

// Unwrap makes a Conflict a fault of kind Conflict for whoever lets it through.
func (c *Conflict) Unwrap() error { return fault.New(fault.Conflict, "stale-version") }
