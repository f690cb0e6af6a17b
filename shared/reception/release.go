package reception

import (
	"context"
	"slices"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// Release gives back what a reception no longer needs: after a withdrawal, a
// cancellation or a move. It consumes the event as a hint: it reads the truth,
// keeps what the plan books now, and repeating it changes nothing.
func (s *Service) Release(ctx context.Context, e event.Event) error {
	var data Data
	if err := e.Into(&data); err != nil || !data.Cancel && len(data.Days) == 0 {
		return err
	}
	t, err := s.truth(ctx, e)
	if fault.Is(err, "not-found") {
		return nil
	}
	if err != nil {
		return err
	}
	var wanted []venue.Wish
	switch t.Head.State {
	case Draft, Declined, Cancelled:
	default: // of what is archived it stays on record what was booked
		wanted = t.wishes()
	}
	days := data.Days
	for _, k := range venue.Keys(t.zone, t.wishes()...) {
		if day := k.PK[len("day#"):]; !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	for _, day := range days {
		if err := s.releaseDay(ctx, t, day, wanted); err != nil {
			return err
		}
	}
	return nil
}

// truth reads the reception of an event as it is now.
func (s *Service) truth(ctx context.Context, e event.Event) (*turn, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	docs, err := store.All(ctx, s.DB, store.Query{In: e.PK, From: "A", To: "["})
	if err != nil {
		return nil, err
	}
	r, err := decode(docs, company.Zone())
	if err != nil {
		return nil, err
	}
	return &turn{Reception: r, ctx: ctx, s: s, company: company, cal: company.Calendar(), act: staff.Act{By: System, At: e.At}}, nil
}

// releaseDay gives back what is held on one day and not wanted any more.
func (s *Service) releaseDay(ctx context.Context, t *turn, day string, wanted []venue.Wish) error {
	need := store.Need{Queries: []store.Query{venue.DayQuery(day)}}
	return store.Update(ctx, s.DB, need, func(_ context.Context, read store.Read) ([]store.Op, error) {
		ledger, err := venue.OpenRead(t.zone, read)
		if err != nil {
			return nil, err
		}
		for _, held := range ledger.Held(t.Head.Number) {
			if !slices.ContainsFunc(wanted, func(w venue.Wish) bool {
				return w.Thing.SK() == held.Thing.SK() && w.Item == held.Item && w.From.Equal(held.From) && w.To.Equal(held.To)
			}) {
				ledger.ReleaseThing(held.Thing, t.Head.Number, held.Item)
			}
		}
		return ledger.Ops()
	})
}
