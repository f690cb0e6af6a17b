package store

// Cursor names the place of a document in a query's order, so that a later
// query can continue after it, even when it has been deleted since. It is not
// sealed: package web seals what leaves the process.
func (d Doc) Cursor() string { return encodeCursor(d) }
