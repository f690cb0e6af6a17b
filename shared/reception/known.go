package reception

import (
	"context"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// known is what the archive knows about the customer of an application; the
// zero known is a new customer.
type known struct {
	id, name, latin, class, rival string
	file                          *customer.File
	last                          *Reception // his last visit, or the reception that is cloned
	visited                       bool       // he has been here before
}

// asking are the queries that find the customer of an application, and the
// reception that it is a clone of: read in a command's first round.
func (a Application) asking() []store.Query {
	var list []store.Query
	if a.Customer.ID != "" {
		list = append(list, customer.Present(a.Customer.ID))
	} else {
		list = append(list, customer.Finding(clean(a.Customer.Name))...)
	}
	if a.CloneOf != "" {
		list = append(list, presentQuery(a.CloneOf))
	}
	return list
}

// lookUp tells from what asking read who the customer is, and reads his last
// visit: a second round, where he was here before. A visit that took place
// comes before one that only should have; one that was called off is none.
func (s *Service) lookUp(ctx context.Context, act staff.Act, company *staff.Company, a Application, read [][]store.Doc) (known, error) {
	k, err := s.customerOf(ctx, a, read)
	if err != nil {
		return k, err
	}
	lists := read[max(len(read)-1, 0):] // of the reception that is cloned
	if k.file != nil {
		k.visited = k.file.Head.Latest != ""
	}
	if a.CloneOf == "" {
		if lists, err = s.lastVisits(ctx, company.Today(act.At), k.file); err != nil {
			return k, err
		}
	}
	for _, docs := range lists {
		r, err := decode(docs, company.Zone())
		switch {
		case a.CloneOf != "" && (fault.Is(err, "not-found") || err == nil && !r.visible(company, act.By, act.At)):
			return k, fault.Field("/clone_of", "unknown-id", a.CloneOf)
		case fault.Is(err, "not-found"): // kept no longer
		case err != nil:
			return k, err
		case a.CloneOf != "" || r.Head.State.tookPlace():
			k.last, k.visited = r, k.visited || r.Head.State.tookPlace()
			return k, nil
		case k.last == nil && r.Head.State.Alive() && r.Head.State != Draft: // better than nothing
			k.last = r
		}
	}
	return k, nil
}

// lastVisits reads the receptions of which one is the customer's last visit.
func (s *Service) lastVisits(ctx context.Context, today string, f *customer.File) ([][]store.Doc, error) {
	if f == nil {
		return nil, nil
	}
	var need store.Need
	for _, number := range f.LastVisits(today) {
		need.Queries = append(need.Queries, presentQuery(number))
	}
	read, err := store.Fetch(ctx, s.DB, need)
	return read.Lists, err
}

// customerOf finds the customer that an application names by id or name.
func (s *Service) customerOf(ctx context.Context, a Application, read [][]store.Doc) (known, error) {
	name := clean(a.Customer.Name)
	switch {
	case a.Customer.ID != "":
		return s.knownFrom(ctx, a.Customer.ID, read[0])
	case len(customer.Finding(name)) == 0:
		return known{}, nil
	}
	id, ok, err := s.Customers.Found(ctx, name, read)
	if err != nil || !ok {
		return known{}, err
	}
	if id == customer.ID(name) {
		return s.knownFrom(ctx, id, read[1])
	}
	docs, err := store.All(ctx, s.DB, customer.Present(id)) // he was renamed
	if err != nil {
		return known{}, err
	}
	return s.knownFrom(ctx, id, docs)
}

// knownFrom opens a customer's file, of the one that stays when the record was
// merged; a customer that is not known gives none.
func (s *Service) knownFrom(ctx context.Context, id string, docs []store.Doc) (known, error) {
	f, err := s.Customers.Follow(ctx, id, docs)
	if err != nil || !f.Known() {
		return known{}, err
	}
	return known{id: f.ID, name: f.Head.Name, latin: f.Head.Latin, class: f.Head.Class, rival: f.Head.Rival, file: f}, nil
}

// unsaid takes out what says nothing, so that it may come from the last visit.
func (a Application) unsaid() Application {
	for _, text := range []**string{&a.Purpose, &a.Wishes, &a.Requirements} {
		if *text != nil && clean(**text) == "" {
			*text = nil
		}
	}
	if len(a.Guests) == 0 {
		a.Guests = nil
	}
	return a
}

// addTo tells the outlook who the customer is, what was promised last time and
// which gifts were given.
func (k known) addTo(o *Outlook) {
	if k.file != nil {
		o.Known = &KnownView{ID: k.id, Name: k.name, Class: k.class, Grade: k.file.Head.Grade, Visits: k.file.Head.Visits}
		o.Promises = promiseViews(k.file)
	}
	if k.last != nil {
		if o.Known != nil {
			o.Known.Last, o.Known.Start = k.last.Head.Number, new(k.last.Head.Start.In(k.last.zone))
		}
		o.LastGifts = giftNames(k.last)
	}
}

// promiseViews are the open promises of a customer's file.
func promiseViews(f *customer.File) (list []PromiseView) {
	for _, p := range f.OpenPromises() {
		list = append(list, PromiseView{ID: p.ID, Reception: p.Reception, Text: p.Text, Owner: p.Owner, Due: p.Due, State: p.State})
	}
	return list
}

// giftNames are what a visit's guests were given.
func giftNames(r *Reception) (list []string) {
	for _, g := range r.Plan.Gifts {
		list = append(list, g.Name)
	}
	return list
}

// prefill fills in what the body leaves out from the customer's last visit
// (S000-3.22): class, guests, requirements, wishes, photo wish. Each field says
// from which reception it comes.
func (t *turn) prefill(a Application, k known) Application {
	if k.last == nil {
		return a
	}
	last, from := k.last, k.last.Head.Number
	if t.Form.LastGifts = nil; k.visited && a.CloneOf == "" {
		t.Form.LastGifts = giftNames(last)
	}
	filled := func(field string) { t.Form.Prefilled = append(t.Form.Prefilled, Prefilled{Field: field, From: from}) }
	if a.CloneOf != "" && a.Customer.ID == "" && a.Customer.Name == "" {
		a.Customer.Name, a.Customer.ID = last.Head.Customer.Name, ""
		t.Head.Customer = last.Head.Customer
		filled("/customer")
	}
	if a.Customer.Class == "" && last.Head.Class != "" {
		a.Customer.Class = last.Head.Class
		filled("/customer/class")
	}
	if a.Guests == nil {
		if list := last.Present(); len(list) > 0 {
			a.Guests = forget(list)
			filled("/guests")
		}
	}
	a.Requirements = t.carry(a.Requirements, last.Form.Requirements, "/requirements", filled)
	a.Wishes = t.carry(a.Wishes, last.Form.Wishes, "/wishes", filled)
	if a.CloneOf != "" {
		a.Purpose = t.carry(a.Purpose, last.Form.Purpose, "/purpose", filled)
	}
	if a.PhotoWish == nil && last.Form.PhotoWish {
		a.PhotoWish = new(true)
		filled("/photo_wish")
	}
	return a
}

// carry takes a text of the last visit where the body says nothing.
func (t *turn) carry(given *string, last, field string, filled func(string)) *string {
	if given != nil || last == "" {
		return given
	}
	filled(field)
	return &last
}

// forget gives guests as new ones: without the ids and marks of the visit they come from.
func forget(list []Guest) []Guest {
	out := make([]Guest, len(list))
	for i, g := range list {
		g.ID, g.Photo, g.Arrived, g.Unannounced = "", "", nil, false
		out[i] = g
	}
	return out
}

// maxOwed bounds the promises that a planner is reminded of.
const maxOwed = 20

// bindCustomer makes a new customer known, completes a known one, and notes
// who comes in which month. It reads the customer: the second round of submit.
func (t *turn) bindCustomer() error {
	h := &t.Head
	if h.Customer.ID == "" {
		h.Customer.ID = customer.ID(h.Customer.Name)
	}
	docs, err := store.All(t.ctx, t.s.DB, customer.Present(h.Customer.ID))
	if err != nil {
		return err
	}
	f, err := t.s.Customers.Follow(t.ctx, h.Customer.ID, docs)
	if err != nil {
		return err
	}
	f = f.Itself()
	h.Customer.ID = f.ID
	card := customer.Card{ID: h.Customer.ID, Name: h.Customer.Name, Class: h.Class, Latin: t.Form.Latin, Country: t.Form.Country, Owner: h.Applicant}
	if f.Known() {
		f.Complete(card)
	} else {
		f.Create(card)
	}
	f.Expect(h.Number, t.Day(h.Start))
	t.Form.Owed = nil
	for _, p := range f.OpenPromises() {
		t.Form.Owed = append(t.Form.Owed, p.ID)
	}
	t.Form.Owed = t.Form.Owed[:min(len(t.Form.Owed), maxOwed)]
	ops, err := f.Ops()
	t.ops = append(t.ops, ops...)
	t.ops = append(t.ops, customer.NumberWord(h.Number, h.Customer.Name))
	return err
}
