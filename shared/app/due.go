package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/moment"
	"yingbin/shared/store"
)

// The sweeps: partitions of the due index, each looked after by a schedule.
const (
	EveryMinute = "minute#0" // remind
	EveryHour   = "hour#0"   // followup
	EveryDay    = "day#0"    // archive
)

// Sweeps lists them.
func Sweeps() []string { return []string{EveryMinute, EveryHour, EveryDay} }

// A Due thing is a document whose moment has come.
type Due struct {
	Key   store.Key
	Sweep string
	At    time.Time
}

// A Strike does what is due in a partition at the time of the call, and says
// what it did. The index is a hint only: the truth is read again.
type Strike func(ctx context.Context, key store.Key, at time.Time) (what []string, err error)

// strikes tells who looks after which partitions, by the part of their name
// before "#".
func (a *App) strikes() map[string]Strike { return map[string]Strike{} }

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

// Run does what one due thing asks for, at the time of the call.
func (a *App) Run(ctx context.Context, d Due, at time.Time) ([]string, error) {
	kind, _, _ := strings.Cut(d.Key.PK, "#")
	strike, ok := a.strike[kind]
	if !ok {
		return nil, fault.New(fault.Internal, "internal", "nobody looks after "+kind)
	}
	return strike(moment.With(ctx, at), d.Key, at)
}

// sweepLimit is how many due things one run of a schedule looks at.
const sweepLimit = 100

// Sweep runs everything that is due in a sweep; one that fails holds up no
// other.
func (a *App) Sweep(ctx context.Context, sweep string, at time.Time) error {
	due, err := a.Due(ctx, at, sweepLimit, sweep)
	if err != nil {
		return err
	}
	var errs []error
	for _, d := range due {
		if _, err := a.Run(ctx, d, at); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// late is the age from which the minute's sweep delivers an event again: the
// stream had its chance.
const late = 5 * time.Minute

// Remind is the minute's schedule: what falls due, and events that are still
// in the outbox.
func (a *App) Remind(ctx context.Context, at time.Time) error {
	err := a.Sweep(ctx, EveryMinute, at)
	keys, listing := event.Undelivered(ctx, a.DB, at.Add(-late), sweepLimit)
	err = errors.Join(err, listing)
	for _, k := range keys {
		err = errors.Join(err, a.Deliver(moment.With(ctx, at), k.PK, k.SK))
	}
	return err
}
