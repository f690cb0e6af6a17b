package reception

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A NextReview is the review that a person decides next, the most pressing one
// first. Where none waits, Reception is empty.
type NextReview struct {
	Reception string `json:"reception,omitempty"` // its number
	Revision  int    `json:"revision,omitempty"`
	Waiting   int    `json:"waiting"` // how many there are, this one included
}

// NextReview finds the review that waits longest for the actor, or for somebody
// he stands in for: whoever has many decides one sheet after the other, each
// with the sheet before him. It reads in one round.
func (s *Service) NextReview(ctx context.Context, act staff.Act) (NextReview, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return NextReview{}, err
	}
	var need store.Need
	for _, id := range company.ActsFor(act.By, SubjectReview, act.At) {
		need.Queries = append(need.Queries, store.Query{Index: store.Desk, In: "ask:" + id})
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return NextReview{}, err
	}
	var rows []AskRow
	for _, d := range slices.Concat(read.Lists...) {
		var row AskRow
		if err := json.Unmarshal(d.Row, &row); err != nil {
			return NextReview{}, fault.Wrap(fault.Internal, "internal", err)
		}
		if subjectOf(row.Subject) == SubjectReview && !slices.ContainsFunc(rows, func(o AskRow) bool { return o.Number == row.Number }) {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return NextReview{}, nil
	}
	first := slices.MinFunc(rows, func(a, b AskRow) int {
		return cmp.Or(a.Due.Compare(b.Due), a.Start.Compare(b.Start), cmp.Compare(a.Number, b.Number))
	})
	return NextReview{Reception: first.Number, Revision: first.Revision, Waiting: len(rows)}, nil
}
