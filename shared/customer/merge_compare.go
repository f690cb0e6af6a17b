package customer

import (
	"context"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// A Comparison is the page on which a merge is decided.
type Comparison struct {
	This     View         `json:"this"`  // stays
	Other    View         `json:"other"` // goes
	Differs  []Difference `json:"differs"`
	Moves    Moves        `json:"moves"`
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

// Compare shows what merging two records would do: two queries.
func (s *Service) Compare(ctx context.Context, id, with string, at time.Time) (Comparison, error) {
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: []store.Query{Present(id), Present(with)}})
	if err != nil {
		return Comparison{}, err
	}
	f, err := Open(id, read.Lists[0])
	if err != nil {
		return Comparison{}, err
	}
	l, err := Open(with, read.Lists[1])
	if err != nil {
		return Comparison{}, err
	}
	if id == with || !f.Known() || f.Head.Into != "" || !l.Known() || l.Head.Into != "" {
		return Comparison{}, fault.Missing()
	}
	return Comparison{This: f.view(nil), Other: l.view(nil), Differs: differences(f.Head.parts(), l.Head.parts()), Moves: l.moves(at), UndoDays: UndoDays}, nil
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

// A Choosing is the page on which the other record is looked for.
type Choosing struct {
	This    View      `json:"this"`
	Similar []Similar `json:"similar"`
	Found   []Card    `json:"found"` // by name
}

// Choose finds what a customer may be merged with: who may be the same, and
// whom a text finds.
func (s *Service) Choose(ctx context.Context, id, text string) (Choosing, error) {
	docs, err := store.All(ctx, s.DB, Present(id))
	if err != nil {
		return Choosing{}, err
	}
	f, err := Open(id, docs)
	if err != nil {
		return Choosing{}, err
	}
	if !f.Known() || f.Head.Into != "" {
		return Choosing{}, fault.Missing()
	}
	c := Choosing{This: f.view(nil), Similar: []Similar{}, Found: []Card{}}
	if Fold(text) == "" {
		c.Similar, err = s.similarTo(ctx, f)
		return c, err
	}
	p, err := s.found(ctx, text, hits, "")
	for _, x := range p.Items {
		if x.ID != id {
			c.Found = append(c.Found, x)
		}
	}
	return c, err
}

// A ContactComparison is the page on which merging two contacts is decided.
type ContactComparison struct {
	Customer CustomerView `json:"customer"`
	This     ContactView  `json:"this"`  // stays
	Other    ContactView  `json:"other"` // goes
	Differs  []Difference `json:"differs"`
	UndoDays int          `json:"undo_days"`
	Version  int64        `json:"version"` // of the customer
}

// CompareContacts shows what merging two contacts would do.
func (s *Service) CompareContacts(ctx context.Context, id, contact, with string) (ContactComparison, error) {
	docs, err := store.All(ctx, s.DB, Present(id))
	if err != nil {
		return ContactComparison{}, err
	}
	f, err := Open(id, docs)
	if err != nil {
		return ContactComparison{}, err
	}
	c, o := f.contact(contact), f.contact(with)
	if f.Head.Into != "" || c == nil || o == nil || c == o || c.Merged != nil || o.Merged != nil {
		return ContactComparison{}, fault.Missing()
	}
	return ContactComparison{Customer: f.view(nil).Customer, This: f.contactView(*c), Other: f.contactView(*o), Differs: differences(c.parts(), o.parts()),
		UndoDays: UndoDays, Version: f.Head.Version}, nil
}
