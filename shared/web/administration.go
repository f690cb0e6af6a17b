package web

import (
	"maps"
	"slices"
	"strconv"

	"yingbin/shared/calendar"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// A CompanyView is what administrators set: the company itself, its
// departments, who holds the positions of each policy, and its own holidays.
type CompanyView struct {
	staff.Info
	Version     int64            `json:"version"`
	Logo        string           `json:"logo,omitempty"` // address of the picture
	Departments []DepartmentLine `json:"departments"`
	Adopted     []Choice         `json:"adopted"` // the policies in force, by title
	Positions   []PositionLine   `json:"positions"`
	Holidays    []calendar.Year  `json:"holidays"`
}

// A DepartmentLine is one department with its head by name.
type DepartmentLine struct {
	staff.Department
	HeadName string `json:"head_name,omitempty"`
	Version  int64  `json:"version"`
}

// A PositionLine is one position of a policy and to whom it falls.
type PositionLine struct {
	Policy     string       `json:"policy"`
	Role       string       `json:"role"`
	Title      policy.Words `json:"title"`
	Staff      []string     `json:"staff"`
	Holder     string       `json:"holder,omitempty"` // the first of Staff
	Department string       `json:"department,omitempty"`
	Mapped     bool         `json:"mapped"` // the company has said so; otherwise it follows from the name
}

// administrationRoutes set up the company.
func (s *Services) administrationRoutes() []Route {
	back := func(part string) func(*Call, any) string {
		return func(*Call, any) string { return "/company?done=saved#" + part }
	}
	return []Route{
		Get("/company", "company", "office", SignedIn, s.companyView),
		Post("/company", "set-company", "office", Admin, s.setCompany).On("/company").To(back("company")),
		Post("/company/departments", "set-department", "office", Admin, s.setDepartment).On("/company").To(back("departments")),
		Post("/company/positions", "map-role", "office", SignedIn, s.mapRole).On("/company").To(back("positions")),
		Post("/company/holidays", "set-holidays", "office", SignedIn, func(c *Call, cmd staff.SetHolidays) (calendar.Year, error) {
			return s.Staff.SetHolidays(c.Context(), c.Act(), cmd)
		}).On("/company").To(back("holidays")),
	}
}

// setCompany changes the company; it adopts policies that there are.
func (s *Services) setCompany(c *Call, cmd staff.SetCompany) (staff.Info, error) {
	named := map[string]string{}
	if cmd.Policy != "" {
		named["/policy"] = cmd.Policy
	}
	for i, id := range cmd.Policies {
		named["/policies/"+strconv.Itoa(i)] = id
	}
	for _, field := range slices.Sorted(maps.Keys(named)) {
		if _, err := s.policyAt(c, field, named[field]); err != nil {
			return staff.Info{}, err
		}
	}
	return s.Staff.SetCompany(c.Context(), c.Act(), cmd)
}

// policyAt reads the policy that a field names.
func (s *Services) policyAt(c *Call, field, id string) (*policy.Policy, error) {
	p, err := s.Policies.Get(c.Context(), id, "")
	if fault.Is(err, "not-found") {
		err = fault.Field(field, "unknown-id", id)
	}
	return p, err
}

// setDepartment makes or changes a department. A new one without an id has that
// by which the policies know its name, if there is one and it is free.
func (s *Services) setDepartment(c *Call, cmd staff.SetDepartment) (staff.Department, error) {
	if cmd.ID == "" {
		ids, err := s.departmentIDs(c)
		if err != nil {
			return staff.Department{}, err
		}
		if id := ids[cmd.Name]; c.Company.Department(id) == nil {
			cmd.ID = id
		}
	}
	return s.Staff.SetDepartment(c.Context(), c.Act(), cmd)
}

// companyView is for the office and administrators; others have no use for it.
func (s *Services) companyView(c *Call) (CompanyView, error) {
	if !c.Who.Has(staff.Admin, staff.Office) {
		return CompanyView{}, fault.New(fault.Forbidden, "forbidden")
	}
	v := CompanyView{Info: c.Company.Info, Version: c.Company.Version, Logo: logoAddress(c.Company), Departments: []DepartmentLine{}, Holidays: []calendar.Year{}}
	for _, d := range c.Company.Departments() {
		line := DepartmentLine{Department: *d, Version: d.Version}
		if h := c.Company.HeadOf(d.ID); h != nil {
			line.HeadName = h.Called(c.Lang)
		}
		v.Departments = append(v.Departments, line)
	}
	for year := c.At.Year() - 1; year <= c.At.Year()+1; year++ {
		if y, ok := c.Company.Holidays(strconv.Itoa(year)); ok {
			v.Holidays = append(v.Holidays, y)
		}
	}
	return v, s.adopted(c, &v)
}

// adopted adds the policies that the company has adopted, and their positions.
func (s *Services) adopted(c *Call, v *CompanyView) error {
	v.Adopted, v.Positions = []Choice{}, []PositionLine{}
	for _, id := range c.Company.Info.Policies {
		p, err := s.Policies.Get(c.Context(), id, "")
		if err != nil {
			return err
		}
		v.Adopted = append(v.Adopted, Choice{ID: id, Name: p.Words.In(c.Lang)})
		v.Positions = append(v.Positions, positions(c, p)...)
	}
	return nil
}

// mapRole maps a role that a policy has; a mapping of one that is gone can be removed.
func (s *Services) mapRole(c *Call, cmd staff.MapRole) (staff.Position, error) {
	if c.Who.Has(staff.Admin, staff.Office) && (cmd.Department != "" || len(cmd.Staff) > 0) {
		p, err := s.policyAt(c, "/policy", cmd.Policy)
		if err != nil {
			return staff.Position{}, err
		}
		if !slices.ContainsFunc(p.Roles, func(r policy.Role) bool { return r.ID == cmd.Role }) {
			return staff.Position{}, fault.Field("/role", "unknown-id", cmd.Role)
		}
	}
	return s.Staff.MapRole(c.Context(), c.Act(), cmd)
}

// positions lists those of a policy: roles that are no built-in one under
// another name and are not named anew for each visit.
func positions(c *Call, p *policy.Policy) (lines []PositionLine) {
	mapped := c.Company.Positions(p.ID)
	for _, r := range p.Roles {
		if r.Is != "" || r.Per != "" || r.Of == "item" {
			continue
		}
		at, _ := c.Company.Position(p.ID, r.ID)
		_, said := mapped[r.ID]
		line := PositionLine{Policy: p.ID, Role: r.ID, Title: r.Words, Staff: append([]string{}, at.Staff...), Department: at.Department, Mapped: said}
		if len(line.Staff) > 0 {
			line.Holder = line.Staff[0]
		}
		lines = append(lines, line)
	}
	return lines
}
