package customer

import (
	"slices"

	"yingbin/shared/staff"
)

// Contact finds a contact by id, also by that of one merged into him; nil when
// unknown.
func (f *File) Contact(id string) *Contact {
	for range longestChain {
		c := f.contact(id)
		if c == nil || c.Merged == nil {
			return c
		}
		id = c.Merged.Into
	}
	return nil
}

// contact finds the document of an id.
func (f *File) contact(id string) *Contact {
	for _, list := range [][]Contact{f.Contacts, f.gone} {
		for i := range list {
			if list[i].ID == id {
				return &list[i]
			}
		}
	}
	return nil
}

// Match finds the contact that a guest is: by mail, by phone, or by name
// unless mail or phone say otherwise; nil when there is none. What a merged
// record said of somebody counts too.
func (f *File) Match(given Contact) *Contact {
	for _, list := range [][]Contact{f.Contacts, f.gone} {
		for i := range list {
			if list[i].is(given) {
				return f.Contact(list[i].ID)
			}
		}
	}
	return nil
}

// is tells whether a contact is the person who is given.
func (c *Contact) is(given Contact) bool {
	mail, phone := same(Fold(c.Email), Fold(given.Email)), same(foldPhone(c.Phone), foldPhone(given.Phone))
	return mail > 0 || (phone > 0 || mail == 0 && phone == 0) && Fold(c.Name) == Fold(given.Name)
}

// same compares two texts: 1 equal, -1 different, 0 when one is not known.
func same(a, b string) int {
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return 1
	}
	return -1
}

// Meet adds a person, or completes the known contact that he is with what is
// new: position, kind, address, language, diet. It gives the contact.
func (f *File) Meet(given Contact) Contact {
	c := f.Match(given)
	if c == nil {
		given.Schema, given.Version = Schema, 0
		given.ID = "p" + staff.Digest("contact", f.ID, Fold(given.Name))[:9]
		if f.contact(given.ID) != nil { // another one of that name
			given.ID = "p" + staff.Digest("contact", f.ID, Fold(given.Name), Fold(given.Email), foldPhone(given.Phone))[:9]
		}
		given.From = f.via
		f.Contacts = append(f.Contacts, given)
		f.contactWords(given)
		return given
	}
	was := *c
	update(&c.Position, given.Position)
	update(&c.Latin, given.Latin)
	update(&c.LatinPos, given.LatinPos)
	update(&c.Kind, given.Kind)
	update(&c.Language, given.Language)
	update(&c.Email, given.Email)
	update(&c.Phone, given.Phone)
	update(&c.Diet, given.Diet)
	update(&c.Last, max(c.Last, given.Last))
	c.Key = c.Key || given.Key
	for _, p := range given.Preferences {
		c.Preferences = prefer(c.Preferences, p)
	}
	if !equalContacts(was, *c) {
		f.touch("CONTACT#" + c.ID)
	}
	if was.Email != c.Email || was.Phone != c.Phone {
		f.contactWords(*c)
	}
	return *c
}

// update replaces a text by a newer one that says something.
func update(old *string, text string) {
	if text != "" {
		*old = text
	}
}

// equalContacts tells whether two states of a contact are the same.
func equalContacts(a, b Contact) bool {
	pa, pb := a.Preferences, b.Preferences
	a.Preferences, b.Preferences = nil, nil
	return a.Position == b.Position && a.Latin == b.Latin && a.LatinPos == b.LatinPos && a.Kind == b.Kind && a.Language == b.Language && a.Email == b.Email && a.Phone == b.Phone &&
		a.Diet == b.Diet && a.Last == b.Last && a.Key == b.Key && slices.Equal(pa, pb)
}

// contactWords stores a contact and the words it is found by.
func (f *File) contactWords(c Contact) {
	f.touch("CONTACT#" + c.ID)
	f.ops = append(f.ops, wordOps("contact", f.ID+"/"+c.ID, f.contactTitle(c), contactTokens(c))...)
}

// contactTitle is how a search shows a contact.
func (f *File) contactTitle(c Contact) string {
	if f.Head.Name == "" {
		return c.Name
	}
	return c.Name + personOf + f.Head.Name
}

// personOf stands between a contact and his customer in titles.
const personOf = " · "

// Prefer notes a preference of a contact, or of the whole party with an empty
// contact. The same one again renews source and end; a confirmed one is not
// made unconfirmed by somebody else's word.
func (f *File) Prefer(contact string, p Preference) {
	p.Contact, p.From = "", ""
	if contact == "" {
		f.Head.Preferences = prefer(f.Head.Preferences, p)
		f.touch("HEAD")
	} else if c := f.Contact(contact); c != nil {
		c.Preferences = prefer(c.Preferences, p)
		f.touch("CONTACT#" + contact)
	}
}

// prefer adds a preference to a list of its own.
func prefer(list []Preference, p Preference) []Preference {
	list = slices.Clone(list)
	for i, old := range list {
		if old.Kind == p.Kind && Fold(old.What) == Fold(p.What) {
			p.Confirmed = p.Confirmed || old.Confirmed
			list[i] = p
			return list
		}
	}
	return append(list, p)
}

// Likes lists what is known about the party's wishes on a local date, those of
// the given contacts and those of all; what has ended is left out.
func (f *File) Likes(date string, contacts ...string) []Preference {
	list := slices.Clone(f.Head.Preferences)
	for _, c := range f.Contacts {
		if len(contacts) == 0 || slices.Contains(contacts, c.ID) {
			for _, p := range c.Preferences {
				p.Contact = c.Name
				list = append(list, p)
			}
		}
	}
	return slices.DeleteFunc(list, func(p Preference) bool { return !p.Holds(date) })
}
