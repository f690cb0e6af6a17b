package web

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A field is one public field of a command or view struct.
type field struct {
	name     string // in JSON
	index    []int
	typ      reflect.Type
	max      int  // runes of a text, entries of a list
	required bool // must be given in a command
	optional bool // may be left out of a view
}

var fieldCache sync.Map // reflect.Type → []field

// fieldsOf lists the public fields of a struct type, those of embedded structs
// included, as encoding/json sees them.
func fieldsOf(t reflect.Type) []field {
	if known, ok := fieldCache.Load(t); ok {
		return known.([]field)
	}
	var out []field
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, options, _ := strings.Cut(sf.Tag.Get("json"), ",")
		switch {
		case tag == "-" || !sf.IsExported() && !sf.Anonymous:
		case sf.Anonymous && tag == "" && sf.Type.Kind() == reflect.Struct:
			for _, sub := range fieldsOf(sf.Type) {
				sub.index = append([]int{i}, sub.index...)
				out = append(out, sub)
			}
		default:
			max, _ := strconv.Atoi(sf.Tag.Get("max"))
			omit := strings.Contains(options, "omit")
			out = append(out, field{name: cmp.Or(tag, sf.Name), index: sf.Index, typ: sf.Type, max: max,
				required: sf.Tag.Get("req") == "true", optional: omit})
		}
	}
	fieldCache.Store(t, out)
	return out
}

// sortedKeys lists a map's keys in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
