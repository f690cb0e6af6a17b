package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

// A Verdict is what the gate decided last: who may go in, who must wait, or
// whose check-in was taken back.
type Verdict struct {
	Color, Sign, Word string
	Guests            []reception.BoardGuest
	Reception, Reason string
	Undo              bool // it can be taken back here
}

// verdict reads the verdict of the page's address and checks it against the
// list of the day; one that is not so is none.
func verdict(l i18n.Lang, p web.Page) *Verdict {
	b, ok := p.View.(reception.Board)
	if !ok {
		return nil
	}
	v := &Verdict{Color: p.Query.Get("verdict"), Reception: p.Query.Get("r")}
	switch v.Color {
	case "red":
		v.Sign, v.Reason = "✕", redText(l, p.Query.Get("reason"))
	case "green":
		here, found := 0, 0
		for _, list := range [][]reception.BoardGuest{b.OnSite, b.Late, b.Expected} {
			for _, g := range list {
				if g.Reception == v.Reception && slices.Contains(p.Query["guest"], g.ID) {
					found++
					v.Guests = append(v.Guests, g)
					if g.At != nil {
						here++
					}
				}
			}
		}
		switch {
		case found == 0:
			return nil
		case here == 0:
			v.Color, v.Sign = "undone", "↺"
		default:
			v.Sign, v.Undo = "✓", true
		}
	default:
		return nil
	}
	v.Word = i18n.T(l, "page.verdict."+v.Color)
	return v
}

// redText says why the gate does not let somebody in.
func redText(l i18n.Lang, code string) string {
	if key := "word.red." + code; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	return ""
}

// A Party is a visit at the gate: when it is expected, who has come.
type Party struct {
	reception.BoardVisit
	At           time.Time
	Phone        string // of the host
	Absent, Here Crowd[reception.BoardGuest]
	Late, Open   bool // guests may come in
}

// parties are the visits of the day by time, with those of their guests whom
// the reader typed something of; a visit without such guests is left out.
func parties(p web.Page) []Party {
	b, ok := p.View.(reception.Board)
	if !ok {
		return nil
	}
	q := strings.TrimSpace(p.Query.Get("q"))
	late, expected, here := byVisit(b.Late), byVisit(b.Expected), byVisit(b.OnSite)
	var list []Party
	for _, v := range b.Visits {
		absent := append(late[v.Reception], expected[v.Reception]...)
		x := Party{BoardVisit: v, Phone: phoneOf(p, v.Host.ID), Open: v.State == reception.Preparing || v.State == reception.Visiting}
		for _, g := range append(absent[:len(absent):len(absent)], here[v.Reception]...) {
			x.At = g.Time
		}
		x.Late = x.Open && len(late[v.Reception]) > 0
		x.Absent = crowd(p, v.Reception, manyShown, meant(absent, q))
		x.Here = crowd(p, "here-"+v.Reception, lastShown, lastFirst(meant(here[v.Reception], q)))
		if q == "" || x.Absent.All+x.Here.All > 0 {
			list = append(list, x)
		}
	}
	slices.SortStableFunc(list, func(a, b Party) int {
		return cmp.Or(compareEmpty(a.Absent.All, b.Absent.All), a.At.Compare(b.At))
	})
	return list
}

// byVisit sorts guests by their visit.
func byVisit(list []reception.BoardGuest) map[string][]reception.BoardGuest {
	of := map[string][]reception.BoardGuest{}
	for _, g := range list {
		of[g.Reception] = append(of[g.Reception], g)
	}
	return of
}

// meant are the guests whom a text means; everybody, where there is none.
func meant(list []reception.BoardGuest, q string) []reception.BoardGuest {
	if q == "" {
		return list
	}
	return slices.DeleteFunc(list, func(g reception.BoardGuest) bool { return !g.Answers(q) })
}

// compareEmpty puts what is empty last.
func compareEmpty(a, b int) int {
	if (a == 0) == (b == 0) {
		return 0
	}
	if a == 0 {
		return 1
	}
	return -1
}

// phoneOf is a person's phone; empty for somebody unknown.
func phoneOf(p web.Page, id string) string {
	if c := company(p); c != nil {
		if who := c.Person(id); who != nil {
			return who.Phone
		}
	}
	return ""
}

// absent are the guests of a visit who have not come yet.
func absent(v any, r string) (list []reception.BoardGuest) {
	b, ok := v.(reception.Board)
	if !ok {
		return nil
	}
	for _, all := range [][]reception.BoardGuest{b.Late, b.Expected} {
		for _, g := range all {
			if g.Reception == r {
				list = append(list, g)
			}
		}
	}
	return list
}
