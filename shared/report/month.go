package report

import (
	"cmp"
	"slices"

	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// Schema is the version of the stored sums that this release writes.
const Schema = 2

// A Month is the document rollup#YEAR, MM: the sums of one local month.
type Month struct {
	Schema    int        `json:"s"`
	Month     string     `json:"month"` // 2026-11
	Groups    []Group    `json:"groups"`
	Customers []Customer `json:"customers,omitempty"`
}

// A Group is what one department did at one level.
type Group struct {
	Department string                  `json:"department"`
	Level      string                  `json:"level,omitempty"`
	Receptions int                     `json:"receptions"`
	Guests     int                     `json:"guests"` // who came; where nobody was checked in, who was expected
	Urgent     int                     `json:"urgent,omitempty"`
	Claimed    policy.Money            `json:"claimed,omitzero"`
	Allowed    policy.Money            `json:"allowed,omitzero"`
	Claims     map[string]policy.Money `json:"claims,omitempty"` // by category
	Costs      map[string]policy.Money `json:"costs,omitempty"`  // allowed, by category
	Caps       map[string]policy.Money `json:"caps,omitempty"`   // of the receptions that claimed, by category
	Capped     map[string]policy.Money `json:"capped,omitempty"` // what of Claims had a cap, by category
	Foreign    int                     `json:"foreign,omitempty"`
	Deadlines  map[string]Kept         `json:"deadlines,omitempty"`
	Sent       int                     `json:"sent,omitempty"`
	Answered   int                     `json:"answered,omitempty"`
	Scores     map[string]Sum          `json:"scores,omitempty"` // by question
	Incidents  map[string]int          `json:"incidents,omitempty"`
}

// Kept counts deadlines that were kept and missed.
type Kept struct {
	Kept   int `json:"kept"`
	Missed int `json:"missed"`
}

// A Sum of scores with how many there were.
type Sum struct {
	Total float64 `json:"total"`
	Count int     `json:"count"`
}

// A Customer is what one customer's visits to one department came to.
type Customer struct {
	Customer   reception.Ref `json:"customer"`
	Department string        `json:"department"`
	Receptions int           `json:"receptions"`
	Allowed    policy.Money  `json:"allowed,omitzero"`
}

// maxCustomers bounds the document; those who cost most are kept.
const maxCustomers = 300

// sum counts the facts of one month up.
func sum(month string, facts []reception.Fact) Month {
	m := Month{Schema: Schema, Month: month, Groups: []Group{}}
	for _, f := range facts {
		m.group(f.Department, f.Level).take(f)
		m.customer(f)
	}
	slices.SortFunc(m.Groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Department, b.Department), cmp.Compare(a.Level, b.Level))
	})
	slices.SortStableFunc(m.Customers, func(a, b Customer) int {
		return cmp.Or(cmp.Compare(b.Allowed.Minor, a.Allowed.Minor), cmp.Compare(b.Receptions, a.Receptions), cmp.Compare(a.Customer.ID, b.Customer.ID))
	})
	m.Customers = m.Customers[:min(len(m.Customers), maxCustomers)]
	return m
}

// group finds the sums of a department and level, or begins them.
func (m *Month) group(department, level string) *Group {
	for i := range m.Groups {
		if g := &m.Groups[i]; g.Department == department && g.Level == level {
			return g
		}
	}
	m.Groups = append(m.Groups, Group{Department: department, Level: level})
	return &m.Groups[len(m.Groups)-1]
}

// customer adds the visit to its customer.
func (m *Month) customer(f reception.Fact) {
	i := slices.IndexFunc(m.Customers, func(c Customer) bool {
		return c.Customer.ID == f.Customer.ID && c.Customer.Name == f.Customer.Name && c.Department == f.Department
	})
	if i < 0 {
		m.Customers, i = append(m.Customers, Customer{Customer: f.Customer, Department: f.Department}), len(m.Customers)
	}
	m.Customers[i].Receptions++
	plus(&m.Customers[i].Allowed, f.Allowed)
}

// take counts one reception.
func (g *Group) take(f reception.Fact) {
	one := Group{Receptions: 1, Guests: f.Came, Sent: f.Sent, Answered: f.Answered, Incidents: f.Incidents,
		Deadlines: map[string]Kept{}, Scores: map[string]Sum{}}
	if f.Came == 0 {
		one.Guests = f.Expected
	}
	if f.Urgent {
		one.Urgent = 1
	}
	if f.Claimed.Minor != 0 {
		one.Claimed, one.Allowed, one.Claims, one.Costs = f.Claimed, f.Allowed, f.Claims, f.Costs
		one.Caps, one.Capped = both(f.Caps, f.Claims), both(f.Claims, f.Caps)
	}
	for what, kept := range deadlines(f) {
		if kept {
			one.Deadlines[what] = Kept{Kept: 1}
		} else {
			one.Deadlines[what] = Kept{Missed: 1}
		}
	}
	if f.Tasks > 0 {
		one.Deadlines["tasks"] = Kept{Kept: f.Tasks - f.TasksLate, Missed: f.TasksLate}
	}
	for q, average := range f.Scores {
		n := cmp.Or(f.Answers[q], f.Answered, 1)
		one.Scores[q] = Sum{Total: average * float64(n), Count: n}
	}
	g.merge(one)
}

// both keeps the amounts of the categories that the other has, too: a cap on a
// dinner that nobody had is nothing to compare with, nor is a dinner without one.
func both(amounts, other map[string]policy.Money) map[string]policy.Money {
	kept := map[string]policy.Money{}
	for category, m := range amounts {
		if _, ok := other[category]; ok {
			kept[category] = m
		}
	}
	return kept
}

// deadlines of a fact; one that was written before they were kept knows the
// lead time only.
func deadlines(f reception.Fact) map[string]bool {
	if f.Deadlines == nil {
		return map[string]bool{"lead": !f.Late}
	}
	return f.Deadlines
}

// merge adds other sums.
func (g *Group) merge(o Group) {
	g.Receptions, g.Guests, g.Urgent = g.Receptions+o.Receptions, g.Guests+o.Guests, g.Urgent+o.Urgent
	g.Sent, g.Answered, g.Foreign = g.Sent+o.Sent, g.Answered+o.Answered, g.Foreign+o.Foreign
	if sum, ok := g.Claimed.Add(o.Claimed); ok {
		g.Claimed = sum
		plus(&g.Allowed, o.Allowed)
		addMoney(&g.Claims, o.Claims)
		addMoney(&g.Costs, o.Costs)
		addMoney(&g.Caps, o.Caps)
		addMoney(&g.Capped, o.Capped)
	} else {
		g.Foreign += max(1, o.Receptions)
	}
	add(&g.Deadlines, o.Deadlines, func(a, b Kept) Kept { return Kept{a.Kept + b.Kept, a.Missed + b.Missed} })
	add(&g.Scores, o.Scores, func(a, b Sum) Sum { return Sum{a.Total + b.Total, a.Count + b.Count} })
	add(&g.Incidents, o.Incidents, func(a, b int) int { return a + b })
}

// plus adds an amount; one of another currency stays out.
func plus(to *policy.Money, m policy.Money) {
	if sum, ok := to.Add(m); ok {
		*to = sum
	}
}

// addMoney adds amounts by category.
func addMoney(to *map[string]policy.Money, from map[string]policy.Money) {
	add(to, from, func(a, b policy.Money) policy.Money { plus(&a, b); return a })
}

// add adds what is counted under the same key.
func add[V any](to *map[string]V, from map[string]V, plus func(a, b V) V) {
	if len(from) > 0 && *to == nil {
		*to = map[string]V{}
	}
	for k, v := range from {
		(*to)[k] = plus((*to)[k], v)
	}
}
