package web

import (
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// Services are what the handlers of the table call.
type Services struct {
	Staff  *staff.Service
	SignIn *signin.Service
	Ring   *token.Ring
}

// Table is the route table: every method and path of the interface.
func Table(s *Services) []Route {
	var all []Route
	for _, area := range [][]Route{s.signInRoutes(), s.companyRoutes()} {
		all = append(all, area...)
	}
	return append(all, describing())
}
