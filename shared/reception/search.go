package reception

import (
	"context"
	"strings"

	"yingbin/shared/customer"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A SearchHit is one thing that a search found: type reception, customer or
// contact; why says what fitted: number name pinyin phone mail.
type SearchHit struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Why   string `json:"why"`
}

// wholeNumber is a complete reception number, as people type it.
var wholeNumber = pattern(`^[Rr]-?(\d{8})-?(\d{3,})$`)

// Search finds a reception by its number, and receptions, customers and their
// contacts by how they begin. Receptions that the actor may not see are left
// out, and so are contacts' phones and addresses; customers and contacts are
// found only by those who keep the archive. It gives some at a time, with the
// place to go on after them.
func (s *Service) Search(ctx context.Context, act staff.Act, q, after string) (Page[SearchHit], error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Page[SearchHit]{}, err
	}
	q = tidyCell(cleanPaste(q))
	if m := wholeNumber().FindStringSubmatch(q); m != nil {
		hits, err := s.receptionHits(ctx, company, act, []SearchHit{{Type: "reception", ID: "R-" + m[1] + "-" + m[2], Why: "number"}})
		return Page[SearchHit]{Items: hits}, err
	}
	found, next, err := s.Customers.Search(ctx, q, after)
	if err != nil {
		return Page[SearchHit]{}, err
	}
	hits, keeps := []SearchHit{}, customer.Keeps(company, act.By)
	for _, h := range found {
		if h.Type != "reception" && !keeps {
			continue
		}
		hits = append(hits, SearchHit{Type: h.Type, ID: h.ID, Title: h.Title, Why: h.Why})
	}
	hits, err = s.receptionHits(ctx, company, act, hits)
	return Page[SearchHit]{Items: hits, Next: next}, err
}

// receptionHits keeps the receptions that exist and that the actor may see,
// judged by their Rows in one round, and gives them their titles.
func (s *Service) receptionHits(ctx context.Context, company *staff.Company, act staff.Act, hits []SearchHit) ([]SearchHit, error) {
	var need store.Need
	for _, h := range hits {
		if h.Type == "reception" {
			need.Keys = append(need.Keys, store.Key{PK: Partition(h.ID), SK: "HEAD"})
		}
	}
	if len(need.Keys) == 0 {
		return hits, nil
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return nil, err
	}
	kept := []SearchHit{}
	for _, h := range hits {
		if h.Type != "reception" {
			kept = append(kept, h)
			continue
		}
		d := read.Docs[store.Key{PK: Partition(h.ID), SK: "HEAD"}]
		if d.Version == 0 {
			continue
		}
		row, err := listedOf(d)
		if err != nil {
			return nil, err
		}
		if !seesRow(company, act, row) {
			if _, err := s.look(ctx, act, h.ID); err != nil {
				continue // perhaps a task or the itinerary lets him: the whole says no
			}
		}
		h.Title = strings.TrimSpace(row.Customer.Name + " " + row.Start.In(company.Zone()).Format("2006-01-02"))
		kept = append(kept, h)
	}
	return kept, nil
}
