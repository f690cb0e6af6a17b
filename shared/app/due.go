package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/moment"
	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// The sweeps: partitions of the due index, each looked after by a schedule.
const (
	EveryMinute = reception.SweepMinute // remind
	EveryHour   = reception.SweepHour   // followup
	EveryDay    = reception.SweepDay    // archive
)

// Sweeps lists them.
func Sweeps() []string { return []string{EveryMinute, EveryHour, EveryDay} }

// A Due thing is a document whose moment has come.
type Due struct {
	Key   store.Key
	Sweep string
	At    time.Time
}

// timeKeys are how packages write moments in the due index.
var timeKeys = []string{"20060102T150405.000", time.RFC3339}

// dueAt reads the moment of a due place.
func dueAt(text string) (time.Time, bool) {
	for _, layout := range timeKeys {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// Due lists what is due in a sweep until a moment, earliest first, at most
// limit (0: all).
func (a *App) Due(ctx context.Context, until time.Time, limit int, sweeps ...string) ([]Due, error) {
	var out []Due
	for _, s := range sweeps {
		docs, err := store.All(ctx, a.DB, store.Query{Index: store.Due, In: s, To: until.UTC().Format(timeKeys[0]), Limit: limit})
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if at, ok := dueAt(d.Due.At); ok && !at.After(until) {
				out = append(out, Due{d.Key, s, at})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Due) int {
		return cmp.Or(x.At.Compare(y.At), strings.Compare(x.Key.PK, y.Key.PK), strings.Compare(x.Key.SK, y.Key.SK))
	})
	return out, nil
}

// A Ran thing fell due and was done.
type Ran = reception.Ran

// Pass lets time pass: it does everything that is due at or before a moment, in
// the sweeps named. What fails for good is parked for an operator.
func (a *App) Pass(ctx context.Context, at time.Time, sweeps ...string) ([]Ran, error) {
	return a.Receptions.Due(moment.With(ctx, at), at, sweeps...)
}

// sweepLimit is how many undelivered events one run of the minute looks at.
const sweepLimit = 100

// late is the age from which the minute's sweep delivers an event again: the
// stream had its chance.
const late = 5 * time.Minute

// Remind is the minute's schedule: what falls due, and events that are still
// in the outbox.
func (a *App) Remind(ctx context.Context, at time.Time) error {
	_, err := a.Pass(ctx, at, EveryMinute)
	keys, listing := event.Undelivered(ctx, a.DB, at.Add(-late), sweepLimit)
	err = errors.Join(err, listing)
	for _, k := range keys {
		err = errors.Join(err, a.Deliver(moment.With(ctx, at), k.PK, k.SK))
	}
	return err
}

// Daily is the day's schedule: what ends a reception, then the sums of months
// that are over, for the reports.
func (a *App) Daily(ctx context.Context, at time.Time) error {
	_, err := a.Pass(ctx, at, EveryDay)
	return errors.Join(err, a.Reports.Roll(ctx, at))
}
