package policy

import (
	"fmt"
	"slices"
	"strings"
)

// A ProblemKind says what sort of trouble a policy has.
type ProblemKind string

// The kinds. NotRunning is a construct that the grammar has and the engine
// does not run yet: everything else in the policy may be right.
const (
	Unknown       ProblemKind = "unknown"       // key, fact, role, gate, moment, kind
	Unresolved    ProblemKind = "unresolved"    // a reference to nothing
	Incomplete    ProblemKind = "incomplete"    // something is missing
	Contradiction ProblemKind = "contradiction" // it cannot be meant
	NotRunning    ProblemKind = "not-running"
)

// A Problem is one thing that is wrong with a policy.
type Problem struct {
	Kind    ProblemKind `json:"kind"`
	Section string      `json:"section"`
	Entry   string      `json:"entry"`
	Text    string      `json:"text"`
}

// Check finds everything that is wrong with a policy, all at once. Its texts
// are for those who write policies.
func Check(p *Policy) []Problem {
	if p.index == nil {
		p.prepare()
	}
	c := &checker{p: p, ids: map[string]bool{}}
	c.head()
	c.sections()
	c.cycles()
	return c.found
}

// A checker collects problems; section and entry say where it stands.
type checker struct {
	p              *Policy
	section, entry string
	ids            map[string]bool
	found          []Problem
}

func (c *checker) add(kind ProblemKind, format string, args ...any) {
	c.found = append(c.found, Problem{kind, c.section, c.entry, fmt.Sprintf(format, args...)})
}

// head checks what stands before the sections.
func (c *checker) head() {
	p := c.p
	if (p.ID == "") == (p.Fragment == "") {
		c.add(Incomplete, "a file is either a policy or a fragment")
	}
	if p.ID != "" && p.Governs != "reception" && p.Governs != "request" {
		c.add(Unknown, "governs: %q is neither reception nor request", p.Governs)
	}
	if p.Governs == "request" {
		c.add(NotRunning, "governs: request")
	}
	if p.ZH == "" || p.EN == "" {
		c.add(Incomplete, "the title is missing in zh or en")
	}
	c.when(p.Suits)
	for _, s := range p.Skips {
		if !slices.Contains(states, s) {
			c.add(Unknown, "skips: state %q", s)
		}
		c.add(NotRunning, "skips: %s", s)
	}
}

// at enters an entry and checks its head. words says whether people read it.
func (c *checker) at(section string, e *Entry, words bool) {
	c.section, c.entry = section, e.ID
	key := section + "/" + e.ID
	switch {
	case e.ID == "":
		c.add(Incomplete, "an entry has no id")
	case c.ids[key]:
		c.add(Contradiction, "the id is used twice")
	}
	c.ids[key] = true
	if words && (e.ZH == "" || e.EN == "") {
		c.add(Incomplete, "the text is missing in zh or en")
	}
	if (e.ZH == "") != (e.EN == "") && !words {
		c.add(Incomplete, "the text is there in one language only")
	}
	c.placeholders(e.Words)
	c.when(e.When)
	c.when(e.Unless)
	for _, k := range e.Each {
		c.kind(k)
	}
}

// placeholders checks the {names} of texts.
func (c *checker) placeholders(w Words) {
	for _, s := range []string{w.ZH, w.EN} {
		for _, name := range names(s) {
			if _, fact := c.p.Fact(name); !fact {
				if _, part := parts[name]; !part {
					if _, moment := c.momentKind(name); !moment {
						c.add(Unknown, "text: {%s} is no fact", name)
					}
				}
			}
		}
	}
}

// kind checks a kind of things.
func (c *checker) kind(k string) {
	if k == "match" {
		c.add(NotRunning, "each: match")
	}
	if !c.isKind(k) {
		c.add(Unknown, "kind %q", k)
	}
}

func (c *checker) isKind(k string) bool {
	return slices.Contains(thingKinds, k) || slices.Contains(ItemKinds(), k) ||
		slices.ContainsFunc(c.p.Kinds, func(o Kind) bool { return o.ID == k })
}

// when checks a condition.
func (c *checker) when(w When) {
	for _, tests := range w {
		for _, name := range tests.facts() {
			c.test(name, tests[name])
		}
	}
}

// test checks one test against the type of its fact.
func (c *checker) test(name string, t Test) {
	f, ok := c.p.Fact(name)
	if !ok {
		c.add(Unknown, "fact %q", name)
		return
	}
	for _, o := range t.each {
		if o.ref != "" {
			c.ref(o.ref)
			continue
		}
		if problem := mismatch(f, o, t.op); problem != "" {
			c.add(Contradiction, "%s: %s %s", name, o.text, problem)
		}
	}
}

// mismatch says why an operand cannot be compared with a fact, or "".
func mismatch(f Fact, o operand, by op) string {
	switch f.Type {
	case TypeNumber, TypeRank:
		if !o.isNum {
			return "is no number"
		}
	case TypeMoney:
		if !o.isMoney {
			return "is no amount"
		}
	case TypeSpan:
		if !o.isSpan {
			return "is no span"
		}
	case TypeYesNo:
		if o.text != "true" && o.text != "false" {
			return "is neither true nor false"
		}
	case TypeChoice, TypeList:
		if f.Choices != nil && place(f.Choices, o.text) < 0 {
			return "is none of its choices"
		}
	case TypeText:
		if by >= opLess && by <= opAtLeast {
			return "has no order"
		}
	}
	return ""
}

// place is the position of a choice, or −1.
func place(choices []Choice, id string) int {
	return slices.IndexFunc(choices, func(c Choice) bool { return c.ID == id })
}

// ref checks a $reference to a decision.
func (c *checker) ref(id string) {
	if _, ok := c.p.index.decisions[id]; !ok {
		c.add(Unresolved, "$%s is no decision", id)
	}
}

// literal checks a value that may refer to a decision.
func (c *checker) literal(l Literal) {
	if r := l.Ref(); r != "" {
		c.ref(r)
	}
	for _, s := range l.list {
		if r, ok := strings.CutPrefix(s, "$"); ok && l.many() {
			c.ref(r)
		}
	}
}

// role checks a role, or a $reference to a decision that names one.
func (c *checker) role(roles ...string) {
	for _, r := range roles {
		if ref, ok := strings.CutPrefix(r, "$"); ok {
			c.ref(ref)
			continue
		}
		r = strings.TrimPrefix(r, "role.")
		if _, own := c.p.index.roles[r]; !own && !slices.Contains(builtinRoles, r) {
			c.add(Unknown, "role %q", r)
		}
	}
}

// refs checks references to facts, papers, roles, tasks, approvals, items,
// states and parts.
func (c *checker) refs(list ...string) {
	for _, r := range list {
		if !c.resolves(r) {
			c.add(Unresolved, "%q refers to nothing", r)
		}
	}
}

func (c *checker) resolves(r string) bool {
	prefix, id, _ := strings.Cut(r, ".")
	switch prefix {
	case "role":
		_, own := c.p.index.roles[id]
		return own || slices.Contains(builtinRoles, id)
	case "paper", "approval", "task":
		_, ok := c.p.index.words[r]
		return ok
	case "state":
		return slices.Contains(states, id)
	case "file", "exception", "reason":
		return id != ""
	case "item":
		if _, ok := c.p.index.words[r]; ok || c.isKind(id) {
			return true
		}
	}
	if _, ok := parts[r]; ok {
		return true
	}
	_, ok := c.p.Fact(r)
	return ok
}
