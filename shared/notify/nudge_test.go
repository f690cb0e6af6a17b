package notify_test

import (
	"time"

	"yingbin/shared/reception"
)

// nudged has the applicant nudge whoever his visit waits for: the planner, the
// reviewers, and those with tasks.
func (s *stage) nudged() {
	at := day(22, 9, 0)
	r, p := s.planned("envicool", at, day(27, 9, 0), 480)
	nudge := func(at time.Time) {
		must[reception.NudgeAnswer](s, at)(s.r.Nudge(s.t.Context(), s.act("sales", at), r, reception.Nudge{}))
	}
	nudge(at.Add(time.Hour))
	at = at.Add(2 * time.Hour)
	s.publish(r, p.Version, at)
	nudge(at.Add(time.Hour))
	at = at.Add(2 * time.Hour)
	s.review(r, at)
	nudge(at.Add(time.Hour))
}
