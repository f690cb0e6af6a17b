package post

import (
	"context"
	"log/slog"
	"strings"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/moment"
	"yingbin/shared/reception"
	"yingbin/shared/signin"
	"yingbin/shared/token"
)

// plan says who must be told of an event, after what else must follow it: what
// is no longer booked is given back, open work goes on to who has it now.
func (p *Post) plan(ctx context.Context, e event.Event) ([]event.Letter, error) {
	if e.Kind == signin.Asked {
		return p.signInLetter(ctx, e)
	}
	if err := p.Customers.Arrange(ctx, e); err != nil {
		return nil, err
	}
	if err := p.Receptions.Release(ctx, e); err != nil {
		return nil, err
	}
	if err := p.Receptions.Succeed(ctx, e, moment.Of(ctx)); err != nil {
		return nil, err
	}
	letters, err := p.notifier.Letters(ctx, e, moment.Of(ctx))
	return p.watched(e, letters), err
}

// signInLetter derives code and link from the challenge, now that the mail is made.
func (p *Post) signInLetter(ctx context.Context, e event.Event) ([]event.Letter, error) {
	var l signin.Letter
	if err := e.Into(&l); err != nil {
		return nil, err
	}
	company, err := p.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	who := company.Person(e.By)
	if who == nil || !who.Active() || !moment.Of(ctx).Before(l.Expires) {
		return nil, nil // too late to be of use
	}
	link := p.notifier.URL + "/l/" + p.Ring.SignLink(token.Link{Purpose: token.ForSignIn, Person: who.ID, Subject: l.Challenge, Expires: l.Expires})
	letter, err := p.notifier.SignIn(e, who, p.Ring.Code(l.Challenge), link, moment.Of(ctx))
	if err != nil {
		return nil, err
	}
	return p.watched(e, []event.Letter{*letter}), nil
}

// log is where operators read.
func (p *Post) log() *slog.Logger {
	if p.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Log
}

// send hands a letter, whose payload is a finished message, to the provider.
func (p *Post) send(ctx context.Context, l event.Letter) (string, error) {
	m, ok := l.Payload.(mail.Message)
	if !ok {
		return "", fault.New(fault.Invalid, "mail-incomplete", l.Kind)
	}
	m.Tags = l.Ref.Tags()
	return p.sender.Send(ctx, m)
}

// watched lets letters say that their address takes none, and log that they were
// given up: the kind of mail, of what, and why; never whose.
func (p *Post) watched(e event.Event, letters []event.Letter) []event.Letter {
	for i := range letters {
		kind := letters[i].Kind
		letters[i].Parked = func(ctx context.Context, cause error) {
			p.log().WarnContext(ctx, "mail parked", "kind", kind, "of", strings.TrimPrefix(e.PK, reception.Partition("")), "event", e.ID, "error", cause)
		}
		l := reception.Lost{Kind: letters[i].Kind, Recipient: letters[i].Recipient}
		letters[i].Lost = func(ctx context.Context) error { return p.Unreached(ctx, e.PK, l, moment.Of(ctx)) }
	}
	return letters
}
