package reception

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

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
	_, rows, err := s.reviewRows(ctx, act)
	if err != nil || len(rows) == 0 {
		return NextReview{}, err
	}
	waiting := map[string]bool{}
	for _, row := range rows {
		waiting[row.Number] = true
	}
	return NextReview{Reception: rows[0].Number, Revision: rows[0].Revision, Waiting: len(waiting)}, nil
}

// reviewRows are the reviews on the actor's desk and on those of whom he stands
// in for, the most pressing first.
func (s *Service) reviewRows(ctx context.Context, act staff.Act) (*staff.Company, []AskRow, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return nil, nil, err
	}
	var need store.Need
	for _, id := range company.ActsFor(act.By, SubjectReview, act.At) {
		need.Queries = append(need.Queries, store.Query{Index: store.Desk, In: "ask:" + id})
	}
	read, err := store.Fetch(ctx, s.DB, need)
	if err != nil {
		return nil, nil, err
	}
	var rows []AskRow
	for _, d := range slices.Concat(read.Lists...) {
		var row AskRow
		if err := json.Unmarshal(d.Row, &row); err != nil {
			return nil, nil, fault.Wrap(fault.Internal, "internal", err)
		}
		if subjectOf(row.Subject) == SubjectReview {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(a, b AskRow) int {
		return cmp.Or(a.presses().Compare(b.presses()), a.Start.Compare(b.Start), cmp.Compare(a.Number, b.Number))
	})
	return company, rows, nil
}

// presses is by when an answer is wanted: by its due time, or else before the
// visit begins.
func (a AskRow) presses() time.Time {
	if a.Due.IsZero() {
		return a.Start
	}
	return a.Due
}
