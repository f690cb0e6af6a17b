package policy

import (
	"slices"
	"strings"
	"sync"
)

// A Fact is an entry of the registry: a name that policies may test, its type
// and unit, its words in both languages, the gate that first knows it, and
// where a person fills it in.
type Fact struct {
	Name  string `json:"name"`
	Type  Type   `json:"type"`
	Words Words  `json:"words"`
	// Gate is the first that knows it: before it, unknown is pending; from it
	// on, unknown is missing.
	Gate Gate `json:"gate"`
	// Field is where a person fills it in, as a JSON Pointer; * stands for the
	// index of the thing ("/guests/*/name"). "" when nobody types it in.
	Field string `json:"field,omitempty"`
	// Choices are the values of a choice or list, lowest first; nil is open.
	Choices []Choice `json:"choices,omitempty"`
}

// fact makes an entry of the registry. Choices are "id:zh:en".
func fact(name string, t Type, g Gate, field, zh, en string, choices ...string) Fact {
	f := Fact{Name: name, Type: t, Gate: g, Field: field, Words: Words{zh, en}}
	for _, c := range choices {
		p := strings.SplitN(c, ":", 3)
		f.Choices = append(f.Choices, Choice{p[0], Words{p[1], p[2]}})
	}
	return f
}

// Registered finds a fact that every policy may test.
func Registered(name string) (Fact, bool) {
	f, ok := registered()[name]
	if !ok {
		return Fact{}, false
	}
	return *f, true
}

// Registry lists the facts that every policy may test, in order of name.
func Registry() []Fact { return slices.Clone(sorted()) }

var sorted = sync.OnceValue(func() []Fact {
	all := facts()
	slices.SortFunc(all, func(a, b Fact) int { return strings.Compare(a.Name, b.Name) })
	return all
})

var registered = sync.OnceValue(func() map[string]*Fact {
	m := map[string]*Fact{}
	all := sorted()
	for i := range all {
		m[all[i].Name] = &all[i]
	}
	return m
})

// Fact finds what a policy may test: of the registry, of the policy's own
// fields and decisions, or a status fact such as paper.x.
func (p *Policy) Fact(name string) (Fact, bool) {
	if d, ok := p.index.decisions[name]; ok {
		return Fact{Name: name, Type: d.typ(), Words: d.Words, Gate: GateSubmit, Choices: d.Type.Choices}, true
	}
	if f, ok := p.index.fields[name]; ok {
		own := Fact{Name: name, Type: f.Type, Words: f.Words, Gate: p.fieldGate(name), Field: "/fields/" + name, Choices: f.Choices}
		if r, ok := registered()[name]; ok && r.Field != "" {
			own.Field = r.Field // the policy gives a registered fact its own words and choices
		}
		return own, true
	}
	if f, ok := registered()[name]; ok {
		return *f, true
	}
	if isStatus(name) {
		return Fact{Name: name, Type: TypeText, Gate: GateClose, Words: p.refWords(name)}, true
	}
	return Fact{}, false
}

// fieldGate is the gate from which on an unknown field is missing: the first
// that needs it, otherwise that of the fact it speaks of, otherwise the last.
func (p *Policy) fieldGate(name string) Gate {
	if g, ok := p.index.asked[name]; ok {
		return g
	}
	if f, ok := registered()[name]; ok {
		return f.Gate
	}
	return GateClose
}

// isStatus tells whether the fact is none unless stated.
func isStatus(name string) bool {
	return slices.ContainsFunc(statusPrefixes, func(s string) bool { return strings.HasPrefix(name, s) })
}

// typ is the type of a decision; an unnamed one is that of a yes or no when
// it says so, otherwise a text.
func (d *Decision) typ() Type {
	if d.Type.IsZero() {
		return TypeText
	}
	return d.Type.Type
}
