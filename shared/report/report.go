package report

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// An Ask says which report is wanted. The zero Ask is this year, everything
// that the reader may see.
type Ask struct {
	Year       int
	Department string
}

// yearsBack is how far back a report may be asked for.
const yearsBack = 5

// Report counts a year up for a reader. Errors: forbidden; invalid fields
// /year and /department, also for a department that is not the reader's.
func (s *Service) Report(ctx context.Context, act staff.Act, ask Ask) (View, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return View{}, err
	}
	r, err := readerOf(company, act.By)
	if err != nil {
		return View{}, err
	}
	now := act.At.In(company.Zone())
	if ask.Year == 0 {
		ask.Year = now.Year()
	}
	if ask.Year > now.Year() || ask.Year < now.Year()-yearsBack {
		return View{}, fault.Field("/year", "out-of-range", now.Year()-yearsBack, now.Year())
	}
	if ask.Department != "" && (company.Department(ask.Department) == nil || !r.sees(ask.Department)) {
		return View{}, fault.Field("/department", "unknown-id", ask.Department)
	}
	sums, err := s.read(ctx, ask.Year, now)
	if err != nil {
		return View{}, err
	}
	c := counter{ask: ask, reader: r, company: company, lang: act, sums: sums}
	c.span(now)
	if c.stays, err = customer.Stays(ctx, s.DB, c.costliest()...); err != nil {
		return View{}, err
	}
	return c.view(now), nil
}

// A counter makes a view of sums.
type counter struct {
	ask     Ask
	reader  reader
	company *staff.Company
	lang    staff.Act
	sums    map[string]Month
	stays   map[string]customer.Card // of the costliest customers: whom an id means now
	months  []string                 // of the year, as far as it has gone
}

// span lists the months that are compared.
func (c *counter) span(now time.Time) {
	for _, m := range months(c.ask.Year, now) {
		if m.Year() == c.ask.Year {
			c.months = append(c.months, m.Format(monthLayout))
		}
	}
}

// before is the same month a year earlier.
func before(month string) string {
	t, err := time.Parse(monthLayout, month)
	if err != nil {
		return ""
	}
	return t.AddDate(-1, 0, 0).Format(monthLayout)
}

// view makes the parts that the reader may see.
func (c *counter) view(now time.Time) View {
	last := c.months[len(c.months)-1]
	v := View{Year: c.ask.Year, Through: last, Compared: before(last), Department: c.ask.Department, Departments: []reception.Ref{}}
	for y := now.Year(); y >= now.Year()-yearsBack; y-- {
		v.Years = append(v.Years, y)
	}
	for _, d := range c.company.Departments() {
		if c.reader.sees(d.ID) {
			v.Departments = append(v.Departments, reception.Ref{ID: d.ID, Name: d.Called(c.lang.Lang)})
		}
	}
	v.Cost = new(c.cost())
	if !c.reader.costOnly {
		v.Volume, v.Deadlines, v.Satisfaction = new(c.volume()), new(c.deadlines()), new(c.satisfaction())
	}
	return v
}

// wanted says whether a department is counted.
func (c *counter) wanted(department string) bool {
	return (c.ask.Department == "" || c.ask.Department == department) && c.reader.sees(department)
}

// groups are the counted sums of a month.
func (c *counter) groups(month string) []Group {
	return slices.DeleteFunc(slices.Clone(c.sums[month].Groups), func(g Group) bool { return !c.wanted(g.Department) })
}

// total merges the sums of months into one.
func (c *counter) total(months ...string) Group {
	var all Group
	for _, m := range months {
		for _, g := range c.groups(m) {
			all.merge(g)
		}
	}
	return all
}

// past are the months of the year before.
func (c *counter) past() []string {
	var list []string
	for _, m := range c.months {
		list = append(list, before(m))
	}
	return list
}

// by merges the sums of months by something, in the order of its ids.
func (c *counter) by(of func(Group) string, months ...string) (ids []string, sums map[string]*Group) {
	sums = map[string]*Group{}
	for _, m := range months {
		for _, g := range c.groups(m) {
			id := of(g)
			if sums[id] == nil {
				sums[id] = &Group{}
				ids = append(ids, id)
			}
			sums[id].merge(g)
		}
	}
	slices.Sort(ids)
	return ids, sums
}

func level(g Group) string      { return g.Level }
func department(g Group) string { return g.Department }

// departmentName names a department for the reader.
func (c *counter) departmentName(id string) string {
	if d := c.company.Department(id); d != nil {
		return d.Called(c.lang.Lang)
	}
	return id
}

// share is a part in percent, one decimal; 0 of nothing.
func share(k Kept) float64 {
	if k.Kept+k.Missed == 0 {
		return 0
	}
	return math.Round(1000*float64(k.Kept)/float64(k.Kept+k.Missed)) / 10
}

// mean is an average with two decimals; 0 of nothing.
func mean(s Sum) float64 {
	if s.Count == 0 {
		return 0
	}
	return math.Round(100*s.Total/float64(s.Count)) / 100
}

// all sums the scores of every question.
func all(scores map[string]Sum) (s Sum) {
	for _, q := range scores {
		s.Total, s.Count = s.Total+q.Total, s.Count+q.Count
	}
	return s
}

// A reader is who reads a report: everything, the departments below him, or
// only what receptions cost.
type reader struct {
	everywhere bool
	costOnly   bool
	below      map[string]bool
}

// readerOf says what a person may see of reports: office, directors and the
// general manager everything, finance the cost, a head his own departments.
func readerOf(c *staff.Company, id string) (reader, error) {
	p := c.Person(id)
	if p == nil || !p.Active() {
		return reader{}, fault.New(fault.Forbidden, "forbidden")
	}
	if p.Has(staff.Office, staff.Director, staff.GM) {
		return reader{everywhere: true}, nil
	}
	r := reader{below: map[string]bool{}}
	if p.Has(staff.Head) {
		for _, d := range c.Departments() {
			r.below[d.ID] = c.Heads(p.ID, d.ID)
		}
	}
	if p.Has(staff.Finance) {
		return reader{everywhere: true, costOnly: true}, nil
	}
	for _, yes := range r.below {
		if yes {
			return r, nil
		}
	}
	return reader{}, fault.New(fault.Forbidden, "forbidden")
}

// sees says whether a department's receptions are counted for the reader.
func (r reader) sees(department string) bool { return r.everywhere || r.below[department] }

// MayRead says whether a person gets reports at all.
func MayRead(c *staff.Company, id string) bool {
	_, err := readerOf(c, id)
	return err == nil
}

// byCost orders lines by what they cost, dearest first.
func byCost(a, b CostLine) int {
	return cmp.Or(cmp.Compare(b.Allowed.Minor, a.Allowed.Minor), cmp.Compare(b.Receptions, a.Receptions), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

// MonthStart is the first day of a month as reports write it, for formats.
func MonthStart(month string) (time.Time, error) {
	t, err := time.Parse(monthLayout, month)
	if err != nil {
		return t, fmt.Errorf("month: %w", err)
	}
	return t, nil
}
