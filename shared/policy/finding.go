package policy

import (
	"slices"
	"strconv"
	"strings"

	"yingbin/shared/i18n"
)

// findings judges every rule and every standard, those of this gate and of
// all others.
func (e *evaluator) findings(limits []Limit) []Finding {
	all := make([]Finding, 0, len(e.p.Rules)+len(limits))
	for i := range e.p.Rules {
		all = append(all, e.rule(&e.p.Rules[i])...)
	}
	e.gate = e.at
	return append(all, e.limitFindings(limits)...)
}

// gateFor is the gate at which a rule is judged: this one if it stands there,
// otherwise the next one, otherwise the last that has passed.
func (e *evaluator) gateFor(at []string) Gate {
	var best Gate
	for _, g := range at {
		switch g := Gate(g); {
		case g == e.at:
			return g
		case best == "",
			!g.Before(e.at) && (best.Before(e.at) || g.Before(best)),
			g.Before(e.at) && best.Before(e.at) && best.Before(g):
			best = g
		}
	}
	return best
}

// A judged thing is what a rule says about one thing.
type judged struct {
	state    string
	facts    []string
	granted  bool
	reasoned bool
}

// rule judges a rule for all its things and groups them by what it says.
func (e *evaluator) rule(r *Rule) []Finding {
	e.gate = e.gateFor(r.At)
	then := e.strength(r.Then)
	var all []Finding
	for _, th := range e.among(r.Each) {
		j, ok := e.judge(r, th, then)
		if !ok {
			continue
		}
		i := slices.IndexFunc(all, func(f Finding) bool { return f.says(j, th.Kind) })
		if i < 0 {
			i = len(all)
			all = append(all, Finding{Rule: r.ID, Section: "rules", Gate: e.gate, Strength: then, State: j.state, Facts: j.facts, Kind: th.Kind,
				Text: e.ruleText(r, th, j), Cite: r.Cite, By: e.roles(r.By), Ours: r.Ours, Granted: j.granted, Reasoned: j.reasoned})
		}
		f := &all[i]
		if th.parent != nil {
			f.Things = append(f.Things, th.ref())
		}
		f.Fields = union(f.Fields, e.fields(th, j.facts))
	}
	for i := range all {
		f := &all[i]
		if len(f.Things) == 0 {
			f.Kind = ""
		}
		f.Text = e.about(f.Things, f.Text)
		e.shut(f)
	}
	return mergeMet(all)
}

// says tells whether a finding says the same of another thing of the kind.
func (f *Finding) says(j judged, kind string) bool {
	return f.Kind == kind && f.State == j.state && f.Granted == j.granted && slices.Equal(f.Facts, j.facts)
}

// mergeMet leaves out what is met where the same rule also has trouble.
func mergeMet(all []Finding) []Finding {
	if slices.ContainsFunc(all, func(f Finding) bool { return f.State != Met }) {
		return slices.DeleteFunc(all, func(f Finding) bool { return f.State == Met && !f.Granted && !f.Reasoned })
	}
	return all
}

// judge says what a rule says about one thing. It is silent (false) while
// all it waits for belongs to a later gate than its own.
func (e *evaluator) judge(r *Rule, th *Thing, then Strength) (judged, bool) {
	cond := e.holds(th, r.When, r.Unless)
	if cond.is == no {
		return judged{state: Met}, true
	}
	need, missing := truth(false), []string(nil)
	if len(r.Needs) > 0 {
		need, missing = e.needs(th, r.Needs)
	}
	j := judged{}
	switch v := cond.and(need.not()); v.is {
	case no:
		return judged{state: Met}, true
	case maybe:
		if !e.due(v.waits) {
			return j, false
		}
		j.state, j.facts = Pending, v.waits
		return j, true
	}
	j.state, j.facts = Violated, missing
	if missing == nil {
		j.facts = tested(r.When, r.Unless)
	}
	e.settle(r.ID, th, then, &j)
	return j, true
}

// settle takes granted exceptions and given reasons into account.
func (e *evaluator) settle(rule string, th *Thing, then Strength, j *judged) {
	if then == Exception && th.Get("exception."+rule).String() == "granted" {
		j.state, j.granted = Met, true
	}
	if then == Reason && th.Get("reason."+rule).Given() {
		j.state, j.reasoned = Met, true
	}
}

// due tells whether any of the facts should be known at the rule's gate.
func (e *evaluator) due(waits []string) bool {
	return slices.ContainsFunc(waits, func(w string) bool { return !e.gate.Before(e.gateOf(w)) })
}

// tested lists the facts of conditions.
func tested(list ...When) (all []string) {
	for _, w := range list {
		for _, tests := range w {
			all = union(all, tests.facts())
		}
	}
	return all
}

// needs tells whether everything needed is there, and what is missing.
func (e *evaluator) needs(th *Thing, refs Refs) (v verdict, missing []string) {
	v = truth(true)
	for _, any := range refs {
		one := verdict{}
		for _, ref := range any {
			one = one.or(e.there(th, ref))
		}
		if one.is == no {
			missing = union(missing, any)
		}
		v = v.and(one)
	}
	return v, missing
}

// there tells whether a reference is given: a fact, a decision, an entry of
// the plan, a paper, a role, a part.
func (e *evaluator) there(th *Thing, ref string) verdict {
	if id, ok := strings.CutPrefix(ref, "item."); ok {
		if _, fact := registered()[ref]; !fact && e.p.index.fields[ref] == nil {
			return e.planned(id)
		}
	}
	if ref == "guests" {
		v, waits := e.value(th, "party.count")
		return e.given("party.count", v, waits)
	}
	if id, ok := strings.CutPrefix(ref, "role."); ok {
		if r := e.p.index.roles[id]; r != nil && r.Is != "" && !th.Get(ref).Known() {
			ref = "role." + r.Is
		}
	}
	if id, ok := strings.CutPrefix(ref, "state."); ok && e.passed(id) {
		return truth(true)
	}
	if isStatus(ref) && !th.Get(ref).Known() {
		if e.at.Before(e.gate) {
			return waiting(ref)
		}
		return verdict{}
	}
	v, waits := e.value(th, ref)
	return e.given(ref, v, waits)
}

// planned tells whether the plan has an item of a kind or template entry.
func (e *evaluator) planned(id string) verdict {
	for _, th := range e.things {
		if e.p.isA(th.Kind, id) || th.ID == id || th.values["item.entry"].str == id {
			return truth(true)
		}
	}
	if e.at.Before(GatePublish) {
		return waiting("item." + id)
	}
	return verdict{}
}

// ruleText is the rule's own sentence, or what must be filled in.
func (e *evaluator) ruleText(r *Rule, th *Thing, j judged) Words {
	own := e.render(r.Words, th)
	switch {
	case j.state == Pending && own.IsZero(), j.state == Violated && own.IsZero() && len(r.Needs) > 0:
		return e.both(func(l lang) string { return i18n.T(l, "rule.needs", e.refsText(l, j.facts)) })
	case j.state == Pending:
		ask := slices.DeleteFunc(slices.Clone(j.facts), func(f string) bool { return !e.fillable(f) })
		if len(ask) == 0 {
			return own // nobody can be asked; time will tell
		}
		return e.both(func(l lang) string { return i18n.T(l, "rule.pending", e.refsText(l, ask), own.In(l)) })
	case own.IsZero():
		return e.both(func(l lang) string { return i18n.T(l, "rule.given", e.needsText(l, r)) })
	}
	return own
}

// needsText joins the words of all that a rule needs.
func (e *evaluator) needsText(l lang, r *Rule) string {
	var refs []string
	for _, any := range r.Needs {
		refs = union(refs, any)
	}
	return e.refsText(l, refs)
}

// fields gives facts as JSON Pointers, where a person fills them in.
func (e *evaluator) fields(th *Thing, facts []string) (all []string) {
	for _, name := range facts {
		f, ok := e.p.Fact(name)
		if !ok || f.Field == "" {
			continue
		}
		all = union(all, []string{strings.Replace(f.Field, "*", strconv.Itoa(th.Index), 1)})
	}
	return all
}

// shut marks a finding that keeps this gate shut. What is still open refuses:
// nobody can allow what is not known, but somebody can say it.
func (e *evaluator) shut(f *Finding) {
	if f.Blocks = e.blocks(f); f.Blocks && f.State == Pending {
		f.Strength = Refuse
	}
}

// blocks tells whether a finding keeps this gate shut. What only warns or
// deducts never does; what is pending does when a person can say more.
func (e *evaluator) blocks(f *Finding) bool {
	if f.Gate != e.at || f.Strength == Warn || f.Strength == Deduct {
		return false
	}
	if f.Section == "standards" && len(f.Facts) == 1 && slices.Contains(costs, f.Facts[0]) {
		return f.State == Violated
	}
	return f.State == Violated || f.State == Pending && slices.ContainsFunc(f.Facts, e.fillable)
}

// fillable tells whether a person can say what a fact is.
func (e *evaluator) fillable(name string) bool {
	if d, ok := e.p.index.decisions[name]; ok {
		return d.By != ""
	}
	f, ok := e.p.Fact(name)
	return ok && (f.Field != "" || isStatus(name))
}
