package dynamostore

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/store"
)

// A write is charged by the kilobyte, so that Body and then Row are packed
// (deflate) where that saves one. What is packed is binary, what is not is text;
// so both are read whatever is written, and most of a table stays legible.

// unit is what one write unit carries.
const unit = 1024

// Stored gives the bytes that a document takes in the table, and its Row in an
// index, after packing.
func Stored(d store.Doc) (size, row int) {
	r, b := pack(d)
	return d.Size() - len(d.Row) - len(d.Body) + len(r.bytes) + len(b.bytes), len(r.bytes)
}

// A field is Row or Body as an item holds it.
type field struct {
	bytes  []byte
	packed bool
}

// pack chooses the form that takes the fewest units, the most legible of those.
func pack(d store.Doc) (row, body field) {
	row, body = field{bytes: d.Row}, field{bytes: d.Body}
	size := d.Size()
	if size <= unit {
		return row, body
	}
	smaller := deflate(d.Body)
	saved := len(d.Body) - len(smaller.bytes)
	if units(size-saved) < units(size) {
		body, size, saved = smaller, size-saved, 0
	}
	if size <= unit {
		return row, body
	}
	shorter := deflate(d.Row)
	if saved += len(d.Row) - len(shorter.bytes); units(size-saved) < units(size) {
		return shorter, smaller
	}
	return row, body
}

func units(size int) int { return (size + unit - 1) / unit }

// writers are kept: one takes some hundred kilobytes.
var writers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.BestSpeed) // fails on other levels only
	return w
}}

// deflate packs bytes; of the same bytes it makes the same, and of none nothing.
func deflate(b []byte) field {
	if len(b) == 0 {
		return field{}
	}
	var out bytes.Buffer
	w := writers.Get().(*flate.Writer)
	defer writers.Put(w)
	w.Reset(&out)
	_, _ = w.Write(b) // a buffer takes everything
	_ = w.Close()
	return field{out.Bytes(), true}
}

// set puts a field into an item.
func (f field) set(it item, name string) {
	if f.packed {
		it[name] = &types.AttributeValueMemberB{Value: f.bytes}
		return
	}
	setText(it, name, string(f.bytes))
}

// readers are kept as writers are.
var readers = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// getField reads a field in either form. What cannot be unpacked is given as it
// is: it is no JSON, and whoever reads it says so.
func getField(it item, name string) []byte {
	b, packed := it[name].(*types.AttributeValueMemberB)
	if !packed {
		return store.Bytes(getText(it, name))
	}
	r := readers.Get().(io.ReadCloser)
	defer readers.Put(r)
	if err := r.(flate.Resetter).Reset(bytes.NewReader(b.Value), nil); err != nil {
		return b.Value
	}
	raw, err := io.ReadAll(io.LimitReader(r, store.MaxDoc+1))
	if err != nil {
		return b.Value
	}
	return raw
}
