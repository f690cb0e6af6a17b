package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A When is a condition: any of its alternatives, in each of which all tests
// hold. The zero When always holds.
type When []Tests

// Tests are tests of facts that all must hold.
type Tests map[string]Test

// UnmarshalJSON reads {fact: test, …} or [{…}, {…}].
func (w *When) UnmarshalJSON(raw []byte) error {
	*w = nil
	if len(raw) > 0 && raw[0] == '[' {
		return json.Unmarshal(raw, (*[]Tests)(w))
	}
	var t Tests
	if err := json.Unmarshal(raw, &t); err != nil {
		return err
	}
	if len(t) > 0 {
		*w = When{t}
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (w When) MarshalJSON() ([]byte, error) {
	if len(w) == 1 {
		return json.Marshal(w[0])
	}
	return json.Marshal([]Tests(w))
}

// IsZero tells whether there is no condition.
func (w When) IsZero() bool { return len(w) == 0 }

// facts lists the facts of one alternative in order.
func (t Tests) facts() []string {
	names := make([]string, 0, len(t))
	for name := range t {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// An op is how a test compares.
type op uint8

const (
	opIn      op = iota // some element is one of the operands
	opNot               // none is
	opOnly              // all elements are
	opLess              // <
	opAtMost            // <=
	opMore              // >
	opAtLeast           // >=
	opGiven
	opMissing
)

// A Test is a unary test of a fact: value, [a, b], "< 5", "<= …", "> …",
// ">= $n", {not: […]}, {only: […]}, given, missing. It is written as it was
// read.
type Test struct {
	raw  string
	op   op
	vals []string // literals, or "$decision"
	each []operand
}

// UnmarshalJSON reads a test.
func (t *Test) UnmarshalJSON(raw []byte) error {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return err
	}
	*t = Test{raw: b.String()}
	lit, key := Literal{}, ""
	if raw[0] == '{' {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(raw, &m); err != nil {
			return err
		}
		for k, v := range m {
			key, raw = k, v
		}
		if t.op = map[string]op{"not": opNot, "only": opOnly}[key]; t.op == opIn || len(m) != 1 {
			return fmt.Errorf("not a test: %s", t.raw)
		}
	}
	if err := lit.UnmarshalJSON(raw); err != nil {
		return err
	}
	t.vals = lit.list
	if key == "" && !lit.many() && raw[0] == '"' {
		t.word(lit.list[0])
	}
	if t.op >= opLess && t.op <= opAtLeast && t.vals[0] == "" {
		return fmt.Errorf("not a test: %s", t.raw)
	}
	t.each = operands(t.vals)
	return nil
}

// word reads "given", "missing" and comparisons.
func (t *Test) word(s string) {
	switch s {
	case "given", "missing":
		t.op, t.vals = opGiven, nil
		if s == "missing" {
			t.op = opMissing
		}
		return
	}
	for _, c := range []struct {
		sign string
		op   op
	}{{"<=", opAtMost}, {">=", opAtLeast}, {"<", opLess}, {">", opMore}} {
		if rest, ok := strings.CutPrefix(s, c.sign); ok {
			t.op, t.vals = c.op, []string{strings.TrimSpace(rest)}
			return
		}
	}
}

// MarshalJSON writes the test as it was read.
func (t Test) MarshalJSON() ([]byte, error) {
	if t.raw == "" {
		return []byte("null"), nil
	}
	return []byte(t.raw), nil
}

// String is the test as it was read, as JSON.
func (t Test) String() string { return t.raw }

// refs lists the decisions that the test refers to.
func (t Test) refs() (refs []string) {
	for _, v := range t.vals {
		if r, ok := strings.CutPrefix(v, "$"); ok {
			refs = append(refs, r)
		}
	}
	return refs
}
