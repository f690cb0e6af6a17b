package app

import (
	"context"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/mail"
)

// plan says who must be told of an event.
func (a *App) plan(context.Context, event.Event) ([]event.Letter, error) { return nil, nil }

// send hands a letter, whose payload is a finished message, to the provider.
func (a *App) send(ctx context.Context, l event.Letter) (string, error) {
	m, ok := l.Payload.(mail.Message)
	if !ok {
		return "", fault.New(fault.Invalid, "mail-incomplete", l.Kind)
	}
	m.Tags = l.Ref.Tags()
	return a.Mail.Send(ctx, m)
}
