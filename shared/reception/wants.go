package reception

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Wants are the values that a task asks for, in the policy's own order: forms
// and papers ask in it. In JSON they are an object, written in that order.
type Wants []Want

// A Want is one value: its name and what it is called in the reader's language.
type Want struct{ Name, Label string }

// Label is what a value is called; empty where the task does not ask for it.
func (w Wants) Label(name string) string {
	for _, x := range w {
		if x.Name == name {
			return x.Label
		}
	}
	return ""
}

// Filled are the names of values that were given: those asked for in their
// order, then the others.
func (w Wants) Filled(values map[string]string) []string {
	var names, others []string
	for _, x := range w {
		if _, given := values[x.Name]; given {
			names = append(names, x.Name)
		}
	}
	for name := range values {
		if !slices.Contains(names, name) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return append(names, others...)
}

// MarshalJSON writes the object that interface.md names: value → label.
func (w Wants) MarshalJSON() ([]byte, error) {
	b := bytes.NewBufferString("{")
	for i, x := range w {
		name, err := json.Marshal(x.Name)
		if err != nil {
			return nil, err
		}
		label, err := json.Marshal(x.Label)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(label)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads what MarshalJSON wrote, in its order: an answer that is
// given once more is read from where it is kept.
func (w *Wants) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	switch first, err := d.Token(); {
	case err != nil || first == nil: // null: nothing
		return err
	case first != json.Delim('{'):
		return fmt.Errorf("wants: %v is no object", first)
	}
	*w = Wants{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		x := Want{Name: name.(string)} // an object's names are texts
		if err := d.Decode(&x.Label); err != nil {
			return err
		}
		*w = append(*w, x)
	}
	return nil
}
