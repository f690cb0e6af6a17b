package store

// A Position is a document's place in the order of a query: At is its sort
// key in the index (its SK in Table), Key decides between equal ones.
type Position struct {
	At string
	Key
}

// A Walk is a query that passed its checks, in the form drivers need.
type Walk struct {
	Query
	// Start is the position to continue after; its zero value is the beginning.
	Start Position
	// Empty says that nothing can match: the range is empty, or lies behind.
	Empty bool
}

// CheckQuery makes a Walk of a query, or says why it is Invalid. Every driver
// calls it before anything else.
func CheckQuery(q Query) (Walk, error) {
	w := Walk{Query: q}
	if q.Index < Table || q.Index > Due || q.In == "" || q.Limit < 0 {
		return w, invalid("query %+v", q)
	}
	if err := checkPair(q.In, q.From); err != nil {
		return w, err
	}
	if err := checkPair(q.In, q.To); err != nil {
		return w, err
	}
	w.Empty = q.To != "" && q.From > q.To
	if q.After == "" {
		return w, nil
	}
	d, err := decodeCursor(q.After)
	if err != nil {
		return w, invalid("%w", err)
	}
	p := d.Place(q.Index)
	if p.In != q.In {
		return w, invalid("cursor of %q used in %q", p.In, q.In)
	}
	w.after(Position{At: p.At, Key: d.Key})
	return w, nil
}

// after sets the start, unless it lies outside the range: before it, it says
// nothing; behind it, nothing is left.
func (w *Walk) after(p Position) {
	below := w.From != "" && p.At < w.From
	above := w.To != "" && p.At > w.To
	if w.Desc {
		below, above = above, below
	}
	w.Empty = w.Empty || above
	if !below {
		w.Start = p
	}
}

// Place is where a document stands in an index; in Table that is its key.
func (d Doc) Place(i Index) Place {
	switch i {
	case Desk:
		return d.Desk
	case List:
		return d.List
	case Due:
		return d.Due
	}
	return Place{d.PK, d.SK}
}

// Seen is a document as an index shows it: its key, its place in that index,
// from Desk and List also the Row. From Table it is the document itself.
func (d Doc) Seen(i Index) Doc {
	seen := Doc{Key: d.Key}
	switch i {
	case Desk:
		seen.Desk, seen.Row = d.Desk, d.Row
	case List:
		seen.List, seen.Row = d.List, d.Row
	case Due:
		seen.Due = d.Due
	default:
		return d
	}
	return seen
}
