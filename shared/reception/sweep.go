package reception

import (
	"context"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// The sweeps: what the minute, the hour and the day look after.
const (
	SweepMinute = dueMinute
	SweepHour   = dueHour
	SweepDay    = dueDay
)

// ranAway tells of an absence that began; it is nothing of one reception.
const ranAway = "away"

// sweepPage is how many due documents are read at once.
const sweepPage = 100

// Due lets time pass for everything that is due at or before a moment: all
// sweeps, or those named. It tells what ran, and goes on until nothing is due.
// A document whose work fails is parked, where an alarm finds it; the others go on.
func (s *Service) Due(ctx context.Context, at time.Time, sweeps ...string) ([]Ran, error) {
	if len(sweeps) == 0 {
		sweeps = []string{SweepMinute, SweepHour, SweepDay}
	}
	var ran []Ran
	for _, in := range sweeps {
		for {
			list, n, err := s.sweep(ctx, in, at)
			ran = append(ran, list...)
			if err != nil {
				return ran, err
			}
			if n == 0 {
				break
			}
		}
	}
	return ran, nil
}

// sweep works through one page and tells how many documents it moved on: those
// that something ran for, or that were parked.
func (s *Service) sweep(ctx context.Context, in string, at time.Time) (ran []Ran, moved int, err error) {
	docs, err := store.All(ctx, s.DB, store.Query{Index: store.Due, In: in, To: timeKey(at), Limit: sweepPage})
	if err != nil {
		return nil, 0, err
	}
	for _, d := range docs {
		list, err := s.fallsDue(ctx, d.Key, at)
		ran = append(ran, list...)
		if ctx.Err() != nil {
			return ran, moved, ctx.Err()
		}
		if err != nil && !lasting(err) {
			return ran, moved, err
		}
		if err != nil {
			if err := s.park(ctx, d.Key, at); err != nil {
				return ran, moved, err
			}
			moved++
		}
		if len(list) > 0 {
			moved++
		}
	}
	return ran, moved, nil
}

// fallsDue does what a document was due for, and tells what ran: the clocks of
// a reception, or somebody's absence that begins. Other domains' are left alone.
func (s *Service) fallsDue(ctx context.Context, key store.Key, at time.Time) ([]Ran, error) {
	if key.PK != staff.Partition {
		return s.tick(ctx, key, at)
	}
	began, err := s.Staff.Begin(ctx, key, at)
	if err != nil || began.IsZero() {
		return nil, err
	}
	return []Ran{{At: began, What: ranAway}}, nil
}

// lasting says whether an error will be there again the next minute: not those
// of a store that is busy or away.
func lasting(err error) bool {
	kind := fault.As(err).Kind
	return kind != fault.Unavailable && kind != fault.Conflict && kind != fault.TooMany
}

// park takes a document that cannot be worked on out of the sweep, to where
// operators look. The next command on it puts it back.
func (s *Service) park(ctx context.Context, key store.Key, at time.Time) error {
	return store.Update(ctx, s.DB, store.Need{Keys: []store.Key{key}}, func(_ context.Context, read store.Read) ([]store.Op, error) {
		d := read.Docs[key]
		if d.Version == 0 {
			return nil, nil
		}
		d.Due = store.Place{In: event.Parked, At: event.Stamp(at)}
		return []store.Op{store.Replace(d)}, nil
	})
}
