package staff

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/store"

	_ "time/tzdata" // a laptop without zone files must know its site's zone
)

// A Company is a snapshot of the company partition. It is immutable and safe
// for concurrent use; what its methods return must not be changed.
type Company struct {
	Info        Info
	Version     int64 // of HEAD; 0: not founded
	people      map[string]*Person
	byEmail     map[string]*Person
	departments map[string]*Department
	positions   map[string]map[string]Position
	years       map[string]calendar.Year
	docs        []store.Doc // all of them, in key order
	zone        *time.Location
	calendar    *calendar.Calendar
	derived     sync.Map // see Derive
}

// newCompany makes the snapshot of the documents read for version.
func newCompany(version int64, docs []store.Doc) (*Company, error) {
	c := &Company{Version: version, docs: docs, people: map[string]*Person{}, byEmail: map[string]*Person{},
		departments: map[string]*Department{}, positions: map[string]map[string]Position{}, years: map[string]calendar.Year{}}
	for _, d := range docs {
		if err := c.add(d); err != nil {
			return nil, err
		}
	}
	return c, c.setTime()
}

// add takes one document in; kinds of other packages are kept as they are.
func (c *Company) add(d store.Doc) error {
	kind, id, _ := strings.Cut(d.SK, "#")
	switch kind {
	case "HEAD":
		return Decode(d, &c.Info)
	case "STAFF":
		p := &Person{Version: d.Version}
		c.people[id] = p
		if err := Decode(d, p); err != nil {
			return err
		}
		if known := c.byEmail[p.Email]; known == nil || !known.Active() { // who left gives the address back
			c.byEmail[p.Email] = p
		}
	case "DEPT":
		c.departments[id] = &Department{Version: d.Version}
		return Decode(d, c.departments[id])
	case "POSITIONS":
		var p positions
		err := Decode(d, &p)
		c.positions[id] = p.Roles
		return err
	case "HOLIDAYS":
		var y calendar.Year
		err := Decode(d, &y)
		c.years[id] = y
		return err
	}
	return nil
}

// setTime makes zone and calendar: the years announced for China and the
// company's own. A company not yet founded lives in UTC.
func (c *Company) setTime() (err error) {
	if c.zone, err = time.LoadLocation(c.Info.Zone); err != nil {
		return fault.Wrap(fault.Internal, "internal", err)
	}
	years := calendar.China()
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		years = append(years, c.years[y])
	}
	hours := c.Info.Hours
	if hours == (calendar.Hours{}) {
		hours = calendar.Default
	}
	c.calendar, err = calendar.New(c.zone, hours, years...)
	return err
}

// Founded tells whether there is a company in this store.
func (c *Company) Founded() bool { return c.Info.Name != "" }

// Zone is the time zone of the company's site.
func (c *Company) Zone() *time.Location { return c.zone }

// Calendar knows the site's working hours, weekends and holidays.
func (c *Company) Calendar() *calendar.Calendar { return c.calendar }

// Today is the local day of the site, "2026-11-24".
func (c *Company) Today(at time.Time) string { return at.In(c.zone).Format(time.DateOnly) }

// Docs gives the company's documents whose sort key begins with prefix, for
// packages that keep their own kinds here.
func (c *Company) Docs(prefix string) []store.Doc {
	from, _ := slices.BinarySearchFunc(c.docs, prefix, func(d store.Doc, p string) int { return cmp.Compare(d.SK, p) })
	to := from
	for to < len(c.docs) && strings.HasPrefix(c.docs[to].SK, prefix) {
		to++
	}
	return c.docs[from:to:to]
}

// Derive gives what another package makes of the company's documents, made when
// it is first asked for: the snapshot serves many requests.
func Derive[T any](c *Company, from func(*Company) (T, error)) (T, error) {
	kind := reflect.TypeFor[T]()
	if known, ok := c.derived.Load(kind); ok {
		return known.(T), nil
	}
	made, err := from(c)
	if err == nil {
		c.derived.Store(kind, made)
	}
	return made, err
}

// Holidays gives the company's own entry for a year.
func (c *Company) Holidays(year string) (calendar.Year, bool) {
	y, ok := c.years[year]
	return y, ok
}

// Setting gives a company setting, or what holds without it.
func (c *Company) Setting(name, otherwise string) string {
	if v, ok := c.Info.Settings[name]; ok {
		return v
	}
	return otherwise
}

// Called is the company's name for a reader.
func (c *Company) Called(l i18n.Lang) string {
	if !l.Chinese() && c.Info.Latin != "" {
		return c.Info.Latin
	}
	return c.Info.Name
}

// Address is where the company is, for a reader: who does not read Chinese
// gets it in Latin script where it is known, and as a driver reads it.
func (c *Company) Address(l i18n.Lang) []string {
	var lines []string
	if !l.Chinese() && c.Info.AddressLatin != "" {
		lines = append(lines, c.Info.AddressLatin)
	}
	if c.Info.Address != "" {
		lines = append(lines, c.Info.Address)
	}
	return lines
}

// Person finds staff by id or e-mail, also those who left; nil when unknown.
func (c *Company) Person(ref string) *Person {
	if p := c.people[ref]; p != nil {
		return p
	}
	return c.byEmail[strings.ToLower(strings.TrimSpace(ref))]
}

// People lists everybody who works here, by id.
func (c *Company) People() []*Person {
	return c.where(func(p *Person) bool { return true })
}

// WithRole lists the people who have a role, by id.
func (c *Company) WithRole(r Role) []*Person {
	return c.where(func(p *Person) bool { return p.Has(r) })
}

// Whoever finds a person that fits, also among those who left.
func (c *Company) Whoever(fits func(*Person) bool) *Person {
	for _, id := range sortedIDs(c.people) {
		if p := c.people[id]; fits(p) {
			return p
		}
	}
	return nil
}

// In lists the people of a department, by id.
func (c *Company) In(department string) []*Person {
	return c.where(func(p *Person) bool { return p.Department == department })
}

// where lists active people that fit.
func (c *Company) where(fits func(*Person) bool) []*Person {
	var list []*Person
	for _, id := range slices.Sorted(maps.Keys(c.people)) {
		if p := c.people[id]; p.Active() && fits(p) {
			list = append(list, p)
		}
	}
	return list
}

// Department finds a department by id; nil when unknown.
func (c *Company) Department(id string) *Department { return c.departments[id] }

// Departments lists all departments by id.
func (c *Company) Departments() []*Department {
	list := make([]*Department, 0, len(c.departments))
	for _, id := range slices.Sorted(maps.Keys(c.departments)) {
		list = append(list, c.departments[id])
	}
	return list
}

// HeadOf is the head of a department, or the successor of one who left; nil
// when there is none.
func (c *Company) HeadOf(department string) *Person {
	d := c.departments[department]
	if d == nil {
		return nil
	}
	return c.Present(d.Head)
}

// Heads tells whether the person is the head of the department or of one above it.
func (c *Company) Heads(person, department string) bool {
	for range len(c.departments) {
		if h := c.HeadOf(department); h != nil && h.ID == person {
			return true
		}
		d := c.departments[department]
		if d == nil || d.Parent == "" {
			return false
		}
		department = d.Parent
	}
	return false
}

// Above is the next above a person: the head of the department, of the one
// above it for the head himself, then a director, then the general manager;
// nil above the general manager.
func (c *Company) Above(person string) *Person {
	p := c.Person(person)
	if p == nil || p.Has(GM) {
		return nil
	}
	if !p.Has(Director) {
		if h := c.headAbove(p); h != nil {
			return h
		}
		if list := c.WithRole(Director); len(list) > 0 {
			return list[0]
		}
	}
	if list := c.WithRole(GM); len(list) > 0 {
		return list[0]
	}
	return nil
}

// headAbove is the nearest head of the person's departments upwards who is
// somebody else; nil when there is none.
func (c *Company) headAbove(p *Person) *Person {
	d := c.departments[p.Department]
	for range len(c.departments) {
		if d == nil {
			return nil
		}
		if h := c.Present(d.Head); h != nil && h.ID != p.ID {
			return h
		}
		d = c.departments[d.Parent]
	}
	return nil
}
