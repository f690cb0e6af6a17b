// Package growth measures what stored receptions cost those who read: list,
// desk, a reception and the sweep of what is due, by the handler and the service
// over the embedded store and over a DynamoDB engine, at 10³ receptions and at
// more. What is stored are copies of one accepted reception on days of the past.
package growth

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"yingbin/infra/bench/engine"
	"yingbin/infra/bench/story"
	"yingbin/shared/app/core"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

// looks is how often each is asked; its time is the median.
const looks = 200

// Measure asks stores of each of the sizes: the embedded one, then, with an
// engine, its tables.
func Measure(ctx context.Context, sizes []int, withEngine bool) error {
	pattern, s, err := accepted(ctx)
	if err != nil {
		return err
	}
	if err := compare(ctx, "SQLite", s, pattern, sizes, embedded); err != nil || !withEngine {
		return err
	}
	return compare(ctx, "DynamoDB engine", s, pattern, sizes, served)
}

// accepted plays a reception until the office has taken it.
func accepted(ctx context.Context) (p Pattern, s *story.Story, err error) {
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		return p, nil, err
	}
	if s, err = story.New(ctx, db); err == nil {
		err = s.Apply(ctx)
	}
	if err == nil {
		p, err = Read(db.Dump(ctx), s.R)
	}
	return p, s, errors.Join(err, db.Close())
}

// A filler makes a store that holds these documents, until drop.
type filler func(ctx context.Context, docs iter.Seq2[store.Doc, error]) (db store.DB, drop func(), err error)

// embedded fills a file of the local process's store.
func embedded(ctx context.Context, docs iter.Seq2[store.Doc, error]) (store.DB, func(), error) {
	dir, err := os.MkdirTemp("", "yingbin-growth-")
	if err != nil {
		return nil, nil, err
	}
	db, err := sqlitestore.Open(filepath.Join(dir, "store.db"), sqlitestore.Unsynced())
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return db, func() { _ = db.Close(); _ = os.RemoveAll(dir) }, db.Load(ctx, docs)
}

// served fills a table of an engine of its own.
func served(ctx context.Context, docs iter.Seq2[store.Doc, error]) (store.DB, func(), error) {
	return engine.Filled(ctx, docs)
}

// compare fills a store of each size, asks them and prints their times side by side.
func compare(ctx context.Context, name string, s *story.Story, p Pattern, sizes []int, fill filler) error {
	over := make([]*story.Story, len(sizes))
	for i, size := range sizes {
		began := time.Now()
		db, drop, err := fill(ctx, p.Times(size, asked(size)))
		if drop != nil {
			defer drop()
		}
		if err != nil {
			return err
		}
		fmt.Printf("%s: filled with %d receptions in %.1f s\n", name, size, time.Since(began).Seconds())
		over[i] = s.Over(db)
	}
	took, err := ask(ctx, over, sizes)
	if err == nil {
		printTable(name, sizes, took)
	}
	return err
}

// printTable prints a line for each question: the times, and the ratio of the
// last to the first.
func printTable(name string, sizes []int, took []map[string]time.Duration) {
	fmt.Printf("%-36s", fmt.Sprintf("%s, ms, median of %d", name, looks))
	for _, size := range sizes {
		fmt.Printf("%10d", size)
	}
	fmt.Printf("%8s\n", "ratio")
	for _, q := range questions {
		fmt.Printf("%-36s", q.name)
		for _, t := range took {
			fmt.Printf("%10.3f", ms(t[q.name]))
		}
		fmt.Printf("%8.2f\n", float64(took[len(took)-1][q.name])/float64(took[0][q.name]))
	}
}

// questions are what is asked, of a random reception among the stored.
var questions = []struct {
	name string
	ask  func(ctx context.Context, s *story.Story, number string) error
}{
	{"list: GET /receptions", func(ctx context.Context, s *story.Story, _ string) error { return s.Page(ctx, "office", "/receptions") }},
	{"view: GET /receptions/{r}", func(ctx context.Context, s *story.Story, number string) error {
		return s.Page(ctx, "office", "/receptions/"+number)
	}},
	{"desk: GET /", func(ctx context.Context, s *story.Story, _ string) error { return s.Page(ctx, "office", "/") }},
	{"due: all sweeps", func(ctx context.Context, s *story.Story, _ string) error {
		_, err := s.App.Due(ctx, s.Now, 100, core.Sweeps()...)
		return err
	}},
}

// ask asks everything often, every store in turn, so that what else runs on the
// machine meets all alike. It gives the medians.
func ask(ctx context.Context, over []*story.Story, sizes []int) ([]map[string]time.Duration, error) {
	took := make([]map[string][]time.Duration, len(over))
	for i := range looks * len(over) {
		at := i % len(over)
		if took[at] == nil {
			took[at] = map[string][]time.Duration{}
		}
		number, _ := numbered(spread(i, sizes[at]))
		for _, q := range questions {
			began := time.Now()
			if err := q.ask(ctx, over[at], number); err != nil {
				return nil, err
			}
			took[at][q.name] = append(took[at][q.name], time.Since(began))
		}
	}
	return medians(took), nil
}

// spread is the copy that the i-th look sees: they lie far apart.
func spread(i, stored int) int { return i * 7919 % stored }

// asked are the copies that will be looked at.
func asked(stored int) func(i int) bool {
	seen := map[int]bool{}
	for i := range 4 * looks { // whatever number of stores are asked in turn
		seen[spread(i, stored)] = true
	}
	return func(i int) bool { return seen[i] }
}

// medians is the middle of each.
func medians(took []map[string][]time.Duration) []map[string]time.Duration {
	mid := make([]map[string]time.Duration, len(took))
	for i, all := range took {
		mid[i] = map[string]time.Duration{}
		for name, times := range all {
			slices.Sort(times)
			mid[i][name] = times[len(times)/2]
		}
	}
	return mid
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
