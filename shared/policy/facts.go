package policy

import (
	"slices"
	"time"

	"yingbin/shared/calendar"
)

// Facts are what is known about one reception (or one request) when a policy
// is asked. They are written before Evaluate and only read by it. A fact that
// is not set is unknown; SetNone says that there is no such thing. Sets that
// are known to be empty are set as such.
//
// Status facts (paper.x, approval.x, exception.x, task.x, role.x, state.x and
// reason.x) that are not set are none: the caller knows all of them.
type Facts struct {
	Thing
	// Now is the time at which the policy is asked.
	Now time.Time
	// Calendar is the site's; nil is a calendar of weekends in UTC.
	Calendar *calendar.Calendar
	events   map[string]time.Time
}

// NewFacts begins the facts of one question.
func NewFacts(now time.Time, c *calendar.Calendar) *Facts {
	if c == nil {
		c = calendar.ForChina(time.UTC)
	}
	return &Facts{Now: now, Calendar: c, Thing: Thing{Kind: "visit", values: map[string]Value{}}}
}

// A Thing is one of several of a kind: a guest, a meal, an itinerary item, an
// expense. It has the facts of its container unless it has its own.
type Thing struct {
	Kind  string // guest host leg day department expense gift material promise incident match, or a kind of itinerary item
	ID    string // stable: it becomes part of task ids ("serve@i3")
	Index int    // place among the things of its kind, for JSON Pointers
	// Label names the thing in sentences: a guest's name, an item's title.
	Label  Words
	values map[string]Value
	parent *Thing
	things []*Thing
	kinds  map[string]int // how many of each
}

// Add makes a thing within this one.
func (t *Thing) Add(kind, id string) *Thing {
	if t.kinds == nil {
		t.kinds = map[string]int{}
	}
	n := &Thing{Kind: kind, ID: id, Index: t.kinds[kind], parent: t, values: map[string]Value{}}
	t.kinds[kind]++
	t.things = append(t.things, n)
	return n
}

// Set states a fact ("guest.position") of this thing.
func (t *Thing) Set(name string, v Value) *Thing {
	if v.Known() {
		t.values[name] = v
	} else {
		delete(t.values, name)
	}
	return t
}

// SetNone states that there is no such thing.
func (t *Thing) SetNone(name string) *Thing { return t.Set(name, None()) }

// SetString states a text or choice; "" is unknown.
func (t *Thing) SetString(name, s string) *Thing { return t.Set(name, String(s)) }

// SetBool states a yes or no.
func (t *Thing) SetBool(name string, b bool) *Thing { return t.Set(name, Bool(b)) }

// SetNumber states a number or a rank.
func (t *Thing) SetNumber(name string, n int) *Thing { return t.Set(name, Number(float64(n))) }

// SetMoney states an amount; the zero Money is unknown.
func (t *Thing) SetMoney(name string, m Money) *Thing { return t.Set(name, Amount(m)) }

// SetTime states a point in time; the zero time is unknown.
func (t *Thing) SetTime(name string, at time.Time) *Thing { return t.Set(name, At(at)) }

// SetSpan states a span; the zero Span is unknown.
func (t *Thing) SetSpan(name string, s Span) *Thing { return t.Set(name, Length(s)) }

// SetSet states a set of strings; without items it is known to be empty.
func (t *Thing) SetSet(name string, items ...string) *Thing { return t.Set(name, Set(items...)) }

// Get gives the fact as this thing has it, its own or its container's. It
// does not compute anything.
func (t *Thing) Get(name string) Value {
	for ; t != nil; t = t.parent {
		if v, ok := t.values[name]; ok {
			return v
		}
	}
	return Value{}
}

// Names lists the facts that this thing itself states, in order.
func (t *Thing) Names() []string {
	names := make([]string, 0, len(t.values))
	for n := range t.values {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// Things lists the things within, those within those too, in the order they
// were added.
func (t *Thing) Things() []*Thing {
	var all []*Thing
	for _, n := range t.things {
		all = append(append(all, n), n.Things()...)
	}
	return all
}

// Choose states what a person decided where a policy proposes or leaves the
// choice to a role: it wins over every row of the decision. The value is text
// of the decision's type ("special", "24h", "500").
func (f *Facts) Choose(decision, value string) { f.SetString("chosen."+decision, value) }

// Event states when something happened: submitted, accepted, published,
// approved.CHAIN, filed.PAPER, done.TASK … Rules of the gates submit and accept, and all decisions, count
// their lead from "submitted" once there is one, those of publish from
// "published".
func (f *Facts) Event(name string, at time.Time) {
	if f.events == nil {
		f.events = map[string]time.Time{}
	}
	f.events[name] = at
}

// Grant states that an exception to a rule was granted: on the whole visit
// for things == nil, otherwise on each of them.
func (f *Facts) Grant(rule string, things ...*Thing) {
	f.status("exception."+rule, "granted", things)
}

// Reason states that the actor gave a reason for passing a rule.
func (f *Facts) Reason(rule string, things ...*Thing) { f.status("reason."+rule, "given", things) }

func (f *Facts) status(name, value string, things []*Thing) {
	if len(things) == 0 {
		f.SetString(name, value)
	}
	for _, t := range things {
		t.SetString(name, value)
	}
}
