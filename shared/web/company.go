package web

import (
	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// An Items list is what there is of a small kind, or a page of it.
type Items[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// companyRoutes are people and settings.
func (s *Services) companyRoutes() []Route {
	return []Route{
		Get("/staff", "staff", "office", SignedIn, s.people).Asks(listParams()...),
		Post("/staff", "add-staff", "office", Admin, s.addPerson).On("/staff").
			Created(told("added", func(_ *Call, view any) string { return "/staff/" + view.(staff.View).ID })),
		Post("/staff/list", "add-staff-list", "office", Admin, s.addList).On("/staff").
			To(told("staff-list", func(*Call, any) string { return "/staff" })),
		Get("/staff/{s}", "person", "office", SignedIn, s.person),
		Post("/staff/{s}", "edit-staff", "office", SignedIn, s.editPerson).On("/staff/{s}").To(told("saved", samePlace("/staff/", "s"))),
		Post("/staff/{s}/leave", "leave", "office", Admin, s.leave).To(told("left", samePlace("/staff/", "s"))),
		Post("/staff/{s}/return", "come-back", "office", Admin, s.comeBack).To(told("returned", samePlace("/staff/", "s"))),
	}
}

// samePlace leads a form back to the page of a thing.
func samePlace(prefix, part string) func(*Call, any) string {
	return func(c *Call, _ any) string { return prefix + c.Path(part) }
}

// told leads a form to a place that says what was done; programs are led to the
// place alone.
func told(done string, place func(*Call, any) string) func(*Call, any) string {
	return func(c *Call, view any) string {
		if c.JSON {
			return place(c, view)
		}
		return place(c, view) + "?done=" + done
	}
}

// A StaffPage is GET /staff: who works here, and for administrators who left.
type StaffPage struct {
	Items[staff.View]
	Left []staff.View `json:"left,omitempty"`
}

func (s *Services) people(c *Call) (p StaffPage, err error) {
	if c.Who.Has(staff.Admin) {
		p.Left = c.Company.LeftViews(c.Lang)
	}
	p.Items, err = pageOf(c, c.Company.Views(c.Lang))
	return p, err
}

func (s *Services) person(c *Call) (staff.View, error) {
	v, ok := c.Company.View(c.Path("s"), c.Lang)
	if !ok {
		return v, fault.Missing()
	}
	return v, nil
}

func (s *Services) addPerson(c *Call, cmd staff.AddStaff) (staff.View, error) {
	return s.Staff.Add(c.Context(), c.Act(), cmd)
}

func (s *Services) editPerson(c *Call, cmd staff.EditStaff) (staff.View, error) {
	return s.Staff.Edit(c.Context(), c.Act(), c.Path("s"), cmd)
}

func (s *Services) leave(c *Call, cmd staff.Leave) (staff.View, error) {
	return s.Staff.Leave(c.Context(), c.Act(), c.Path("s"), cmd)
}

func (s *Services) comeBack(c *Call, cmd staff.Return) (staff.View, error) {
	return s.Staff.Return(c.Context(), c.Act(), c.Path("s"), cmd)
}
