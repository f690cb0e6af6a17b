package web

import "yingbin/shared/reception"

// pageRoutes are the forms of pages that send more than a command: several
// buttons, rows to drop, names instead of ids. They end in the same services.
func (s *Services) pageRoutes() []Route {
	return []Route{
		Post("/receptions/new", "apply-page", "apply", SignedIn, s.sendApplication).On("/receptions/new").Named("application").
			Gives(reception.DraftAnswer{}, reception.StateAnswer{}).Showing(),
		Post("/receptions/{r}/application/form", "application-page", "apply", SignedIn, s.sendApplication).On("/receptions/{r}/application").Named("application").
			Gives(reception.DraftAnswer{}, reception.StateAnswer{}).Showing(),
		Post("/receptions/{r}/plan/edit", "plan-page", "plan", SignedIn, s.sendPlan).On("/receptions/{r}/plan/edit").To(planSaved).Anew(s.planAgain).
			Gives(reception.PlanAnswer{}).Showing(),
	}
}
