package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// fill writes the demonstration company.
func (s *stack) fill(ctx context.Context) error {
	info, entries := staff.Fixture()
	if err := s.staff.Import(ctx, info, append(entries, venue.Fixture()...)...); err != nil {
		return fmt.Errorf("write the company: %w", err)
	}
	for _, name := range info.Policies {
		p, err := load.FS(presets.FS, name)
		var wrong load.Errors
		if err != nil && !(errors.As(err, &wrong) && wrong.OnlyNotRunning()) {
			return fmt.Errorf("policy %s: %w", name, err)
		}
		if _, err := s.shelf.Adopt(ctx, p, staff.System, s.clock.now().Format(time.RFC3339)); err != nil {
			return fmt.Errorf("adopt policy %s: %w", name, err)
		}
	}
	return nil
}

// empty removes everything but the marker of the trial and the company's head,
// whose version must only rise.
func (s *stack) empty(ctx context.Context) error {
	var ops []store.Op
	for d, err := range s.db.Dump(ctx) {
		if err != nil {
			return fmt.Errorf("empty the table: %w", err)
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
	for some := range slices.Chunk(ops, 100) {
		if err := s.db.Commit(ctx, some...); err != nil {
			return fmt.Errorf("empty the table: %w", err)
		}
	}
	s.staff.Forget()
	return s.box.Clear()
}
