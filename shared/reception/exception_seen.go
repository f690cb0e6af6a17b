package reception

import (
	"encoding/json"
	"slices"

	"yingbin/shared/policy"
)

// A seen is what an exception was asked for: those who decide decide on this.
type seen struct {
	Amount policy.Money     `json:"amount,omitzero"`
	Sums   map[string]int64 `json:"sums"` // by fact, of the things it is about
}

// growing are the facts of things that cost more when they grow.
var growing = []string{"meal.amount", "lodging.rate", "lodging.rooms", "entertainment.amount", "gift.amount", "gift.count"}

// shownBy is what a finding shows that can grow.
func shownBy(f policy.Finding, things map[string]*policy.Thing) seen {
	s := seen{Sums: map[string]int64{}}
	s.Amount, _ = f.Amount.Money()
	for _, ref := range f.Things {
		th := things[ref.ID]
		for _, fact := range growing {
			if th == nil {
				continue
			}
			if m, ok := th.Get(fact).Money(); ok {
				s.Sums[fact] += m.Minor
			} else if n, ok := th.Get(fact).Number(); ok {
				s.Sums[fact] += int64(n)
			}
		}
	}
	return s
}

// seenOf is what those who decide on a finding are shown, to be kept.
func (t *turn) seenOf(f policy.Finding) json.RawMessage {
	raw, _ := json.Marshal(shownBy(f, thingsOf(t.facts()))) // plain values: cannot fail
	return raw
}

// outgrown voids the exceptions that the sheet has outgrown, after it was
// changed: more money is meant than was shown to those who decide, or none is
// needed any more. What was granted for less stays.
func (t *turn) outgrown() {
	if !slices.ContainsFunc(t.Head.Exceptions, Exception.live) {
		return
	}
	violated := map[string]policy.Finding{}
	for _, f := range t.outcome(t.gate()).Findings {
		if f.State != policy.Met || f.Granted { // a granted one is met by its exception only
			violated[findingID(f)] = f
		}
	}
	t.Head.Exceptions = slices.Clone(t.Head.Exceptions)
	things := thingsOf(t.facts())
	for i := range t.Head.Exceptions {
		e := &t.Head.Exceptions[i]
		f, still := violated[e.Finding]
		if e.live() && (e.State == ExceptionOpen && !still || still && e.exceeded(shownBy(f, things))) {
			t.voidException(e)
		}
	}
}

// live says whether an exception counts, or may come to.
func (e Exception) live() bool { return e.State == ExceptionOpen || e.State == ExceptionGranted }

// exceeded says whether more is meant than what was asked for.
func (e Exception) exceeded(now seen) bool {
	var was seen
	if len(e.Seen) == 0 || json.Unmarshal(e.Seen, &was) != nil {
		return false
	}
	for fact, sum := range now.Sums {
		if was.Sums != nil && sum > was.Sums[fact] {
			return true
		}
	}
	return now.Amount.Minor > was.Amount.Minor
}

// voidException takes an exception back; nobody is asked about it any more.
func (t *turn) voidException(e *Exception) {
	e.State = ExceptionVoid
	for _, a := range t.openAsks(SubjectException + ":" + e.ID) {
		a.State, a.Clocks = AskVoid, nil
	}
	t.changed()
}
