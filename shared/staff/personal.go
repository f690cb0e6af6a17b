package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// maxViews is how many filters a person may keep.
const maxViews = 20

// A Personal is the document OWN in a person's own partition: what he keeps for
// himself and nobody else reads.
type Personal struct {
	Schema int         `json:"s"`
	Views  []SavedView `json:"views,omitempty"`
	Toured bool        `json:"toured,omitempty"` // has put the tour of the first desk away
}

// A SavedView is the filters of the list of receptions under a name.
type SavedView struct {
	Name  string `json:"name"`
	Query string `json:"query"` // as in the address
}

// SaveView keeps filters under a name, or drops the name.
type SaveView struct {
	Name  string `json:"name" req:"true" max:"40"`
	Query string `json:"query,omitempty" max:"500"`
	Drop  bool   `json:"drop,omitempty"`
}

// EndTour puts the tour away, or shows it again.
type EndTour struct {
	Again bool `json:"again,omitempty"`
}

func personalKey(person string) store.Key { return store.Key{PK: "me#" + person, SK: "OWN"} }

// Personal reads what the actor keeps for himself.
func (s *Service) Personal(ctx context.Context, act Act) (Personal, error) {
	docs, err := s.DB.Get(ctx, personalKey(act.By))
	if err != nil {
		return Personal{}, err
	}
	return personalOf(docs[0])
}

func personalOf(d store.Doc) (p Personal, err error) {
	if d.Version == 0 {
		return p, nil
	}
	return p, Decode(d, &p)
}

// SaveView keeps filters of the list under a name; the same name again
// replaces it. What is kept is sorted by name.
func (s *Service) SaveView(ctx context.Context, act Act, c SaveView) (Personal, error) {
	name := strings.Join(strings.Fields(c.Name), " ")
	query, err := url.ParseQuery(c.Query)
	switch {
	case name == "":
		return Personal{}, fault.Field("/name", "required")
	case err != nil:
		return Personal{}, fault.Field("/query", "invalid")
	}
	query.Del("cursor")
	return s.keep(ctx, act, "view", c, func(p *Personal) error {
		p.Views = slices.DeleteFunc(p.Views, func(v SavedView) bool { return v.Name == name })
		if c.Drop {
			return nil
		}
		if len(p.Views) >= maxViews {
			return fault.Field("/name", "out-of-range", 1, maxViews)
		}
		p.Views = append(p.Views, SavedView{Name: name, Query: query.Encode()})
		slices.SortFunc(p.Views, func(a, b SavedView) int { return cmp.Compare(a.Name, b.Name) })
		return nil
	})
}

// EndTour puts the tour of the first desk away.
func (s *Service) EndTour(ctx context.Context, act Act, c EndTour) (Personal, error) {
	return s.keep(ctx, act, "tour", c, func(p *Personal) error {
		p.Toured = !c.Again
		return nil
	})
}

// keep changes the actor's own document. It makes no event: it is nobody
// else's business.
func (s *Service) keep(ctx context.Context, act Act, what string, body any, change func(*Personal) error) (Personal, error) {
	key := personalKey(act.By)
	c := Command{Route: "personal." + what, Body: body, Need: store.Need{Keys: []store.Key{key}}}
	return Once(ctx, s.DB, act, c, func(_ context.Context, read store.Read) (p Personal, ops []store.Op, err error) {
		old := read.Docs[key]
		old.Key = key
		if p, err = personalOf(old); err != nil {
			return p, nil, err
		}
		before, _ := json.Marshal(p)
		if err := change(&p); err != nil {
			return p, nil, err
		}
		p.Schema = Schema
		if after, _ := json.Marshal(p); string(after) == string(before) {
			return p, nil, nil
		}
		op, err := Encode(old, p)
		return p, []store.Op{op}, err
	})
}
