package reception

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// Bounds of a list: how many lines a page has by default and at most, how many
// receptions a filter examines before it says how far it came, and how long a
// range may be.
const (
	listLimit    = 100
	listMost     = 500
	listExamined = 1000
	listDays     = 366
)

// List gives the receptions of a range of dates that the actor may see, the
// latest start first unless asked otherwise; filters are matched in Go. When a filter has examined a
// thousand, the page says how far back it searched and where to go on.
func (s *Service) List(ctx context.Context, act staff.Act, f ListFilter) (Page[Listed], error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Page[Listed]{}, err
	}
	if err := s.known(ctx, company, f); err != nil {
		return Page[Listed]{}, err
	}
	from, to, err := f.bounds(company.Zone(), act.At)
	if err != nil {
		return Page[Listed]{}, err
	}
	mine, err := s.involved(ctx, company, act, f.Mine || f.State == Draft)
	if err != nil {
		return Page[Listed]{}, err
	}
	l := lister{company: company, act: act, filter: f, mine: mine, limit: pageLimit(f.Limit)}
	if customer.IsID(f.Customer) {
		if l.customers, err = customer.Means(ctx, s.DB, f.Customer); err != nil {
			return Page[Listed]{}, err
		}
	}
	if f.After == "" {
		l.page.Items = l.drafts(from, to)
	}
	q := store.Query{Index: store.List, In: "reception", From: timeKey(from), To: timeKey(to), Desc: !f.Oldest, Limit: l.budget(), After: f.After}
	for d, err := range s.DB.Query(ctx, q) {
		if err != nil {
			return Page[Listed]{}, err
		}
		full, err := l.take(d)
		if err != nil || full {
			return l.page, err
		}
	}
	l.end()
	return l.page, nil
}

// known refuses a state, level or department that there is none of: nothing
// found would say that there are no such receptions.
func (s *Service) known(ctx context.Context, company *staff.Company, f ListFilter) error {
	var wrong fault.List
	if f.State != "" && !slices.Contains(States, f.State) {
		wrong.Add("/state", "invalid", string(f.State), inWords(States))
	}
	if f.Department != "" && company.Department(f.Department) == nil {
		wrong.Add("/department", "unknown-id", f.Department)
	}
	if f.Level != "" {
		levels, err := s.levels(ctx, company)
		if err != nil {
			return err
		}
		if !slices.Contains(levels, f.Level) {
			wrong.Add("/level", "invalid", f.Level, inWords(levels))
		}
	}
	return wrong.Err()
}

// inWords lists what there is, as it is written in a request.
func inWords[S ~string](list []S) string {
	var b strings.Builder
	for i, s := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(s))
	}
	return b.String()
}

// levels are those of the policies in force.
func (s *Service) levels(ctx context.Context, company *staff.Company) ([]string, error) {
	var list []string
	for _, id := range company.Info.Policies {
		p, err := s.Policies.Get(ctx, id, "")
		if err != nil {
			return nil, err
		}
		for _, d := range p.Decisions {
			if d.ID != "level" {
				continue
			}
			for _, c := range d.Type.Choices {
				list = append(list, c.ID)
			}
		}
	}
	return list, nil
}

// pageLimit is the length of a page.
func pageLimit(n int) int {
	if n <= 0 {
		return listLimit
	}
	return min(n, listMost)
}

// bounds gives the moments of the range: this month and the ones beside it
// unless said otherwise, at most a year.
func (f ListFilter) bounds(zone *time.Location, at time.Time) (from, to time.Time, err error) {
	here := at.In(zone)
	from = time.Date(here.Year(), here.Month()-1, 1, 0, 0, 0, 0, zone)
	to = time.Date(here.Year(), here.Month()+2, 0, 0, 0, 0, 0, zone)
	if f.From != "" {
		if from, err = time.ParseInLocation(time.DateOnly, f.From, zone); err != nil {
			return from, to, fault.Field("/from", "invalid", f.From)
		}
		if f.To == "" && to.Before(from) {
			to = from.AddDate(0, 2, 0)
		}
	}
	if f.To != "" {
		if to, err = time.ParseInLocation(time.DateOnly, f.To, zone); err != nil {
			return from, to, fault.Field("/to", "invalid", f.To)
		}
		if f.From == "" && to.Before(from) {
			from = to.AddDate(0, -2, 0)
		}
	}
	if to.Before(from) {
		return from, to, fault.Field("/to", "end-before-start")
	}
	if to.Sub(from) > listDays*24*time.Hour {
		return from, to, fault.Field("/to", "out-of-range", 1, listDays)
	}
	return from, to.AddDate(0, 0, 1).Add(-time.Millisecond), nil
}

// involvement is what a list must know of the actor besides the Rows: in which
// receptions his department or he has open work, and his drafts.
type involvement struct {
	numbers map[string]bool
	drafts  []Listed
}

// involved reads the actor's involvement in one round: his drafts, where only
// what is his own is asked for, as the Rows alone tell the rest; otherwise his
// department's desk and his own, unless he sees everything anyway.
func (s *Service) involved(ctx context.Context, company *staff.Company, act staff.Act, own bool) (involvement, error) {
	in := involvement{numbers: map[string]bool{}}
	p := company.Person(act.By)
	if p == nil {
		return in, nil
	}
	var need store.Need
	if own {
		need.Queries = []store.Query{{In: "me#" + act.By, From: "DRAFT#", To: "DRAFT#~"}}
	} else if !SeesAll(p) {
		need.Queries = []store.Query{{Index: store.Desk, In: deskOf(p)}, {Index: store.Desk, In: "ask:" + act.By}}
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return in, err
	}
	for _, docs := range read.Lists {
		for _, d := range docs {
			if err := in.take(company, act, d); err != nil {
				return in, err
			}
		}
	}
	return in, nil
}

// take sorts one document in: a draft (not the receipt of one), or work.
func (in *involvement) take(c *staff.Company, act staff.Act, d store.Doc) error {
	if !strings.HasPrefix(d.SK, "DRAFT#") {
		in.numbers[worksIn(c, act, d)] = true
		return nil
	}
	if len(d.Row) == 0 {
		return nil
	}
	l, err := listedOf(d)
	in.drafts = append(in.drafts, l)
	return err
}

// A lister fills a page.
type lister struct {
	company   *staff.Company
	act       staff.Act
	filter    ListFilter
	mine      involvement
	customers []string                 // ids of the one that is asked for, of the records merged into it too
	stays     map[string]customer.Card // of customers who may be rivals: whom an id means now
	limit     int
	examined  int
	last      store.Doc
	page      Page[Listed]
}

// budget is how many documents are examined at most: those of the page, where
// every one belongs on it.
func (l *lister) budget() int {
	f := l.filter
	unfiltered := f == ListFilter{From: f.From, To: f.To, Limit: f.Limit, After: f.After}
	if p := l.company.Person(l.act.By); unfiltered && p != nil && SeesAll(p) {
		return l.limit
	}
	return listExamined
}

// take examines one document; true when the page is full.
func (l *lister) take(d store.Doc) (bool, error) {
	row, err := listedOf(d)
	if err != nil {
		return false, err
	}
	l.examined, l.last = l.examined+1, d
	if l.sees(row) && l.fits(row) {
		l.page.Items = append(l.page.Items, l.shown(row))
	}
	if len(l.page.Items) >= l.limit {
		l.page.Next = d.Cursor()
		return true, nil
	}
	return false, nil
}

// end closes a page that did not fill: where the budget ended it, it says how
// far back it has searched.
func (l *lister) end() {
	if l.page.Items == nil {
		l.page.Items = []Listed{}
	}
	if l.examined < listExamined {
		return
	}
	l.page.Next = l.last.Cursor()
	if row, err := listedOf(l.last); err == nil {
		l.page.Back = row.Start.In(l.company.Zone()).Format(time.DateOnly)
	}
}

// drafts are the actor's own drafts that fit; they have no number yet.
func (l *lister) drafts(from, to time.Time) []Listed {
	var list []Listed
	for _, row := range l.mine.drafts {
		dated := row.Start.IsZero() || !row.Start.Before(from) && !row.Start.After(to)
		if (l.filter.Mine || l.filter.State == Draft) && dated && l.fits(row) && len(list) < l.limit {
			list = append(list, l.shown(row))
		}
	}
	slices.SortStableFunc(list, func(a, b Listed) int { return cmp.Or(b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID)) })
	return list
}
