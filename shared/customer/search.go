package customer

import (
	"context"
	"encoding/json"
	"slices"

	"yingbin/shared/store"
)

// hits is how many things a search shows.
const hits = 20

// Search finds what begins with the text: customers by name, pinyin and
// initials from any syllable on, contacts by name, pinyin, initials, phone and
// mail, receptions by number. One query; each thing once, at most 20, in the
// order of the words. Receptions are found whoever asks: the caller drops what
// the reader may not see.
func (s *Service) Search(ctx context.Context, text string) ([]Hit, error) {
	return s.search(ctx, text, "")
}

// search is Search for one type of thing, or for all.
func (s *Service) search(ctx context.Context, text, kind string) ([]Hit, error) {
	list := []Hit{}
	folded := shorten(Fold(text))
	if folded == "" {
		return list, nil
	}
	from := wordKey(folded, "")
	for d, err := range s.DB.Query(ctx, store.Query{In: from.PK, From: folded, To: folded + "\U0010FFFF", Limit: 10 * hits}) {
		if err != nil {
			return nil, err
		}
		h, ok := hit(d)
		if !ok || kind != "" && h.Type != kind || slices.ContainsFunc(list, func(o Hit) bool { return o.Type == h.Type && o.ID == h.ID }) {
			continue
		}
		if list = append(list, h); len(list) == hits {
			break
		}
	}
	return list, nil
}

// shorten cuts a folded text to the length of words.
func shorten(folded string) string {
	if r := []rune(folded); len(r) > longestWord {
		return string(r[:longestWord])
	}
	return folded
}

// A Page is a stretch of the list of customers.
type Page struct {
	Items []Card `json:"items"`
	Next  string `json:"next,omitempty"` // unsealed cursor
}

// List gives customers from A to Z, limit at a time, after a cursor ("" for
// the first page); with a text those that Search finds, on one page. It may
// lag behind by a moment.
func (s *Service) List(ctx context.Context, text string, limit int, after string) (Page, error) {
	if Fold(text) != "" {
		return s.found(ctx, text)
	}
	p := Page{Items: []Card{}}
	for d, err := range s.DB.Query(ctx, store.Query{Index: store.List, In: "customer", Limit: limit, After: after}) {
		if err != nil {
			return Page{}, err
		}
		var c Card
		if err := decodeRow(d, &c); err != nil {
			return Page{}, err
		}
		p.Items, p.Next = append(p.Items, c), d.Cursor()
	}
	if len(p.Items) < limit {
		p.Next = ""
	}
	return p, nil
}

// found is the page of a search: customers by their own words or a contact's.
func (s *Service) found(ctx context.Context, text string) (Page, error) {
	list, err := s.Search(ctx, text)
	if err != nil {
		return Page{}, err
	}
	var keys []store.Key
	for _, h := range list {
		if k := headKey(h.Customer); h.Customer != "" && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	p := Page{Items: []Card{}}
	if len(keys) == 0 {
		return p, nil
	}
	docs, err := s.DB.Get(ctx, keys...)
	for _, d := range docs {
		var c Card
		if d.Version > 0 && json.Unmarshal(d.Row, &c) == nil {
			p.Items = append(p.Items, c)
		}
	}
	return p, err
}
