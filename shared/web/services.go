package web

import (
	"yingbin/shared/customer"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/token"
	"yingbin/shared/venue"
)

// Services are what the handlers of the table call.
type Services struct {
	Staff      *staff.Service
	SignIn     *signin.Service
	Ring       *token.Ring
	Receptions *reception.Service
	Links      Links
	Customers  *customer.Service
	Venues     *venue.Service
	Policies   reception.Policies
	Files      Files
	Papers     Papers
	Letters    Letters
	Reports    *report.Service
}

// Table is the route table: every method and path of the interface.
func Table(s *Services) []Route {
	all := make([]Route, 0, 200) // more than there are, so that the list is made once
	for _, area := range [][]Route{s.signInRoutes(), s.companyRoutes(), s.administrationRoutes(), s.policyRoutes(), s.applyRoutes(), s.planRoutes(), s.reviewRoutes(), s.dayRoutes(), s.afterRoutes(),
		s.linkRoutes(), s.customerRoutes(), s.mergeRoutes(), s.fileRoutes(), s.logoRoutes(), s.resourceRoutes(), s.listRoutes(), s.paperRoutes(), s.reportRoutes(), s.formRoutes(), s.pageRoutes()} {
		all = append(all, area...)
	}
	return append(all, describing())
}
