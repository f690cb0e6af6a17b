// Package warm measures what the product adds to a running DynamoDB client. It
// plays a whole reception over an engine some times: commands by the services,
// pages by the handler. Every request of the SDK is recorded with its typed
// input, and repeated by the bare SDK client, step by step, on a second table
// of the same content; what was under way together goes together again. What a
// step took beside what its requests took is the product: rules, pages, our own
// driver. Own is the part of it in which no request was under way: the engine's
// moods, which differ between the two tables, do not reach it. The engine answers
// in a fraction of a millisecond over loopback, where AWS takes some, so that the
// ratio is larger here than there. In a profile each step has the label of its
// name: go tool pprof -tagfocus 'step=/tasks' reads one.
package warm

import (
	"context"
	"fmt"
	"runtime/pprof"
	"time"

	"yingbin/infra/bench/engine"
	"yingbin/infra/bench/story"
)

// rounds is how often the reception is played; of each step the median is told.
const rounds = 5

// A step is one command, mail, moment or page of a round.
type step struct {
	name          string
	requests      int
	product, bare time.Duration
	own           time.Duration // of product: while no request was under way
}

// A play is the reception in every round.
type play struct {
	endpoint string
	rounds   [][]step

	recorder engine.Recorder
	twin     *twin
	steps    []step // of this round
}

// Measure plays, repeats, and prints both.
func Measure(ctx context.Context) error {
	endpoint, stop, err := engine.Use(ctx)
	if err != nil {
		return err
	}
	defer stop()
	p := &play{endpoint: endpoint}
	for n := range 1 + rounds {
		p.steps = nil
		if err := p.round(ctx); err != nil {
			return fmt.Errorf("round %d: %w", n, err)
		}
		p.rounds = append(p.rounds, p.steps)
	}
	return table(p.rounds[1:]) // the first one warmed up
}

// round plays on a new table, beside a new twin.
func (p *play) round(ctx context.Context) error {
	db, err := engine.TableBy(ctx, p.recorder.Client(engine.Client(p.endpoint)))
	if err != nil {
		return err
	}
	client := engine.Client(p.endpoint)
	other, err := engine.TableBy(ctx, client)
	if err != nil {
		return err
	}
	name := other.Name()
	p.twin = &twin{client, &name}
	p.recorder.Take() // the making of the table
	s, err := story.New(ctx, db)
	if err != nil {
		return err
	}
	if _, err := p.twin.replay(ctx, p.recorder.Take()); err != nil {
		return fmt.Errorf("the company: %w", err)
	}
	s.Run = func(name string, do func() error) error { return p.run(ctx, name, do) }
	s.Look = func() error { return p.look(ctx, s) }
	return s.Play(ctx)
}

// look reads every page.
func (p *play) look(ctx context.Context, s *story.Story) error {
	seen, err := s.Sights(ctx)
	if err != nil {
		return err
	}
	for _, g := range seen {
		if err := p.run(ctx, g.Pattern+" as "+g.By, func() error { return s.Page(ctx, g.By, g.Path) }); err != nil {
			return err
		}
	}
	return nil
}

// run times a step, then its requests alone. What a story reads between its
// steps belongs to none.
func (p *play) run(ctx context.Context, name string, do func() error) error {
	p.recorder.Take()
	began := time.Now()
	var failed error
	pprof.Do(ctx, pprof.Labels("step", name), func(context.Context) { failed = do() })
	took := time.Since(began)
	recorded := p.recorder.Take()
	bare, err := p.twin.replay(ctx, recorded)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.steps = append(p.steps, step{name, len(recorded), took, bare, took - asking(recorded)})
	return failed
}

// asking is how long at least one request was under way.
func asking(recorded []*engine.Request) (sum time.Duration) {
	var until time.Time
	for _, q := range recorded { // in the order in which they began
		from := q.Began
		if from.Before(until) {
			from = until
		}
		if q.End.After(from) {
			sum, until = sum+q.End.Sub(from), q.End
		}
	}
	return sum
}
