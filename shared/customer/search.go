package customer

import (
	"context"
	"slices"
	"strings"

	"yingbin/shared/store"
)

// hits is how many things a search shows.
const hits = 20

// Search finds what begins with the text: customers by name, pinyin and
// initials from any syllable on, contacts by name, pinyin, initials, phone and
// mail, receptions by number. One query; each thing once, at most 20 in the
// order of the words, and the cursor to go on after them. Receptions are found
// whoever asks: the caller drops what the reader may not see.
func (s *Service) Search(ctx context.Context, text, after string) (list []Hit, next string, err error) {
	list = []Hit{}
	folded := shorten(Fold(text))
	if folded == "" {
		return list, "", nil
	}
	read, q := 0, store.Query{In: wordKey(folded, "").PK, From: folded, To: folded + "\U0010FFFF", Limit: wordsRead * hits, After: after}
	for d, err := range s.DB.Query(ctx, q) {
		if err != nil {
			return nil, "", err
		}
		h, ok := hit(d)
		fresh := ok && h.first(d.SK, folded) && !slices.ContainsFunc(list, func(o Hit) bool { return o.Type == h.Type && o.ID == h.ID })
		if fresh && len(list) == hits {
			return list, next, nil
		}
		if read, next = read+1, d.Cursor(); fresh {
			list = append(list, h)
		}
	}
	if read < q.Limit {
		next = ""
	}
	return list, next, nil
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
// the first page); with a text those whose words begin like it, in the order of
// the words. It may lag behind by a moment.
func (s *Service) List(ctx context.Context, text string, limit int, after string) (Page, error) {
	if Fold(text) != "" {
		return s.found(ctx, text, limit, after)
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

// found is a page of a search: customers by their own words or a contact's, each
// where the first word stands by which it is found.
func (s *Service) found(ctx context.Context, text string, limit int, after string) (Page, error) {
	folded := shorten(Fold(text))
	limit = min(limit, store.MaxGet)
	p, keys, read := Page{Items: []Card{}}, []store.Key(nil), 0
	words := store.Query{In: wordKey(folded, "").PK, From: folded, To: folded + "\U0010FFFF", Limit: wordsRead * limit, After: after}
	for d, err := range s.DB.Query(ctx, words) {
		if err != nil {
			return Page{}, err
		}
		read++
		p.Next = d.Cursor()
		if h, ok := hit(d); ok && h.Customer != "" && h.first(d.SK, folded) && !slices.Contains(keys, headKey(h.Customer)) {
			keys = append(keys, headKey(h.Customer))
		}
		if len(keys) == limit {
			break
		}
	}
	if len(keys) < limit && read < words.Limit {
		p.Next = ""
	}
	if len(keys) == 0 {
		return p, nil
	}
	docs, err := s.DB.Get(ctx, keys...)
	for _, d := range docs {
		if d.Version == 0 {
			continue
		}
		if h, err := decodeHead(d); err == nil && h.Into == "" {
			p.Items = append(p.Items, h.Card)
		}
	}
	return p, err
}

// wordsRead is how many words of each customer a page of a search reads at most.
const wordsRead = 10

// first says whether a customer or contact is found by no earlier word than this one, so
// that no later page shows it again.
func (h Hit) first(sk, folded string) bool {
	word, _, _ := strings.Cut(sk, "#")
	name, person := h.Title, h.Type == "contact"
	if person {
		name, _, _ = strings.Cut(name, personOf)
	}
	return !slices.ContainsFunc(nameTokens(name, person), func(t token) bool {
		return strings.HasPrefix(t.text, folded) && t.text < word
	})
}
