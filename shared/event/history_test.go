package event

import (
	"fmt"
	"strings"
	"testing"

	"yingbin/shared/store"
)

// TestHistory reads 5 events with 3 letters each and two answers in pages of
// every size: always the same whole, never an event without its letters.
func TestHistory(t *testing.T) {
	m := newMemory()
	for i := range 5 {
		e := sample()
		e.Count, e.Command = int64(i), fmt.Sprint(i)
		op, err := NewOp(e)
		if err != nil {
			t.Fatal(err)
		}
		ops := []store.Op{op}
		for _, r := range []string{"a", "b", "c"} {
			c, err := Claim{Ref: Ref{e.PK, strings.TrimPrefix(op.Doc.SK, prefix), r}, State: Sent}.op()
			if err != nil {
				t.Fatal(err)
			}
			ops = append(ops, c)
		}
		if err := m.Commit(t.Context(), ops...); err != nil {
			t.Fatal(err)
		}
	}
	for _, sk := range []string{"HEAD", "response#g1", "response#g2", "rev#001"} {
		if err := m.Commit(t.Context(), store.Create(store.Doc{Key: store.Key{PK: sample().PK, SK: sk}})); err != nil {
			t.Fatal(err)
		}
	}
	for limit := 0; limit < 25; limit++ {
		if got := walk(t, m, limit); got != "4abc 3abc 2abc 1abc 0abc with 2 answers" {
			t.Errorf("limit %d: %s", limit, got)
		}
	}
}

// walk reads all pages and writes down what they held.
func walk(t *testing.T, m *memory, limit int) string {
	var all []string
	answers, after := 0, ""
	for range 10 {
		p, err := History(t.Context(), m, sample().PK, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		answers += len(p.Responses)
		for _, e := range p.Entries {
			s := e.Command
			for _, c := range e.Claims {
				s += c.Ref.Recipient
			}
			all = append(all, s)
		}
		if after = p.Next; after == "" {
			break
		}
	}
	return fmt.Sprintf("%s with %d answers", strings.Join(all, " "), answers)
}
