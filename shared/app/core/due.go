package core

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

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
func (c *Core) Due(ctx context.Context, until time.Time, limit int, sweeps ...string) ([]Due, error) {
	var out []Due
	for _, s := range sweeps {
		docs, err := store.All(ctx, c.DB, store.Query{Index: store.Due, In: s, To: until.UTC().Format(timeKeys[0]), Limit: limit})
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
func (c *Core) Pass(ctx context.Context, at time.Time, sweeps ...string) ([]Ran, error) {
	return c.Receptions.Due(moment.With(ctx, at), at, sweeps...)
}

// Hourly is the hour's schedule: surveys, and what else waits for its hour.
func (c *Core) Hourly(ctx context.Context, at time.Time) error {
	_, err := c.Pass(ctx, at, EveryHour)
	return err
}

// Daily is the day's schedule: what ends a reception, then the sums of months
// that are over, for the reports.
func (c *Core) Daily(ctx context.Context, at time.Time) error {
	_, err := c.Pass(ctx, at, EveryDay)
	return errors.Join(err, c.Reports.Roll(ctx, at))
}
