package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"time"
)

// A Porter moves a whole table. Only export, import and migration use it;
// nothing that answers a request does.
type Porter interface {
	// Dump gives every document in key order, with version and places.
	Dump(ctx context.Context) iter.Seq2[Doc, error]
	// Load stores documents with the versions they carry. The table must be
	// empty, otherwise Load is Invalid. After an error the table holds a part.
	Load(ctx context.Context, docs iter.Seq2[Doc, error]) error
}

// line is a document as one JSON line. Row and Body are strings, so that they
// come back byte for byte.
type line struct {
	PK      string     `json:"pk"`
	SK      string     `json:"sk"`
	Version int64      `json:"v"`
	Desk    *[2]string `json:"desk,omitempty"`
	List    *[2]string `json:"list,omitempty"`
	Due     *[2]string `json:"due,omitempty"`
	Expires int64      `json:"ttl,omitempty"` // Unix seconds
	Row     string     `json:"row,omitempty"`
	Body    string     `json:"body,omitempty"`
}

// last is the last line: how many documents came before it. A file without it,
// or with another number, was cut off.
type last struct {
	End int `json:"end"`
}

// WriteLines writes documents as JSON lines, and in the end how many they were.
func WriteLines(w io.Writer, docs iter.Seq2[Doc, error]) error {
	buffer := bufio.NewWriter(w)
	enc := json.NewEncoder(buffer)
	enc.SetEscapeHTML(false)
	n := 0
	for d, err := range docs {
		if err == nil {
			err = enc.Encode(toLine(d))
		}
		if err != nil {
			return err
		}
		n++
	}
	if err := enc.Encode(last{n}); err != nil {
		return err
	}
	return buffer.Flush()
}

// ReadLines reads what WriteLines wrote; a file that was cut off ends in Invalid.
func ReadLines(r io.Reader) iter.Seq2[Doc, error] {
	return func(yield func(Doc, error) bool) {
		dec := json.NewDecoder(r)
		for n := 0; ; n++ {
			var l struct {
				line
				End *int `json:"end"`
			}
			err := dec.Decode(&l)
			switch {
			case errors.Is(err, io.EOF):
				err = invalid("the last line is missing: the file was cut off")
			case err != nil:
				err = invalid("line does not decode: %w", err)
			case l.End == nil:
				if !yield(l.doc(), nil) {
					return
				}
				continue
			case *l.End != n || dec.More():
				err = invalid("not the %d documents that its last line tells of", *l.End)
			}
			if err != nil {
				yield(Doc{}, err)
			}
			return
		}
	}
}

// CheckLoad says whether a document may be loaded as it is.
func CheckLoad(d Doc) error {
	if err := d.Key.Check(); err != nil {
		return err
	}
	if d.Version < 1 {
		return invalid("version %d of %q", d.Version, d.Key)
	}
	return d.check()
}

func toLine(d Doc) line {
	l := line{PK: d.PK, SK: d.SK, Version: d.Version, Row: string(d.Row), Body: string(d.Body),
		Desk: pair(d.Desk), List: pair(d.List), Due: pair(d.Due)}
	if !d.Expires.IsZero() {
		l.Expires = d.Expires.Unix()
	}
	return l
}

func (l line) doc() Doc {
	d := Doc{Key: Key{l.PK, l.SK}, Version: l.Version, Row: Bytes(l.Row), Body: Bytes(l.Body),
		Desk: place(l.Desk), List: place(l.List), Due: place(l.Due)}
	if l.Expires != 0 {
		d.Expires = time.Unix(l.Expires, 0).UTC()
	}
	return d
}

func pair(p Place) *[2]string {
	if p == (Place{}) {
		return nil
	}
	return &[2]string{p.In, p.At}
}

func place(p *[2]string) Place {
	if p == nil {
		return Place{}
	}
	return Place{p[0], p[1]}
}

// Bytes is what a driver gives for a stored Row or Body: nil where none is.
func Bytes(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}
