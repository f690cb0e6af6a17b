// Package trial fills and empties a trial store with the demonstration
// company, for every program that runs the product: the local process and the
// stack of real function binaries. Receptions come in through the product.
package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// Read reads a policy by its name.
type Read func(name string) (*policy.Policy, error)

// Shipped reads a policy as it is shipped, once: a policy never changes.
func Shipped(name string) (*policy.Policy, error) {
	once, _ := shipped.LoadOrStore(name, sync.OnceValues(func() (*policy.Policy, error) { return load.FS(presets.FS, name) }))
	return once.(func() (*policy.Policy, error))()
}

var shipped sync.Map // name → func() (*policy.Policy, error)

// Fill writes the demonstration company: people, rooms, cars, and its policies
// in force from at.
func Fill(ctx context.Context, staffs *staff.Service, shelves *shelf.Shelf, read Read, at time.Time) error {
	info, entries := staff.Fixture()
	if err := staffs.Import(ctx, info, append(entries, venue.Fixture()...)...); err != nil {
		return fmt.Errorf("write the company: %w", err)
	}
	return Adopt(ctx, shelves, read, at, info.Policies...)
}

// Adopt puts policies in force from at. What a policy says and the engine does
// not run yet is no reason to refuse it here.
func Adopt(ctx context.Context, shelves *shelf.Shelf, read Read, at time.Time, names ...string) error {
	for _, name := range names {
		p, err := read(name)
		var wrong load.Errors
		if err != nil && !(errors.As(err, &wrong) && wrong.OnlyNotRunning()) {
			return fmt.Errorf("policy %s: %w", name, err)
		}
		if _, err := shelves.Adopt(ctx, p, staff.System, at.Format(time.RFC3339)); err != nil {
			return fmt.Errorf("adopt policy %s: %w", name, err)
		}
	}
	return nil
}

// A Table is a store that can be read whole.
type Table interface {
	store.DB
	store.Porter
}

// chunk is how many operations one transaction may hold.
const chunk = 100

// Empty removes everything but the marker of the trial and the company's head,
// whose version must only rise.
func Empty(ctx context.Context, db Table) error {
	var ops []store.Op
	for d, err := range db.Dump(ctx) {
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
	for some := range slices.Chunk(ops, chunk) {
		if err := db.Commit(ctx, some...); err != nil {
			return fmt.Errorf("empty the store: %w", err)
		}
	}
	return nil
}
