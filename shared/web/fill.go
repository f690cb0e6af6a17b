package web

import (
	"encoding"
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"yingbin/shared/fault"
)

// A filler puts a tree into a command struct, strictly: unknown fields, wrong
// types, texts and lists beyond their `max`, and missing `req` fields are
// collected with their JSON Pointers.
type filler struct {
	form bool           // values are text, empty text is nothing
	zone *time.Location // of times that a form gives without offset
	bad  fault.List
}

// fill puts the tree into the struct that target points to.
func fill(t tree, target any, form bool, zone *time.Location) error {
	f := filler{form: form, zone: zone}
	f.value(t, reflect.ValueOf(target).Elem(), "", 0)
	return f.bad.Err()
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// value fills one value; max is its limit, 0 for none.
func (f *filler) value(t tree, v reflect.Value, at string, max int) {
	if t == nil || f.form && t == "" && !textual(v.Type()) {
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		f.value(t, v.Elem(), at, max)
		return
	}
	switch {
	case v.Type() == timeType:
		f.time(t, v, at)
	case v.CanAddr() && v.Addr().Type().Implements(jsonReader):
		f.own(t, v, at)
	case v.CanAddr() && v.Addr().Type().Implements(textReader):
		f.own(t, v, at)
	default:
		f.kind(t, v, at, max)
	}
}

// textual says whether empty text is a value of a type, and not nothing: a
// field that was cleared.
func textual(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.String
}

// kind fills by the kind of the Go type.
func (f *filler) kind(t tree, v reflect.Value, at string, max int) {
	switch v.Kind() {
	case reflect.Struct:
		f.object(t, v, at)
	case reflect.Slice:
		f.list(t, v, at, max)
	case reflect.Map:
		f.dict(t, v, at, max)
	case reflect.String:
		f.text(t, v, at, max)
	case reflect.Bool:
		f.bool(t, v, at)
	case reflect.Int, reflect.Int64, reflect.Float64:
		f.number(t, v, at)
	default:
		f.bad.Add(at, "invalid")
	}
}

// object fills a struct, its embedded structs as if their fields were its own.
func (f *filler) object(t tree, v reflect.Value, at string) {
	m, ok := t.(map[string]any)
	if !ok {
		f.bad.Add(at, "invalid")
		return
	}
	known := map[string]bool{}
	for _, field := range fieldsOf(v.Type()) {
		known[field.name] = true
		here := at + pointer(field.name)
		sub, given := m[field.name]
		if given {
			f.value(sub, v.FieldByIndex(field.index), here, field.max)
		}
		if field.required && blank(sub) {
			f.bad.Add(here, "required")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !known[name] {
			f.bad.Add(at+pointer(name), "unknown-field")
		}
	}
}

// list fills a slice. A form's single value is a list of one.
func (f *filler) list(t tree, v reflect.Value, at string, max int) {
	items, ok := t.([]any)
	if one, isText := t.(string); f.form && isText {
		items, ok = []any{one}, true
	}
	switch {
	case !ok:
		f.bad.Add(at, "invalid")
		return
	case max > 0 && len(items) > max:
		f.bad.Add(at, "too-long", max)
		return
	}
	s := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		here := at + pointer(strconv.Itoa(i))
		if item == nil {
			f.bad.Add(here, "invalid")
			continue
		}
		f.value(item, s.Index(i), here, maxText)
	}
	v.Set(s)
}

// dict fills a map from text to anything.
func (f *filler) dict(t tree, v reflect.Value, at string, max int) {
	m, ok := t.(map[string]any)
	switch {
	case !ok:
		f.bad.Add(at, "invalid")
		return
	case max > 0 && len(m) > max:
		f.bad.Add(at, "too-long", max)
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		here := at + pointer(k)
		if utf8.RuneCountInString(k) > maxKey {
			f.bad.Add(here, "too-long", maxKey)
			continue
		}
		e := reflect.New(v.Type().Elem()).Elem()
		f.value(m[k], e, here, maxText)
		out.SetMapIndex(reflect.ValueOf(k).Convert(v.Type().Key()), e)
	}
	v.Set(out)
}

// The limits of texts and keys that have no `max` of their own, in runes.
const (
	maxText = 4000
	maxKey  = 200
)

// text fills a string. Lines end with LF; characters that turn the reading
// direction around, and NUL, do not get in.
func (f *filler) text(t tree, v reflect.Value, at string, max int) {
	s, ok := t.(string)
	if !ok || !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		f.bad.Add(at, "invalid")
		return
	}
	if max == 0 {
		max = maxText
	}
	s = strings.Map(dropBidi, strings.ReplaceAll(s, "\r\n", "\n"))
	if utf8.RuneCountInString(s) > max {
		f.bad.Add(at, "too-long", max)
		return
	}
	v.SetString(s)
}

// dropBidi leaves out the controls that make a name read as another.
func dropBidi(r rune) rune {
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F, r == 0x061C:
		return -1
	}
	return r
}

// bool fills a truth value; a ticked box of a form says "on".
func (f *filler) bool(t tree, v reflect.Value, at string) {
	if b, ok := t.(bool); ok {
		v.SetBool(b)
		return
	}
	s, _ := t.(string)
	switch {
	case f.form && slices.Contains([]string{"on", "true", "1", "yes"}, s):
		v.SetBool(true)
	case f.form && slices.Contains([]string{"off", "false", "0", "no"}, s):
		v.SetBool(false)
	default:
		f.bad.Add(at, "invalid")
	}
}

// number fills a number; what is a number but does not fit is out-of-range.
func (f *filler) number(t tree, v reflect.Value, at string) {
	var s string
	switch n := t.(type) {
	case json.Number:
		s = n.String()
	case string:
		if f.form {
			s = strings.TrimSpace(n)
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(x, 0) || math.IsNaN(x) {
		f.bad.Add(at, "invalid")
		return
	}
	if v.Kind() == reflect.Float64 {
		v.SetFloat(x)
		return
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		n, err = int64(x), nil // 1e3 and 3.0 are whole
	}
	switch {
	case err == nil && !v.OverflowInt(n) && math.Abs(x) <= 1<<53: // what every reader of JSON understands
		v.SetInt(n)
	case x == math.Trunc(x):
		f.bad.Add(at, "out-of-range")
	default:
		f.bad.Add(at, "invalid")
	}
}

// localTimes are how forms write times, without an offset.
var localTimes = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04"}

// time fills a moment: RFC 3339 with offset, in forms also local to the site.
func (f *filler) time(t tree, v reflect.Value, at string) {
	s, ok := t.(string)
	if parsed, err := time.Parse(time.RFC3339, s); ok && err == nil {
		v.Set(reflect.ValueOf(parsed))
		return
	}
	for _, layout := range localTimes {
		if parsed, err := time.ParseInLocation(layout, s, f.zone); f.form && err == nil {
			v.Set(reflect.ValueOf(parsed))
			return
		}
	}
	f.bad.Add(at, "invalid")
}

// own lets a type read itself. From a form it may also be given numbers and
// truth values where the form could write only text.
func (f *filler) own(t tree, v reflect.Value, at string) {
	if f.form && blank(t) { // an amount that was left empty
		return
	}
	err := reread(t, v)
	if err != nil && f.form {
		err = reread(loosen(t), v)
	}
	if err == nil {
		return
	}
	if fe := fault.As(err); fe.Kind == fault.Invalid && len(fe.Fields) > 0 {
		for _, e := range fe.Fields {
			e.Field = at + e.Field
			f.bad = append(f.bad, e)
		}
		return
	}
	f.bad.Add(at, "invalid")
}

// reread hands a tree to a type's own decoder.
func reread(t tree, v reflect.Value) error {
	raw, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v.Addr().Interface())
}

// loosen reads numbers and truth values out of a form's texts.
func loosen(t tree) tree {
	switch v := t.(type) {
	case string:
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			return n
		}
		if v == "true" || v == "false" {
			return v == "true"
		}
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = loosen(v[i])
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for k := range v {
			out[k] = loosen(v[k])
		}
		return out
	}
	return t
}
