// Package app puts Yingbin together. New takes what a place offers (a store, a
// way to send mail, keys) and gives everything that runs: the HTTP handler,
// the delivery of events, and what falls due. It is the only package that
// knows all others; the Lambda functions and the local process start here.
package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"yingbin/shared/blob"
	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/moment"
	"yingbin/shared/notify"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/token"
	"yingbin/shared/venue"
	"yingbin/shared/web"
	"yingbin/shared/web/page"
	"yingbin/shared/web/static"
)

// Ports are what a place offers.
type Ports struct {
	DB     store.DB
	Ring   *token.Ring
	Site   web.Site
	Random io.Reader
	Log    *slog.Logger
	Mail   mail.Sender
	// From is the address that mails come from.
	From mail.Address
	// Files keeps what is uploaded.
	Files blob.Store
	// Policies finds the snapshots of the rules in force.
	Policies reception.Policies
	// Routes are further routes of the place itself.
	Routes []web.Route
}

// An App is a running Yingbin. It is safe for concurrent use.
type App struct {
	Ports
	Staff      *staff.Service
	Customers  *customer.Service
	Venues     *venue.Service
	Receptions *reception.Service
	Reports    *report.Service
	SignIn     *signin.Service
	Server     *web.Server
	notify     *notify.Notifier
}

// New wires an app. It fails only on broken templates.
func New(p Ports) (*App, error) {
	templates, err := page.New()
	if err != nil {
		return nil, err
	}
	a := &App{Ports: p, Staff: &staff.Service{DB: p.DB}}
	a.Customers = &customer.Service{DB: p.DB, Staff: a.Staff}
	a.Venues = &venue.Service{DB: p.DB, Staff: a.Staff}
	a.Receptions = &reception.Service{DB: p.DB, Staff: a.Staff, Customers: a.Customers, Venues: a.Venues, Policies: p.Policies, OpenPass: a.openPass}
	a.Reports = &report.Service{DB: p.DB, Staff: a.Staff}
	a.SignIn = &signin.Service{DB: p.DB, Ring: p.Ring, Find: a.find}
	a.notify = a.notifier()
	a.Server = web.NewServer(web.Config{Site: p.Site, Ring: p.Ring, Staff: a.Staff, Pages: pages{templates}, Static: static.Handler(), Random: p.Random, Log: p.Log},
		append(web.Table(a.services()), p.Routes...))
	return a, nil
}

// services are what the handlers call.
func (a *App) services() *web.Services {
	return &web.Services{Staff: a.Staff, SignIn: a.SignIn, Ring: a.Ring, Receptions: a.Receptions, Customers: a.Customers,
		Venues: a.Venues, Policies: a.Policies, Links: links{a.Receptions, a.Ring}, Files: files{a.Files}, Papers: papers{a}, Reports: a.Reports}
}

// openPass reads a guest's pass.
func (a *App) openPass(pass string) (number, guest string, until time.Time, err error) {
	p, err := a.Ring.OpenPass(pass)
	return p.Reception, p.Guest, p.Until, err
}

// ServeHTTP answers a request whose context knows its time.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.Server.ServeHTTP(w, r) }

// find looks up who has an address.
func (a *App) find(ctx context.Context, email string) (string, error) {
	c, err := a.Staff.Load(ctx)
	if err != nil {
		return "", err
	}
	if p := c.Person(email); p != nil && p.Active() && p.Email == email {
		return p.ID, nil
	}
	return "", fault.Missing()
}

// Deliver tells everybody who must know of one event (lambdas.Deliver).
func (a *App) Deliver(ctx context.Context, pk, sk string) error {
	return event.Deliver(ctx, a.DB, store.Key{PK: pk, SK: sk}, moment.Of(ctx), a.plan, a.send)
}

// Forget drops what was cached, for when the store was emptied or restored.
func (a *App) Forget() {
	a.Staff.Forget()
	a.Receptions.Forget()
}
