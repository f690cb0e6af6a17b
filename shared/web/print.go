package web

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// A PrintView is GET …/print: a paper of a reception, or without one the list
// of papers.
type PrintView struct {
	Paper      string               `json:"paper,omitempty"`
	Papers     []string             `json:"papers"` // that the reader may print now
	Letterhead Letterhead           `json:"letterhead"`
	Languages  []i18n.Lang          `json:"languages"` // those of the guests first
	Reception  reception.View       `json:"reception"`
	Sheet      *reception.Sheet     `json:"sheet,omitempty"`
	Department string               `json:"department,omitempty"` // of the one slip wanted; empty: all
	Guest      *reception.Guest     `json:"guest,omitempty"`      // whose itinerary it is; nil: everybody's
	Form       *reception.PaperView `json:"form,omitempty"`       // of the policy's own
	Lines      []reception.Line     `json:"lines,omitempty"`      // of the minutes, those for the customer
	Accepted   *time.Time           `json:"accepted,omitempty"`   // by the office
	Roles      map[string]string    `json:"roles,omitempty"`      // of our people, in the policy's words
	Host       *Contact             `json:"host,omitempty"`       // whom guests may call
	Tables     []Tables             `json:"tables,omitempty"`
	Passes     []Pass               `json:"passes,omitempty"`
}

// A Letterhead is what stands above a form.
type Letterhead struct {
	Name    string `json:"name"`
	Address string `json:"address,omitempty"`
	Local   string `json:"local,omitempty"` // the address as drivers read it, where the reader does not
	Phone   string `json:"phone,omitempty"`
	Logo    string `json:"logo,omitempty"` // address of the picture
}

// A Contact is somebody of ours with his number.
type Contact struct {
	Name     string `json:"name"`
	Position string `json:"position,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

// A Pass lets a guest in; Code is what the gate reads.
type Pass struct {
	Guest    string `json:"guest"`
	Name     string `json:"name"`
	Position string `json:"position,omitempty"`
	Code     string `json:"code"`
}

// forGuests are the papers that leave the house: they speak the guests' language.
var forGuests = []string{reception.PaperItinerary, reception.PaperPickup, reception.PaperWelcome, reception.PaperPasses, reception.PaperMinutes}

// ForGuests says whether the paper leaves the house.
func (v PrintView) ForGuests() bool { return slices.Contains(forGuests, v.Paper) }

// printParams are what GET …/print understands.
func printParams() []Param {
	return []Param{{"paper", "string", "application, sheet, slips, itinerary, pickup, welcome, names, seating, passes, minutes, summary, settlement or form.ID; empty: which there are"},
		{"lang", "string", "language of the paper; default the guests' for what they get, else the reader's"},
		{"department", "string", "of the slips, only this department's"}, {"guest", "string", "of the itinerary and passes, only this guest's"}}
}

// print gives what a paper needs. A paper that is not there for the reader is
// not found.
func (s *Services) print(c *Call) (PrintView, error) {
	p, err := s.Receptions.Print(c.Context(), c.Act(), c.Path("r"))
	if err != nil {
		return PrintView{}, err
	}
	paper := c.Ask("paper")
	if paper != "" && !slices.Contains(p.Papers, paper) {
		return PrintView{}, fault.Missing()
	}
	guest, err := guestOf(p.View, c.Ask("guest"))
	if err != nil {
		return PrintView{}, err
	}
	if l := paperLang(c, paper, p.View, guest); l != c.Lang {
		c.Lang = l
		if p, err = s.Receptions.Print(c.Context(), c.Act(), c.Path("r")); err != nil {
			return PrintView{}, err
		}
	}
	v := PrintView{Paper: paper, Papers: p.Papers, Letterhead: letterhead(c), Languages: languages(p.View), Reception: p.View, Sheet: p.Sheet,
		Department: c.Ask("department"), Guest: guest, Lines: p.Lines, Host: host(c, p.View), Roles: p.Roles}
	if !p.Accepted.IsZero() {
		v.Accepted = &p.Accepted
	}
	for _, f := range p.View.Papers {
		if paper == reception.PaperForm+f.ID {
			v.Form = &f
		}
	}
	switch paper {
	case reception.PaperSeating:
		v.Tables = tables(c.Company, c.Lang, p)
	case reception.PaperPasses:
		v.Passes = s.passes(p.View, guest)
	}
	return v, nil
}

// guestOf finds the guest who was asked for.
func guestOf(v reception.View, id string) (*reception.Guest, error) {
	if id == "" || v.Application == nil {
		return nil, nil
	}
	for _, g := range v.Application.Guests {
		if g.ID == id && !g.Dropped {
			return &g, nil
		}
	}
	return nil, fault.Field("/guest", "unknown-id", id)
}

// paperLang is the language of a paper: the one asked for; of what guests get,
// the guest's or the main guest's; else the reader's.
func paperLang(c *Call, paper string, v reception.View, guest *reception.Guest) i18n.Lang {
	if l, ok := i18n.Parse(c.Ask("lang")); ok {
		return l
	}
	if !slices.Contains(forGuests, paper) {
		return c.Lang
	}
	if guest != nil && guest.Language != "" {
		return i18n.Of(guest.Language)
	}
	if spoken := spokenBy(v); len(spoken) > 0 {
		return spoken[0]
	}
	return c.Lang
}

// spokenBy lists the guests' languages, the main guest's first.
func spokenBy(v reception.View) (list []i18n.Lang) {
	if v.Application == nil {
		return nil
	}
	for _, main := range []bool{true, false} {
		for _, g := range v.Application.Guests {
			if l, ok := i18n.Parse(g.Language); ok && g.Main == main && !g.Dropped && !slices.Contains(list, l) {
				list = append(list, l)
			}
		}
	}
	return list
}

// languages are those in which papers are written: the guests' first, each
// once, for a language without texts of its own reads another's.
func languages(v reception.View) (list []i18n.Lang) {
	for _, l := range append(spokenBy(v), i18n.Langs()...) {
		if l = i18n.Written(l); !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

// letterhead is the company as its forms name it.
func letterhead(c *Call) Letterhead {
	info := c.Company.Info
	l := Letterhead{Name: info.Legal, Phone: i18n.Phone(c.Lang, info.Phone), Logo: logoAddress(c.Company)}
	if lines := c.Company.Address(c.Lang); len(lines) > 0 {
		l.Address, l.Local = lines[0], strings.Join(lines[1:], "\n")
	}
	if !c.Lang.Chinese() && info.Latin != "" {
		l.Name = info.Latin
	}
	if l.Name == "" {
		l.Name = info.Name
	}
	return l
}

// host is whom guests may call: who holds the role, else the specialist, else
// the applicant.
func host(c *Call, v reception.View) *Contact {
	id := v.Applicant.ID
	if v.Specialist != nil {
		id = v.Specialist.ID
	}
	if v.Plan != nil {
		for _, p := range v.Plan.People {
			if p.Role == "host" {
				id = p.Staff
				break
			}
		}
	}
	who := c.Company.Person(id)
	if who == nil {
		return nil
	}
	return &Contact{Name: who.Called(c.Lang), Position: i18n.Readable(c.Lang, who.Position), Phone: who.Phone}
}

// passes signs what lets the guests in: valid until the day after the visit.
func (s *Services) passes(v reception.View, only *reception.Guest) []Pass {
	list := []Pass{}
	for _, g := range v.Application.Guests {
		if g.Dropped || only != nil && g.ID != only.ID {
			continue
		}
		code := s.Ring.SignPass(token.Pass{Reception: v.Number, Guest: g.ID, Until: v.End.Add(24 * time.Hour)})
		list = append(list, Pass{Guest: g.ID, Name: g.Name, Position: g.Position, Code: code})
	}
	return list
}
