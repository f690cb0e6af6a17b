package event

import (
	"context"
	"strings"

	"yingbin/shared/store"
)

// An Entry is one event with the letters it caused, by recipient.
type Entry struct {
	Event
	Claims []Claim
}

// A Page is a stretch of a partition's history, newest first.
type Page struct {
	Entries   []Entry
	Responses []store.Doc // survey answers, which lie above the events; on the first page
	Next      string      // cursor for the next page; empty at the end
}

// History reads a partition's events backwards, after a cursor ("" for the
// newest), in one query of limit documents (events, letters and answers
// together). An event is never torn from its letters: what does not fit is on
// the next page, and one that is larger than the limit is read whole.
func History(ctx context.Context, db store.DB, pk, after string, limit int) (Page, error) {
	var p Page
	var letters []Claim
	q := store.Query{Index: store.Table, In: pk, From: prefix, To: "response#~", Desc: true, Limit: limit, After: after}
	for {
		examined := 0
		for d, err := range db.Query(ctx, q) {
			if err != nil {
				return Page{}, err
			}
			examined++
			q.After = d.Cursor()
			if letters, err = p.add(d, letters); err != nil {
				return Page{}, err
			}
		}
		if limit <= 0 || examined < limit {
			p.Next = ""
			return p, nil
		}
		if len(p.Entries) > 0 {
			return p, nil
		}
	}
}

// add sorts one document into the page. Letters come before their event, as
// the query runs backwards; they wait in letters until it comes.
func (p *Page) add(d store.Doc, letters []Claim) ([]Claim, error) {
	switch {
	case strings.HasPrefix(d.SK, "response#"):
		p.Responses = append(p.Responses, d)
	case IsEvent(d.Key):
		e, err := Decode(d)
		if err != nil {
			return nil, err
		}
		entry := Entry{Event: e}
		for i := len(letters) - 1; i >= 0; i-- {
			entry.Claims = append(entry.Claims, letters[i])
		}
		p.Entries, p.Next = append(p.Entries, entry), d.Cursor()
		return nil, nil
	case strings.HasPrefix(d.SK, prefix):
		c, err := DecodeClaim(d)
		if err != nil {
			return nil, err
		}
		return append(letters, c), nil
	}
	return letters, nil
}
