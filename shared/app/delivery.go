package app

import (
	"context"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/lambdas"
	"yingbin/shared/moment"
	"yingbin/shared/reception"
)

// Delivered notes what became of a mail beside the name of its recipient. A
// hard bounce or a complaint silences the address; either opens a task for the
// host. A mail that is not ours, or that the store does not know any more, is
// passed over: to report it again would not help. The same report twice is once.
func (a *App) Delivered(ctx context.Context, d lambdas.Delivery) error {
	ref, ours := event.RefOf(d.Tags)
	if !ours {
		return nil
	}
	err := event.Record(ctx, a.DB, ref, event.Report{State: event.State(d.State), Provider: d.MessageID, Reason: d.Reason, At: d.At, Suppress: d.Permanent})
	if err != nil && fault.As(err).Kind == fault.NotFound {
		return nil
	}
	if err != nil || d.State != string(event.Bounced) && d.State != string(event.Complained) {
		return err
	}
	docs, err := a.DB.Get(ctx, ref.Key())
	if err != nil {
		return err
	}
	c, err := event.DecodeClaim(docs[0])
	if err != nil || string(c.State) != d.State { // something newer is known: it was answered
		return err
	}
	return a.unreached(ctx, ref.PK, reception.Lost{Kind: c.Kind, Recipient: c.Recipient, Complained: c.State == event.Complained}, d.At)
}

// unreached sees to it that somebody reaches the recipient of a lost mail in
// another way. Of mails beside receptions the state alone is told.
func (a *App) unreached(ctx context.Context, pk string, l reception.Lost, at time.Time) error {
	number, ok := strings.CutPrefix(pk, reception.Partition(""))
	if !ok {
		return nil
	}
	return a.Receptions.Unreached(ctx, at, number, l)
}

// watched lets letters say that their address takes none.
func (a *App) watched(e event.Event, letters []event.Letter) []event.Letter {
	for i := range letters {
		l := reception.Lost{Kind: letters[i].Kind, Recipient: letters[i].Recipient}
		letters[i].Lost = func(ctx context.Context) error { return a.unreached(ctx, e.PK, l, moment.Of(ctx)) }
	}
	return letters
}
