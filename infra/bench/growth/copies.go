package growth

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"time"

	"yingbin/shared/store"
)

// perDay is how many receptions begin on each day of the generated years.
const perDay = 8

// A Pattern is the whole content of a store in which one reception of the 26th
// of November 2026 is to be copied.
type Pattern struct {
	number    string
	all, copy []store.Doc // copy: the reception's part of all
}

// Read reads a pattern.
func Read(docs iter.Seq2[store.Doc, error], number string) (p Pattern, err error) {
	p.number = number
	for d, err := range docs {
		if err != nil {
			return p, err
		}
		p.all = append(p.all, d)
		if d.PK == "r#"+number {
			p.copy = append(p.copy, d)
		}
	}
	if p.copy == nil {
		err = fmt.Errorf("no documents of %s", number)
	}
	return p, err
}

// Times gives the pattern's documents, then n copies of its reception:
// documents of the same shape under other numbers, on days of the past. They
// owe nothing and lie on no desk, as those do that are over. Of those that are
// not whole only what an index shows is there: the rest of a reception lies in a
// partition that nobody else reads.
func (p Pattern) Times(n int, whole func(i int) bool) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		for _, d := range p.all {
			if !yield(d, nil) {
				return
			}
		}
		for i := range n {
			whole := whole(i)
			for _, d := range p.copied(i) {
				if (whole || d.List.In != "") && !yield(d, nil) {
					return
				}
			}
		}
	}
}

// All is every copy.
func All(int) bool { return true }

// numbered is the number and the day of the i-th copy.
func numbered(i int) (number string, day time.Time) {
	day = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -i/perDay)
	return fmt.Sprintf("R-%s-%03d", day.Format("20060102"), i%perDay+1), day
}

// copied are the documents of the i-th copy.
func (p Pattern) copied(i int) []store.Doc {
	other, day := numbered(i)
	days := strings.NewReplacer("2026-11-26", day.Format(time.DateOnly), "20261126", day.Format("20060102"), p.number, other)
	docs := make([]store.Doc, len(p.copy))
	for j, d := range p.copy {
		d.PK = "r#" + other
		d.Row, d.Body = []byte(days.Replace(string(d.Row))), bytes.ReplaceAll(d.Body, []byte(p.number), []byte(other))
		d.List.At = days.Replace(d.List.At)
		d.Desk, d.Due = store.Place{}, store.Place{}
		docs[j] = d
	}
	return docs
}
