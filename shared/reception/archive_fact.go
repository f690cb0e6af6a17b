package reception

import (
	"encoding/json"
	"fmt"
	"strings"
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
	Costs      map[string]policy.Money `json:"costs,omitempty"`  // allowed, by category
	Claims     map[string]policy.Money `json:"claims,omitempty"` // claimed, by category
	Caps       map[string]policy.Money `json:"caps,omitempty"`   // what the policy allows at most, by category
	Sent       int                     `json:"survey_sent,omitempty"`
	Answered   int                     `json:"survey_answered,omitempty"`
	Score      float64                 `json:"score,omitempty"`
	Scores     map[string]float64      `json:"scores,omitempty"`  // by question
	Answers    map[string]int          `json:"answers,omitempty"` // how many answers are behind each of Scores
	// Deadlines that the reception had, and whether it kept them: lead, review, summary.
	Deadlines map[string]bool `json:"deadlines,omitempty"`
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
	if f.Start.Format(monthLayout) < t.Local(t.act.At).Format(monthLayout) {
		t.ops = append(t.ops, store.Put(store.Doc{Key: StaleKey(f.Start), Body: []byte(`{"s":1}`)}))
	}
	return nil
}

// monthLayout writes a month so that months compare as texts.
const monthLayout = "2006-01"

// RollupKey names the sums of a local month: rollup#YEAR, MM.
func RollupKey(month time.Time) store.Key {
	return store.Key{PK: "rollup#" + month.Format("2006"), SK: month.Format("01")}
}

// StaleKey names the mark beside a month's sums that a reception was filed
// after the month had ended: they are to be counted again.
func StaleKey(month time.Time) store.Key {
	k := RollupKey(month)
	k.SK += "!"
	return k
}

// fact counts the reception up.
func (t *turn) fact(came map[string]time.Time, score SurveyView) Fact {
	h := &t.Head
	f := Fact{Schema: Schema, Number: h.Number, Customer: h.Customer, Class: h.Class, Department: h.Department, Policy: h.Policy.ID,
		Level: h.Level.Is(), Start: t.Local(h.Start), End: t.Local(h.End), Expected: t.party(), Came: len(came), Urgent: h.Urgent,
		Late: h.Late, Revisions: h.Revision, Incidents: map[string]int{}, Costs: map[string]policy.Money{}, Sent: score.Sent,
		Answered: score.Answered, Score: score.Average, Scores: map[string]float64{}, Reached: with(h.Moments, "closed", t.act.At)}
	t.countTasks(&f)
	t.countMoney(&f)
	f.Deadlines = t.deadlines()
	for _, c := range t.Cases {
		f.Incidents[c.Kind]++
	}
	for _, e := range h.Exceptions {
		if e.State == ExceptionGranted {
			f.Exceptions++
		}
	}
	f.Answers = map[string]int{}
	for _, q := range score.PerQuestion {
		if q.Answers > 0 {
			f.Scores[q.ID], f.Answers[q.ID] = q.Average, q.Answers
		}
	}
	return f
}

// countMoney sums up what was claimed, what of it is allowed, and what the
// policy allows at most.
func (t *turn) countMoney(f *Fact) {
	f.Claims, f.Caps = map[string]policy.Money{}, map[string]policy.Money{}
	f.Claimed, f.Allowed = t.Money.Totals()
	for _, e := range t.Money.Expenses {
		f.Costs[e.Category], _ = f.Costs[e.Category].Add(e.Allowed)
		f.Claims[e.Category], _ = f.Claims[e.Category].Add(e.Amount)
	}
	if t.Head.Moments["accepted"].IsZero() {
		return
	}
	known := t.facts()
	if f.Came > 0 {
		known.SetNumber("count.checked_in", f.Came)
	}
	o := policy.Evaluate(t.policy, known, policy.GateClaim)
	for _, c := range t.planCaps(&o) {
		name, _, _ := strings.Cut(c.Item, "@")
		f.Caps[name], _ = f.Caps[name].Add(c.Amount)
	}
}

// countTasks counts the work and what of it came late or never.
func (t *turn) countTasks(f *Fact) {
	for _, k := range t.Tasks() {
		if k.State == TaskDropped {
			continue
		}
		f.Tasks++
		if !k.Due.IsZero() && (k.State != TaskConfirmed || k.At.After(k.Due)) {
			f.TasksLate++
		}
	}
}

// deadlines are those of the whole reception and whether they were kept: to
// apply early enough, to decide and to file the summary in time.
func (t *turn) deadlines() map[string]bool {
	kept := map[string]bool{"lead": !t.Head.Late}
	for _, a := range t.Plan.Approvals {
		if a.Due.IsZero() || a.State == AskVoid {
			continue
		}
		before, known := kept["review"]
		kept["review"] = (before || !known) && !a.Decided.IsZero() && !a.Decided.After(a.Due)
	}
	if due := t.summaryDue(); due != nil {
		kept["summary"] = !t.Summary.FiledAt.IsZero() && !t.Summary.FiledAt.After(*due)
	}
	return kept
}
