package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// Roll writes the sums of the finished months of this year and the last that
// have none, or that a reception was filed into since. It is part of the daily
// step; repeating it changes nothing, and one that breaks off goes on the next
// day.
func (s *Service) Roll(ctx context.Context, at time.Time) error {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return err
	}
	now := at.In(company.Zone())
	read, err := store.Fetch(ctx, s.DB, store.Need{Queries: []store.Query{yearOf(now.Year()), yearOf(now.Year() - 1)}})
	if err != nil {
		return err
	}
	docs := slices.Concat(read.Lists...)
	rolled, err := decode(docs)
	if err != nil {
		return err
	}
	for _, m := range missing(months(now.Year(), now), rolled) {
		if m.Format(monthLayout) == now.Format(monthLayout) {
			continue
		}
		if err := s.roll(ctx, m, docs); err != nil {
			return fmt.Errorf("roll up %s: %w", m.Format(monthLayout), err)
		}
	}
	return nil
}

// roll counts one month and takes the mark away that was there before it was
// counted; a newer one makes the commit fail, and the next day counts again.
func (s *Service) roll(ctx context.Context, month time.Time, docs []store.Doc) error {
	counted := map[string]Month{}
	if err := s.count(ctx, []time.Time{month}, counted); err != nil {
		return err
	}
	body, err := json.Marshal(counted[month.Format(monthLayout)])
	if err != nil {
		return err
	}
	ops := []store.Op{store.Put(store.Doc{Key: reception.RollupKey(month), Body: body})}
	for _, d := range docs {
		if d.Key == reception.StaleKey(month) {
			ops = append(ops, store.Delete(d))
		}
	}
	return s.DB.Commit(ctx, ops...)
}
