package staff

import (
	"context"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/store"
)

// DueMinute is the index partition of what the minute's sweep looks after.
const DueMinute = "minute#0"

// dueKey is how moments are written there: UTC, fixed width, ordered.
const dueKey = "20060102T150405.000"

// EventAway says that an absence which was entered for later has begun.
const EventAway = "staff.away"

// Begin lets the absence of a person begin whose document is due: somebody
// stands in for him from now on, and hears what waits. It gives the moment; the
// zero time when nothing was due, so that repeating it does nothing.
func (s *Service) Begin(ctx context.Context, doc store.Key, at time.Time) (began time.Time, err error) {
	id, ok := strings.CutPrefix(doc.SK, "STAFF#")
	if !ok || doc.PK != Partition {
		return began, nil
	}
	company, err := s.Load(ctx)
	if err != nil {
		return began, err
	}
	p := company.Person(id)
	if p == nil {
		return began, nil
	}
	act := Act{By: System, At: p.beganBy(at)}
	return Change(ctx, s, act, Command{Route: "staff.away " + id, Body: act.At}, func(t *Turn) (time.Time, error) {
		p, due := t.Company.people[id], t.docs[doc.SK].Due
		if due.In != DueMinute || due.At > at.UTC().Format(dueKey) || p == nil {
			return time.Time{}, nil
		}
		t.Put(doc.SK, p)
		t.wake(doc.SK, p.beginsAfter(at))
		t.Changed(EventAway, event.Change{Field: "staff", New: p.ID})
		t.moves(t.Company.ActsFor(p.ID, "", at)...)
		return act.At, nil
	})
}

// wake sets when the minute's sweep looks at a document; the zero time is never.
func (t *Turn) wake(sk string, at time.Time) {
	d := t.docs[sk]
	if d.Due = (store.Place{}); !at.IsZero() {
		d.Due = store.Place{In: DueMinute, At: at.UTC().Format(dueKey)}
	}
	t.docs[sk] = d
}

// beginsAfter is when the next absence begins; the zero time where none does.
func (p *Person) beginsAfter(at time.Time) (next time.Time) {
	for _, d := range p.Delegations {
		if p.Active() && d.From.After(at) && (next.IsZero() || d.From.Before(next)) {
			next = d.From
		}
	}
	return next
}

// beganBy is when the last absence began until a moment; that moment where none did.
func (p *Person) beganBy(at time.Time) time.Time {
	var last time.Time
	for _, d := range p.Delegations {
		if !d.From.After(at) && d.From.After(last) {
			last = d.From
		}
	}
	if last.IsZero() {
		return at
	}
	return last
}
