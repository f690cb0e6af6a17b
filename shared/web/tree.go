package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"yingbin/shared/fault"
)

// MaxBody is the largest body of a command in bytes; uploads have their own.
const MaxBody = 1 << 20

// maxIndex is the largest list index a form may name.
const maxIndex = 999

// A tree is a decoded body: map[string]any, []any, string, json.Number, bool or
// nil, whatever it was written in.
type tree = any

// readBody reads a request's body as a tree. form says that it was a form,
// whose values are all text. values are the form's own fields, to show them
// again.
func readBody(w http.ResponseWriter, r *http.Request) (t tree, values url.Values, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "application/json" || kind == "" && r.Header.Get("Content-Type") == "":
		t, err = readJSON(r.Body)
		return t, nil, err
	case kind == "application/x-www-form-urlencoded":
		values, err = readForm(r.Body)
	case kind == "multipart/form-data":
		values, err = readMultipart(r.Body, params["boundary"])
	default:
		return nil, nil, fault.New(fault.Unsupported, "unsupported-type", kind)
	}
	if err != nil {
		return nil, nil, err
	}
	t, err = formTree(values)
	return t, values, err
}

// readJSON reads one JSON value; an empty body is an empty object.
func readJSON(body io.Reader) (tree, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, bodyFault(err)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return map[string]any{}, nil
	}
	if !utf8.Valid(raw) {
		return nil, fault.Field("", "invalid")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	t, err := readValue(d, "", 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.Field("", "invalid")
	}
	if _, ok := t.(map[string]any); !ok {
		return nil, fault.Field("", "invalid")
	}
	return t, nil
}

// maxDepth is how deep a body may be nested: no command is.
const maxDepth = 32

// readValue reads a value. A name that an object gives twice is refused: one of
// the two would be lost.
func readValue(d *json.Decoder, at string, depth int) (tree, error) {
	token, err := d.Token()
	if err != nil || depth > maxDepth {
		return nil, fault.Field("", "invalid")
	}
	switch token {
	case json.Delim('{'):
		return readObject(d, at, depth)
	case json.Delim('['):
		list := []any{}
		for d.More() {
			v, err := readValue(d, at+pointer(strconv.Itoa(len(list))), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, closed(d)
	}
	return token, nil
}

func readObject(d *json.Decoder, at string, depth int) (tree, error) {
	m := map[string]any{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, fault.Field("", "invalid")
		}
		field := at + pointer(name)
		if _, twice := m[name]; twice {
			return nil, fault.Field(field, "invalid")
		}
		if m[name], err = readValue(d, field, depth+1); err != nil {
			return nil, err
		}
	}
	return m, closed(d)
}

// closed reads the end of a list or an object.
func closed(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return fault.Field("", "invalid")
	}
	return nil
}

// bodyFault tells a body that is too large from one that broke off.
func bodyFault(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return fault.New(fault.TooLarge, "too-large", tooLarge.Limit)
	}
	return fault.Wrap(fault.Invalid, "invalid", err)
}

// readForm reads a URL-encoded form.
func readForm(body io.Reader) (url.Values, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, bodyFault(err)
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return nil, fault.Field("", "invalid")
	}
	return values, nil
}

// formTree turns fields such as guests[0].name, guests.0.name and answers.x
// into the tree that JSON would have given. A field given several times is a
// list. Entries of lists in which everything is empty are left out: they are
// the blank rows of a table.
func formTree(values url.Values) (tree, error) {
	root := map[string]any{}
	for _, name := range sortedKeys(values) {
		parts, ok := fieldPath(name)
		if !ok || !put(root, parts, leaf(values[name])) {
			return nil, fault.Field(pointer(strings.Split(name, ".")...), "unknown-field")
		}
	}
	return prune(root), nil
}

// leaf is the value of a field: text, or a list of texts.
func leaf(values []string) any {
	if len(values) == 1 {
		return values[0]
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = v
	}
	return list
}

// fieldPath splits a[0].b and a.0.b alike; what stands in brackets is one
// part (values[item.plate]), and a trailing [] says "list".
func fieldPath(name string) ([]string, bool) {
	var parts []string
	for rest := strings.TrimSuffix(name, "[]"); rest != ""; {
		part, after := rest, ""
		if inside, ok := strings.CutPrefix(rest, "["); ok {
			if part, after, ok = strings.Cut(inside, "]"); !ok || after != "" && after[0] != '.' && after[0] != '[' {
				return nil, false
			}
			after = strings.TrimPrefix(after, ".")
		} else if i := strings.IndexAny(rest, ".["); i >= 0 {
			part, after = rest[:i], strings.TrimPrefix(rest[i:], ".")
			if after == "" {
				return nil, false
			}
		}
		parts, rest = append(parts, part), after
	}
	return parts, len(parts) > 0 && len(parts) <= 8 && !slices.Contains(parts, "")
}

// put sets a value deep in a tree of maps; lists are made by prune.
func put(at map[string]any, parts []string, v any) bool {
	for _, p := range parts[:len(parts)-1] {
		next, ok := at[p].(map[string]any)
		if !ok {
			if at[p] != nil {
				return false
			}
			next = map[string]any{}
			at[p] = next
		}
		at = next
	}
	last := parts[len(parts)-1]
	if _, taken := at[last]; taken {
		return false
	}
	at[last] = v
	return true
}

// prune turns maps whose keys are all numbers into lists, in that order.
func prune(t tree) tree {
	m, ok := t.(map[string]any)
	if !ok {
		return t
	}
	indexes := make([]int, 0, len(m))
	for k := range m {
		m[k] = prune(m[k])
		if n, err := strconv.Atoi(k); err == nil && n >= 0 && n <= maxIndex {
			indexes = append(indexes, n)
		}
	}
	if len(indexes) == 0 || len(indexes) < len(m) {
		return m
	}
	slices.Sort(indexes)
	list := []any{}
	for _, n := range indexes {
		if v := m[strconv.Itoa(n)]; !blank(v) {
			list = append(list, v)
		}
	}
	return list
}

// blank says whether nothing was filled in.
func blank(t tree) bool {
	switch v := t.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !blank(e) })
	case map[string]any:
		for _, e := range v {
			if !blank(e) {
				return false
			}
		}
		return true
	}
	return false
}

// pointer makes a JSON Pointer of its parts.
func pointer(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString("/" + escaped.Replace(p))
	}
	return b.String()
}

var escaped = strings.NewReplacer("~", "~0", "/", "~1")
