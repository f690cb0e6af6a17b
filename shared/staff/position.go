package staff

import (
	"maps"
	"slices"
)

// Position tells to whom a role of a policy falls and whether that was said:
// as mapped by the company; otherwise the department of that name, the role of
// that name, the person of that name.
func (c *Company) Position(policy, role string) (Position, bool) {
	if p, ok := c.positions[policy][role]; ok {
		return p, true
	}
	if c.departments[role] != nil {
		return Position{Department: role}, true
	}
	if people := c.WithRole(Role(role)); len(people) > 0 && slices.Contains(Roles(), Role(role)) {
		return Position{Staff: ids(people)}, true
	}
	if c.people[role] != nil {
		return Position{Staff: []string{role}}, true
	}
	return Position{}, false
}

// Positions gives what the company has mapped for a policy.
func (c *Company) Positions(policy string) map[string]Position {
	return maps.Clone(c.positions[policy])
}

// Holder is the one person who answers for a policy's role: the first named
// person, or the head of the department it falls to, without a head the first
// who is in it; nil when nobody does.
func (c *Company) Holder(policy, role string) *Person {
	p, ok := c.Position(policy, role)
	switch {
	case !ok:
		return nil
	case p.Department != "":
		if h := c.HeadOf(p.Department); h != nil {
			return h
		}
		if list := c.In(p.Department); len(list) > 0 {
			return list[0]
		}
		return nil
	}
	for _, id := range p.Staff {
		if who := c.Present(id); who != nil {
			return who
		}
	}
	return nil
}

// Holders are all people to whom a policy's role falls: the named ones, or
// everybody in the department, its head first. Who left is replaced.
func (c *Company) Holders(policy, role string) []*Person {
	p, _ := c.Position(policy, role)
	named := p.Staff
	if p.Department != "" {
		if h := c.HeadOf(p.Department); h != nil {
			named = append([]string{h.ID}, named...)
		}
		named = append(named, ids(c.In(p.Department))...)
	}
	var list []*Person
	for _, id := range named {
		if who := c.Present(id); who != nil && !slices.Contains(list, who) {
			list = append(list, who)
		}
	}
	return list
}

// ids lists the ids of people.
func ids(people []*Person) []string {
	list := make([]string, len(people))
	for i, p := range people {
		list[i] = p.ID
	}
	return list
}
