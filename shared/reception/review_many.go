package reception

import (
	"context"
	"slices"
	"sync"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// reviewsShown is how many reviews are laid before a person at once: as many as
// a page may ask the store for side by side. The next follow once these are decided.
const reviewsShown = 3

// OpenReviews are the reviews that wait for a person, the most pressing first
// (GET /reviews).
type OpenReviews struct {
	Items   []OpenReview `json:"items"`
	Waiting int          `json:"waiting"` // how many there are; the rest follows
}

// An OpenReview is what a person decides on, short enough to see what it is.
type OpenReview struct {
	SeenReview
	Customer  string         `json:"customer"`
	Start     time.Time      `json:"start"`
	End       time.Time      `json:"end"`
	Level     string         `json:"level,omitempty"`
	Guests    int            `json:"guests"`
	For       *Ref           `json:"for,omitempty"` // whom the reader stands in for
	Due       *time.Time     `json:"due,omitempty"`
	Since     int            `json:"since,omitempty"` // the revision that Changes compares with; 0: it is the first
	Changes   []Change       `json:"changes"`
	Caps      []CapView      `json:"caps"`
	Questions []LinkQuestion `json:"questions"`
	// Alone says why it is not decided together with others: over, exception.
	Alone string `json:"alone,omitempty"`
}

// A SeenReview names what somebody saw when he decided: a person's part in a
// review, and the very sheet.
type SeenReview struct {
	Reception string `json:"reception" req:"true" max:"60"`
	Subject   string `json:"subject" req:"true" max:"200"`
	Person    string `json:"person" req:"true" max:"254"`
	Revision  int    `json:"revision" req:"true"`
	Hash      string `json:"hash" req:"true" max:"100"`
}

// Why a review is decided alone.
const (
	AloneOver      = "over"      // more is planned than a limit allows
	AloneException = "exception" // there is an exception, asked for or granted
)

// OpenReviews reads what waits for the actor, or for those he stands in for.
func (s *Service) OpenReviews(ctx context.Context, act staff.Act) (OpenReviews, error) {
	company, rows, err := s.reviewRows(ctx, act)
	if err != nil {
		return OpenReviews{}, err
	}
	shown := rows[:min(len(rows), reviewsShown)]
	found, failed := make([]*OpenReview, len(shown)), make([]error, len(shown))
	ctx = store.Round(ctx)
	var all sync.WaitGroup
	for i, row := range shown {
		all.Go(func() { found[i], failed[i] = s.openReview(ctx, act, company, row) })
	}
	all.Wait()
	v := OpenReviews{Items: []OpenReview{}, Waiting: len(rows)}
	for i, r := range found {
		if err := failed[i]; err != nil && !fault.Is(err, "not-found") {
			return OpenReviews{}, err
		}
		if r == nil {
			v.Waiting-- // decided since the desk was written
			continue
		}
		v.Items = append(v.Items, *r)
	}
	return v, nil
}

// openReview reads one; nil where it does not wait for the actor any more.
func (s *Service) openReview(ctx context.Context, act staff.Act, company *staff.Company, row AskRow) (*OpenReview, error) {
	c := command{verb: VerbReview, r: row.Number, version: anyVersion, keys: []store.Key{RevisionKey(row.Number, row.Revision)}}
	if row.Against > 0 && row.Against != row.Revision {
		c.keys = append(c.keys, RevisionKey(row.Number, row.Against))
	}
	t := &turn{ctx: ctx, s: s, act: act, company: company, cal: company.Calendar()}
	var err error
	if t.read, err = fetch(ctx, s, c); err != nil {
		return nil, err
	}
	if err := t.open(c); err != nil {
		return nil, err
	}
	a := t.Ask(row.Subject, row.Person)
	if a == nil || a.State != AskOpen || !t.mayAnswer(a, act.By) {
		return nil, nil
	}
	return t.openReview(a)
}

// openReview is what a person sees of a review among others.
func (t *turn) openReview(a *Ask) (*OpenReview, error) {
	v := &OpenReview{SeenReview: SeenReview{Reception: t.Head.Number, Subject: a.Subject, Person: a.Person, Revision: t.Head.Revision, Hash: t.Head.Hash},
		Customer: t.Head.Customer.Name, Start: t.Head.Start.In(t.zone), End: t.Head.End.In(t.zone), Level: t.Head.Level.Is(), Guests: t.party(),
		Changes: []Change{}, Caps: t.planCaps(t.outcome(t.gate())), Alone: t.alone(), For: t.standsFor(a)}
	if !a.Due.IsZero() {
		v.Due = new(a.Due.In(t.zone))
	}
	for _, q := range a.Questions {
		v.Questions = append(v.Questions, LinkQuestion{ID: q, Text: t.questionText(a.Subject, q)})
	}
	if a.Against == 0 {
		return v, nil
	}
	v.Since = a.Against
	sheets, err := t.readRevisions(t.Head.Revision, a.Against)
	if err != nil {
		return nil, err
	}
	v.Changes = Compare(t.lang(), t.forReader(sheets[a.Against]), t.forReader(sheets[t.Head.Revision]), t.thingName)
	return v, nil
}

// standsFor is whom the reader decides for; nil for himself.
func (t *turn) standsFor(a *Ask) *Ref {
	if a.Person == t.act.By {
		return nil
	}
	return new(t.ref(a.Person))
}

// readRevisions takes revisions from what was read; what is not there is read.
func (t *turn) readRevisions(numbers ...int) (map[int]Sheet, error) {
	sheets := map[int]Sheet{}
	for _, n := range numbers {
		d, ok := t.read.Docs[RevisionKey(t.Head.Number, n)]
		if !ok {
			return t.revisions(numbers...)
		}
		sheet, _, err := DecodeRevision(d)
		if err != nil {
			return nil, err
		}
		sheets[n] = sheet
	}
	return sheets, nil
}

// alone says why a review must be opened to be decided; empty where it need not.
func (t *turn) alone() string {
	if slices.ContainsFunc(t.Head.Exceptions, Exception.live) {
		return AloneException
	}
	for _, l := range t.outcome(policy.GatePublish).Standards {
		if m, ok := l.Amount.Money(); ok && l.Cap != nil && l.Cap.State == policy.StateDecided && m.Minor > l.Cap.Amount.Minor {
			return AloneOver
		}
	}
	return ""
}

// ReviewSeen says yes to all that a person is asked about the very sheet that
// he saw. It is a command of its own: one that does not go through leaves the
// review open and others as they are.
func (s *Service) ReviewSeen(ctx context.Context, act staff.Act, seen SeenReview) (ReviewAnswer, error) {
	cmd := command{verb: VerbReview, r: seen.Reception, version: anyVersion, body: seen}
	return run(ctx, s, act, cmd, func(t *turn) (func() ReviewAnswer, error) {
		a := t.Ask(seen.Subject, seen.Person)
		switch {
		case a == nil || subjectOf(a.Subject) != SubjectReview:
			return nil, fault.Missing()
		case !t.mayAnswer(a, act.By):
			return nil, fault.New(fault.Forbidden, "forbidden")
		case a.State == AskYes || a.State == AskNo:
			return nil, t.answered(a)
		case a.State != AskOpen || seen.Revision != t.Head.Revision || seen.Hash != t.Head.Hash:
			return nil, t.overtaken(LinkRef{Reception: seen.Reception, Subject: seen.Subject, Person: seen.Person, Revision: seen.Revision})
		case t.alone() != "":
			return nil, fault.New(fault.Conflict, "review-alone")
		}
		yes := map[string]string{}
		for _, q := range a.Questions {
			yes[q] = "yes"
		}
		return t.decide(a, Decide{Answers: yes})
	})
}
