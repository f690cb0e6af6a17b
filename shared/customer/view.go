package customer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// visitsShown is how many visits the page of a customer begins with.
const visitsShown = 40

// A View is GET /customers/{c}.
type View struct {
	Customer    CustomerView  `json:"customer"`
	Visits      []VisitView   `json:"visits"`
	Preferences []Preference  `json:"preferences"`
	Promises    []PromiseView `json:"promises"`
	Merges      []MergeView   `json:"merges"`           // records that were merged into this one
	Moving      bool          `json:"moving,omitempty"` // what they held is on its way
	Similar     []Similar     `json:"similar"`          // others that may be the same customer
	Different   []Apart       `json:"different"`        // others that are known not to be
	Next        string        `json:"next,omitempty"`   // older visits
	Moved       string        `json:"moved,omitempty"`  // the customer that this record was merged into
	Version     int64         `json:"version"`
}

// A MergeView is a record, or a contact, that was merged into another.
type MergeView struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	By    string    `json:"by,omitempty"`
	At    time.Time `json:"at"`
	Note  string    `json:"note,omitempty"`
	Until time.Time `json:"until"` // it can be taken back
}

// A PromiseView is a promise with the version that a command on it carries.
type PromiseView struct {
	Promise
	Version int64 `json:"version"`
}

// A CustomerView is the customer itself with its people.
type CustomerView struct {
	Card
	Rival    string        `json:"rival,omitempty"`
	Former   []string      `json:"former,omitempty"`
	Address  string        `json:"address,omitempty"`
	Note     string        `json:"note,omitempty"`
	Visits   int           `json:"visits"`
	Cost     policy.Money  `json:"cost"`
	Contacts []ContactView `json:"contacts"`
}

// A ContactView is a contact as the customer's page shows it.
type ContactView struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Position string `json:"position,omitempty"`
	Latin    string `json:"latin,omitempty"`
	LatinPos string `json:"latin_position,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Key      bool   `json:"key,omitempty"`
	Language string `json:"language,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Diet     string `json:"diet,omitempty"`
	Last     string `json:"last,omitempty"`
	// Similar are ids of contacts who may be the same person.
	Similar []string `json:"similar,omitempty"`
	// Merged are other entries of the same person.
	Merged []MergeView `json:"merged,omitempty"`
}

// A VisitView is a finished visit on the customer's page.
type VisitView struct {
	Number      string       `json:"number"`
	Start       time.Time    `json:"start"`
	Level       string       `json:"level,omitempty"`
	Party       int          `json:"party,omitempty"`
	Purpose     string       `json:"purpose,omitempty"`
	Itinerary   []string     `json:"itinerary,omitempty"`
	Leaders     []string     `json:"leaders,omitempty"`
	Department  string       `json:"department,omitempty"`
	Team        []string     `json:"team,omitempty"`
	DinnerPlace string       `json:"dinner_place"`
	Gifts       []string     `json:"gifts"`
	Result      string       `json:"result,omitempty"`
	Score       float64      `json:"score,omitempty"`
	Tier        string       `json:"tier,omitempty"`
	Cost        policy.Money `json:"cost"`
}

// View reads a customer with its newest visits, or those after a cursor: two
// queries side by side; on the first page a third says who may be the same. An
// unknown one is not-found; of one that was merged it says only where it is.
func (s *Service) View(ctx context.Context, id, after string) (View, error) {
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: []store.Query{Present(id), Log(id, visitsShown, after)}})
	if err != nil {
		return View{}, err
	}
	f, err := Open(id, read.Lists[0])
	if err != nil {
		return View{}, err
	}
	if !f.Known() {
		return View{}, fault.Missing()
	}
	if f.Head.Into != "" {
		f, err := s.Follow(ctx, id, read.Lists[0])
		return View{Moved: f.ID}, err
	}
	visits, err := visitsOf(read.Lists[1])
	if err != nil {
		return View{}, err
	}
	v := f.view(visits)
	if docs := read.Lists[1]; len(docs) == visitsShown {
		v.Next = docs[len(docs)-1].Cursor()
	}
	if after == "" {
		v.Similar, err = s.alikeTo(ctx, f)
	}
	return v, err
}

// Visits reads the newest visits of a customer.
func (s *Service) Visits(ctx context.Context, id string, limit int) ([]Visit, error) {
	docs, err := store.All(ctx, s.DB, Log(id, limit, ""))
	if err != nil {
		return nil, err
	}
	return visitsOf(docs)
}

// visitsOf reads the visits of a log; other entries are passed over.
func visitsOf(docs []store.Doc) ([]Visit, error) {
	var list []Visit
	for _, d := range docs {
		if !strings.Contains(d.SK, "#visit#") {
			continue
		}
		v, err := decodeVisit(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// view shows a file; nothing in it is nil, so that lists are lists in JSON.
func (f *File) view(visits []Visit) View {
	v := View{Version: f.Head.Version, Visits: []VisitView{}, Preferences: []Preference{}, Promises: []PromiseView{}, Similar: []Similar{},
		Different: append([]Apart{}, f.Head.Apart...)}
	v.Merges, v.Moving = f.merges()
	v.Customer = CustomerView{Card: f.Head.Card, Rival: f.Head.Rival, Former: f.Head.Former, Address: f.Head.Address,
		Note: f.Head.Note, Visits: f.Head.Visits, Cost: cost(f.Head.Cost), Contacts: []ContactView{}}
	alike := f.alike()
	for _, c := range f.Contacts {
		shown := f.contactView(c)
		shown.Similar = alike[c.ID]
		v.Customer.Contacts = append(v.Customer.Contacts, shown)
	}
	slices.SortStableFunc(v.Customer.Contacts, func(a, b ContactView) int {
		if a.Key != b.Key {
			return map[bool]int{true: -1, false: 1}[a.Key]
		}
		return cmp.Compare(Order(a.Name), Order(b.Name))
	})
	for _, x := range visits {
		v.Visits = append(v.Visits, VisitView{x.Number, x.Start, x.Level, x.Party, x.Purpose, x.Itinerary, x.Leaders, x.Department, x.Team,
			x.DinnerPlace, append([]string{}, x.Gifts...), x.Result, x.Score, x.Tier, cost(x.Cost)})
	}
	v.Preferences = append(v.Preferences, f.Likes("")...)
	for _, p := range f.Promises {
		v.Promises = append(v.Promises, PromiseView{p, p.Version})
	}
	slices.SortStableFunc(v.Promises, func(a, b PromiseView) int {
		if open := a.State == PromiseOpen; open != (b.State == PromiseOpen) {
			if open {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Due, b.Due)
	})
	return v
}

// merges are the records merged into this one, and whether something is on its way.
func (f *File) merges() (list []MergeView, moving bool) {
	list = []MergeView{}
	for _, m := range f.Merges {
		moving = moving || !m.Settled
		if !m.Undone {
			list = append(list, MergeView{m.ID, m.Name, m.By, m.At, m.Note, m.Until})
		}
	}
	return list, moving
}

// mergedWith are the other entries of a contact.
func (f *File) mergedWith(id string) (list []MergeView) {
	for _, c := range f.gone {
		if c.Merged.Into == id {
			list = append(list, MergeView{c.ID, c.Name, c.Merged.By, c.Merged.At, c.Merged.Note, c.Merged.Until})
		}
	}
	return list
}

// contactView shows a contact.
func (f *File) contactView(c Contact) ContactView {
	return ContactView{ID: c.ID, Name: c.Name, Position: c.Position, Latin: c.Latin, LatinPos: c.LatinPos, Kind: c.Kind, Key: c.Key, Language: c.Language, Email: c.Email, Phone: c.Phone,
		Diet: c.Diet, Last: c.Last, Merged: f.mergedWith(c.ID)}
}

// alike pairs contacts who may be the same person: whose name reads the same, or
// who are reached in the same way.
func (f *File) alike() map[string][]string {
	by, pairs := map[string][]string{}, map[string][]string{}
	for _, c := range f.Contacts {
		for _, key := range []string{"n" + strings.ReplaceAll(Order(c.Name), " ", ""), "p" + foldPhone(c.Phone), "m" + Fold(c.Email)} {
			for _, o := range by[key] {
				if len(key) > 1 && !slices.Contains(pairs[c.ID], o) {
					pairs[c.ID], pairs[o] = append(pairs[c.ID], o), append(pairs[o], c.ID)
				}
			}
			by[key] = append(by[key], c.ID)
		}
	}
	return pairs
}

// cost is an amount to be shown: nothing is 0.00 of the usual currency.
func cost(m policy.Money) policy.Money {
	m.Currency = cmp.Or(m.Currency, policy.Currency)
	return m
}
