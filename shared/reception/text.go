package reception

import (
	"maps"
	"time"
)

// cutAt is how much of a comment an event carries, in runes.
const cutAt = 500

// cut shortens a text for an event.
func cut(s string) string {
	if r := []rune(s); len(r) > cutAt {
		return string(r[:cutAt-1]) + "…"
	}
	return s
}

// with adds a moment to a copy, so that a decision may be repeated.
func with(m map[string]time.Time, name string, at time.Time) map[string]time.Time {
	m = maps.Clone(m)
	if m == nil {
		m = map[string]time.Time{}
	}
	m[name] = at
	return m
}
