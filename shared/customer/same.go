package customer

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"yingbin/shared/store"
)

// A Similar is another customer that may be the same one, and why: name, phone
// or mail.
type Similar struct {
	Card
	Visits int    `json:"visits"`
	Why    string `json:"why"`
}

// The bounds of looking for the same customer.
const (
	similarShown = 5
	similarRead  = 60 // words
	similarAsked = 2  // numbers and addresses of people
)

// Similar finds customers that may be the same as one: those whose name says the
// same or contains it, but for place, legal form and writing, and those with
// whom one of its people can be reached too. One round of three queries, and
// another for the cards of what was found.
func (s *Service) Similar(ctx context.Context, f *File) ([]Similar, error) {
	return s.similar(ctx, f.ID, f.Head.Name, f.reached())
}

// Alike is Similar for a name that no customer has.
func (s *Service) Alike(ctx context.Context, name string) ([]Similar, error) {
	return s.similar(ctx, "", name, nil)
}

// reached are the first numbers and addresses of a customer's people, key
// persons first.
func (f *File) reached() (list []token) {
	people := slices.Clone(f.Contacts)
	slices.SortStableFunc(people, func(a, b Contact) int {
		switch {
		case a.Key == b.Key:
			return strings.Compare(b.Last, a.Last)
		case a.Key:
			return -1
		}
		return 1
	})
	for _, c := range people {
		for _, t := range []token{{foldPhone(c.Phone), "phone"}, {Fold(c.Email), "mail"}} {
			if utf8.RuneCountInString(t.text) >= shortestReach && len(list) < similarAsked {
				list = append(list, t)
			}
		}
	}
	return list
}

// shortestReach is how long a number or address must be to tell people apart.
const shortestReach = 7

func (s *Service) similar(ctx context.Context, id, name string, reached []token) ([]Similar, error) {
	own := Core(name)
	asked := append([]token{{strings.Join(own, ""), "name"}}, reached...)
	var need store.Need
	for _, t := range asked {
		if t.text = shorten(t.text); t.text != "" {
			first := wordKey(t.text, "")
			need.Queries = append(need.Queries, store.Query{In: first.PK, From: t.text, To: t.text + "\U0010FFFF", Limit: similarRead})
		}
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil || len(need.Queries) < len(asked) {
		return []Similar{}, err
	}
	why := map[string]string{}
	var keys []store.Key
	for i, t := range asked {
		for _, d := range read.Lists[i] {
			h, ok := hit(d)
			if !ok || h.Customer == "" || h.Customer == id || why[h.Customer] != "" || len(keys) == 2*similarShown || !t.tells(h, d.SK, own) {
				continue
			}
			why[h.Customer] = t.why
			keys = append(keys, headKey(h.Customer))
		}
	}
	return s.cards(ctx, keys, why)
}

// tells says whether a hit means that two customers may be the same.
func (t token) tells(h Hit, sk string, own []string) bool {
	if t.why == "name" {
		return h.Type == "customer" && SameName(own, Core(h.Title))
	}
	word, _, _ := strings.Cut(sk, "#")
	return h.Type == "contact" && h.Why == t.why && word == t.text
}

// cards reads what was found; records that were merged are left out.
func (s *Service) cards(ctx context.Context, keys []store.Key, why map[string]string) ([]Similar, error) {
	list := []Similar{}
	if len(keys) == 0 {
		return list, nil
	}
	docs, err := s.DB.Get(ctx, keys...)
	if err != nil {
		return list, err
	}
	for _, d := range docs {
		if d.Version == 0 {
			continue
		}
		h, err := decodeHead(d)
		if err != nil {
			return list, err
		}
		if h.Into == "" && len(list) < similarShown {
			list = append(list, Similar{h.Card, h.Visits, why[h.ID]})
		}
	}
	return list, nil
}
