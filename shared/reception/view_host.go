package reception

import (
	"context"
	"time"

	"yingbin/shared/staff"
)

// Host gives what whoever receives the guests needs on the day: who is expected
// and who has come, the agenda, the tips of the moment.
func (s *Service) Host(ctx context.Context, act staff.Act, r string) (View, error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return View{}, err
	}
	came, err := t.here()
	if err != nil {
		return View{}, err
	}
	v := t.face()
	v.Application = new(t.application())
	if t.Head.State != Draft {
		v.Tips = t.tips()
	}
	if !t.Head.Moments["accepted"].IsZero() {
		v.Plan = &PlanView{Items: t.items()}
	}
	t.countIn(&v, came)
	return v, nil
}

// countIn adds who has come.
func (t *turn) countIn(v *View, came map[string]time.Time) {
	v.Counts = Counts{Expected: t.party(), CheckedIn: len(came)}
	for i, g := range v.Application.Guests {
		if at, ok := came[g.ID]; ok {
			v.Application.Guests[i].Arrived = t.local(at)
		}
	}
}
