package customer

import (
	"context"
	"slices"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The kinds of event of merging two contacts of one customer.
const (
	EventContactsMerged = "customer.contacts-merged"
	EventContactsParted = "customer.contacts-parted"
)

// MergeContacts merges another contact of the customer into one (POST
// /customers/{c}/contacts/{k}/merge/{q}), who keeps the visits of both.
func (s *Service) MergeContacts(ctx context.Context, act staff.Act, id, contact, with string, cmd Merge) (View, error) {
	do := staff.Command{Route: strings.Join([]string{"customer.merge-contacts", id, contact, with}, " "), Body: cmd}
	return s.person(ctx, act, id, contact, cmd.Version, do, func(f *File, c *Contact) (event.Event, error) {
		o := f.contact(with)
		switch {
		case o == nil:
			return event.Event{}, fault.Missing()
		case o.Merged != nil:
			return event.Event{}, fault.New(fault.Conflict, "merged")
		case o.ID == c.ID:
			return event.Event{}, fault.New(fault.Invalid, "invalid", with)
		}
		m := &Merged{Into: c.ID, At: act.At, By: act.By, Note: cmd.Note, Until: act.At.AddDate(0, 0, UndoDays)}
		var err error
		if m.Took, err = takeOver(c.parts(), o.parts(), cmd.Take); err != nil {
			return event.Event{}, err
		}
		m.Took = append(m.Took, c.gather(*o)...)
		f.contactWords(*c)
		f.ops = append(f.ops, wordOps("contact", f.ID+"/"+c.ID, f.contactTitle(*c), contactTokens(*o), f.ID+"/"+o.ID)...)
		e := event.Event{Kind: EventContactsMerged, Comment: cmd.Note, Changes: []event.Change{{Field: "contact", Old: o.ID, New: c.ID}}}
		o.Merged = m
		f.goes(*o)
		return e, nil
	})
}

// goes files a contact among those merged into another.
func (f *File) goes(c Contact) {
	f.Contacts = slices.DeleteFunc(f.Contacts, func(o Contact) bool { return o.ID == c.ID })
	f.gone = append(f.gone, c)
	f.touch("CONTACT#" + c.ID)
}

// UndoContacts takes the merge of two contacts back.
func (s *Service) UndoContacts(ctx context.Context, act staff.Act, id, contact, with string, cmd UndoMerge) (View, error) {
	do := staff.Command{Route: strings.Join([]string{"customer.merge-contacts-undo", id, contact, with}, " "), Body: cmd}
	return s.person(ctx, act, id, contact, cmd.Version, do, func(f *File, c *Contact) (event.Event, error) {
		o := f.contact(with)
		switch {
		case o == nil || o.Merged == nil || o.Merged.Into != c.ID:
			return event.Event{}, fault.New(fault.Conflict, "merged")
		case act.At.After(o.Merged.Until):
			return event.Event{}, fault.New(fault.Conflict, "too-late")
		}
		f.partContact(o.ID)
		return event.Event{Kind: EventContactsParted, Comment: cmd.Note, Changes: []event.Change{{Field: "contact", Old: c.ID, New: o.ID}}}, nil
	})
}

// person runs a command over one contact of a customer.
func (s *Service) person(ctx context.Context, act staff.Act, id, contact string, version int64, do staff.Command,
	decide func(*File, *Contact) (event.Event, error)) (View, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return View{}, err
	}
	if !Keeps(company, act.By) {
		return View{}, fault.New(fault.Forbidden, "forbidden")
	}
	do.Need.Queries = []store.Query{Present(id)}
	return staff.Once(ctx, s.DB, act, do, func(_ context.Context, read store.Read) (View, []store.Op, error) {
		f, err := Open(id, read.Lists[0])
		if err != nil {
			return View{}, nil, err
		}
		c := f.contact(contact)
		switch {
		case !f.Known() || c == nil:
			return View{}, nil, fault.Missing()
		case f.Head.Into != "" || c.Merged != nil:
			return View{}, nil, fault.New(fault.Conflict, "merged")
		}
		if err := fault.Stale(version, f.Head.Version); err != nil {
			return View{}, nil, err
		}
		e, err := decide(f, c)
		if err != nil {
			return View{}, nil, err
		}
		e.Command = staff.Own(act, do)
		return f.tell(act, e)
	})
}

// gather takes over what a merged contact has beside his fields.
func (c *Contact) gather(o Contact) (list []event.Change) {
	c.Preferences = gather(c.Preferences, o.Preferences, o.ID)
	if list = took(nil, "last", &c.Last, max(c.Last, o.Last)); o.Key && !c.Key {
		c.Key = true
		list = append(list, event.Change{Field: "key", New: "true"})
	}
	return list
}

// complete fills in what a contact lacks from the record of the same person.
func (c *Contact) complete(o Contact) []event.Change {
	all := map[string]string{}
	for _, p := range c.parts() {
		if *p.Value != "" && p.And == "" {
			all[p.Name] = TakeThis
		}
	}
	list, _ := takeOver(c.parts(), o.parts(), all) // too long together: what he said stays
	return append(list, c.gather(o)...)
}

// giveBack makes the contact into which another was merged what he was, where
// nobody changed it since.
func (f *File) giveBack(o *Contact) {
	c := f.contact(o.Merged.Into)
	if c == nil {
		o.Merged = nil
		return
	}
	for _, p := range c.parts() {
		giveBack(o.Merged.Took, p.Name, p.Value)
	}
	giveBack(o.Merged.Took, "last", &c.Last)
	if slices.ContainsFunc(o.Merged.Took, func(x event.Change) bool { return x.Field == "key" }) {
		c.Key = false
	}
	c.Preferences = scatter(c.Preferences, o.ID)
	o.Merged = nil
	f.touch("CONTACT#" + c.ID)
}

// partContact makes a merged contact a person of his own again.
func (f *File) partContact(id string) {
	i := slices.IndexFunc(f.gone, func(c Contact) bool { return c.ID == id })
	c := f.gone[i]
	f.giveBack(&c)
	f.gone = slices.Delete(f.gone, i, i+1)
	f.Contacts = append(f.Contacts, c)
	f.contactWords(c)
}
