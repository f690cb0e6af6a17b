package customer

import (
	"context"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// A Comparison is the page on which a merge is decided.
type Comparison struct {
	This     View         `json:"this"`
	Other    *View        `json:"other,omitempty"` // empty: still to be chosen
	Differs  []Difference `json:"differs"`
	Moves    Moves        `json:"moves"`
	Similar  []Similar    `json:"similar"` // others that may be the same
	UndoDays int          `json:"undo_days"`
}

// Moves counts what goes over with a record.
type Moves struct {
	Visits      int `json:"visits"`
	Coming      int `json:"coming"` // receptions that were not filed yet
	Contacts    int `json:"contacts"`
	Preferences int `json:"preferences"`
	Promises    int `json:"promises"`
}

// Compare shows what merging would do. Without another record it says which
// ones may be the same.
func (s *Service) Compare(ctx context.Context, id, with string, at time.Time) (Comparison, error) {
	c := Comparison{Differs: []Difference{}, Similar: []Similar{}, UndoDays: UndoDays}
	if with == id {
		return c, fault.Field("/with", "invalid", with)
	}
	need := store.Need{Queries: []store.Query{Present(id)}}
	if with != "" {
		need.Queries = append(need.Queries, Present(with))
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return c, err
	}
	f, err := Open(id, read.Lists[0])
	if err != nil {
		return c, err
	}
	if !f.Known() || f.Head.Into != "" {
		return c, fault.Missing()
	}
	if c.This = f.view(nil); with == "" {
		c.Similar, err = s.Similar(ctx, f)
		return c, err
	}
	l, err := Open(with, read.Lists[1])
	if err != nil {
		return c, err
	}
	if !l.Known() || l.Head.Into != "" {
		return c, fault.Field("/with", "unknown-id", with)
	}
	other := l.view(nil)
	c.Other, c.Differs, c.Moves = &other, differences(f.Head.parts(), l.Head.parts()), l.moves(at)
	return c, nil
}

// moves counts what of the record would go over.
func (f *File) moves(at time.Time) Moves {
	m := Moves{Visits: f.Head.Visits, Contacts: len(f.Contacts), Preferences: len(f.Likes("")), Promises: len(f.OpenPromises())}
	for _, month := range f.months {
		for _, c := range month.Coming {
			if c.Day >= at.Format(time.DateOnly) {
				m.Coming++
			}
		}
	}
	return m
}
