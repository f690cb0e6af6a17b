package reception

import (
	"context"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/venue"
)

// System is the actor of what the passing of time does.
const System = "system"

// Policies finds the immutable policy snapshots; "" as version is the one in force.
type Policies interface {
	Get(ctx context.Context, id, version string) (*policy.Policy, error)
}

// A Service runs the commands and answers the questions about receptions. All
// its methods are safe for concurrent use.
type Service struct {
	DB        store.DB
	Staff     *staff.Service
	Customers *customer.Service
	Venues    *venue.Service
	Policies  Policies
	// OpenPass reads a guest's signed pass; without it every pass is unknown.
	OpenPass func(pass string) (reception, guest string, until time.Time, err error)

	numbers numbers
}
