package main

import (
	"context"
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"yingbin/infra/trial"
	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/lambdas"
	"yingbin/shared/staff"
	"yingbin/shared/token"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// routes are /_local/: what a trial alone can do. The server answers 404 to
// everybody but whoever sits at the machine; the marker is asked for again
// wherever something changes.
func (m *Main) routes() []web.Route {
	all := []web.Route{
		web.Post("/_local/reset", "local-reset", "office", web.Public, strict(m.reset)),
		web.Get("/_local/clock", "local-clock", "office", web.Public, m.readClock),
		web.Post("/_local/clock", "local-set-clock", "office", web.Public, strict(m.setClock)),
		web.Get("/_local/mails", "local-mails", "office", web.Public, m.mails).Asks(web.Param{Name: "to", Type: "string", Text: "an address"},
			web.Param{Name: "after", Type: "date-time", Text: "sent then or later"}, web.Param{Name: "kind", Type: "string", Text: "of mail"},
			web.Param{Name: "reception", Type: "string", Text: "number"}),
		web.Get("/_local/mails/{file}", "local-mail", "office", web.Public, m.eml),
		web.Get("/_local/mails/{id}/{n}", "local-attachment", "office", web.Public, m.attachment),
		m.inbound(),
		web.Post("/_local/deliveries", "local-deliveries", "office", web.Public, strict(m.deliveries)),
		web.Post("/_local/faults", "local-faults", "office", web.Public, strict(m.faults)),
		web.Post("/_local/sign-in", "local-sign-in", "office", web.Public, strict(m.signIn)),
	}
	for i := range all {
		all[i] = all[i].Only().Plainly()
	}
	return append(all, m.mailbox())
}

// strict takes JSON only: a form could be sent by any page in the same browser.
func strict[C, V any](do func(*web.Call, C) (V, error)) func(*web.Call, C) (V, error) {
	return func(c *web.Call, cmd C) (v V, err error) {
		if kind, _, _ := strings.Cut(c.Request.Header.Get("Content-Type"), ";"); strings.TrimSpace(kind) != "application/json" {
			return v, fault.New(fault.Unsupported, "unsupported-type", kind)
		}
		return do(c, cmd)
	}
}

// resetTo is POST /_local/reset.
type resetTo struct {
	Data string     `json:"data,omitempty" max:"20"`
	Now  *time.Time `json:"now,omitempty"`
}

// known is what a reset leads to.
type known struct {
	Now       time.Time    `json:"now"`
	Staff     []staff.View `json:"staff"`
	Resources []venue.View `json:"resources"`
}

// reset gives the trial a known start; it also sets the clock, backwards too.
func (m *Main) reset(c *web.Call, cmd resetTo) (known, error) {
	data := cmd.Data
	if data == "" {
		data = dataCompany
	}
	if data != dataEmpty && data != dataCompany && data != dataDemo {
		return known{}, fault.Field("/data", "invalid")
	}
	if cmd.Now != nil {
		if err := trial.Bearable(*cmd.Now); err != nil {
			return known{}, err
		}
	}
	p := m.pump.Load()
	if err := p.alone(func() error { return m.resetAlone(c.Context(), data, cmd.Now) }); err != nil {
		return known{}, err
	}
	return m.known(c)
}

// resetAlone empties and fills while nothing else happens.
func (m *Main) resetAlone(ctx context.Context, data string, now *time.Time) error {
	if _, isTrial, err := staff.LoadTrial(ctx, m.store); err != nil || !isTrial {
		return fault.Missing()
	}
	if now != nil {
		if err := m.clock.set(ctx, m.store, *now); err != nil {
			return err
		}
	}
	p := m.pump.Load()
	p.held = false
	if err := m.empty(ctx); err != nil {
		return err
	}
	p.app.Forget()
	if data == dataEmpty {
		return nil
	}
	if err := m.fill(ctx); err != nil {
		return err
	}
	p.app.Forget()
	if data == dataCompany {
		return nil
	}
	return m.demo(ctx, p.app)
}

// known lists who and what there is.
func (m *Main) known(c *web.Call) (known, error) {
	a := m.pump.Load().app
	company, err := a.Staff.Load(c.Context())
	if err != nil {
		return known{}, err
	}
	resources, err := venue.Of(company)
	if err != nil {
		return known{}, err
	}
	return known{Now: m.clock.Now().In(company.Zone()), Staff: company.Views(c.Lang), Resources: resources.Views()}, nil
}

// moved is the clock and what happened on its way.
type moved struct {
	Now    time.Time  `json:"now"`
	Frozen bool       `json:"frozen"`
	Ran    []core.Ran `json:"ran"`
}

// readClock answers when everything due by now has happened.
func (m *Main) readClock(c *web.Call) (moved, error) {
	return m.settle(c, m.clock.Now())
}

// moveClock is POST /_local/clock.
type moveClock struct {
	Now     *time.Time `json:"now,omitempty"`
	Advance string     `json:"advance,omitempty" max:"40"`
}

// setClock moves the clock forward; whatever falls due on the way happens.
func (m *Main) setClock(c *web.Call, cmd moveClock) (moved, error) {
	to := m.clock.Now()
	switch {
	case cmd.Now != nil && cmd.Advance == "":
		to = *cmd.Now
	case cmd.Now == nil && cmd.Advance != "":
		d, err := duration(cmd.Advance)
		if err != nil {
			return moved{}, err
		}
		to = to.Add(d)
	default:
		return moved{}, fault.Field("/now", "required")
	}
	if to.Before(m.clock.Now()) {
		return moved{}, fault.Field("/now", "clock-backwards")
	}
	if err := trial.Bearable(to); err != nil {
		return moved{}, err
	}
	if !m.clock.Frozen() {
		if err := m.clock.set(c.Context(), m.store, m.clock.Now()); err != nil {
			return moved{}, err
		}
	}
	return m.settle(c, to)
}

// settle waits for everything due and for the outbox.
func (m *Main) settle(c *web.Call, until time.Time) (moved, error) {
	ran, err := m.pump.Load().settle(c.Context(), until)
	return moved{Now: m.clock.Now().In(c.Company.Zone()), Frozen: m.clock.Frozen(), Ran: ran}, err
}

// inbound takes a mail as received. Answering mails comes later; until then
// every mail is refused alike.
func (m *Main) inbound() web.Route {
	return web.Route{Method: http.MethodPost, Pattern: "/_local/inbound", Name: "local-inbound", Step: "inbox", Access: web.Public, Takes: "message/rfc822",
		Query: []web.Param{{Name: "dmarc", Type: "string", Text: "pass, or fail"}},
		Do:    func(*web.Call) (any, error) { return nil, fault.New(fault.NotReady, "not-implemented") }}
}

// delivered is POST /_local/deliveries.
type delivered struct {
	Mail      string `json:"mail" req:"true" max:"100"`
	Recipient string `json:"recipient,omitempty" max:"254"`
	State     string `json:"state" req:"true" max:"20"`
	Reason    string `json:"reason,omitempty" max:"500"`
}

// reported is its answer.
type reported struct {
	Mail sent `json:"mail"`
}

// deliveries plays the provider: a mail was delivered, bounced or complained of.
func (m *Main) deliveries(c *web.Call, cmd delivered) (reported, error) {
	s, ok := m.box.Get(cmd.Mail)
	if !ok {
		return reported{}, fault.Field("/mail", "unknown-id")
	}
	if cmd.Recipient != "" && !strings.EqualFold(cmd.Recipient, s.To.Email) {
		return reported{}, fault.Field("/recipient", "unknown-id")
	}
	state := event.State(cmd.State)
	switch state {
	case event.Delivered, event.Delayed, event.Bounced, event.Complained:
	default:
		return reported{}, fault.Field("/state", "invalid")
	}
	gone := state == event.Bounced || state == event.Complained
	err := m.pump.Load().app.Delivered(c.Context(), lambdas.Delivery{MessageID: s.ID, Recipient: s.To.Email, State: cmd.State, Reason: cmd.Reason,
		Permanent: gone, At: c.At, Tags: s.Tags})
	if err != nil {
		return reported{}, err
	}
	if err := m.box.Mark(s.ID, cmd.State, cmd.Reason); err != nil {
		return reported{}, err
	}
	s, _ = m.box.Get(cmd.Mail)
	return reported{m.shown(s)}, nil
}

// faultsSet is POST /_local/faults.
type faultsSet struct {
	HoldDelivery bool `json:"hold_delivery"`
}

// holding is its answer.
type holding struct {
	Held bool `json:"held"`
}

// faults holds events between commit and mail, or lets them go.
func (m *Main) faults(_ *web.Call, cmd faultsSet) (holding, error) {
	p := m.pump.Load()
	p.hold(cmd.HoldDelivery)
	p.nudge()
	return holding{cmd.HoldDelivery}, nil
}

// be is POST /_local/sign-in.
type be struct {
	Email string `json:"email" req:"true" max:"254"`
}

// signIn gives a token without a mail.
func (m *Main) signIn(c *web.Call, cmd be) (web.SignedInAs, error) {
	v, ok := c.Company.View(cmd.Email, c.Lang)
	if !ok || !v.Active {
		return web.SignedInAs{}, fault.Field("/email", "unknown-id")
	}
	return web.SignedInAs{Token: m.ring.SignSession(token.Session{Staff: v.ID, Issued: c.At, Trial: true, Nonce: rand.Text()[:8]}), Staff: v}, nil
}

// mails lists what was sent, when nothing waits to be sent.
func (m *Main) mails(c *web.Call) (web.Items[sent], error) {
	list := web.Items[sent]{Items: []sent{}}
	f, err := m.sentNow(c)
	if err != nil {
		return list, err
	}
	found, err := m.box.List(f)
	for _, s := range found {
		list.Items = append(list.Items, m.shown(s))
	}
	return list, err
}

// eml gives a mail as it would travel.
func (m *Main) eml(c *web.Call) (*web.Raw, error) {
	id, ok := strings.CutSuffix(c.Path("file"), ".eml")
	if !ok {
		return nil, fault.Missing()
	}
	raw, err := m.box.Raw(id)
	if err != nil {
		return nil, err
	}
	return &web.Raw{Type: "message/rfc822", Name: id + ".eml", Data: raw}, nil
}
