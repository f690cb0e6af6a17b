package policy

import "sync"

// A Question asks a policy about facts at a gate, part by part: a part that
// nobody asks for costs nothing, one that is asked for again costs nothing more.
// It is for one caller at a time.
type Question struct {
	Approvals func() []Chain
	Tasks     func() ([]Work, []Group)
	Papers    func() []Sheet
	Messages  func() []Notice
	// Outcome is everything.
	Outcome func() *Outcome

	e *evaluator
}

// Consult puts a question. It is pure, as Evaluate is: the facts must not change
// any more.
func Consult(p *Policy, f *Facts, at Gate) *Question {
	e := &evaluator{p: p, f: f, at: at, gate: at, decided: map[string]*Decided{}, limits: map[*Thing]*Limit{},
		things: f.Things(), labels: map[labelKey]string{}}
	for i := range p.Decisions {
		e.decision(p.Decisions[i].ID)
	}
	q := &Question{e: e, Approvals: sync.OnceValue(e.chains), Tasks: sync.OnceValues(e.tasks), Papers: sync.OnceValue(e.papers), Messages: sync.OnceValue(e.messages)}
	q.Outcome = sync.OnceValue(q.outcome)
	return q
}

// Decision gives a decision by its id.
func (q *Question) Decision(id string) (Decided, bool) {
	if d, ok := q.e.decided[id]; ok {
		return *d, true
	}
	return Decided{}, false
}

// outcome puts all parts together.
func (q *Question) outcome() *Outcome {
	e, p := q.e, q.e.p
	o := Outcome{Gate: e.at, Decisions: make([]Decided, 0, len(p.Decisions))}
	for i := range p.Decisions {
		o.Decisions = append(o.Decisions, *e.decided[p.Decisions[i].ID])
	}
	o.Standards = e.standards()
	o.Outlook = e.outlook()
	o.Findings = e.findings(o.Standards)
	o.Approvals = q.Approvals()
	o.Itinerary = e.itinerary()
	o.Tasks, o.Groups = q.Tasks()
	o.Papers = q.Papers()
	o.Messages = q.Messages()
	o.Stages = e.stages()
	o.Proposals = e.proposals()
	o.Blanks = p.index.blanks
	o.Missing = e.missing(o.Findings)
	return &o
}
