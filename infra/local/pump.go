package main

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/moment"
	"yingbin/shared/store"
)

// A pump does what AWS does beside the requests: it delivers events after
// their commit (the stream) and runs what falls due (the schedules). One thing
// at a time, so that a moved clock has one order.
type pump struct {
	app   *app.App
	clock *Clock
	log   *slog.Logger
	wake  chan struct{}
	tidy  func(ctx context.Context, at time.Time) error // throws rubbish away
	busy  func() bool                                   // people are waiting for answers

	mu   sync.Mutex
	held bool // events stay in the outbox
}

// maxStrikes is how often one document is struck at one moment: it may have
// several clocks there, but must come to an end.
const maxStrikes = 3

// settle delivers what waits, then does what falls due until a moment, in its
// order. A frozen clock walks along and ends there.
func (p *pump) settle(ctx context.Context, until time.Time) ([]core.Ran, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ran, struck, refused := []core.Ran{}, map[core.Due]int{}, map[store.Key]bool{}
	for {
		if err := p.deliver(ctx, refused); err != nil {
			return ran, err
		}
		d, found, err := p.first(ctx, until, struck)
		if err != nil {
			return ran, err
		}
		if !found {
			break
		}
		more, err := p.strike(ctx, d, struck)
		if err != nil {
			return ran, err
		}
		ran = append(ran, more...)
	}
	if p.clock.Frozen() && until.After(p.clock.Now()) {
		return ran, p.clock.set(ctx, p.app.DB, until)
	}
	return ran, nil
}

// batch is how many due things are looked at to find the first.
const batch = 200

// first finds what is due first and was not struck too often.
func (p *pump) first(ctx context.Context, until time.Time, struck map[core.Due]int) (core.Due, bool, error) {
	due, err := p.app.Due(ctx, until, batch, core.Sweeps()...)
	if err != nil {
		return core.Due{}, false, err
	}
	for _, d := range due {
		if struck[d] < maxStrikes {
			return d, true, nil
		}
	}
	return core.Due{}, false, nil
}

// strike does what is due at the moment of one due thing, or now when that has
// passed.
func (p *pump) strike(ctx context.Context, d core.Due, struck map[core.Due]int) ([]core.Ran, error) {
	at := p.clock.Now()
	if p.clock.Frozen() && d.At.After(at) {
		at = d.At
		if err := p.clock.set(ctx, p.app.DB, at); err != nil {
			return nil, err
		}
	}
	struck[d]++
	return p.app.Pass(ctx, at, core.Sweeps()...)
}

// deliver empties the outbox. An event that cannot be delivered now stays for
// the next round.
func (p *pump) deliver(ctx context.Context, refused map[store.Key]bool) error {
	for !p.held {
		keys, err := event.Undelivered(ctx, p.app.DB, time.Time{}, 0)
		if err != nil {
			return err
		}
		keys = slices.DeleteFunc(keys, func(k store.Key) bool { return refused[k] })
		if len(keys) == 0 {
			return nil
		}
		for _, k := range p.tell(ctx, keys) {
			refused[k] = true
		}
	}
	return nil
}

// told is how many receptions are told of side by side, so that what they write
// shares the store's transactions. While people wait for answers it is one:
// a letter can wait longer than they.
const told = 8

// tell delivers events, those of one partition in their order, and gives those
// that could not be delivered.
func (p *pump) tell(ctx context.Context, keys []store.Key) (refused []store.Key) {
	var lanes [][]store.Key
	at := map[string]int{}
	for _, k := range keys {
		if _, known := at[k.PK]; !known {
			at[k.PK], lanes = len(lanes), append(lanes, nil)
		}
		lanes[at[k.PK]] = append(lanes[at[k.PK]], k)
	}
	var mu sync.Mutex
	var all sync.WaitGroup
	free := make(chan struct{}, told)
	for _, lane := range lanes {
		tell := func() {
			for _, k := range lane {
				if err := p.app.Deliver(moment.With(ctx, p.clock.Now()), k.PK, k.SK); err != nil {
					p.log.ErrorContext(ctx, "deliver", "error", err)
					mu.Lock()
					refused = append(refused, k)
					mu.Unlock()
				}
			}
		}
		if p.busy() {
			all.Wait()
			tell()
			continue
		}
		free <- struct{}{}
		all.Go(func() { tell(); <-free })
	}
	all.Wait()
	return refused
}

// hold keeps events in the outbox, or lets them go.
func (p *pump) hold(held bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = held
}

// holds says whether events are kept in the outbox.
func (p *pump) holds() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.held
}

// alone runs something while nothing is delivered and nothing falls due.
func (p *pump) alone(do func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return do()
}

// nudge says that an event may wait.
func (p *pump) nudge() {
	select {
	case p.wake <- struct{}{}:
	default: // it is told already
	}
}

// minute tries again what could not be delivered and does what falls due. While
// events are held it leaves the store alone, to whoever counts what he asks of it.
func (p *pump) minute(ctx context.Context) error {
	if p.holds() {
		return nil
	}
	_, err := p.settle(ctx, p.clock.Now())
	return err
}

// run delivers after each commit, sweeps every minute and tidies up every hour,
// until the context ends.
func (p *pump) run(ctx context.Context) {
	tick, hour := time.NewTicker(time.Minute), time.NewTicker(time.Hour)
	defer tick.Stop()
	defer hour.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
			err := p.alone(func() error { return p.deliver(ctx, map[store.Key]bool{}) })
			p.trouble(ctx, err)
		case <-hour.C:
			p.trouble(ctx, p.tidy(ctx, p.clock.Now()))
		case <-tick.C:
			p.trouble(ctx, p.minute(ctx))
		}
	}
}

// trouble logs what the next round will try again.
func (p *pump) trouble(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		p.log.ErrorContext(ctx, "pump", "error", err)
	}
}

// A watched store tells the pump of commits that put something into the outbox.
type watched struct {
	store.DB
	told func()
}

// Commit passes the commit on.
func (w watched) Commit(ctx context.Context, ops ...store.Op) error {
	err := w.DB.Commit(ctx, ops...)
	for _, op := range ops {
		if op.Doc.Due.In == event.Outbox && op.Kind == store.OpCreate {
			w.told()
			break
		}
	}
	return err
}
