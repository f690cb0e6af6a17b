package reception

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A Ran is a moment that has come: what the passing of time did, and to whom.
type Ran struct {
	At        time.Time `json:"at"`
	What      string    `json:"what"`
	Reception string    `json:"reception"`
}

// A strike is one clock that is due: of HEAD, of a task or of an ask.
type strike struct {
	at   time.Time
	kind int    // ties: HEAD's own after those of tasks and asks
	of   string // task id, or subject and person of an ask
	what string
}

// The kinds of strikes, in the order in which those of one moment are fired.
const (
	strikeTask = iota
	strikeAsk
	strikeHead
)

// Tick lets time pass for the reception that a document belongs to: it reads
// the truth again and fires every clock due at or before a moment, in order of
// their moments, each in a commit of its own with the clock's own time. So the
// same happens whether time passes by minutes, in one jump, or is interrupted.
// Repeating it does nothing.
func (s *Service) Tick(ctx context.Context, key store.Key, at time.Time) error {
	_, err := s.tick(ctx, key, at)
	return err
}

// maxStrikes stops a reception whose clocks would set each other for ever.
const maxStrikes = 2000

// tick is Tick and tells what ran.
func (s *Service) tick(ctx context.Context, key store.Key, at time.Time) ([]Ran, error) {
	number, ok := strings.CutPrefix(key.PK, "r#")
	if !ok {
		return nil, nil
	}
	var ran []Ran
	for range maxStrikes {
		one, err := s.strikeNext(ctx, number, at)
		if err != nil || one.What == "" {
			return ran, err
		}
		if one.At.IsZero() {
			continue // nothing has happened that anybody would notice
		}
		ran = append(ran, one)
	}
	return ran, fault.New(fault.Internal, "clock-runs-wild", number)
}

// strikeNext fires the earliest clock that is due; the zero Ran when none is.
func (s *Service) strikeNext(ctx context.Context, number string, at time.Time) (Ran, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return Ran{}, err
	}
	var ran Ran
	need := store.Need{Queries: []store.Query{presentQuery(number)}}
	err = store.Update(ctx, s.DB, need, func(ctx context.Context, read store.Read) ([]store.Op, error) {
		ran = Ran{}
		r, err := decode(read.Lists[0], company.Zone())
		if err != nil {
			return nil, err
		}
		due := r.nextStrikes(at)
		if len(due) == 0 {
			return nil, nil
		}
		next := due[0]
		t := &turn{Reception: r, ctx: ctx, s: s, company: company, read: read, cal: company.Calendar(),
			act: staff.Act{By: System, At: next.at}, own: staff.Digest(number, next.of, next.what, timeKey(next.at))[:12]}
		if t.policy, err = s.Policies.Get(ctx, r.Head.Policy.ID, r.Head.Policy.Version); err != nil {
			return nil, err
		}
		ran = Ran{At: next.at, What: next.what, Reception: number}
		if err := t.fire(due); err != nil {
			return nil, err
		}
		if t.kind == "" {
			ran.At = time.Time{}
		}
		return t.finish()
	})
	return ran, err
}

// strikesAtOnce bounds the tasks that strike in one commit, whose event names
// each of them.
const strikesAtOnce = 40

// nextStrikes finds the earliest clock due at or before a moment; those of tasks
// that strike at the same time come together, so that nobody gets ten mails.
func (r *Reception) nextStrikes(at time.Time) []strike {
	var due []strike
	add := func(clocks []Clock, kind int, of string) {
		for _, c := range clocks {
			if c.Fired == nil && !c.At.IsZero() && !c.At.After(at) {
				due = append(due, strike{c.At, kind, of, c.What})
			}
		}
	}
	add(r.Head.Clocks, strikeHead, "")
	if r.Head.State.Alive() {
		for _, k := range r.Tasks() {
			add(k.Clocks, strikeTask, k.ID)
		}
		for _, a := range r.Asks {
			if a.State == AskOpen {
				add(a.Clocks, strikeAsk, a.Subject+"#"+a.Person)
			}
		}
	}
	slices.SortFunc(due, strike.compare)
	n := min(1, len(due))
	for n > 0 && n < min(len(due), strikesAtOnce) && due[n].kind == strikeTask && due[0].kind == strikeTask && due[n].at.Equal(due[0].at) {
		n++
	}
	return due[:n]
}

func (s strike) compare(o strike) int {
	return cmp.Or(s.at.Compare(o.at), cmp.Compare(s.kind, o.kind), cmp.Compare(s.of, o.of), cmp.Compare(s.what, o.what))
}

// fire marks clocks as fired, does what they are for, and sets them anew.
func (t *turn) fire(due []strike) error {
	s := due[0]
	t.kind, t.data.Clock = EventClock, s.what
	var err error
	switch s.kind {
	case strikeTask:
		t.fireTasks(due)
	case strikeAsk:
		t.fireAsk(s)
	default:
		t.strikeOut(&t.Head.Clocks, s)
		err = t.fireHead(s)
	}
	if err != nil {
		return err
	}
	t.changed()
	if !t.Head.State.Alive() {
		return t.setLife()
	}
	return t.refresh()
}

// strikeOut marks a clock as fired.
func (t *turn) strikeOut(clocks *[]Clock, s strike) {
	for i := range *clocks {
		if c := &(*clocks)[i]; c.What == s.what && c.Fired == nil {
			c.Fired = &s.at
		}
	}
}
