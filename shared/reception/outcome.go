package reception

import (
	"slices"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// A said is what the policy was asked at some gates, and about what.
type said struct {
	facts *policy.Facts
	at    map[policy.Gate]*policy.Question
}

// outcome is what the policy says of the reception as it stands, at a gate.
func (t *turn) outcome(at policy.Gate) *policy.Outcome { return t.consult(at).Outcome() }

// consult puts the question of a gate to the policy, once until something changes.
func (t *turn) consult(at policy.Gate) *policy.Question {
	if t.said == nil {
		t.said = &said{}
	}
	if t.said.at == nil {
		t.said.facts, t.said.at = t.facts(), map[policy.Gate]*policy.Question{}
	}
	q := t.said.at[at]
	if q == nil {
		q = policy.Consult(t.policy, t.said.facts, at)
		t.said.at[at] = q
	} else if checkAsked != nil {
		checkAsked(t, at)
	}
	return q
}

// checkAsked, where tests set it, looks whenever a question is used again.
var checkAsked func(t *turn, at policy.Gate)

// changed forgets what was said: something that the policy reads has changed.
func (t *turn) changed() { t.said = nil }

// ruleAndThing splits "rule@thing"; things are none for the whole visit. What was
// said of a thing that is gone is said of nothing.
func ruleAndThing(finding string, things map[string]*policy.Thing) (rule string, on []*policy.Thing, ok bool) {
	rule, id, of := strings.Cut(finding, "@")
	if !of {
		return rule, nil, true
	}
	th := things[id]
	return rule, []*policy.Thing{th}, th != nil
}

// findingViews writes the findings for a reader. One that concerns a single
// thing is named "rule@thing", so that an exception can be asked for just it.
func (t *turn) findingViews(list []policy.Finding) []FindingView {
	views := []FindingView{}
	for _, f := range list {
		views = append(views, t.findingView(f))
	}
	return views
}

// findingID names a finding: its rule, or rule@thing when it is about one thing.
func findingID(f policy.Finding) string {
	if len(f.Things) == 1 {
		return f.Rule + "@" + f.Things[0].ID
	}
	return f.Rule
}

func (t *turn) findingView(f policy.Finding) FindingView {
	v := FindingView{ID: findingID(f), Rule: t.ruleRef(f.Rule, f.Cite), Strength: string(f.Strength), State: f.State,
		Gate: string(f.Gate), Blocks: f.Blocks, Text: f.Text.In(t.act.Lang)}
	if len(f.Fields) > 0 {
		v.Field = f.Fields[0]
	}
	if len(f.Facts) > 0 {
		v.Fact = f.Facts[0]
	}
	v.By = t.people(SubjectException, f.By...)
	for _, e := range t.Head.Exceptions {
		if e.Finding == v.ID && e.State != ExceptionVoid {
			v.Exception = e.State
		}
	}
	return v
}

func (t *turn) ruleRef(id string, cite []string) RuleRef {
	return RuleRef{Policy: t.Head.Policy.ID, Version: t.Head.Policy.Version, ID: id, Cite: cite}
}

// pass refuses a command whose gate the policy keeps shut. A rule that wants a
// reason is satisfied by the reason given now, which is recorded.
func (t *turn) pass(gate policy.Gate, reason string) error {
	var refused *fault.Error
	for _, f := range t.outcome(gate).Blocking() {
		if f.Strength == policy.Reason && reason != "" {
			t.reasoned(f, reason)
			continue
		}
		refused = t.refusal(refused, f)
	}
	if refused == nil {
		return nil
	}
	return refused
}

// reasoned records the actor's reason for a finding.
func (t *turn) reasoned(f policy.Finding, reason string) {
	if t.Plan.Reasons == nil {
		t.Plan.Reasons = map[string]string{}
	}
	t.Plan.Reasons[findingID(f)] = reason
	t.changed()
}

// refusal adds a finding to the error that names rule and field.
func (t *turn) refusal(e *fault.Error, f policy.Finding) *fault.Error {
	code := map[policy.Strength]string{policy.Exception: "exception-needed", policy.Reason: "reason-needed"}[f.Strength]
	if code == "" {
		code = "refused-by-policy"
	}
	rule := &fault.Rule{Policy: t.Head.Policy.ID, Version: t.Head.Policy.Version, ID: f.Rule, Cite: f.Cite}
	if e == nil {
		e = &fault.Error{Kind: fault.Invalid, Code: code, Rule: rule}
	}
	fields := f.Fields
	if len(fields) == 0 {
		fields = []string{commandField(f)}
	}
	for _, field := range fields {
		e.Fields = append(e.Fields, fault.FieldError{Field: field, Code: code, Text: f.Text.Map(), Rule: rule})
	}
	return e
}

// commandField is the field of the command itself that a finding waits for,
// where it is about none of the application or the plan.
func commandField(f policy.Finding) string {
	switch {
	case f.Strength == policy.Reason:
		return "/reason"
	case slices.Contains(f.Facts, "role.specialist"):
		return "/specialist"
	}
	return ""
}

// outlook is what evaluate answers: everything the policy says now.
func (t *turn) outlook(gate policy.Gate) Outlook {
	o := t.outcome(gate)
	view := Outlook{Policy: t.Head.Policy, Urgent: t.Head.Urgent || t.urgent(), Level: t.levelOutlook(o), Lead: t.lead(o),
		Caps: t.capOutlook(o), Approvers: []Approver{}, Missing: []string{}, Findings: t.findingViews(o.Findings)}
	for _, m := range o.Missing {
		if m.Field != "" && !slices.Contains(view.Missing, m.Field) {
			view.Missing = append(view.Missing, m.Field)
		}
	}
	for _, c := range o.Approvals {
		if !guards(c.Before) {
			continue
		}
		for _, step := range c.Steps {
			view.Approvers = append(view.Approvers, t.approverViews(step)...)
		}
	}
	return view
}

func (t *turn) approverViews(step policy.Sign) []Approver {
	var list []Approver
	for _, id := range t.approvers(step) {
		a := Approver{Staff: id, Name: t.ref(id).Name, Step: step.ID}
		for _, q := range step.Asks {
			a.Asks = append(a.Asks, q.ID)
		}
		list = append(list, a)
	}
	return list
}

// levelOutlook is the proposed level, nil while pending, with its reasons.
func (t *turn) levelOutlook(o *policy.Outcome) LevelOutlook {
	view := LevelOutlook{Because: []string{}}
	d, ok := o.Decision("level")
	if view.None = !ok; !ok || d.State != policy.StateDecided {
		return view
	}
	value := d.Proposed
	if !value.Known() {
		value = d.Value
	}
	id := value.String()
	view.Proposed, view.Title = &id, id
	for _, c := range d.Choices {
		if c.ID == id {
			view.Title = c.Words.In(t.act.Lang)
		}
	}
	for _, b := range d.Because {
		view.Because = append(view.Because, b.Words.In(t.act.Lang))
	}
	return view
}

// proposedLevel is the level that the policy proposes, or "".
func (t *turn) proposedLevel(gate policy.Gate) string {
	if l := t.levelOutlook(t.outcome(gate)); l.Proposed != nil {
		return *l.Proposed
	}
	return ""
}

// lang gives the actor's language.
func (t *turn) lang() i18n.Lang { return t.act.Lang }
