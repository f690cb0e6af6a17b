package staff

import (
	"slices"
	"time"

	"yingbin/shared/i18n"
)

// A View is a person as lists and answers show it.
type View struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Latin      string    `json:"latin,omitempty"`
	Phone      string    `json:"phone,omitempty"`
	Position   string    `json:"position,omitempty"`
	Department string    `json:"department"`
	Roles      []Role    `json:"roles"`
	Language   i18n.Lang `json:"language"`
	Active     bool      `json:"active"`
	Successor  string    `json:"successor,omitempty"`
	Version    int64     `json:"version"`
}

// A Delegate is a delegation as its giver and its taker see it.
type Delegate struct {
	For      string    `json:"for"` // staff id of the giver
	To       string    `json:"to"`  // staff id of the taker
	Name     string    `json:"name"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Subjects []string  `json:"subjects"`
}

// A Me is GET /me: who am I, what may I, who stands in for whom.
type Me struct {
	Staff     View       `json:"staff"`
	Roles     []Role     `json:"roles"`
	Delegates []Delegate `json:"delegates"`
}

// View gives a person as lists show it; false when there is none.
func (c *Company) View(ref string, l i18n.Lang) (View, bool) {
	p := c.Person(ref)
	if p == nil {
		return View{}, false
	}
	return c.view(p, l), true
}

// Views lists everybody who works here.
func (c *Company) Views(l i18n.Lang) []View {
	list := []View{}
	for _, p := range c.People() {
		list = append(list, c.view(p, l))
	}
	return list
}

// LeftViews lists who left, by id.
func (c *Company) LeftViews(l i18n.Lang) []View {
	var list []View
	for _, id := range sortedIDs(c.people) {
		if p := c.people[id]; !p.Active() {
			list = append(list, c.view(p, l))
		}
	}
	return list
}

func (c *Company) view(p *Person, l i18n.Lang) View {
	roles := slices.Clone(p.Roles)
	if roles == nil {
		roles = []Role{}
	}
	return View{ID: p.ID, Email: p.Email, Name: p.Called(l), Latin: p.Latin, Phone: p.Phone, Position: p.Position,
		Department: p.Department, Roles: roles, Language: p.Speaks(), Active: p.Active(), Successor: p.Successor, Version: p.Version}
}

// Me gives the actor's own page; false when he does not work here.
func (c *Company) Me(act Act) (Me, bool) {
	p := c.Person(act.By)
	if p == nil || !p.Active() {
		return Me{}, false
	}
	return c.me(p, act), true
}

// me lists the delegations that p gave, and those given to p, unless over.
func (c *Company) me(p *Person, act Act) Me {
	v := c.view(p, act.Lang)
	me := Me{Staff: v, Roles: v.Roles, Delegates: []Delegate{}}
	me.add(c, p, act, "")
	for _, id := range sortedIDs(c.people) {
		if id != p.ID {
			me.add(c, c.people[id], act, p.ID)
		}
	}
	return me
}

// add lists the delegations of one person, only those to somebody if given.
func (m *Me) add(c *Company, giver *Person, act Act, only string) {
	for _, d := range giver.Delegations {
		if !d.Until.After(act.At) || only != "" && d.To != only || !giver.Active() {
			continue
		}
		other := giver
		if only == "" {
			other = c.people[d.To]
		}
		shown := Delegate{For: giver.ID, To: d.To, From: d.From, Until: d.Until, Subjects: append([]string{}, d.Subjects...)}
		if other != nil {
			shown.Name = other.Called(act.Lang)
		}
		m.Delegates = append(m.Delegates, shown)
	}
}
