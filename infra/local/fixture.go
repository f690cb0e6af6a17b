package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// What a trial can start with.
const (
	dataEmpty   = "empty"   // nothing at all
	dataCompany = "company" // people, rooms, cars, policies
	dataDemo    = "demo"    // the same, with receptions to look at
)

// startTrial makes an empty store a trial with the demonstration; a trial
// stays what it is, a company stays a company.
func (m *Main) startTrial(ctx context.Context) error {
	if _, isTrial, err := staff.LoadTrial(ctx, m.store); err != nil || isTrial {
		return err
	}
	if err := staff.StartTrial(ctx, m.store); err != nil {
		return fmt.Errorf("this store is not empty and no trial: %w", err)
	}
	if m.opts.Clock != "" {
		at, err := parseClock(m.opts.Clock)
		if err != nil {
			return err
		}
		if err := m.clock.set(ctx, m.store, at); err != nil {
			return err
		}
	}
	m.fresh = true
	return m.fill(ctx)
}

// seed puts receptions into a trial that was just made.
func (m *Main) seed(ctx context.Context, a *app.App) error {
	if !m.fresh || !m.opts.Demo {
		return nil
	}
	m.fresh = false
	return m.demo(ctx, a)
}

// fill writes the demonstration company into an empty trial.
func (m *Main) fill(ctx context.Context) error {
	info, entries := staff.Fixture()
	if err := (&staff.Service{DB: m.store}).Import(ctx, info, append(entries, venue.Fixture()...)...); err != nil {
		return fmt.Errorf("write the company: %w", err)
	}
	return m.adopt(ctx, info.Policies...)
}

// preset reads a shipped policy.
func (m *Main) preset(name string) (*policy.Policy, error) {
	if m.opts.Preset != nil {
		return m.opts.Preset(name)
	}
	return load.FS(presets.FS, name)
}

// adopt puts shipped policies in force.
func (m *Main) adopt(ctx context.Context, names ...string) error {
	for _, name := range names {
		p, err := m.preset(name)
		var wrong load.Errors
		if err != nil && !(errors.As(err, &wrong) && wrong.OnlyNotRunning()) {
			return fmt.Errorf("policy %s: %w", name, err)
		}
		if _, err := m.shelf.Adopt(ctx, p, staff.System, m.clock.Now().Format(time.RFC3339)); err != nil {
			return fmt.Errorf("adopt policy %s: %w", name, err)
		}
	}
	return nil
}

// empty removes everything but the marker of the trial and the company's head,
// whose version must only rise.
func (m *Main) empty(ctx context.Context) error {
	var ops []store.Op
	for d, err := range m.db.Dump(ctx) {
		if err != nil {
			return fmt.Errorf("empty the store: %w", err)
		}
		switch {
		case d.PK == staff.Partition && d.SK == "TRIAL":
		case d.PK == staff.Partition && d.SK == "HEAD":
			d.Body = []byte(`{"s":1}`)
			ops = append(ops, store.Replace(d))
		default:
			ops = append(ops, store.Delete(d))
		}
	}
	for len(ops) > 0 {
		n := min(len(ops), 100)
		if err := m.db.Commit(ctx, ops[:n]...); err != nil {
			return fmt.Errorf("empty the store: %w", err)
		}
		ops = ops[n:]
	}
	return m.box.Clear()
}
