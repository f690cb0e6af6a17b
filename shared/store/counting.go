package store

import (
	"context"
	"errors"
	"iter"
	"sync"
)

// Counts say what was asked of a database.
type Counts struct {
	Rounds    int // read rounds: a Fetch is one, a lone Get or Query is one
	Gets      int // calls of Get
	Queries   int // calls of Query
	Docs      int // documents found
	Bytes     int // their size
	Commits   int // calls of Commit
	Ops       int // operations in them
	Conflicts int // commits that ended in a conflict
}

// A Counter is a database that counts what is asked of it.
type Counter struct {
	db     DB
	mu     sync.Mutex
	counts Counts
	rounds map[*round]bool
}

// Counting wraps a database, for tests that hold a command to its cost.
func Counting(db DB) *Counter { return &Counter{db: db, rounds: map[*round]bool{}} }

// Counts gives what was counted since the last Reset.
func (c *Counter) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts
}

// Reset starts again from zero and gives what was counted.
func (c *Counter) Reset() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.counts
	c.counts, c.rounds = Counts{}, map[*round]bool{}
	return was
}

func (c *Counter) count(change func(n *Counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.counts)
}

// Get counts and passes on.
func (c *Counter) Get(ctx context.Context, keys ...Key) ([]Doc, error) {
	c.read(ctx, func(n *Counts) { n.Gets++ })
	docs, err := c.db.Get(ctx, keys...)
	c.count(func(n *Counts) {
		for _, d := range docs {
			n.found(d)
		}
	})
	return docs, err
}

// Query counts and passes on.
func (c *Counter) Query(ctx context.Context, q Query) iter.Seq2[Doc, error] {
	return func(yield func(Doc, error) bool) {
		c.read(ctx, func(n *Counts) { n.Queries++ })
		for d, err := range c.db.Query(ctx, q) {
			if err == nil {
				c.count(func(n *Counts) { n.Docs++; n.Bytes += d.Size() })
			}
			if !yield(d, err) {
				return
			}
		}
	}
}

// Commit counts and passes on.
func (c *Counter) Commit(ctx context.Context, ops ...Op) error {
	err := c.db.Commit(ctx, ops...)
	c.count(func(n *Counts) {
		n.Commits++
		n.Ops += len(ops)
		if conflict := (*Conflict)(nil); errors.As(err, &conflict) {
			n.Conflicts++
		}
	})
	return err
}

func (n *Counts) found(d Doc) {
	if d.Version > 0 {
		n.Docs++
		n.Bytes += d.Size()
	}
}

// read counts a call and, the first time it is seen, its round.
func (c *Counter) read(ctx context.Context, change func(n *Counts)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.counts)
	r, ok := ctx.Value(roundKey{}).(*round)
	if ok && c.rounds[r] {
		return
	}
	if ok {
		c.rounds[r] = true
	}
	c.counts.Rounds++
}

type (
	round    struct{ _ byte } // has a size, so that each has its own address
	roundKey struct{}
)

// Round marks reads that run in parallel as one round, for Counting. Fetch
// does it by itself.
func Round(ctx context.Context) context.Context {
	return context.WithValue(ctx, roundKey{}, new(round))
}
