package app

import (
	"context"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/moment"
	"yingbin/shared/notify"
	"yingbin/shared/signin"
	"yingbin/shared/token"
)

// notifier writes the letters of this site.
func (a *App) notifier() *notify.Notifier {
	n := &notify.Notifier{Receptions: a.Receptions, Ring: a.Ring, From: a.From}
	if a.Site.URL != nil {
		n.URL, n.Host = a.Site.URL.String(), a.Site.URL.Hostname()
	}
	return n
}

// plan says who must be told of an event, after what else must follow it: what
// is no longer booked is given back.
func (a *App) plan(ctx context.Context, e event.Event) ([]event.Letter, error) {
	if e.Kind == signin.Asked {
		return a.signInLetter(ctx, e)
	}
	if err := a.Receptions.Release(ctx, e); err != nil {
		return nil, err
	}
	letters, err := a.notify.Letters(ctx, e, moment.Of(ctx))
	return a.watched(e, letters), err
}

// signInLetter derives code and link from the challenge, now that the mail is made.
func (a *App) signInLetter(ctx context.Context, e event.Event) ([]event.Letter, error) {
	var l signin.Letter
	if err := e.Into(&l); err != nil {
		return nil, err
	}
	company, err := a.Staff.Load(ctx)
	if err != nil {
		return nil, err
	}
	p := company.Person(e.By)
	if p == nil || !p.Active() || !moment.Of(ctx).Before(l.Expires) {
		return nil, nil // too late to be of use
	}
	link := a.notify.URL + "/l/" + a.Ring.SignLink(token.Link{Purpose: token.ForSignIn, Person: p.ID, Subject: l.Challenge, Expires: l.Expires})
	letter, err := a.notify.SignIn(e, p, a.Ring.Code(l.Challenge), link, moment.Of(ctx))
	if err != nil {
		return nil, err
	}
	return []event.Letter{*letter}, nil
}

// send hands a letter, whose payload is a finished message, to the provider.
func (a *App) send(ctx context.Context, l event.Letter) (string, error) {
	m, ok := l.Payload.(mail.Message)
	if !ok {
		return "", fault.New(fault.Invalid, "mail-incomplete", l.Kind)
	}
	m.Tags = l.Ref.Tags()
	return a.Mail.Send(ctx, m)
}
