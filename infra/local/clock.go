package main

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Clock tells the time: the machine's, or, in a trial, where it was set.
type Clock struct {
	mu  sync.RWMutex
	now time.Time // zero: the machine's
}

// Now gives the time to the millisecond, as events carry it.
func (c *Clock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if !c.now.IsZero() {
		return c.now
	}
	return time.Now().UTC().Truncate(time.Millisecond)
}

// Frozen says whether the clock was set.
func (c *Clock) Frozen() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return !c.now.IsZero()
}

// load reads where the clock of a trial stands; a store that is no trial has
// the machine's time.
func (c *Clock) load(ctx context.Context, db store.DB) (isTrial bool, err error) {
	t, isTrial, err := staff.LoadTrial(ctx, db)
	if err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.now = (time.Time{}); t.Frozen {
		c.now = t.Now
	}
	return isTrial, nil
}

// set freezes the clock at a moment and remembers it, through restarts too.
// Only a trial has a clock that moves.
func (c *Clock) set(ctx context.Context, db store.DB, at time.Time) error {
	at = at.UTC().Truncate(time.Millisecond)
	if err := staff.SetClock(ctx, db, at, true); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
	return nil
}

// spans is how durations are written: 90m, 2h30m, 3d, or ISO 8601's PT1H30M, P2D.
var spans = regexp.MustCompile(`^P?(?:(\d+)[dD])?T?(?:(\d+)[hH])?(?:(\d+)[mM])?(?:(\d+)[sS])?$`)

// duration reads how far the clock should move.
func duration(text string) (time.Duration, error) {
	m := spans.FindStringSubmatch(text)
	if m == nil || strings.Trim(text, "PTpt") == "" {
		return 0, fault.Field("/advance", "invalid")
	}
	var d time.Duration
	for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(m[i+1]) // empty is none
		d += time.Duration(n) * unit
	}
	return d, nil
}
