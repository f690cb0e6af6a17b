package reception

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// valueLabel is what a value is called where no policy is at hand.
func valueLabel(l i18n.Lang, ref string) string {
	if key := "reception.value." + ref; i18n.Has(l, key) {
		return i18n.T(l, key)
	}
	if f, ok := policy.Registered(ref); ok {
		return f.Words.In(l)
	}
	return ref
}

// local is a moment at the site; nil for none.
func (r *Reception) local(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return new(at.In(r.zone))
}

// compareTimes orders moments; none comes last.
func compareTimes(a, b *time.Time) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return a.Compare(*b)
}

// due lists what falls due, earliest first: decisions, tasks, and what the
// life clock will do. What names them: a task's id, the subject of an ask, or
// the clock.
func (t *turn) due() []DueView {
	views := []DueView{}
	if !t.Head.State.Alive() {
		return views
	}
	add := func(what string, at time.Time, who ...string) {
		if !at.IsZero() {
			who = list(slices.DeleteFunc(who, func(s string) bool { return s == "" }))
			views = append(views, DueView{What: what, At: t.Local(at), Who: who})
		}
	}
	for _, a := range t.Asks {
		if a.State == AskOpen {
			add(a.Subject, a.Due, a.Person)
		}
	}
	for _, k := range t.Tasks() {
		if k.State == TaskAsked || k.State == TaskOverdue || k.State == TaskWaiting {
			add(k.ID, k.Due, k.Owner)
		}
	}
	for _, c := range t.Head.Clocks {
		if c.Fired == nil && !strings.HasPrefix(c.What, "message:") {
			add(c.What, c.At, t.waitsOn(c.What)...)
		}
	}
	slices.SortStableFunc(views, func(a, b DueView) int { return a.At.Compare(b.At) })
	return views
}

// waitsOn are the people whom a clock of the life concerns.
func (t *turn) waitsOn(what string) []string {
	switch {
	case strings.HasPrefix(what, "overdue"), strings.HasPrefix(what, "remind"):
		if t.Head.Owner != "" {
			return []string{t.Head.Owner}
		}
		return t.officePeople()
	case what == ClockDayBefore:
		return []string{t.Head.Specialist}
	}
	return []string{}
}
