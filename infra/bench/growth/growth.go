// Package growth measures what stored receptions cost those who read: list,
// desk, a reception and the sweep of what is due, by the handler and the service
// over the embedded store and over a DynamoDB engine, at 10³ receptions and at
// more. What is stored are copies of one accepted reception on days of the past;
// they owe nothing and lie on no desk, as those do that are over.
package growth

import (
	"context"
	"errors"
	"fmt"
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

// few is the smaller size.
const few = 1000

// looks is how often each is asked; its time is the median.
const looks = 200

// Sizes are the larger sizes of the two stores; an Engine of 0 is not measured.
type Sizes struct{ SQLite, Engine int }

// Measure fills the stores and asks them.
func Measure(ctx context.Context, s Sizes) error {
	if err := embedded(ctx, s.SQLite); err != nil || s.Engine == 0 {
		return err
	}
	return served(ctx, s.Engine)
}

// embedded measures the store of the local process.
func embedded(ctx context.Context, most int) error {
	dir, err := os.MkdirTemp("", "yingbin-growth-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := sqlitestore.Open(filepath.Join(dir, "store.db"), sqlitestore.Unsynced())
	if err != nil {
		return err
	}
	return errors.Join(grow(ctx, "SQLite", db, Transacted, most), db.Close())
}

// served measures a table of an engine.
func served(ctx context.Context, most int) error {
	endpoint, stop, err := engine.Use(ctx)
	if err != nil {
		return err
	}
	defer stop()
	db, err := engine.Table(ctx, endpoint)
	if err != nil {
		return err
	}
	return grow(ctx, "DynamoDB engine", db, single, most)
}

// grow asks a store with few receptions, then with most, and prints both.
func grow(ctx context.Context, name string, db store.DB, how Filling, most int) error {
	s, err := story.New(ctx, db)
	if err != nil {
		return err
	}
	if err := s.Apply(ctx); err != nil {
		return err
	}
	var took [2]map[string]time.Duration
	stored := 0
	for i, size := range []int{few, most} {
		began := time.Now()
		if err := Fill(ctx, db, s.R, how, stored, size); err != nil {
			return err
		}
		stored = max(stored, size)
		fmt.Printf("%s: filled to %d receptions in %.1f s\n", name, stored, time.Since(began).Seconds())
		if took[i], err = ask(ctx, s, stored); err != nil {
			return err
		}
	}
	fmt.Printf("%-34s %9s ms %9s ms %6s\n", name+", median of "+fmt.Sprint(looks), fmt.Sprint(few), fmt.Sprint(stored), "ratio")
	for _, q := range questions {
		a, b := took[0][q.name], took[1][q.name]
		fmt.Printf("%-34s %12.3f %12.3f %6.2f\n", q.name, ms(a), ms(b), float64(b)/float64(a))
	}
	return nil
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

// ask asks everything often, in turn, so that what else runs on the machine
// meets all alike. The receptions lie far apart.
func ask(ctx context.Context, s *story.Story, stored int) (map[string]time.Duration, error) {
	all := map[string][]time.Duration{}
	for i := range looks {
		number, _ := numbered(i * 7919 % stored)
		for _, q := range questions {
			began := time.Now()
			if err := q.ask(ctx, s, number); err != nil {
				return nil, err
			}
			all[q.name] = append(all[q.name], time.Since(began))
		}
	}
	mid := map[string]time.Duration{}
	for name, times := range all {
		slices.Sort(times)
		mid[name] = times[len(times)/2]
	}
	return mid, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
