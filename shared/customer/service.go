package customer

import (
	"cmp"
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The kinds of event in a customer's partition, past tense, never renamed.
const (
	EventCreated = "customer.created"
	EventEdited  = "customer.edited"
	EventPromise = "customer.promise-settled"
)

// Classes lists the classes of customers.
func Classes() []string { return []string{"organisation", "key-account", "important", "general"} }

// A Service answers questions about customers and runs their commands. Its
// methods are safe for concurrent use.
type Service struct {
	DB    store.DB
	Staff *staff.Service
}

// Create adds a customer (POST /customers). A known name is that customer: what
// is not known of it yet is filled in.
type Create struct {
	Name     string       `json:"name" req:"true" max:"200"`
	Latin    string       `json:"latin,omitempty" max:"200"`
	Class    string       `json:"class,omitempty" max:"40"`
	Grade    string       `json:"grade,omitempty" max:"1"`
	Country  string       `json:"country,omitempty" max:"60"`
	Rival    string       `json:"rival,omitempty" max:"60"`
	Address  string       `json:"address,omitempty" max:"200"`
	Note     string       `json:"note,omitempty" max:"2000"`
	Contacts []AddContact `json:"contacts,omitempty" max:"12"`
}

// AddContact is one person of a customer.
type AddContact struct {
	Name        string       `json:"name" req:"true" max:"60"`
	Position    string       `json:"position,omitempty" max:"60"`
	Latin       string       `json:"latin,omitempty" max:"100"` // his name for readers of no Chinese, and what he is
	LatinPos    string       `json:"latin_position,omitempty" max:"100"`
	Kind        string       `json:"kind,omitempty" max:"40"`
	Key         bool         `json:"key,omitempty"`
	Language    string       `json:"language,omitempty" max:"20"`
	Email       string       `json:"email,omitempty" max:"254"`
	Phone       string       `json:"phone,omitempty" max:"40"`
	Diet        string       `json:"diet,omitempty" max:"200"`
	Preferences []Preference `json:"preferences,omitempty" max:"20"`
}

// Edit replaces what it names of a customer; contacts are added or completed.
// What is left out stays, and so do name, class and owner if they are empty.
type Edit struct {
	Version     int64        `json:"version"`
	Name        string       `json:"name,omitempty" max:"200"`
	Latin       *string      `json:"latin,omitempty" max:"200"`
	Class       string       `json:"class,omitempty" max:"40"`
	Grade       *string      `json:"grade,omitempty" max:"1"`
	Country     *string      `json:"country,omitempty" max:"60"`
	Rival       *string      `json:"rival,omitempty" max:"60"`
	Owner       string       `json:"owner,omitempty" max:"254"` // id or e-mail
	Address     *string      `json:"address,omitempty" max:"200"`
	Note        *string      `json:"note,omitempty" max:"2000"`
	Preferences []Preference `json:"preferences,omitempty" max:"20"`
	Contacts    []AddContact `json:"contacts,omitempty" max:"12"`
}

// Find looks for the customer of a name, its former names included. Equal
// means equal but for case, width, spaces and marks.
func (s *Service) Find(ctx context.Context, name string) (Card, bool, error) {
	id, ok, err := s.findID(ctx, name)
	if err != nil || !ok {
		return Card{}, false, err
	}
	return s.Card(ctx, id)
}

// findID is Find for the id alone.
func (s *Service) findID(ctx context.Context, name string) (string, bool, error) {
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: Finding(name)})
	if err != nil {
		return "", false, err
	}
	return s.Found(ctx, name, read.Lists)
}

// Finding is what tells which customer a name means: the words that begin like
// it, and the present of the customer that has it, unless somebody was renamed.
// A command reads it in its first round; Found reads the answer from it.
func Finding(name string) []store.Query {
	folded := Fold(name)
	if folded == "" {
		return nil
	}
	first := wordKey(shorten(folded), "")
	return []store.Query{{In: first.PK, From: first.SK, To: first.SK + "~"}, Present(ID(name))}
}

// Found gives the id of the customer of a name from what Finding read. Only
// where other names end, or once were, like this one it reads on.
func (s *Service) Found(ctx context.Context, name string, read [][]store.Doc) (string, bool, error) {
	folded := Fold(name)
	if folded == "" {
		return "", false, nil
	}
	candidates := slices.DeleteFunc(slices.Clone(read[1]), func(d store.Doc) bool { return d.Key != headKey(ID(name)) })
	var renamed []store.Key
	for _, d := range read[0] {
		h, ok := hit(d)
		switch {
		case !ok || h.Type != "customer" || h.Why != "name":
		case Fold(h.Title) == folded:
			return h.Customer, true, nil
		case h.Customer != ID(name) && len(renamed) < hits: // its end fits, or it had that name once
			renamed = append(renamed, headKey(h.Customer))
		}
	}
	if len(renamed) > 0 {
		more, err := s.DB.Get(ctx, renamed...)
		if err != nil {
			return "", false, err
		}
		candidates = append(candidates, more...)
	}
	return namedOf(candidates, folded)
}

// namedOf finds the first customer that has, or had, a folded name.
func namedOf(docs []store.Doc, folded string) (string, bool, error) {
	for _, d := range docs {
		if d.Version == 0 {
			continue
		}
		h, err := decodeHead(d)
		if err != nil || h.named(folded) {
			return h.ID, err == nil, err
		}
	}
	return "", false, nil
}

// named tells whether a customer has, or had, a folded name.
func (h Head) named(folded string) bool {
	return Fold(h.Name) == folded || slices.ContainsFunc(h.Former, func(n string) bool { return Fold(n) == folded })
}

// Card reads what lists show of a customer, of the one that stays when it was
// merged; false when there is none.
func (s *Service) Card(ctx context.Context, id string) (Card, bool, error) {
	docs, err := s.DB.Get(ctx, headKey(id))
	if err != nil || docs[0].Version == 0 {
		return Card{}, false, err
	}
	f, err := s.Follow(ctx, id, docs)
	if err != nil {
		return Card{}, false, err
	}
	return f.Head.Card, true, nil
}

// Read reads a customer's present, that of the one that stays when it was
// merged; Known is false for an unknown one.
func (s *Service) Read(ctx context.Context, id string) (*File, error) {
	docs, err := store.All(ctx, s.DB, Present(id))
	if err != nil {
		return nil, err
	}
	return s.Follow(ctx, id, docs)
}

// fileFound is the file of the customer that a name means, read already unless
// he was renamed.
func (s *Service) fileFound(ctx context.Context, name, id string, read store.Read) (*File, error) {
	if id != "" && id != ID(name) {
		return s.Read(ctx, id)
	}
	if len(read.Lists) == 0 {
		return Open(ID(name), nil)
	}
	return s.Follow(ctx, ID(name), read.Lists[1])
}

// NewID gives the id for a customer of a name that Find does not know: that of
// the name, or another one if a customer renamed since has it.
func NewID(name string, f *File, own string) string {
	if f == nil || !f.Known() {
		return ID(name)
	}
	return "c" + own[:11]
}

// Create adds a customer, or completes the known one of that name. Who Keeps
// the archive may.
func (s *Service) Create(ctx context.Context, act staff.Act, cmd Create) (View, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return View{}, err
	}
	if !Keeps(company, act.By) {
		return View{}, fault.New(fault.Forbidden, "forbidden")
	}
	if err := cmd.check(); err != nil {
		return View{}, err
	}
	do := staff.Command{Route: "customer.create", Body: cmd, Need: store.Need{Queries: Finding(cmd.Name)}}
	return staff.Once(ctx, s.DB, act, do, func(ctx context.Context, read store.Read) (View, []store.Op, error) {
		id, known, err := s.Found(ctx, cmd.Name, read.Lists)
		if err != nil {
			return View{}, nil, err
		}
		f, err := s.fileFound(ctx, cmd.Name, id, read)
		if err != nil {
			return View{}, nil, err
		}
		if !known && f.Known() {
			f, _ = Open(NewID(cmd.Name, f, staff.Own(act, do)), nil)
		}
		f.Itself().create(act, cmd)
		return s.commit(f, act, staff.Own(act, do), EventCreated)
	})
}

// create enters what the command says, into a new or a known file.
func (f *File) create(act staff.Act, cmd Create) {
	card := Card{Name: strings.TrimSpace(cmd.Name), Latin: strings.TrimSpace(cmd.Latin), Class: cmp.Or(cmd.Class, "general"), Grade: cmd.Grade, Country: cmd.Country, Owner: act.By}
	if f.Known() {
		card.Class = cmd.Class
		f.Complete(card)
	} else {
		f.Create(card)
	}
	if cmd.Rival+cmd.Address+cmd.Note != "" {
		f.Head.Rival, f.Head.Address = cmp.Or(f.Head.Rival, cmd.Rival), cmp.Or(f.Head.Address, cmd.Address)
		f.Head.Note = cmp.Or(f.Head.Note, cmd.Note)
		f.Touch()
	}
	f.meetAll(act, cmd.Contacts)
}

// meetAll enters contacts as people give them.
func (f *File) meetAll(act staff.Act, contacts []AddContact) {
	for _, c := range contacts {
		likes := slices.Clone(c.Preferences) // the command is compared with its repetition: it stays as it is
		for i := range likes {
			likes[i].Source, likes[i].From = cmp.Or(likes[i].Source, act.By), ""
		}
		f.Meet(Contact{Name: strings.TrimSpace(c.Name), Position: c.Position, Latin: strings.TrimSpace(c.Latin), LatinPos: c.LatinPos, Kind: c.Kind, Key: c.Key, Language: c.Language,
			Email: strings.TrimSpace(c.Email), Phone: c.Phone, Diet: c.Diet, Preferences: likes})
	}
}

// commit gives the operations of a file's own command, with its event; a file
// that did not change commits nothing.
func (s *Service) commit(f *File, act staff.Act, own, kind string, changes ...event.Change) (View, []store.Op, error) {
	if !f.Changed() {
		return f.view(nil), nil, nil
	}
	return f.tell(act, event.Event{Kind: kind, Command: own, Changes: changes})
}

// tell gives the operations of a file's own command, with its event.
func (f *File) tell(act staff.Act, e event.Event) (View, []store.Op, error) {
	op, err := f.happened(act, e)
	if err != nil {
		return View{}, nil, err
	}
	ops, err := f.Ops()
	v := f.view(nil)
	v.Version++
	return v, append(ops, op), err
}

// happened gives the operation of an event in the customer's partition.
func (f *File) happened(act staff.Act, e event.Event) (store.Op, error) {
	e.PK, e.By, e.At, e.Count = Partition(f.ID), act.By, act.At, f.Head.Events
	f.Head.Events++
	f.Touch()
	return event.NewOp(e)
}

// Edit changes a customer. Who Keeps the archive may.
func (s *Service) Edit(ctx context.Context, act staff.Act, id string, cmd Edit) (View, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return View{}, err
	}
	do := staff.Command{Route: "customer.edit " + id, Body: cmd, Need: store.Need{Queries: []store.Query{Present(id)}}}
	return staff.Once(ctx, s.DB, act, do, func(_ context.Context, read store.Read) (View, []store.Op, error) {
		f, err := Open(id, read.Lists[0])
		if err != nil {
			return View{}, nil, err
		}
		if !f.Known() {
			return View{}, nil, fault.Missing()
		}
		if !Keeps(company, act.By) {
			return View{}, nil, fault.New(fault.Forbidden, "forbidden")
		}
		if f.Head.Into != "" {
			return View{}, nil, fault.New(fault.Conflict, "merged")
		}
		if err := fault.Stale(cmd.Version, f.Head.Version); err != nil {
			return View{}, nil, err
		}
		changes, err := f.edit(company, act, cmd)
		if err != nil {
			return View{}, nil, err
		}
		return s.commit(f, act, staff.Own(act, do), EventEdited, changes...)
	})
}

// Keeps tells whether a person works with the archive: sees customers and
// their people, and changes them. Gate, drivers and departments do not.
func Keeps(c *staff.Company, person string) bool {
	p := c.Person(person)
	return person == staff.System || p != nil && p.Has(staff.Sales, staff.Office, staff.Head, staff.Director, staff.GM, staff.Admin)
}

// edit takes what the command names and tells what changed.
func (f *File) edit(company *staff.Company, act staff.Act, cmd Edit) ([]event.Change, error) {
	check := Create{Name: cmp.Or(cmd.Name, f.Head.Name), Class: cmd.Class, Contacts: cmd.Contacts}
	if cmd.Grade != nil {
		check.Grade = *cmd.Grade
	}
	if err := check.check(); err != nil {
		return nil, err
	}
	if cmd.Owner != "" {
		p := company.Person(cmd.Owner)
		if p == nil || !p.Active() {
			return nil, fault.Field("/owner", "unknown-id", cmd.Owner)
		}
		cmd.Owner = p.ID
	}
	var changes []event.Change
	set := func(field string, old, text *string) {
		if text == nil || strings.TrimSpace(*text) == *old {
			return
		}
		now := strings.TrimSpace(*text)
		changes = append(changes, event.Change{Field: field, Old: *old, New: now})
		*old = now
		f.Touch()
	}
	set("latin", &f.Head.Latin, cmd.Latin)
	set("class", &f.Head.Class, new(cmp.Or(cmd.Class, f.Head.Class)))
	set("grade", &f.Head.Grade, cmd.Grade)
	set("country", &f.Head.Country, cmd.Country)
	set("owner", &f.Head.Owner, new(cmp.Or(cmd.Owner, f.Head.Owner)))
	set("rival", &f.Head.Rival, cmd.Rival)
	set("address", &f.Head.Address, cmd.Address)
	set("note", &f.Head.Note, cmd.Note)
	if name := strings.TrimSpace(cmd.Name); name != "" && name != f.Head.Name {
		changes = append(changes, event.Change{Field: "name", Old: f.Head.Name, New: name})
		f.Rename(name)
	}
	for _, p := range cmd.Preferences {
		p.Source = cmp.Or(p.Source, act.By)
		f.Prefer("", p)
	}
	f.meetAll(act, cmd.Contacts)
	return changes, nil
}

// check says what is wrong with a customer as given.
func (cmd Create) check() error {
	var bad fault.List
	if Fold(cmd.Name) == "" {
		bad.Add("/name", "required")
	}
	if cmd.Class != "" && !slices.Contains(Classes(), cmd.Class) {
		bad.Add("/class", "invalid", cmd.Class)
	}
	if cmd.Grade != "" && !slices.Contains([]string{"A", "B", "C"}, cmd.Grade) {
		bad.Add("/grade", "invalid", cmd.Grade)
	}
	for i, c := range cmd.Contacts {
		if strings.TrimSpace(c.Name) == "" {
			bad.Add("/contacts/"+strconv.Itoa(i)+"/name", "required")
		}
		if a, err := mail.ParseAddress(strings.TrimSpace(c.Email)); c.Email != "" && (err != nil || a.Name != "") {
			bad.Add("/contacts/"+strconv.Itoa(i)+"/email", "invalid")
		}
	}
	return bad.Err()
}
