package customer

import (
	"context"
	"slices"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// UndoDays is how long a merge can be taken back.
const UndoDays = 30

// Merged says that a record went into another one: who did it, until when it
// can be taken back, and what the other one took from it.
type Merged struct {
	Into  string         `json:"into"`
	At    time.Time      `json:"at"`
	By    string         `json:"by,omitempty"` // empty: came with a merge of their customers
	Note  string         `json:"note,omitempty"`
	Until time.Time      `json:"until,omitzero"`
	Took  []event.Change `json:"took,omitempty"` // of the other one's fields: before and after
}

// An Absorbed is the document MERGED#id of the customer that stays: one record
// that was merged into it. The record itself keeps what it held, so that a merge
// can be taken back; what it held is copied over after the commit, some at a
// time, and everything copied says where it came From.
type Absorbed struct {
	Schema int `json:"s"`
	Merged
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Visits  int          `json:"visits,omitempty"` // of the record, those filed since included
	Cost    policy.Money `json:"cost,omitzero"`
	Last    string       `json:"last,omitempty"`
	Latest  string       `json:"latest,omitempty"`
	Undone  bool         `json:"undone,omitempty"`
	Named   bool         `json:"named,omitempty"`   // its names lead to the right record
	Settled bool         `json:"settled,omitempty"` // everything is where it belongs
	Seen    string       `json:"seen,omitempty"`    // how far the log was moved
	Version int64        `json:"-"`
}

// Follow opens the customer of an id, from its present as it was read: the one
// that stays, when the record was merged into another; that costs a read.
func (s *Service) Follow(ctx context.Context, id string, docs []store.Doc) (*File, error) {
	f, err := Open(id, docs)
	for range longestChain {
		if err != nil || f.Head.Into == "" {
			return f, err
		}
		into, via := f.Head.Into, f.ID
		if docs, err = store.All(ctx, s.DB, Present(into)); err != nil {
			return nil, err
		}
		if f, err = Open(into, docs); err == nil {
			f.via = via
		}
	}
	return f, err
}

// FollowPromises opens the file of some promises, where they are now: what was
// owed by a merged record went with it; that costs a read.
func (s *Service) FollowPromises(ctx context.Context, id string, docs []store.Doc) (*File, error) {
	f, err := Open(id, docs)
	for range longestChain {
		if err != nil || len(f.Promises) == 0 || f.Promises[0].Into == "" {
			return f, err
		}
		var ids []string
		for _, p := range f.Promises {
			ids = append(ids, p.ID)
		}
		id = f.Promises[0].Into
		if docs, err = s.DB.Get(ctx, PromiseKeys(id, ids...)...); err != nil {
			return nil, err
		}
		f, err = Open(id, slices.DeleteFunc(docs, func(d store.Doc) bool { return d.Version == 0 }))
	}
	return f, err
}

// Itself makes what is entered from now on belong to the customer, not to the
// merged record by which it was found.
func (f *File) Itself() *File {
	f.via = ""
	return f
}

// longestChain bounds how often the customer that stayed was merged itself.
const longestChain = 8

// absorbed finds a merge that holds; nil when there is none.
func (f *File) absorbed(id string) *Absorbed {
	for i := range f.Merges {
		if m := &f.Merges[i]; m.ID == id && !m.Undone {
			return m
		}
	}
	return nil
}

// visited counts a visit of a merged record that was filed since.
func (m *Absorbed) visited(v Visit, day string) {
	m.Visits++
	m.Cost = plus(m.Cost, v.Cost)
	if day >= m.Last {
		m.Last, m.Latest = day, v.Number
	}
}

// gather brings the preferences of a merged record to those of the one that
// stays: what both know stays confirmed if one of them had it confirmed.
func gather(list, more []Preference, from string) []Preference {
	list = slices.Clone(list)
	for _, p := range more {
		i := slices.IndexFunc(list, func(o Preference) bool { return o.Kind == p.Kind && Fold(o.What) == Fold(p.What) })
		if i < 0 {
			p.From = from
			list = append(list, p)
		} else if list[i].Confirmed = list[i].Confirmed || p.Confirmed; list[i].Until != "" && (p.Until == "" || p.Until > list[i].Until) {
			list[i].Until = p.Until
		}
	}
	return list
}

// scatter takes out the preferences that came with a record.
func scatter(list []Preference, from string) []Preference {
	return slices.DeleteFunc(slices.Clone(list), func(p Preference) bool { return p.From == from })
}
