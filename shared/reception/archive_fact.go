package reception

import (
	"encoding/json"
	"fmt"
	"time"

	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// A Fact is one archived reception in figures, for reports: the document
// fact#YEAR, MM-DD#NUMBER. It names nobody.
type Fact struct {
	Schema     int                     `json:"s"`
	Number     string                  `json:"number"`
	Customer   Ref                     `json:"customer"`
	Class      string                  `json:"class,omitempty"`
	Department string                  `json:"department"`
	Policy     string                  `json:"policy"`
	Level      string                  `json:"level,omitempty"`
	Start      time.Time               `json:"start"`
	End        time.Time               `json:"end"`
	Expected   int                     `json:"expected"`
	Came       int                     `json:"came"`
	Urgent     bool                    `json:"urgent,omitempty"`
	Late       bool                    `json:"late,omitempty"`
	Revisions  int                     `json:"revisions"`
	Tasks      int                     `json:"tasks"`
	TasksLate  int                     `json:"tasks_late,omitempty"` // confirmed after their due time, or never
	Incidents  map[string]int          `json:"incidents,omitempty"`  // by kind
	Exceptions int                     `json:"exceptions,omitempty"` // granted
	Claimed    policy.Money            `json:"claimed"`
	Allowed    policy.Money            `json:"allowed"`
	Costs      map[string]policy.Money `json:"costs,omitempty"` // allowed, by category
	Sent       int                     `json:"survey_sent,omitempty"`
	Answered   int                     `json:"survey_answered,omitempty"`
	Score      float64                 `json:"score,omitempty"`
	Scores     map[string]float64      `json:"scores,omitempty"` // by question
	// Reached are the moments that deadlines are measured by: submitted,
	// accepted, published, filed.summary, settled, closed.
	Reached map[string]time.Time `json:"reached,omitempty"`
}

// FactKey names the figures of a reception by the local day of its start.
func FactKey(start time.Time, number string) store.Key {
	return store.Key{PK: "fact#" + start.Format("2006"), SK: start.Format("01-02") + "#" + number}
}

// fileFact stores the figures; filing again writes the same.
func (t *turn) fileFact(came map[string]time.Time, score SurveyView) error {
	f := t.fact(came, score)
	body, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("encode fact: %w", err)
	}
	t.ops = append(t.ops, store.Put(store.Doc{Key: FactKey(f.Start, f.Number), Body: body}))
	return nil
}

// fact counts the reception up.
func (t *turn) fact(came map[string]time.Time, score SurveyView) Fact {
	h := &t.Head
	f := Fact{Schema: Schema, Number: h.Number, Customer: h.Customer, Class: h.Class, Department: h.Department, Policy: h.Policy.ID,
		Level: h.Level.Is(), Start: t.Local(h.Start), End: t.Local(h.End), Expected: len(t.Present()), Came: len(came), Urgent: h.Urgent,
		Late: h.Late, Revisions: h.Revision, Incidents: map[string]int{}, Costs: map[string]policy.Money{}, Sent: score.Sent,
		Answered: score.Answered, Score: score.Average, Scores: map[string]float64{}, Reached: with(h.Moments, "closed", t.act.At)}
	f.Claimed, f.Allowed = t.Money.totals()
	for _, e := range t.Money.Expenses {
		f.Costs[e.Category], _ = f.Costs[e.Category].Add(e.Allowed)
	}
	for _, k := range t.Tasks() {
		if k.State == TaskDropped {
			continue
		}
		f.Tasks++
		if !k.Due.IsZero() && (k.State != TaskConfirmed || k.At.After(k.Due)) {
			f.TasksLate++
		}
	}
	for _, c := range t.Cases {
		f.Incidents[c.Kind]++
	}
	for _, e := range h.Exceptions {
		if e.State == ExceptionGranted {
			f.Exceptions++
		}
	}
	for _, q := range score.PerQuestion {
		if q.Answers > 0 {
			f.Scores[q.ID] = q.Average
		}
	}
	return f
}
