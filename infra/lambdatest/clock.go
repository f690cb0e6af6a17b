package main

import (
	"context"
	"sync"
	"time"

	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/store"
)

// A clock is what events are stamped with: the machine's time, or where it was set.
type clock struct {
	mu sync.RWMutex
	at time.Time // zero: the machine's
}

// now gives the time to the millisecond, as events carry it.
func (c *clock) now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if !c.at.IsZero() {
		return c.at
	}
	return time.Now().UTC().Truncate(time.Millisecond)
}

// set freezes the clock.
func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at.UTC().Truncate(time.Millisecond)
}

// frozen tells whether it was set.
func (c *clock) frozen() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return !c.at.IsZero()
}

// sweepers says which function looks after which sweep.
var sweepers = map[string]string{core.EveryMinute: "remind", core.EveryHour: "followup", core.EveryDay: "archive"}

// maxStrikes is how often one document is struck at one moment.
const maxStrikes = 3

// A due thing waits for its moment.
type due struct {
	key   store.Key
	sweep string
	at    time.Time
}

// settle delivers what waits, then starts the function of whatever falls due
// first, until nothing is due by a moment. The clock walks along.
func (s *stack) settle(ctx context.Context, until time.Time) error {
	if s.still {
		return nil
	}
	struck := map[due]int{}
	for {
		if err := s.deliver(ctx); err != nil {
			return err
		}
		d, found, err := s.first(ctx, until, struck)
		if err != nil {
			return err
		}
		if !found {
			break
		}
		if s.clock.frozen() && d.at.After(s.clock.now()) {
			s.clock.set(d.at)
		}
		struck[d]++
		// A run that fails is tried again by the next one, as in the stack.
		_, _ = s.functions[sweepers[d.sweep]].invoke(ctx, scheduled(sweepers[d.sweep], s.clock.now()))
	}
	if s.clock.frozen() && until.After(s.clock.now()) {
		s.clock.set(until)
	}
	return s.late(ctx)
}

// first finds what is due first and was not struck too often.
func (s *stack) first(ctx context.Context, until time.Time, struck map[due]int) (first due, found bool, err error) {
	for sweep := range sweepers {
		docs, err := store.All(ctx, s.db, store.Query{Index: store.Due, In: sweep, To: until.UTC().Format(timeKey)})
		if err != nil {
			return due{}, false, err
		}
		for _, doc := range docs {
			at, ok := momentOf(doc.Due.At)
			d := due{doc.Key, sweep, at}
			if ok && !at.After(until) && struck[d] < maxStrikes && (!found || at.Before(first.at)) {
				first, found = d, true
			}
		}
	}
	return first, found, nil
}

// timeKey is how moments are written in the due index.
const timeKey = "20060102T150405.000"

// momentOf reads a moment of the due index.
func momentOf(text string) (time.Time, bool) {
	for _, layout := range []string{timeKey, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// late lets the minute bring again what the stream could not, if there is any.
func (s *stack) late(ctx context.Context) error {
	keys, err := event.Undelivered(ctx, s.db, s.clock.now().Add(-5*time.Minute), 1)
	if err != nil || len(keys) == 0 || s.held {
		return err
	}
	_, _ = s.functions["remind"].invoke(ctx, scheduled("remind", s.clock.now()))
	return nil
}
