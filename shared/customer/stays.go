package customer

import (
	"context"
	"slices"
	"strings"

	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// What was written before a merge names the record of that time. These two say
// whom it means now: Stays of many ids, Means of all ids of one customer.

// Stays gives the cards of the records that ids mean now: a record that was
// merged means the one that stays. Unknown ids are left out. It costs a read for
// every hundred, and one more where there was a merge.
func Stays(ctx context.Context, db store.DB, ids ...string) (map[string]Card, error) {
	heads := map[string]Head{}
	missing := slices.Compact(slices.Sorted(slices.Values(ids)))
	for range longestChain {
		if len(missing) == 0 {
			break
		}
		read, err := readHeads(ctx, db, missing)
		if err != nil {
			return nil, err
		}
		missing = nil
		for id, h := range read {
			heads[id] = h
			if _, known := heads[h.Into]; h.Into != "" && !known && !slices.Contains(missing, h.Into) {
				missing = append(missing, h.Into)
			}
		}
	}
	stays := map[string]Card{}
	for _, id := range ids {
		h := heads[id]
		for n := 0; h.Into != "" && n < longestChain; n++ {
			h = heads[h.Into]
		}
		if h.ID != "" {
			stays[id] = h.Card
		}
	}
	return stays, nil
}

// readHeads reads the heads of customers; unknown ones are left out.
func readHeads(ctx context.Context, db store.DB, ids []string) (map[string]Head, error) {
	heads := map[string]Head{}
	for some := range slices.Chunk(ids, store.MaxGet) {
		keys := make([]store.Key, len(some))
		for i, id := range some {
			keys[i] = headKey(id)
		}
		docs, err := db.Get(ctx, keys...)
		if err != nil {
			return nil, err
		}
		for i, d := range docs {
			if d.Version == 0 {
				continue
			}
			if heads[some[i]], err = decodeHead(d); err != nil {
				return nil, err
			}
		}
	}
	return heads, nil
}

// Means lists the ids that mean the same customer as one: that of the record that
// stays first, then those of the records that were merged into it. One read
// where there was no merge; an unknown id means itself.
func Means(ctx context.Context, db store.DB, id string) ([]string, error) {
	stays, err := Stays(ctx, db, id)
	if err != nil {
		return nil, err
	}
	list := []string{id}
	if card, ok := stays[id]; ok {
		list[0] = card.ID
	}
	for from := 0; from < len(list); {
		var need store.Need
		for _, id := range list[from:] {
			need.Queries = append(need.Queries, store.Query{In: Partition(id), From: "MERGED#", To: "MERGED#~"})
		}
		from = len(list)
		read, err := store.Fetch(ctx, db, need)
		if err != nil {
			return nil, err
		}
		for _, d := range slices.Concat(read.Lists...) {
			var m Absorbed
			if err := staff.Decode(d, &m); err != nil {
				return nil, err
			}
			if !m.Undone && !slices.Contains(list, m.ID) {
				list = append(list, m.ID)
			}
		}
	}
	return list, nil
}

// IsID says whether a text can be the id of a customer.
func IsID(text string) bool {
	return len(text) == len(ID("x")) && text[0] == 'c' && strings.ToLower(text) == text && !strings.ContainsAny(text, " .-_")
}
