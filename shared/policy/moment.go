package policy

import (
	"strings"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/fault"
)

// A Moment is a point in time as a regulation names it: a name, and a span
// before or after it: "start - 1d", "approved.sheet", "end + $report_within".
// In what Evaluate gives, references are replaced by the decided span and the
// moments of things name their thing: "item.start@i3 - 15m". A Moment is
// written and stored as that text, so that what depends on it moves with it.
// The zero Moment is none.
type Moment struct {
	Name  string // start, item.end, approved.CHAIN, due …
	Thing string // id of the thing whose moment it is
	Sign  int    // +1, -1; 0 without a span
	Span  Span
	Ref   string // the decision that holds the span ("report_within"), while it is not decided
}

// ParseMoment reads a written moment. It knows the form, not the names.
// Errors are faults with code "invalid".
func ParseMoment(s string) (Moment, error) {
	bad := fault.Field("", "invalid", s)
	f := strings.Fields(s)
	if len(f) != 1 && len(f) != 3 {
		return Moment{}, bad
	}
	var m Moment
	m.Name, m.Thing, _ = strings.Cut(f[0], "@")
	if m.Name == "" || strings.ContainsAny(m.Name, "+-$\"") && !strings.Contains(m.Name, ".") {
		return Moment{}, bad
	}
	if len(f) == 1 {
		return m, nil
	}
	switch f[1] {
	case "+":
		m.Sign = 1
	case "-":
		m.Sign = -1
	default:
		return Moment{}, bad
	}
	var err error
	if ref, ok := strings.CutPrefix(f[2], "$"); ok && ref != "" {
		m.Ref = ref
	} else if m.Span, err = ParseSpan(f[2]); err != nil {
		return Moment{}, bad
	}
	return m, nil
}

// String is the written form.
func (m Moment) String() string {
	s := m.Name
	if m.Thing != "" {
		s += "@" + m.Thing
	}
	if m.Sign == 0 {
		return s
	}
	sign := " + "
	if m.Sign < 0 {
		sign = " - "
	}
	if m.Ref != "" {
		return s + sign + "$" + m.Ref
	}
	return s + sign + m.Span.String()
}

// Anchor is the moment without its span: the key under which Resolve looks
// the base up ("item.start@i3").
func (m Moment) Anchor() string { return Moment{Name: m.Name, Thing: m.Thing}.String() }

// IsZero tells whether there is no moment.
func (m Moment) IsZero() bool { return m == Moment{} }

// MarshalText writes the moment as it is written in a policy.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads it; an empty text is the zero Moment.
func (m *Moment) UnmarshalText(raw []byte) (err error) {
	*m = Moment{}
	if len(raw) > 0 {
		*m, err = ParseMoment(string(raw))
	}
	return err
}

// Anchors tells when a named moment is: "start", "approved.sheet",
// "item.start@i3"; false while it is not known.
type Anchors func(anchor string) (time.Time, bool)

// AnchorMap makes Anchors of a map.
func AnchorMap(m map[string]time.Time) Anchors {
	return func(a string) (time.Time, bool) {
		t, ok := m[a]
		return t, ok
	}
}

// Resolve gives the point in time at which something is due: a span in days
// ends at the site's close of business, every other span to the minute. It is
// false while the base has not happened or the span is not decided.
func (m Moment) Resolve(anchors Anchors, c *calendar.Calendar) (time.Time, bool) {
	t, ok := m.resolve(anchors, c)
	if ok && m.Span.days() {
		t = c.Close(t)
	}
	return t, ok
}

// ResolveFrom is Resolve for what begins or is sent at a moment: a span in
// days begins when the site opens.
func (m Moment) ResolveFrom(anchors Anchors, c *calendar.Calendar) (time.Time, bool) {
	t, ok := m.resolve(anchors, c)
	if ok && m.Span.days() {
		t = c.Opening(t)
	}
	return t, ok
}

func (m Moment) resolve(anchors Anchors, c *calendar.Calendar) (time.Time, bool) {
	t, ok := anchors(m.Anchor())
	if !ok || m.Ref != "" {
		return time.Time{}, false
	}
	if m.Sign == 0 {
		return t, true
	}
	return m.Span.From(t, m.Sign, c), true
}

// DueAt resolves when work is due, that arose at a time: a due time that is
// past already is now, and urgent.
func (w *Work) DueAt(anchors Anchors, c *calendar.Calendar, arose time.Time) (due time.Time, urgent, ok bool) {
	due, ok = w.Due.Resolve(anchors, c)
	if ok && due.Before(arose) {
		return arose, true, true
	}
	return due, false, ok
}
