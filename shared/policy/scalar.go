package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Names is one name or a list of them.
type Names []string

// UnmarshalJSON reads a string or a list of strings.
func (n *Names) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		*n = Names{""}
		return json.Unmarshal(raw, &(*n)[0])
	}
	return json.Unmarshal(raw, (*[]string)(n))
}

// Refs is a list of what is needed; an element that is a list is met by any
// of its own.
type Refs [][]string

// UnmarshalJSON reads [a, [b, c]].
func (r *Refs) UnmarshalJSON(raw []byte) error {
	var list []Names
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	*r = nil
	for _, n := range list {
		*r = append(*r, n)
	}
	return nil
}

// MarshalJSON writes [a, [b, c]].
func (r Refs) MarshalJSON() ([]byte, error) {
	list := []any{}
	for _, n := range r {
		if len(n) == 1 {
			list = append(list, n[0])
		} else {
			list = append(list, n)
		}
	}
	return json.Marshal(list)
}

// A Literal is a value as it stands in a file: a word, a number, a yes or no,
// a list, "blank" (the company fills it in), or "$decision".
type Literal struct {
	raw  string // JSON, compact
	list []string
}

// Lit makes a literal of text.
func Lit(s string) Literal {
	raw, _ := json.Marshal(s)
	return Literal{raw: string(raw), list: []string{s}}
}

// UnmarshalJSON reads a scalar or a list of scalars.
func (l *Literal) UnmarshalJSON(raw []byte) error {
	if *l = (Literal{}); string(raw) == "null" {
		return nil
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return err
	}
	items, many := v.([]any)
	if !many {
		items = []any{v}
	}
	for _, i := range items {
		switch i := i.(type) {
		case string:
			l.list = append(l.list, i)
		case json.Number, bool:
			l.list = append(l.list, fmt.Sprint(i))
		default:
			return fmt.Errorf("not a value: %s", raw)
		}
	}
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		return err
	}
	l.raw = b.String()
	return nil
}

// MarshalJSON writes the literal as it was read.
func (l Literal) MarshalJSON() ([]byte, error) {
	if l.raw == "" {
		return []byte("null"), nil
	}
	return []byte(l.raw), nil
}

// IsZero tells whether nothing is stated.
func (l Literal) IsZero() bool { return l.raw == "" || l.raw == "null" }

// Blank tells whether the company must fill it in.
func (l Literal) Blank() bool { return l.raw == `"blank"` }

// Ref gives the decision that is referred to, or "".
func (l Literal) Ref() string {
	if len(l.list) == 1 && !l.many() {
		if ref, ok := strings.CutPrefix(l.list[0], "$"); ok {
			return ref
		}
	}
	return ""
}

// many tells whether the literal is written as a list.
func (l Literal) many() bool { return strings.HasPrefix(l.raw, "[") }

// String is the plain form: "5", "high", "a, b".
func (l Literal) String() string { return strings.Join(l.list, ", ") }

// A TypeSpec is the type of a decision: a Type by name, or its choices in
// order, lowest first.
type TypeSpec struct {
	Type    Type
	Choices []Choice
}

// UnmarshalJSON reads a name, [a, b] or [{id, zh, en}].
func (t *TypeSpec) UnmarshalJSON(raw []byte) error {
	*t = TypeSpec{}
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &t.Type)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	t.Type = TypeChoice
	for _, r := range list {
		var c Choice
		into := any(&c)
		if r[0] == '"' {
			into = &c.ID
		}
		if err := strict(r, into); err != nil {
			return err
		}
		t.Choices = append(t.Choices, c)
	}
	return nil
}

// MarshalJSON writes what UnmarshalJSON reads.
func (t TypeSpec) MarshalJSON() ([]byte, error) {
	if t.Choices != nil {
		return json.Marshal(t.Choices)
	}
	return json.Marshal(t.Type)
}

// IsZero tells whether no type is stated.
func (t TypeSpec) IsZero() bool { return t.Type == "" }

// A PaperField is a reference to a fact, a table or another paper, or a field
// of the paper's own.
type PaperField struct {
	Ref string
	Own *Column
}

// UnmarshalJSON reads a reference or {id, type, required, zh, en}.
func (f *PaperField) UnmarshalJSON(raw []byte) error {
	*f = PaperField{}
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &f.Ref)
	}
	f.Own = &Column{}
	return strict(raw, f.Own)
}

// MarshalJSON writes what UnmarshalJSON reads.
func (f PaperField) MarshalJSON() ([]byte, error) {
	if f.Own != nil {
		return json.Marshal(f.Own)
	}
	return json.Marshal(f.Ref)
}

// strict decodes and refuses keys that the grammar does not have.
func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// LitList makes a literal of a list.
func LitList(items ...string) Literal {
	raw, _ := json.Marshal(items)
	return Literal{raw: string(raw), list: items}
}
