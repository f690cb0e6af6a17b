package web

import (
	"net/url"
	"strings"

	"yingbin/shared/reception"
)

// pageRoutes are the forms of pages that send more than a command: several
// buttons, rows to drop, names instead of ids. They end in the same services.
func (s *Services) pageRoutes() []Route {
	return []Route{
		Post("/receptions/new", "apply-page", "apply", SignedIn, s.sendApplication).On("/receptions/new").Named("application"),
		Post("/receptions/{r}/application/form", "application-page", "apply", SignedIn, s.sendApplication).On("/receptions/{r}/application").Named("application"),
		Post("/receptions/{r}/plan/edit", "plan-page", "plan", SignedIn, s.sendPlan).On("/receptions/{r}/plan/edit").To(onReception("/plan/edit?done=plan")).Anew(s.planAgain),
	}
}

// afterCheckin leads back to the page of the gate with the verdict.
func afterCheckin(c *Call, v any) string {
	to := "/today"
	if from, err := url.Parse(c.Request.Referer()); err == nil {
		if from.Path == "/gate" || strings.HasSuffix(from.Path, "/host") {
			to = from.Path
		}
	}
	a, ok := v.(reception.CheckinAnswer)
	if !ok {
		return to
	}
	q := url.Values{"verdict": {a.Verdict}, "r": {c.Path("r")}}
	if a.Reason != "" {
		q.Set("reason", a.Reason)
	}
	if a.Guest != nil {
		q.Set("guest", a.Guest.ID)
	}
	return to + "?" + q.Encode()
}
