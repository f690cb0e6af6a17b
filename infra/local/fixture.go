package main

import (
	"context"
	"fmt"

	"yingbin/infra/trial"
	"yingbin/shared/app"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
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
	return trial.Fill(ctx, &staff.Service{DB: m.store}, m.shelf, m.preset, m.clock.Now())
}

// preset reads a shipped policy.
func (m *Main) preset(name string) (*policy.Policy, error) {
	if m.opts.Preset != nil {
		return m.opts.Preset(name)
	}
	return trial.Shipped(name)
}

// empty removes the trial's company, receptions and mails.
func (m *Main) empty(ctx context.Context) error {
	if err := trial.Empty(ctx, m.db); err != nil {
		return err
	}
	return m.box.Clear()
}
