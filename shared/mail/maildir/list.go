package maildir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
)

// A Filter chooses mails; what is empty does not narrow.
type Filter struct {
	To        string
	Kind      string
	Reception string
	After     time.Time // inclusive
}

// matches tells whether a mail is chosen. Copies count as received.
func (f Filter) matches(s Sent) bool {
	to := f.To == "" || strings.EqualFold(s.To.Email, f.To)
	for _, c := range s.CC {
		to = to || strings.EqualFold(c.Email, f.To)
	}
	return to && (f.Kind == "" || s.Kind == f.Kind) && (f.Reception == "" || s.Reception == f.Reception) &&
		(f.After.IsZero() || !s.SentAt.Before(f.After))
}

// List gives the chosen mails in the order they were sent.
func (b *Box) List(f Filter) []Sent {
	b.mu.Lock()
	defer b.mu.Unlock()
	var found []Sent
	for _, s := range b.all {
		if f.matches(s) {
			found = append(found, s)
		}
	}
	return found
}

// Get gives one mail.
func (b *Box) Get(id string) (Sent, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i, ok := b.at[id]
	if !ok {
		return Sent{}, false
	}
	return b.all[i], true
}

// Mark notes what became of a mail: its public state and the reason.
func (b *Box) Mark(id, state, reason string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	i, ok := b.at[id]
	if !ok {
		return fault.Missing()
	}
	s := b.all[i]
	s.State, s.Reason = state, reason
	if err := b.save(s); err != nil {
		return err
	}
	b.all[i] = s
	return nil
}

// Sweep removes the mails sent before a time and tells how many they were.
func (b *Box) Sweep(before time.Time) (int, error) {
	return b.remove(func(s Sent) bool { return s.SentAt.Before(before) })
}

// Clear removes all mails.
func (b *Box) Clear() error {
	_, err := b.remove(func(Sent) bool { return true })
	return err
}

// remove deletes the chosen mails, the list entry first.
func (b *Box) remove(chosen func(Sent) bool) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.index()
	n := len(b.all)
	var failed error
	b.all = slices.DeleteFunc(b.all, func(s Sent) bool {
		if failed != nil || !chosen(s) {
			return false
		}
		for _, ext := range []string{".json", ".eml"} {
			if err := os.Remove(filepath.Join(b.dir, s.ID+ext)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				failed = fault.Wrap(fault.Unavailable, "mail-folder", err)
				return false
			}
		}
		return true
	})
	return n - len(b.all), failed
}
