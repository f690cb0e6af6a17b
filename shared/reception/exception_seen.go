package reception

import (
	"encoding/json"
	"slices"

	"yingbin/shared/policy"
)

// A seen is what an exception was asked for: those who decide decide on this.
type seen struct {
	Amount policy.Money `json:"amount"`
}

// seenOf is what a finding shows that can grow; nothing where it is no amount.
func seenOf(f policy.Finding) json.RawMessage {
	m, ok := f.Amount.Money()
	if !ok {
		return nil
	}
	raw, _ := json.Marshal(seen{m}) // plain values: cannot fail
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
	for i := range t.Head.Exceptions {
		e := &t.Head.Exceptions[i]
		f, still := violated[e.Finding]
		if e.live() && (e.State == ExceptionOpen && !still || still && e.exceeded(f)) {
			t.voidException(e)
		}
	}
}

// live says whether an exception counts, or may come to.
func (e Exception) live() bool { return e.State == ExceptionOpen || e.State == ExceptionGranted }

// exceeded says whether a finding is about more than what was asked for.
func (e Exception) exceeded(f policy.Finding) bool {
	var was seen
	now, ok := f.Amount.Money()
	return ok && len(e.Seen) > 0 && json.Unmarshal(e.Seen, &was) == nil && now.Minor > was.Amount.Minor
}

// voidException takes an exception back; nobody is asked about it any more.
func (t *turn) voidException(e *Exception) {
	e.State = ExceptionVoid
	for _, a := range t.openAsks(SubjectException + ":" + e.ID) {
		a.State, a.Clocks = AskVoid, nil
	}
	t.changed()
}
