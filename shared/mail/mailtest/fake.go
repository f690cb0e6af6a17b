// Package mailtest is a strict sender for tests: it takes only what every
// driver would take, builds each mail as it would travel, and fails as told.
package mailtest

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"yingbin/shared/mail"
	"yingbin/shared/mail/wire"
)

// A Fake keeps what was sent. The zero Fake is ready.
type Fake struct {
	// Fail, where set, decides about each message before it is kept. An error
	// means that it was not sent.
	Fail func(m mail.Message) error
	// FailAfter is like Fail, for a provider that takes the message and then
	// fails to say so.
	FailAfter func(m mail.Message) error

	mu   sync.Mutex
	sent []mail.Message
}

var _ mail.Sender = (*Fake)(nil)

// Send checks, builds and keeps a message.
func (f *Fake) Send(ctx context.Context, m mail.Message) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if _, err := wire.Build(m); err != nil {
		return "", err
	}
	if f.Fail != nil {
		if err := f.Fail(m); err != nil {
			return "", err
		}
	}
	f.mu.Lock()
	f.sent = append(f.sent, m)
	id := fmt.Sprintf("fake-%d", len(f.sent))
	f.mu.Unlock()
	if f.FailAfter != nil {
		if err := f.FailAfter(m); err != nil {
			return "", err
		}
	}
	return id, nil
}

// Sent gives what was sent, oldest first.
func (f *Fake) Sent() []mail.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.sent)
}

// To gives what was sent to one address, oldest first.
func (f *Fake) To(email string) []mail.Message {
	return slices.DeleteFunc(f.Sent(), func(m mail.Message) bool { return m.To.Email != email })
}

// Reset forgets what was sent.
func (f *Fake) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent = nil
}
