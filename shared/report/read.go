package report

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// monthLayout writes a month so that months compare as texts.
const monthLayout = "2006-01"

// A Service answers questions about many receptions. It is safe for concurrent use.
type Service struct {
	DB    store.DB
	Staff *staff.Service
}

// months counts from the first month of the year before up to the last of the
// year, or to the month of now, which is not over.
func months(year int, now time.Time) []time.Time {
	var list []time.Time
	for m := time.Date(year-1, 1, 1, 0, 0, 0, 0, now.Location()); m.Year() <= year; m = m.AddDate(0, 1, 0) {
		if m.After(now) {
			break
		}
		list = append(list, m)
	}
	return list
}

// yearOf is the query of a year's sums.
func yearOf(year int) store.Query { return store.Query{In: fmt.Sprintf("rollup#%04d", year)} }

// factsOf is the query of a month's receptions.
func factsOf(month time.Time) store.Query {
	return store.Query{In: "fact#" + month.Format("2006"), From: month.Format("01") + "-", To: month.Format("01") + "-~"}
}

// read gives the sums of this year and the one before by month. The three
// queries run in parallel; months that are not rolled up cost a second round.
func (s *Service) read(ctx context.Context, year int, now time.Time) (map[string]Month, error) {
	need := store.Need{Queries: []store.Query{yearOf(year), yearOf(year - 1)}}
	list := months(year, now)
	if year == now.Year() {
		need.Queries = append(need.Queries, factsOf(now))
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return nil, err
	}
	rolled, err := decode(append(read.Lists[0], read.Lists[1]...))
	if err != nil {
		return nil, err
	}
	if year == now.Year() {
		facts, err := decodeFacts(read.Lists[2])
		if err != nil {
			return nil, err
		}
		rolled[now.Format(monthLayout)] = sum(now.Format(monthLayout), facts)
	}
	return rolled, s.count(ctx, missing(list, rolled), rolled)
}

// missing are the months of a list that have no sums.
func missing(list []time.Time, rolled map[string]Month) []time.Time {
	var out []time.Time
	for _, m := range list {
		if _, ok := rolled[m.Format(monthLayout)]; !ok {
			out = append(out, m)
		}
	}
	return out
}

// count fills months in from their facts, in parallel.
func (s *Service) count(ctx context.Context, list []time.Time, into map[string]Month) error {
	if len(list) == 0 {
		return nil
	}
	var need store.Need
	for _, m := range list {
		need.Queries = append(need.Queries, factsOf(m))
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return err
	}
	for i, m := range list {
		facts, err := decodeFacts(read.Lists[i])
		if err != nil {
			return err
		}
		into[m.Format(monthLayout)] = sum(m.Format(monthLayout), facts)
	}
	return nil
}

// decode reads sums by month; those with a mark beside them, and those of
// another release, are left out.
func decode(docs []store.Doc) (map[string]Month, error) {
	rolled, stale := map[string]Month{}, map[string]bool{}
	for _, d := range docs {
		if _, year, ok := strings.Cut(d.PK, "#"); ok && strings.HasSuffix(d.SK, "!") {
			stale[year+"-"+strings.TrimSuffix(d.SK, "!")] = true
			continue
		}
		var m Month
		if err := json.Unmarshal(d.Body, &m); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", d.PK, d.SK, err)
		}
		if m.Schema == Schema {
			rolled[m.Month] = m
		}
	}
	for month := range stale {
		delete(rolled, month)
	}
	return rolled, nil
}

// decodeFacts reads receptions in figures.
func decodeFacts(docs []store.Doc) ([]reception.Fact, error) {
	list := make([]reception.Fact, len(docs))
	for i, d := range docs {
		if err := json.Unmarshal(d.Body, &list[i]); err != nil {
			return nil, fmt.Errorf("decode %s %s: %w", d.PK, d.SK, err)
		}
	}
	return list, nil
}
