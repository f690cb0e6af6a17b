package page

import (
	"net/url"
	"slices"
	"strconv"

	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// How many guests of a list stand on a page: as many as a thumb scrolls through
// of those expected, the last of those who have come. Everybody else is found
// by his name.
const (
	manyShown = 25
	lastShown = 5
)

// A Crowd is the part of a list of guests that a page shows.
type Crowd[G any] struct {
	Name       string // of the list
	Shown      []G
	From, All  int // how many stand before those shown, and how many there are
	Prev, Next string
}

// To is the number of the last one shown.
func (c Crowd[G]) To() int { return c.From + len(c.Shown) }

// Whole says whether all are shown.
func (c Crowd[G]) Whole() bool { return len(c.Shown) == c.All }

// crowd takes the part of a list that the address asks for, else so many of the first.
func crowd[G any](p web.Page, name string, first int, all []G) Crowd[G] {
	c := Crowd[G]{Name: name, All: len(all)}
	if p.Query.Get("list") == name {
		c.From, _ = strconv.Atoi(p.Query.Get("from"))
		c.From, first = max(0, min(c.From, len(all)-1)), manyShown
	}
	c.Shown = all[c.From:min(c.From+first, len(all))]
	if c.From > 0 {
		c.Prev = turned(p, name, max(0, c.From-manyShown))
	}
	if c.To() < c.All {
		c.Next = turned(p, name, c.To())
	}
	return c
}

// turned is the address of the page with a list turned to a place.
func turned(p web.Page, name string, from int) string {
	q := url.Values{"list": {name}, "from": {strconv.Itoa(from)}}
	for _, keep := range []string{"q", "date", "wall"} {
		if v := p.Query.Get(keep); v != "" {
			q.Set(keep, v)
		}
	}
	return p.Path + "?" + q.Encode() + "#list-" + name
}

// lastFirst are the guests who are here: who came last is first, for he is whom
// somebody may have checked in by mistake.
func lastFirst(here []reception.BoardGuest) []reception.BoardGuest {
	slices.SortStableFunc(here, func(a, b reception.BoardGuest) int { return b.At.Compare(*a.At) })
	return here
}

// folded says whether a list of so many guests stays away until the address
// asks to open it.
func folded(p web.Page, name string, n int) bool {
	return n > manyShown && p.Query.Get("open") != name
}
