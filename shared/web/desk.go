package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// A Desk is GET /: what is before one person, and for who has not put it away
// the tour; an administrator has the company's set-up before it.
type Desk struct {
	reception.Desk
	Tour  bool        `json:"tour,omitempty"`
	Setup []SetupStep `json:"setup,omitempty"` // what an administrator has still to set up
}

// A KeyPage is GET /keys: the page itself knows what the keyboard does.
type KeyPage struct{}

// desk reads the desk, and for a page whether the tour is wanted.
func (s *Services) desk(c *Call) (d Desk, err error) {
	if d.Desk, err = s.Receptions.Desk(c.Context(), c.Act()); err != nil || c.JSON {
		return d, err
	}
	own, err := s.Staff.Personal(c.Context(), c.Act())
	if d.Tour = !own.Toured; err != nil || !d.Tour {
		return d, err
	}
	d.Setup, err = s.setup(c)
	return d, err
}

// AtGate says whether the gate is all of a person's work.
func AtGate(p *staff.Person) bool { return p != nil && slices.Equal(p.Roles, []staff.Role{staff.Gate}) }

// deskPage is the desk; whose work is the gate is led there as long as nothing
// else waits for him. An address that asks for more, like what was just done,
// stays here.
func (s *Services) deskPage(c *Call) (any, error) {
	d, err := s.desk(c)
	if err == nil && AtGate(c.Who) && len(d.Owed)+len(d.Waiting) == 0 && c.Request.URL.RawQuery == "" {
		return &Redirect{To: "/gate", View: d}, nil
	}
	return d, err
}

// A ReceptionList is GET /receptions; a page has the reader's saved views too.
type ReceptionList struct {
	reception.Page[reception.Listed]
	Views []staff.SavedView `json:"views,omitempty"`
}

// list gives receptions by filters.
func (s *Services) list(c *Call) (p ReceptionList, err error) {
	if p.Page, err = s.listed(c); err != nil || c.JSON {
		return p, err
	}
	own, err := s.Staff.Personal(c.Context(), c.Act())
	p.Views = own.Views
	return p, err
}

// listed reads a page of receptions as the address asks.
func (s *Services) listed(c *Call) (p reception.Page[reception.Listed], err error) {
	f := reception.ListFilter{From: c.Ask("from"), To: c.Ask("to"), State: reception.State(c.Ask("state")), Level: c.Ask("level"),
		Department: c.Ask("department"), Customer: c.Ask("customer"), Mine: c.Flag("mine"), Q: c.Ask("q"), Oldest: c.Ask("order") == "oldest"}
	if f.Limit, err = c.Limit(); err != nil {
		return p, err
	}
	if f.After, err = c.After(); err != nil {
		return p, err
	}
	p, err = s.Receptions.List(c.Context(), c.Act(), f)
	p.Next = c.Next(p.Next)
	return p, err
}

// receptionFilters are what GET /receptions understands.
func receptionFilters() []Param {
	return append(listParams(), Param{"from", "date", "first day; default the month before"}, Param{"to", "date", "last day; at most a year on"},
		Param{"state", "string", "a state"}, Param{"level", "string", "a level"}, Param{"department", "string", "the applicant's"},
		Param{"customer", "string", "id"}, Param{"mine", "boolean", "those I have to do with"}, Param{"q", "string", "number, customer, pinyin"},
		Param{"order", "latest|oldest", "which start comes first; default the latest"})
}

// toView leads back to the list with the filters that were kept.
func toView(c *Call, _ any) string {
	if q, err := url.ParseQuery(c.Input.Get("query")); err == nil && c.Input.Get("drop") == "" && len(q) > 0 {
		return "/receptions?" + q.Encode()
	}
	return "/receptions"
}

// listSheet gives the list as a workbook: what the filters find, as much as one
// page may hold.
func (s *Services) listSheet(c *Call) (*Raw, error) {
	q := c.Request.URL.Query()
	q.Set("limit", fmt.Sprint(maxLimit))
	c.Request.URL.RawQuery = q.Encode()
	p, err := s.listed(c)
	if err != nil {
		return nil, err
	}
	data, err := s.Papers.Workbook(c.receptionSheet(p))
	return &Raw{Type: xlsxType, Name: "receptions-" + c.Company.Today(c.At) + ".xlsx", Data: data, Status: http.StatusOK}, err
}

// receptionSheet lays the list out; what does not fit is said below it.
func (c *Call) receptionSheet(p reception.Page[reception.Listed]) paper.Sheet {
	t := func(key string) string { return i18n.T(c.Lang, key) }
	table := paper.Table{}
	for _, col := range []struct {
		key   string
		width float64
	}{{"page.number", 18}, {"page.customer", 26}, {"page.start", 18}, {"page.end", 18}, {"page.state", 12}, {"page.level", 10}, {"page.urgent", 8},
		{"page.people", 8}, {"page.department", 14}, {"page.applicant", 12}, {"page.specialist", 12}, {"page.next-due", 18}} {
		column := paper.Column{Label: t(col.key), Width: col.width}
		if col.key == "page.people" {
			column.Unit = paper.Count
		}
		table.Columns = append(table.Columns, column)
	}
	for _, r := range p.Items {
		table.Rows = append(table.Rows, c.receptionRow(r))
	}
	sheet := paper.Sheet{Name: t("page.receptions"), Title: t("page.receptions"), Tables: []paper.Table{table}}
	if p.Next != "" {
		sheet.Notes = append(sheet.Notes, i18n.T(c.Lang, "page.sheet-cut", maxLimit))
	}
	return sheet
}

// receptionRow is one reception as a line of the workbook.
func (c *Call) receptionRow(r reception.Listed) []any {
	word := func(key string) string {
		if i18n.Has(c.Lang, "word."+key) {
			return i18n.T(c.Lang, "word."+key)
		}
		return key
	}
	name := func(id string) string {
		if p := c.Company.Person(id); p != nil {
			return p.Called(c.Lang)
		}
		return id
	}
	var due time.Time
	urgent, department := "", r.Department
	if r.Due != nil {
		due = *r.Due
	}
	if r.Urgent {
		urgent = word("yes")
	}
	if d := c.Company.Department(r.Department); d != nil {
		department = d.Called(c.Lang)
	}
	return []any{strings.TrimSpace(r.Number), r.Customer.Name, r.Start, r.End, word(string(r.State)), word(r.Level), urgent,
		r.Party, department, name(r.Applicant), name(r.Specialist), due}
}
