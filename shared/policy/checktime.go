package policy

import (
	"slices"
	"strings"
)

// scheduled moments move with the visit; events are known when they happen.
var (
	scheduled = []string{"start", "end", "arrival", "departure", "leg.in", "leg.out", "leg.home",
		"item.start", "item.end", "item.leave", "promise.due", "due"}
	events = []string{"submitted", "accepted", "published", "confirmed", "settled", "closed", "incident.at", "match.at"}
)

// momentKind tells whether a moment exists, and whether it is an event.
func (c *checker) momentKind(name string) (event, ok bool) {
	if slices.Contains(scheduled, name) {
		return false, true
	}
	if slices.Contains(events, name) {
		return true, true
	}
	prefix, id, _ := strings.Cut(name, ".")
	switch prefix {
	case "approved":
		return true, c.resolves("approval." + id)
	case "filed", "confirmed":
		return true, c.resolves("paper." + id)
	case "done":
		return true, c.resolves("task." + id)
	case "booked":
		return true, c.isKind(id)
	case "changed":
		return true, c.resolves("role."+id) || id == "guests"
	case "first", "last":
		kind, end, _ := strings.Cut(id, ".")
		return false, c.isKind(kind) && (end == "start" || end == "end")
	}
	return false, false
}

// moment checks moments of entries.
func (c *checker) moment(list ...Moment) {
	for _, m := range list {
		if m.IsZero() {
			continue
		}
		event, ok := c.momentKind(m.Name)
		if !ok {
			c.add(Unknown, "moment %q", m.Name)
		}
		if event && m.Sign < 0 {
			c.add(Contradiction, "%s: an event has no before", m)
		}
		if m.Ref != "" {
			c.ref(m.Ref)
		}
	}
}

// cycles finds tasks that wait for themselves and decisions that rest on
// themselves.
func (c *checker) cycles() {
	after := map[string][]string{}
	c.waits(c.p.Tasks, after)
	c.section = "tasks"
	c.loop(after)
	rests := map[string][]string{}
	for i := range c.p.Decisions {
		d := &c.p.Decisions[i]
		rests[d.ID] = d.reads()
	}
	c.section = "decisions"
	c.loop(rests)
}

// waits collects what each task waits for; a group waits for its tasks.
func (c *checker) waits(list []Task, after map[string][]string) {
	for _, t := range list {
		after[t.ID] = append(after[t.ID], t.After...)
		for _, m := range []Moment{t.From, t.Due} {
			if id, ok := strings.CutPrefix(m.Name, "done."); ok {
				after[t.ID] = append(after[t.ID], id)
			}
		}
		for _, child := range t.Tasks {
			after[t.ID] = append(after[t.ID], child.ID)
		}
		c.waits(t.Tasks, after)
	}
}

// loop reports every entry from which one comes back to it.
func (c *checker) loop(edges map[string][]string) {
	for id := range edges {
		seen := map[string]bool{}
		var walk func(string) bool
		walk = func(at string) bool {
			for _, next := range edges[at] {
				if next == id {
					return true
				}
				if !seen[next] {
					seen[next] = true
					if walk(next) {
						return true
					}
				}
			}
			return false
		}
		if walk(id) {
			c.entry = id
			c.add(Contradiction, "it waits for itself")
		}
	}
	slices.SortStableFunc(c.found, func(a, b Problem) int {
		if a.Section != b.Section || a.Text != b.Text {
			return 0
		}
		return strings.Compare(a.Entry, b.Entry)
	})
}

// reads lists the decisions and facts that a decision rests on.
func (d *Decision) reads() (names []string) {
	lit := func(l Literal) {
		for _, s := range l.list {
			if r, ok := strings.CutPrefix(s, "$"); ok {
				names = append(names, r)
			}
		}
	}
	conditions := []When{d.When, d.Unless}
	lit(d.Is)
	for _, r := range d.Rows {
		conditions = append(conditions, r.When, r.Unless)
		lit(r.Is)
	}
	names = append(names, mentioned(conditions)...)
	return names
}
