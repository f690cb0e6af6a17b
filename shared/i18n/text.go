package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Args are named arguments: {name} in a text is Args["name"]. The plural form
// follows Args["n"].
type Args map[string]any

// A Texter writes itself in the reader's language, for arguments that are
// words rather than names (a kind, a state, a time).
type Texter interface{ Text(l Lang) string }

// Key is an argument that is itself a message key.
type Key string

// Text gives the message of the key.
func (k Key) Text(l Lang) string { return T(l, string(k)) }

// T gives the text of a key in a language, {0} {1} … filled from args in
// order, or {name} from a single Args. The plural form follows the first
// whole number among args. An unknown key is returned as it is; an argument
// that is missing stays visible as its placeholder.
func T(l Lang, key string, args ...any) string {
	named, n, counted := arguments(args)
	text, ok := lookup(l, key, n, counted)
	if !ok {
		return key
	}
	return fill(text, func(name string) (string, bool) {
		if named != nil {
			v, ok := named[name]
			return show(l, v), ok
		}
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || i >= len(args) {
			return "", false
		}
		return show(l, args[i]), true
	})
}

// arguments tells named from positional ones and finds the number to count by.
func arguments(args []any) (named Args, n int64, counted bool) {
	if len(args) == 1 {
		switch a := args[0].(type) {
		case Args:
			named = a
		case map[string]any:
			named = a
		}
	}
	if named != nil {
		n, counted = whole(named["n"])
		return named, n, counted
	}
	for _, a := range args {
		if n, counted = whole(a); counted {
			return nil, n, true
		}
	}
	return nil, 0, false
}

// whole gives the value of whole numbers, also of those that came out of JSON.
func whole(v any) (int64, bool) {
	switch v := v.(type) {
	case int:
		return int64(v), true
	case int64:
		return v, true
	case int32:
		return int64(v), true
	case float64:
		return int64(v), v == float64(int64(v))
	}
	return 0, false
}

// show writes one argument. Times in texts should come from DateTime, which
// knows today; a bare one is written with its year.
func show(l Lang, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case Texter:
		return v.Text(l)
	case time.Time:
		return DateTime(l, v, time.Time{})
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// written is a text whose arguments are only made when it names them: a page has
// hundreds of times.
func written(l Lang, key string, value func(name string) (string, bool)) string {
	text, ok := lookup(l, key, 0, false)
	if !ok {
		return key
	}
	return fill(text, value)
}

// fill replaces every {name} for which value knows one. What is filled in is
// not looked at again, so a stranger's text cannot name an argument.
func fill(text string, value func(name string) (string, bool)) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		length := strings.IndexByte(text[open:], '}')
		if length < 0 {
			break
		}
		b.WriteString(text[:open])
		placeholder := text[open : open+length+1]
		if v, ok := value(placeholder[1:length]); ok {
			b.WriteString(v)
		} else {
			b.WriteString(placeholder)
		}
		text = text[open+length+1:]
	}
	b.WriteString(text)
	return b.String()
}
