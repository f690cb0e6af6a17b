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
	ID   string `json:"id"`
	Name string `json:"name"`
	Why  string `json:"why"`
}

// The bounds of looking for the same customer.
const (
	similarShown = 5
	similarRead  = 60 // words
	similarAsked = 1  // numbers and addresses of people
)

// Alike finds customers that may be the same as a new one of a name: whose name
// says the same or contains it, but for place, legal form and writing. One query.
func (s *Service) Alike(ctx context.Context, name string) ([]Similar, error) {
	return s.similar(ctx, &File{}, name, nil)
}

// alikeTo is Alike for a known customer, without those known to be others.
func (s *Service) alikeTo(ctx context.Context, f *File) ([]Similar, error) {
	return s.similar(ctx, f, f.Head.Name, nil)
}

// similarTo is alikeTo, and finds those too with whom his first person can be
// reached: two queries.
func (s *Service) similarTo(ctx context.Context, f *File) ([]Similar, error) {
	return s.similar(ctx, f, f.Head.Name, f.reached())
}

// reached is a number or address of a customer's people, of key persons first.
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

func (s *Service) similar(ctx context.Context, f *File, name string, reached []token) ([]Similar, error) {
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
	list := []Similar{}
	for i, t := range asked {
		for _, d := range read.Lists[i] {
			h, ok := hit(d)
			known := slices.ContainsFunc(list, func(o Similar) bool { return o.ID == h.Customer })
			if ok && h.Customer != "" && h.Customer != f.ID && !f.apart(h.Customer) && !known && len(list) < similarShown && t.tells(h, d.SK, own) {
				list = append(list, Similar{h.Customer, h.customer(), t.why})
			}
		}
	}
	return list, nil
}

// customer is the name of the customer whom a hit shows.
func (h Hit) customer() string {
	if _, name, ok := strings.Cut(h.Title, personOf); ok && h.Type == "contact" {
		return name
	}
	return h.Title
}

// tells says whether a hit means that two customers may be the same.
func (t token) tells(h Hit, sk string, own []string) bool {
	if t.why == "name" {
		return h.Type == "customer" && SameName(own, Core(h.Title))
	}
	word, _, _ := strings.Cut(sk, "#")
	return h.Type == "contact" && h.Why == t.why && word == t.text
}
