// Package core is what every part of Yingbin shares: the store and the services
// of the domain over it, what falls due, what became of a mail. It knows neither
// pages nor letters nor files; packages site, post and papers put those around
// it, each with what only it needs, so that a function links no more than its step.
package core

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/token"
	"yingbin/shared/venue"
)

// Ports are what a place offers to all parts.
type Ports struct {
	DB   store.DB
	Ring *token.Ring
	// URL is the address of the site in mailed links; nil: none yet.
	URL *url.URL
	// Bucket is where browsers bring and fetch files; nil: the site itself.
	Bucket *url.URL
	// Edge is the secret by which an edge before the site is known; see web.Site.
	Edge string
	Log  *slog.Logger
	// Policies finds the snapshots of the rules in force.
	Policies reception.Policies
}

// A Core is safe for concurrent use.
type Core struct {
	Ports
	Staff      *staff.Service
	Customers  *customer.Service
	Venues     *venue.Service
	Receptions *reception.Service
	Reports    *report.Service
	SignIn     *signin.Service
}

// New wires the services.
func New(p Ports) *Core {
	c := &Core{Ports: p, Staff: &staff.Service{DB: p.DB}}
	c.Customers = &customer.Service{DB: p.DB, Staff: c.Staff}
	c.Venues = &venue.Service{DB: p.DB, Staff: c.Staff}
	c.Receptions = &reception.Service{DB: p.DB, Staff: c.Staff, Customers: c.Customers, Venues: c.Venues, Policies: p.Policies, OpenPass: c.openPass}
	c.Reports = &report.Service{DB: p.DB, Staff: c.Staff}
	c.SignIn = &signin.Service{DB: p.DB, Ring: p.Ring, Find: c.find}
	return c
}

// openPass reads a guest's pass.
func (c *Core) openPass(pass string) (number, guest string, until time.Time, err error) {
	p, err := c.Ring.OpenPass(pass)
	return p.Reception, p.Guest, p.Until, err
}

// find looks up who has an address.
func (c *Core) find(ctx context.Context, email string) (string, error) {
	company, err := c.Staff.Load(ctx)
	if err != nil {
		return "", err
	}
	if p := company.Person(email); p != nil && p.Active() && p.Email == email {
		return p.ID, nil
	}
	return "", fault.Missing()
}

// Forget drops what was cached, for when the store was emptied or restored.
func (c *Core) Forget() {
	c.Staff.Forget()
	c.Receptions.Forget()
}
