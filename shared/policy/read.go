package policy

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// sortedKeys lists the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// read gives a literal as a value of the decision's type, unknown when it is
// none of it.
func (d *Decision) read(l Literal) Value {
	if l.many() && d.typ() != TypeList {
		if d.typ() == TypeRole {
			return Set(l.list...)
		}
		return Value{}
	}
	if d.typ() == TypeList {
		return Set(l.list...)
	}
	if len(l.list) == 0 {
		return Value{}
	}
	return parse(d.typ(), d.Type.Choices, l.list[0])
}

// parse reads a text as a value of a type, unknown when it is none.
func parse(t Type, choices []Choice, s string) Value {
	if s == "" {
		return Value{}
	}
	switch t {
	case TypeNumber, TypeRank:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return Value{}
		}
		return Number(n)
	case TypeMoney:
		m, err := literalMoney(s)
		if err != nil {
			return Value{}
		}
		return Amount(m)
	case TypeSpan:
		span, err := ParseSpan(s)
		if err != nil {
			return Value{}
		}
		return Length(span)
	case TypeYesNo:
		if s != "true" && s != "false" {
			return Value{}
		}
		return Bool(s == "true")
	case TypeTime:
		at, _ := time.Parse(time.RFC3339, s)
		return At(at)
	case TypeChoice:
		if choices != nil && place(choices, s) < 0 {
			return Value{}
		}
	case TypeStrength:
		if !slices.Contains(strengths, s) {
			return Value{}
		}
	}
	return String(s)
}
