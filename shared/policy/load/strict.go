package load

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"yingbin/shared/policy"
)

// strict compares a file with the structures of the grammar: every key must
// be one of theirs, every value must read as theirs.
func (l *loader) strict(name string, root *node) {
	l.compare(name, "", root, reflect.TypeFor[policy.Policy]())
}

var (
	unmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textual     = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// compare walks node and type together. entry is the id of the entry.
func (l *loader) compare(file, entry string, n *node, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if id := n.get("id"); id != nil && entry == "" {
		entry = id.text
	}
	ptr := reflect.PointerTo(t)
	switch {
	case ptr.Implements(unmarshaler) || ptr.Implements(textual) || leaf(t):
		if err := json.Unmarshal(n.json(), reflect.New(t).Interface()); err != nil {
			l.add(file, n.line, entry, policy.Unknown, fmt.Sprintf("%s is not right here", n.json()))
		}
	case t.Kind() == reflect.Struct:
		l.keys(file, entry, n, t)
	case t.Kind() == reflect.Slice:
		if !n.isList {
			l.add(file, n.line, entry, policy.Unknown, "a list is wanted")
			return
		}
		for _, item := range n.items {
			l.compare(file, entry, item, t.Elem())
		}
	case t.Kind() == reflect.Map:
		if !n.isMap {
			l.add(file, n.line, entry, policy.Unknown, "a mapping is wanted")
			return
		}
		for _, f := range n.fields {
			l.compare(file, entry, f.val, t.Elem())
		}
	}
}

// leaf tells whether values of a type are single ones.
func leaf(t reflect.Type) bool {
	return t.Kind() != reflect.Struct && t.Kind() != reflect.Slice && t.Kind() != reflect.Map
}

// keys compares the keys of a mapping with the fields of a struct.
func (l *loader) keys(file, entry string, n *node, t reflect.Type) {
	if !n.isMap {
		l.add(file, n.line, entry, policy.Unknown, "a mapping is wanted")
		return
	}
	known := fieldsOf(t)
	for _, f := range n.fields {
		ft, ok := known[f.key]
		if !ok {
			l.add(file, f.line, entry, policy.Unknown, fmt.Sprintf("key %q", f.key))
			continue
		}
		l.compare(file, entry, f.val, ft)
	}
}

// fieldsOf lists what a file may write: the json names, without those that
// only snapshots have.
func fieldsOf(t reflect.Type) map[string]reflect.Type {
	known := map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" || f.Tag.Get("load") == "-" || f.Anonymous {
			continue
		}
		known[name] = f.Type
	}
	return known
}
