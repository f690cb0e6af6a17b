package policy

import "slices"

// A tri is a truth of Kleene's three-valued logic.
type tri int8

const (
	no tri = iota
	maybe
	yes
)

// A verdict is a truth and, while it is open, the facts that would settle it.
type verdict struct {
	is    tri
	waits []string
}

func truth(b bool) verdict {
	if b {
		return verdict{is: yes}
	}
	return verdict{}
}

func waiting(facts ...string) verdict { return verdict{maybe, facts} }

// and: false wins; what is open stays open with everything to ask for.
func (v verdict) and(o verdict) verdict {
	switch {
	case v.is == no || o.is == no:
		return verdict{}
	case v.is == maybe && o.is == maybe:
		return verdict{maybe, union(v.waits, o.waits)}
	case v.is == maybe:
		return v
	}
	return o
}

// or: true wins.
func (v verdict) or(o verdict) verdict {
	switch {
	case v.is == yes || o.is == yes:
		return verdict{is: yes}
	case v.is == maybe && o.is == maybe:
		return verdict{maybe, union(v.waits, o.waits)}
	case v.is == maybe:
		return v
	}
	return o
}

// not turns true and false; open stays open.
func (v verdict) not() verdict { return verdict{yes - v.is, v.waits} }

// union adds what is new, in order of appearance.
func union(a, b []string) []string {
	out := a[:len(a):len(a)]
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
