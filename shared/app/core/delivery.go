package core

import (
	"context"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/lambdas"
	"yingbin/shared/reception"
)

// Delivered notes what became of a mail beside the name of its recipient. A
// hard bounce or a complaint silences the address; either opens a task for the
// host. A mail that is not ours, or that the store does not know any more, is
// passed over: to report it again would not help. The same report twice is once.
func (c *Core) Delivered(ctx context.Context, d lambdas.Delivery) error {
	ref, ours := event.RefOf(d.Tags)
	if !ours {
		return nil
	}
	err := event.Record(ctx, c.DB, ref, event.Report{State: event.State(d.State), Provider: d.MessageID, Reason: d.Reason, At: d.At, Suppress: d.Permanent})
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	if err != nil || d.State != string(event.Bounced) && d.State != string(event.Complained) {
		return err
	}
	docs, err := c.DB.Get(ctx, ref.Key())
	if err != nil {
		return err
	}
	claim, err := event.DecodeClaim(docs[0])
	if err != nil || string(claim.State) != d.State { // something newer is known: it was answered
		return err
	}
	return c.Unreached(ctx, ref.PK, reception.Lost{Kind: claim.Kind, Recipient: claim.Recipient, Complained: claim.State == event.Complained}, d.At)
}

// Unreached sees to it that somebody reaches the recipient of a lost mail in
// another way. Of mails beside receptions the state alone is told.
func (c *Core) Unreached(ctx context.Context, pk string, l reception.Lost, at time.Time) error {
	number, ok := strings.CutPrefix(pk, reception.Partition(""))
	if !ok {
		return nil
	}
	return c.Receptions.Unreached(ctx, at, number, l)
}
