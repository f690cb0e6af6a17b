// Package post tells people: it turns what happened into letters and hands them
// to the provider, at once when the stream brings an event, and every minute
// what was left.
package post

import (
	"context"
	"errors"
	"time"

	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/memo"
	"yingbin/shared/moment"
	"yingbin/shared/notify"
	"yingbin/shared/paper/xlsx"
	"yingbin/shared/store"
)

// A Post delivers events. It is safe for concurrent use.
type Post struct {
	*core.Core
	sender   mail.Sender
	notifier *notify.Notifier
}

// New tells people of what happens in a core, from an address, through a sender.
func New(c *core.Core, sender mail.Sender, from mail.Address) *Post {
	n := &notify.Notifier{Receptions: c.Receptions, Ring: c.Ring, From: from, Workbook: xlsx.Write}
	if c.URL != nil {
		n.URL, n.Host = c.URL.String(), c.URL.Hostname()
	}
	return &Post{c, sender, n}
}

// Deliver tells everybody who must know of one event (lambdas.Deliver).
func (p *Post) Deliver(ctx context.Context, pk, sk string) error {
	return event.Deliver(memo.With(ctx), p.DB, store.Key{PK: pk, SK: sk}, moment.Of(ctx), p.plan, p.send)
}

// sweepLimit is how many undelivered events one run of the minute looks at.
const sweepLimit = 100

// late is the age from which the minute's sweep delivers an event again: the
// stream had its chance.
const late = 5 * time.Minute

// hopeless is the age from which an event is parked that fails although nothing
// is away: it cannot be delivered as it is.
const hopeless = 24 * time.Hour

// Remind is the minute's schedule: what falls due, and events that are still
// in the outbox.
func (p *Post) Remind(ctx context.Context, at time.Time) error {
	_, err := p.Pass(ctx, at, core.EveryMinute)
	keys, listing := event.Undelivered(ctx, p.DB, at.Add(-late), sweepLimit)
	err = errors.Join(err, listing)
	for _, k := range keys {
		err = errors.Join(err, p.retry(ctx, at, k))
	}
	return err
}

// retry delivers an event that was left. One that is poison makes room for the
// others after a day.
func (p *Post) retry(ctx context.Context, at time.Time, k store.Key) error {
	err := p.Deliver(moment.With(ctx, at), k.PK, k.SK)
	if conflict := (*store.Conflict)(nil); err == nil || ctx.Err() != nil || errors.As(err, &conflict) || fault.As(err).Kind == fault.Unavailable {
		return err
	}
	return errors.Join(err, event.GiveUp(ctx, p.DB, k, at.Add(-hopeless), at))
}
