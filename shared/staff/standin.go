package staff

import (
	"slices"
	"time"
)

// A Delegation lets somebody else decide and do in a person's absence.
type Delegation struct {
	To       string    `json:"to"` // staff id
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Subjects []string  `json:"subjects,omitempty"` // empty: everything
}

// Subjects are what somebody can stand in for.
func Subjects() []string { return []string{"review", "exception", "settlement", "task", "promise"} }

// holds tells whether the delegation is in force at a moment. From counts,
// Until does not.
func (d Delegation) holds(at time.Time) bool { return !at.Before(d.From) && at.Before(d.Until) }

// covers tells whether the delegation is about a subject. What belongs to no
// subject ("") goes along only with everything.
func (d Delegation) covers(subject string) bool {
	return len(d.Subjects) == 0 || slices.Contains(d.Subjects, subject)
}

// chain bounds how far successions and delegations are followed.
const chain = 8

// Present is the person, or the successor of one who left; nil when nobody of
// them works here.
func (c *Company) Present(ref string) *Person {
	p := c.Person(ref)
	for range chain {
		if p == nil || p.Active() {
			return p
		}
		p = c.people[p.Successor]
	}
	return nil
}

// StandIn is who is asked instead of a person for a subject ("review",
// "exception", "settlement", "task"; "" for what is none of them) at a moment:
// the successor of one who left, the delegate of one who is away, and so on;
// himself when he is here; nil when nobody is. A circle ends where it began.
func (c *Company) StandIn(ref, subject string, at time.Time) *Person {
	p := c.Present(ref)
	if p == nil {
		return nil
	}
	for seen := []*Person{p}; len(seen) <= chain; {
		next := c.delegate(p, at, func(d Delegation) bool { return d.covers(subject) })
		if next == nil || slices.Contains(seen, next) {
			break
		}
		p, seen = next, append(seen, next)
	}
	return p
}

// delegate is who a person has named at a moment, by the newest delegation
// that covers what is asked; nil for nobody.
func (c *Company) delegate(p *Person, at time.Time, covers func(Delegation) bool) *Person {
	for _, d := range slices.Backward(p.Delegations) {
		if d.holds(at) && covers(d) {
			if to := c.Present(d.To); to != nil && to != p {
				return to
			}
		}
	}
	return nil
}

// MayActFor tells whether actor may do for a person what falls to that person
// for a subject ("" for whichever): he is that person, or stands in for him. A
// delegation takes nothing away from who gave it.
func (c *Company) MayActFor(actor, person, subject string, at time.Time) bool {
	p, who := c.Present(person), c.Person(actor)
	if p == nil || who == nil || !who.Active() {
		return false
	}
	covers := func(d Delegation) bool { return subject == "" || d.covers(subject) }
	for seen := []*Person{}; p != nil && len(seen) <= chain && !slices.Contains(seen, p); p = c.delegate(p, at, covers) {
		if p == who {
			return true
		}
		seen = append(seen, p)
	}
	return false
}

// ActsAs tells whether actor may do what falls to the holders of a role: he has
// it, or stands in for somebody who has.
func (c *Company) ActsAs(actor string, r Role, subject string, at time.Time) bool {
	return slices.ContainsFunc(sortedIDs(c.people), func(id string) bool {
		return slices.Contains(c.people[id].Roles, r) && c.MayActFor(actor, id, subject, at)
	})
}

// Successors lists who came after those who left with a role, by id of who left.
func (c *Company) Successors(r Role) []*Person {
	var list []*Person
	for _, id := range sortedIDs(c.people) {
		p := c.people[id]
		if next := c.Present(id); !p.Active() && next != nil && slices.Contains(p.Roles, r) && !slices.Contains(list, next) {
			list = append(list, next)
		}
	}
	return list
}

// ActsFor lists the ids of those for whom a person may act for a subject at a
// moment: himself first, then who delegated to him or left to him.
func (c *Company) ActsFor(person, subject string, at time.Time) []string {
	list := []string{person}
	for _, id := range sortedIDs(c.people) {
		if id != person && c.MayActFor(person, id, subject, at) {
			list = append(list, id)
		}
	}
	return list
}
