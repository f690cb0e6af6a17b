package web

import (
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/venue"
)

// A SetupStep is one thing that a new company needs before its first reception
// runs by itself: what, why, and where it is done.
type SetupStep struct {
	Title string `json:"title"`
	How   string `json:"how"`
	Href  string `json:"href"`
	Done  bool   `json:"done,omitempty"`
}

// setup are the steps of a company for its administrator; none once all are
// done. Departments come before people, who are in them, and people before the
// positions that they hold.
func (s *Services) setup(c *Call) ([]SetupStep, error) {
	if !c.Who.Has(staff.Admin) {
		return nil, nil
	}
	rooms, err := venue.Of(c.Company)
	if err != nil {
		return nil, err
	}
	var v CompanyView
	if err := s.adopted(c, &v); err != nil {
		return nil, err
	}
	open := slices.ContainsFunc(v.Positions, func(p PositionLine) bool { return p.Holder == "" && p.Department == "" })
	step := func(key, href string, done bool) SetupStep {
		return SetupStep{i18n.T(c.Lang, "page.setup-"+key), i18n.T(c.Lang, "page.setup-"+key+"-how"), href, done}
	}
	steps := []SetupStep{
		step("address", "/company#company", c.Company.Info.Address != ""),
		step("departments", "/company#departments", headed(c.Company)),
		step("people", "/staff#list", len(c.Company.People()) > 1),
		step("positions", "/company#positions", !open),
		step("resources", "/resources#add", len(rooms.List()) > 0),
	}
	if !slices.ContainsFunc(steps, func(s SetupStep) bool { return !s.Done }) {
		return nil, nil
	}
	return append(steps, step("apply", "/receptions/new", false)), nil
}

// headed says whether there are departments and each has a head.
func headed(c *staff.Company) bool {
	list := c.Departments()
	return len(list) > 0 && !slices.ContainsFunc(list, func(d *staff.Department) bool { return c.HeadOf(d.ID) == nil })
}
