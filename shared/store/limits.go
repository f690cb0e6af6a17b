package store

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"yingbin/shared/fault"
)

// The limits, the same in every driver. More is Invalid, never split silently.
const (
	MaxDoc    = 400 << 10 // bytes of one document, by Doc.Size
	MaxCommit = 4 << 20   // bytes of all documents of a commit
	MaxOps    = 100       // operations of a commit
	MaxGet    = 100       // keys of a Get
	MaxPK     = 2 << 10   // bytes of a partition key, also in an index
	MaxSK     = 1 << 10   // bytes of a sort key, also in an index
)

func invalid(format string, args ...any) error {
	return fault.Wrap(fault.Invalid, "invalid", fmt.Errorf(format, args...))
}

// Size is the size of a document in bytes as DynamoDB counts it: attribute
// names and values as UTF-8, a number by its significant digits.
func (d Doc) Size() int {
	n := d.Key.size() + len("v") + numberSize(d.Version)
	n += placeSize("desk", d.Desk) + placeSize("list", d.List) + placeSize("due", d.Due)
	if len(d.Row) > 0 {
		n += len("row") + len(d.Row)
	}
	if len(d.Body) > 0 {
		n += len("body") + len(d.Body)
	}
	if !d.Expires.IsZero() {
		n += len("ttl") + numberSize(d.Expires.Unix())
	}
	return n
}

func (k Key) size() int { return len("pk") + len(k.PK) + len("sk") + len(k.SK) }

func placeSize(name string, p Place) int {
	if p == (Place{}) {
		return 0
	}
	return len(name) + len(p.In) + len(name) + len("At") + len(p.At)
}

// numberSize is one byte and one for each two significant digits.
func numberSize(n int64) int {
	digits := strings.Trim(strconv.FormatInt(n, 10), "-0")
	return 1 + (len(digits)+1)/2
}

// Check says whether a key is within the limits.
func (k Key) Check() error {
	if k.PK == "" || k.SK == "" {
		return invalid("empty key %q", k)
	}
	return checkPair(k.PK, k.SK)
}

func checkPair(in, at string) error {
	if len(in) > MaxPK || len(at) > MaxSK {
		return invalid("key too long: %d and %d bytes", len(in), len(at))
	}
	if !utf8.ValidString(in) || !utf8.ValidString(at) {
		return invalid("key %q, %q is not UTF-8", in, at)
	}
	return nil
}

// check says whether a document may be stored.
func (d Doc) check() error {
	for _, p := range []Place{d.Desk, d.List, d.Due} {
		if (p.In == "") != (p.At == "") {
			return invalid("half a place %q in %q", p, d.Key)
		}
		if err := checkPair(p.In, p.At); err != nil {
			return err
		}
	}
	if !utf8.Valid(d.Row) || !utf8.Valid(d.Body) {
		return invalid("document %q is not UTF-8", d.Key)
	}
	if n := d.Size(); n > MaxDoc {
		return invalid("document %q has %d bytes", d.Key, n)
	}
	return nil
}

// Check says whether one operation is within the limits.
func (op Op) Check() error {
	if err := op.Doc.Key.Check(); err != nil {
		return err
	}
	v := op.Doc.Version
	switch op.Kind {
	case OpCreate, OpPut:
	case OpReplace, OpDelete:
		if v < 1 {
			return invalid("version %d of %q", v, op.Doc.Key)
		}
	case OpCheck:
		if v < 0 {
			return invalid("version %d of %q", v, op.Doc.Key)
		}
	default:
		return invalid("operation %d", op.Kind)
	}
	if op.Writes() {
		return op.Stored().check()
	}
	return nil
}

// Writes says whether the operation stores a document.
func (op Op) Writes() bool { return op.Kind != OpDelete && op.Kind != OpCheck }

// Stored is the document as the operation stores it, with its new version.
func (op Op) Stored() Doc {
	d := op.Doc
	if d.Version++; op.Kind == OpCreate {
		d.Version = 1
	}
	return d
}

// CheckCommit says whether a commit is within the limits; every driver calls
// it before anything else.
func CheckCommit(ops []Op) error {
	if len(ops) > MaxOps {
		return invalid("%d operations in a commit", len(ops))
	}
	seen, size := make(map[Key]bool, len(ops)), 0
	for _, op := range ops {
		if err := op.Check(); err != nil {
			return err
		}
		if seen[op.Doc.Key] {
			return invalid("key %q twice in a commit", op.Doc.Key)
		}
		seen[op.Doc.Key] = true
		if op.Writes() {
			size += op.Stored().Size()
		} else {
			size += op.Doc.Key.size()
		}
	}
	if size > MaxCommit {
		return invalid("%d bytes in a commit", size)
	}
	return nil
}

// CheckGet says whether the keys of a Get are within the limits.
func CheckGet(keys []Key) error {
	if len(keys) > MaxGet {
		return invalid("%d keys in a get", len(keys))
	}
	seen := make(map[Key]bool, len(keys))
	for _, k := range keys {
		if err := k.Check(); err != nil {
			return err
		}
		if seen[k] {
			return invalid("key %q twice in a get", k)
		}
		seen[k] = true
	}
	return nil
}
