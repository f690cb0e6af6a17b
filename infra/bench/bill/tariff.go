package bill

import (
	"bytes"
	"context"

	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
)

// Units are write units of one commit, as the service bills them and as they
// could be at the least.
type units struct {
	table, index float64 // computed from sizes: the table doubled in a transaction, indexes not
	floor        float64 // new documents at their size, changed ones a single unit; the same transaction and indexes
	items        int
}

func (u *units) add(v units) {
	u.table, u.index, u.floor, u.items = u.table+v.table, u.index+v.index, u.floor+v.floor, u.items+v.items
}

// A metered database knows what every commit must cost: it keeps what was
// written through it.
type metered struct {
	*dynamostore.DB
	stored  map[store.Key]store.Doc
	sum     units
	commits int
	larger  map[string]float64 // units above the floor by kind of document
	command string             // that is charged
	spent   map[spending]*kindly
}

// A spending is what one kind of command writes of one kind of document.
type spending struct{ command, kind string }

// Kindly is how much of it that was.
type kindly struct {
	units
	bytes, rows int // of documents and their Rows, as written
}

// Commit computes what the operations cost.
func (m *metered) Commit(ctx context.Context, ops ...store.Op) error {
	if err := m.DB.Commit(ctx, ops...); err != nil || len(ops) == 0 {
		return err
	}
	factor := 2.0
	if len(ops) == 1 && ops[0].Kind != store.OpCheck {
		factor = 1
	}
	m.commits++
	for _, op := range ops {
		u := m.price(op, factor)
		m.sum.add(u)
		k := spending{m.command, kindOf(op.Doc.Key)}
		if m.spent[k] == nil {
			m.spent[k] = &kindly{}
		}
		m.spent[k].add(u)
		if op.Writes() {
			size, row := dynamostore.Stored(op.Stored())
			m.spent[k].bytes, m.spent[k].rows = m.spent[k].bytes+size, m.spent[k].rows+row
		}
	}
	return nil
}

// price is what one operation costs.
func (m *metered) price(op store.Op, factor float64) units {
	old, had := m.stored[op.Doc.Key]
	var now store.Doc
	size := 0
	if had {
		size, _ = dynamostore.Stored(old)
	}
	switch {
	case op.Writes():
		now = op.Stored()
		m.stored[now.Key] = now
		stored, _ := dynamostore.Stored(now)
		size = max(size, stored)
	case op.Kind == store.OpDelete:
		delete(m.stored, op.Doc.Key)
	}
	u := units{table: factor * blocks(size), items: 1, floor: factor}
	if !had && op.Writes() {
		u.floor = u.table
	}
	if op.Kind != store.OpCheck {
		u.index = placed(old.Desk, now.Desk, old, now, true) + placed(old.List, now.List, old, now, true) + placed(old.Due, now.Due, old, now, false)
	}
	u.floor += u.index
	if over := u.table + u.index - u.floor; over > 0 {
		m.larger[kindOf(op.Doc.Key)] += over
	}
	return u
}

// blocks are started kilobytes.
func blocks(size int) float64 { return float64(max(1, (size+1023)/1024)) }

// placed is what a place costs in its index: nothing when the index does not
// see a change, one for a changed Row, one each for leaving and arriving.
func placed(from, to store.Place, old, now store.Doc, rows bool) float64 {
	entry := func(p store.Place, d store.Doc) float64 {
		if p == (store.Place{}) {
			return 0
		}
		size := len(d.PK) + len(d.SK) + len(p.In) + len(p.At) + 20
		if rows {
			_, row := dynamostore.Stored(d)
			size += row
		}
		return blocks(size)
	}
	if from == to && (!rows || bytes.Equal(old.Row, now.Row)) {
		return 0
	}
	if from == to {
		return max(entry(from, old), entry(to, now))
	}
	return entry(from, old) + entry(to, now)
}

// kindOf names a kind of document.
func kindOf(k store.Key) string {
	head := func(s string) string {
		for i, r := range s {
			if r == '#' {
				return s[:i]
			}
		}
		return s
	}
	if pk := head(k.PK); pk != "find" && pk != "fact" {
		return pk + "/" + head(k.SK)
	}
	return head(k.PK)
}
