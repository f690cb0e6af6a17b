package reception

import (
	"cmp"

	"yingbin/shared/i18n"
)

// What readers of no Chinese read of those who come: the names in Latin letters
// that were given beside the Chinese ones. Where there are none, the Chinese
// name stays: it is still his name.

// Called is a guest as readers of a language know him.
func (g Guest) Called(l i18n.Lang) Guest {
	if l.Chinese() {
		return g
	}
	g.Name, g.Position = cmp.Or(g.Latin, g.Name), cmp.Or(g.LatinPosition, g.Position)
	return g
}

// customer is the customer as the reader knows it.
func (t *turn) customer() Ref {
	c := t.Head.Customer
	if !t.act.Lang.Chinese() {
		c.Name = cmp.Or(t.Form.Latin, c.Name)
	}
	return c
}

// inLetters puts the names of a sheet into the letters that its reader reads.
func (t *turn) inLetters(s Sheet) Sheet {
	if t.act.Lang.Chinese() {
		return s
	}
	s.Customer = t.customer()
	for i, on := range s.Guests {
		if g := t.Guest(on.ID); g != nil {
			known := g.Called(t.act.Lang)
			s.Guests[i].Name, s.Guests[i].Position = known.Name, cmp.Or(g.LatinPosition, on.Position)
		}
	}
	return s
}

// inPrint puts the names of a view into the letters that a paper's reader reads.
func (t *turn) inPrint(v *View) {
	v.Customer = t.customer()
	if v.Application == nil {
		return
	}
	for i, g := range v.Application.Guests {
		v.Application.Guests[i] = g.Called(t.act.Lang)
	}
}
