package policy

import (
	"strconv"
	"strings"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/fault"
)

// A Unit says how a Span is counted.
type Unit string

// The units of spans: minutes and hours are exact, working hours and workdays
// follow the site's calendar, days are calendar days of the site.
const (
	Minutes      Unit = "m"
	Hours        Unit = "h"
	WorkingHours Unit = "wh"
	Days         Unit = "d"
	Workdays     Unit = "wd"
)

// A Span is a length of time as a regulation states it: "15m", "24h", "8wh",
// "3d", "2wd". It is not a duration: how long three workdays are depends on
// where they begin. The zero Span is none.
type Span struct {
	N    int
	Unit Unit
}

// ParseSpan reads "24h". Errors are faults with code "invalid".
func ParseSpan(s string) (Span, error) {
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i > 0 && i <= 6 {
		n, err := strconv.Atoi(s[:i])
		switch u := Unit(s[i:]); u {
		case Minutes, Hours, WorkingHours, Days, Workdays:
			return Span{n, u}, err
		}
	}
	return Span{}, fault.Field("", "invalid", s)
}

// String is the written form: "24h".
func (s Span) String() string {
	if s.IsZero() {
		return ""
	}
	return strconv.Itoa(s.N) + string(s.Unit)
}

// IsZero tells whether there is no span.
func (s Span) IsZero() bool { return s.Unit == "" }

// MarshalText writes "24h".
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads "24h"; an empty text is the zero Span.
func (s *Span) UnmarshalText(raw []byte) (err error) {
	*s = Span{}
	if len(raw) > 0 {
		*s, err = ParseSpan(string(raw))
	}
	return err
}

// exact is the length of spans that need no calendar.
func (s Span) exact() time.Duration {
	if s.Unit == Minutes {
		return time.Duration(s.N) * time.Minute
	}
	return time.Duration(s.N) * time.Hour
}

// days tells whether the span is counted in days of either kind.
func (s Span) days() bool { return s.Unit == Days || s.Unit == Workdays }

// From moves t by sign (+1, -1) times the span. A span in days ends at the
// wall-clock time of t on the day it leads to.
func (s Span) From(t time.Time, sign int, c *calendar.Calendar) time.Time {
	switch s.Unit {
	case WorkingHours:
		return c.AddWorkingTime(t, time.Duration(sign)*s.exact())
	case Days:
		return c.AddDays(t, sign*s.N)
	case Workdays:
		return c.AddWorkdays(t, sign*s.N)
	}
	return t.Add(time.Duration(sign) * s.exact())
}

// Compare tells whether the time from a to b is shorter (-1), as long as (0)
// or longer (+1) than the span, counted in the span's own unit: "3d" counts
// midnights of the site, "72h" hours.
func (s Span) Compare(a, b time.Time, c *calendar.Calendar) int {
	switch s.Unit {
	case Days:
		return order(c.Days(a, b), s.N)
	case Workdays:
		return order(c.Workdays(a, b), s.N)
	case WorkingHours:
		return order(int64(c.WorkingTime(a, b)), int64(s.exact()))
	}
	return order(int64(b.Sub(a)), int64(s.exact()))
}

// order compares two numbers.
func order[T int | int64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
