package reception

import (
	"context"
	"encoding/json"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// historyShown is how many documents of the history a page shows: events, the
// mails beneath them, and survey answers together.
const historyShown = 80

// View gives all of a reception that its reader may see: one round of two
// parallel queries (the present, the newest history), and the check-ins of one
// day while guests are expected.
func (s *Service) View(ctx context.Context, act staff.Act, r string) (View, error) {
	_, v, err := s.wholeView(ctx, act, r)
	return v, err
}

// wholeView is View, and what it was made from.
func (s *Service) wholeView(ctx context.Context, act staff.Act, r string) (*turn, View, error) {
	t, page, err := s.viewed(ctx, act, r)
	if err != nil {
		return nil, View{}, err
	}
	came, err := t.here()
	if t.Head.State == Closing || t.Head.State == Archived { // limits are those of who came; of the party where the gate was not used
		if t.came = len(came); t.came == 0 {
			t.came = t.party()
		}
	}
	v := t.view()
	t.addHistory(&v, page)
	t.countIn(&v, came)
	return t, v, err
}

// Newest gives number and newest revision of a reception that its reader, one
// of the company, may see.
func (s *Service) Newest(ctx context.Context, act staff.Act, r string) (number string, revision int, err error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return "", 0, err
	}
	if t.company.Person(act.By) == nil {
		return "", 0, fault.Missing() // guests have their links
	}
	return t.Head.Number, t.Head.Revision, nil
}

// History continues the history of a reception after a cursor; "" begins with
// the newest.
func (s *Service) History(ctx context.Context, act staff.Act, r, after string) (Page[HistoryLine], error) {
	t, err := s.look(ctx, act, r)
	if err != nil {
		return Page[HistoryLine]{}, err
	}
	page, err := event.History(ctx, s.DB, Partition(t.Head.Number), after, historyShown)
	if err != nil {
		return Page[HistoryLine]{}, err
	}
	return Page[HistoryLine]{Items: t.historyLines(page.Entries), Next: page.Next}, nil
}

// viewed reads a reception and its history in parallel, for a reader who may
// see it. A draft has no history; one that was submitted since is found by its
// receipt.
func (s *Service) viewed(ctx context.Context, act staff.Act, r string) (*turn, event.Page, error) {
	if _, draft := draftKey(r); draft {
		t, err := s.look(ctx, act, r)
		if err != nil || t.Head.Number == "" {
			return t, event.Page{}, err
		}
		page, err := event.History(ctx, s.DB, Partition(t.Head.Number), "", historyShown)
		return t, page, err
	}
	ctx = store.Round(ctx)
	type history struct {
		page event.Page
		err  error
	}
	found := make(chan history, 1)
	go func() {
		page, err := event.History(ctx, s.DB, Partition(r), "", historyShown)
		found <- history{page, err}
	}()
	t, err := s.look(ctx, act, r)
	h := <-found
	if err == nil && act.By != System && t.company.Person(act.By) == nil {
		err = fault.Missing() // guests have their links
	}
	if err != nil {
		return nil, event.Page{}, err
	}
	return t, h.page, h.err
}

// sees decodes a reception for a reader who may see it.
func (s *Service) sees(company *staff.Company, act staff.Act, docs []store.Doc) (*Reception, error) {
	r, err := decode(docs, company.Zone())
	if err != nil {
		return nil, err
	}
	if act.By != System && !r.visible(company, act.By, act.At) {
		return nil, fault.Missing()
	}
	return r, nil
}

// here says who of the guests has come when: of all days once the visit is
// archived, until then of today, or of the first day before and after the visit.
func (t *turn) here() (map[string]time.Time, error) {
	came := map[string]time.Time{}
	for _, g := range t.Present() {
		if g.Arrived != nil {
			came[g.ID] = *g.Arrived
		}
	}
	switch t.Head.State {
	case Preparing, Visiting, Closing:
		docs, err := store.All(t.ctx, t.s.DB, checkinsQuery(t.countedDay(), t.Head.Number))
		if err != nil {
			return came, err
		}
		takeArrivals(docs, t.Head.Number, came)
	}
	return came, nil
}

// countedDay is the day whose check-ins a page shows.
func (t *turn) countedDay() string {
	first, today, last := t.Day(t.Head.Start), t.Day(t.act.At), t.Day(t.Head.End)
	if today > first && today <= last {
		return today
	}
	return first
}

// listedOf reads the Row of a reception's HEAD.
func listedOf(d store.Doc) (Listed, error) {
	var l Listed
	if err := json.Unmarshal(d.Row, &l); err != nil {
		return l, fault.Wrap(fault.Internal, "internal", err)
	}
	return l, nil
}
