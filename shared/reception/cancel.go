package reception

import (
	"context"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// Cancel ends a submitted reception; the reason is obligatory. Everybody who
// was mailed hears of it, asks are void, tasks dropped; rooms, cars and people
// are released by the event's consumer.
func (s *Service) Cancel(ctx context.Context, act staff.Act, r string, c Cancel) (ChangeAnswer, error) {
	return run(ctx, s, act, command{verb: VerbCancel, r: r, version: c.Version, body: c, allowed: mayChange}, func(t *turn) (func() ChangeAnswer, error) {
		reason := clean(c.Reason)
		if reason == "" {
			return nil, fault.Field("/reason", "comment-required")
		}
		t.kind, t.data.Text, t.data.Days = EventCancelled, cut(reason), t.visitDays()
		t.Head.Reason, t.Head.AtRisk = reason, false
		t.data.tell(MailCancelled, nil, t.mailed()...)
		t.takeBack(Cancelled)
		t.renewEntry()
		if err := t.visitOps(); err != nil {
			return nil, err
		}
		return func() ChangeAnswer {
			return ChangeAnswer{Version: t.Version(), State: t.Head.State, Revision: t.Head.Revision, Reopened: []string{}, Mailed: t.data.Mailed()}
		}, nil
	})
}
