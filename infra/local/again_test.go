package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/moment"
	"yingbin/shared/store"
)

// TestEverythingTwice plays all there is; whenever the clock has moved, every
// schedule runs twice at that moment, and at the end every event is delivered
// once more and every schedule once more for each moment that was: the second
// time no document changes and nobody hears of anything.
func TestEverythingTwice(t *testing.T) {
	t.Parallel()
	p := newPlay(t, small, Options{})
	var moments []time.Time
	p.around = func(name string, send func() (int, any)) {
		if send(); name == "clock" {
			at := p.main.clock.Now()
			moments = append(moments, at)
			p.schedules(at)
			p.unchanged(fmt.Sprint("the schedules of ", at), func() { p.schedules(at) })
		}
	}
	p.story()
	p.start = p.start.AddDate(0, 0, 20)
	p.exception()
	p.company()
	p.around = func(_ string, send func() (int, any)) { send() }
	p.letters()
	events := p.events()
	if len(events) < 50 || len(moments) < 5 {
		t.Fatalf("%d events, %d moments", len(events), len(moments))
	}
	p.unchanged("the events, brought again as they were", func() { p.bring(events) })
	p.unchanged("the events, put back into the outbox", func() {
		for _, k := range events {
			if err := event.Again(t.Context(), p.main.db, k, p.main.clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		p.bring(events)
	})
	p.unchanged("the schedules, long after", func() {
		for _, at := range moments {
			p.schedules(at)
		}
	})
}

// schedules runs the minute, the hour and the day of a moment.
func (p *play) schedules(at time.Time) {
	p.t.Helper()
	pump := p.main.pump.Load()
	err := pump.alone(func() error {
		for _, run := range []func() error{
			func() error { return pump.app.Remind(p.t.Context(), at) },
			func() error { return pump.app.Hourly(p.t.Context(), at) },
			func() error { return pump.app.Daily(p.t.Context(), at) },
		} {
			if err := run(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.t.Errorf("the schedules of %s: %v", at, err)
	}
}

// events are the keys of all that happened.
func (p *play) events() []store.Key {
	p.t.Helper()
	var keys []store.Key
	for k := range p.documents() {
		if event.IsEvent(k) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b store.Key) int { return strings.Compare(a.SK+a.PK, b.SK+b.PK) })
	return keys
}

// bring delivers events in their order.
func (p *play) bring(keys []store.Key) {
	p.t.Helper()
	pump := p.main.pump.Load()
	for _, k := range keys {
		if err := pump.app.Deliver(moment.With(p.t.Context(), p.main.clock.Now()), k.PK, k.SK); err != nil {
			p.t.Errorf("%v: %v", k, err)
		}
	}
}

// unchanged does something that must change no document and send no mail.
func (p *play) unchanged(what string, do func()) {
	p.t.Helper()
	before, mails := p.documents(), len(p.sent())
	do()
	if d := cmp.Diff(before, p.documents()); d != "" {
		p.t.Errorf("%s: documents changed (-before +after):\n%s", what, cut(d, 3000))
	}
	for _, m := range p.sent()[mails:] {
		p.t.Errorf("%s: %s to %s once more", what, m.Kind, m.To.Email)
	}
}

// sent lists all mails there are.
func (p *play) sent() []mailbox.Sent {
	p.t.Helper()
	list, err := p.main.box.List(mailbox.Filter{})
	if err != nil {
		p.t.Fatal(err)
	}
	return list
}

// documents is the whole store; of an event only what it says, since putting it
// back into the outbox is a write.
func (p *play) documents() map[store.Key]string {
	p.t.Helper()
	all := map[store.Key]string{}
	for d, err := range p.main.db.Dump(p.t.Context()) {
		if err != nil {
			p.t.Fatal(err)
		}
		if event.IsEvent(d.Key) {
			d.Version = 0
		}
		all[d.Key] = fmt.Sprintf("%d %s%s %v %v %v", d.Version, d.Row, d.Body, d.Desk, d.List, d.Due)
	}
	return all
}
