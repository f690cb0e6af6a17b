package staff

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
)

// MaxRoster is how many people are added at once: they and their departments
// are one commit.
const MaxRoster = 60

// EventRoster is a list of people who were added together.
const EventRoster = "staff.list-added"

// AddRoster adds people by a list (POST /staff/list). A department is named by
// id or name; one that the company does not have is made, with the id that
// IDs has for its name.
type AddRoster struct {
	People []AddStaff
	IDs    map[string]string // ids that suit new departments, by name
}

// A Roster is what was added.
type Roster struct {
	People      []View   `json:"people"`
	Departments []string `json:"departments"` // names of those that were made
}

// AddRoster adds all people of a list or none. Only administrators may. What is
// wrong is said by row, as the fields of /text/0, /text/1 and so on.
func (s *Service) AddRoster(ctx context.Context, act Act, cmd AddRoster) (Roster, error) {
	return Change(ctx, s, act, Command{Route: "staff.roster", Body: cmd}, func(t *Turn) (Roster, error) {
		if err := t.Admin(); err != nil {
			return Roster{}, err
		}
		if n := len(cmd.People); n == 0 || n > MaxRoster {
			return Roster{}, fault.Field("/text", "out-of-range", 1, MaxRoster)
		}
		r := roster{Turn: t, ids: cmd.IDs, made: map[string]*Department{}, managed: map[string]bool{}, taken: map[string]bool{}}
		for i, row := range cmd.People {
			r.add(i, row)
		}
		if err := r.bad.Err(); err != nil {
			return Roster{}, err
		}
		return r.put(), nil
	})
}

// A roster is a list on its way into the company.
type roster struct {
	*Turn
	ids     map[string]string
	people  []*Person
	made    map[string]*Department // by name
	order   []*Department
	managed map[string]bool // departments whose head manages them
	taken   map[string]bool // addresses further up the list
	bad     fault.List
}

// add takes one row, or says what is wrong with it.
func (r *roster) add(i int, row AddStaff) {
	p := &Person{Schema: Schema, ID: fmt.Sprintf("s%s%02d", r.Own, i)}
	at := fmt.Sprintf("/text/%d", i)
	err := p.set(r.Company, EditStaff{0, row.Email, row.Name, &row.Latin, &row.Phone, &row.Position, "", row.Roles, row.Language})
	if err != nil {
		for _, f := range fault.As(err).Fields {
			r.bad.Add(at+f.Field, f.Code, f.Args...)
		}
		return
	}
	if r.taken[p.Email] {
		r.bad.Add(at+"/email", "invalid", p.Name)
	}
	r.taken[p.Email] = true
	if row.Department != "" {
		r.join(p, row.Department)
	}
	r.people = append(r.people, p)
}

// join puts somebody into a department. A new one has a head: the first who
// manages departments, without such a one the first who is named.
func (r *roster) join(p *Person, name string) {
	if d := r.known(name); d != nil {
		p.Department = d.ID
		return
	}
	d := r.made[name]
	if d == nil {
		d = &Department{Schema: Schema, ID: r.id(name), Name: name, Head: p.ID}
		r.made[name], r.order = d, append(r.order, d)
	}
	if p.Department = d.ID; p.Has(Head) && !r.managed[d.ID] {
		d.Head, r.managed[d.ID] = p.ID, true
	}
}

// known finds a department by id or name.
func (r *roster) known(name string) *Department {
	for _, d := range r.Company.Departments() {
		if name == d.ID || strings.EqualFold(name, d.Name) || strings.EqualFold(name, d.Latin) {
			return d
		}
	}
	return nil
}

// id is the one that suits the name, if it is free, else a new one.
func (r *roster) id(name string) string {
	id := r.ids[name]
	if plain(id) && r.Company.Department(id) == nil && !slices.ContainsFunc(r.order, func(d *Department) bool { return d.ID == id }) {
		return id
	}
	return fmt.Sprintf("d%s%02d", r.Own, len(r.order))
}

// put stores people and departments, and names them in one event.
func (r *roster) put() Roster {
	done := Roster{People: []View{}, Departments: []string{}}
	for _, d := range r.order {
		r.Put("DEPT#"+d.ID, d)
		r.Changed(EventRoster, event.Change{Field: "department", New: d.ID})
		done.Departments = append(done.Departments, d.Name)
	}
	for _, p := range r.people {
		r.Put("STAFF#"+p.ID, p)
		r.Changed(EventRoster, event.Change{Field: "staff", New: p.ID}, event.Change{Field: "roles", New: join(p.Roles)})
		p.Version = 1
		done.People = append(done.People, r.Company.view(p, r.Act.Lang))
	}
	return done
}
