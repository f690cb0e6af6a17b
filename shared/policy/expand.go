package policy

import (
	"slices"
	"strings"
)

// An instance is a thing for which an entry becomes one piece of work, or a
// group of things that share one (marks).
type instance struct {
	th    *Thing
	marks []ThingRef
	waits []string
}

// instances lists the things for which an entry holds. Guests and legs share
// one instance with a mark for each: three hundred tasks would help nobody.
func (e *evaluator) instances(en *Entry) (list []instance) {
	var shared *instance
	for _, th := range e.among(en.Each) {
		v := e.applies(th, en)
		if v.is == no {
			continue
		}
		if th.Kind != "guest" && th.Kind != "leg" {
			list = append(list, instance{th: th, waits: v.waits})
			continue
		}
		if shared == nil {
			list = append(list, instance{th: th})
			shared = &list[len(list)-1]
		}
		shared.marks = append(shared.marks, th.ref())
		shared.waits = union(shared.waits, v.waits)
	}
	return list
}

// applies tells whether an entry, and every group around it, holds for a thing.
func (e *evaluator) applies(th *Thing, en *Entry) verdict {
	v := e.holds(th, en.When, en.Unless)
	for _, g := range en.outer {
		v = v.and(e.holds(th, g.When, g.Unless))
	}
	return v
}

// id is the entry's id, or id@thing.
func (i instance) id(entry string) string {
	if i.th.parent == nil || i.marks != nil {
		return entry
	}
	return entry + "@" + i.th.ID
}

// thing is what the work is about; work with marks is about none alone.
func (i instance) thing() ThingRef {
	if i.marks != nil {
		return ThingRef{}
	}
	return i.th.ref()
}

// moment makes a moment of an entry concrete: the decided span, and the
// thing whose moment it is.
func (e *evaluator) moment(m Moment, in instance) Moment {
	if m.Ref != "" {
		if s, ok := e.decision(m.Ref).Value.Span(); ok {
			m.Span, m.Ref = s, ""
		}
	}
	prefix, _, _ := strings.Cut(m.Name, ".")
	switch prefix {
	case "item", "promise", "incident", "match", "leg":
		if in.marks == nil && in.th.parent != nil {
			m.Thing = in.th.ID
		}
	}
	return m
}

func (e *evaluator) moments(list []Moment, in instance) (all []Moment) {
	for _, m := range list {
		all = append(all, e.moment(m, in))
	}
	return all
}

// title renders the words of an entry for an instance; several guests are
// named by their number.
func (e *evaluator) title(w Words, in instance) Words {
	if len(in.marks) < 2 {
		return e.render(w, in.th)
	}
	kind := e.kindWords(in.marks[0].Kind)
	group := &Thing{Kind: in.th.Kind, parent: in.th.parent, values: map[string]Value{}}
	out := Words{}
	for _, l := range []lang{"zh", "en"} {
		group.SetString(in.th.Kind+".name", e.count(l, len(in.marks), kind))
		if l == "zh" {
			out.ZH = e.fill(l, w.ZH, group)
		} else {
			out.EN = e.fill(l, w.EN, group)
		}
	}
	return out
}

// tasks expands the tasks of the policy into work.
func (e *evaluator) tasks() (work []Work, groups []Group) {
	x := &expansion{e: e, byEntry: map[string][]int{}, work: make([]Work, 0, e.p.index.size)}
	for i := range e.p.index.tasks {
		x.task(&e.p.index.tasks[i], "")
	}
	x.link()
	return x.work, x.groups
}

// An expansion collects the work.
type expansion struct {
	e       *evaluator
	work    []Work
	groups  []Group
	byEntry map[string][]int
}

// task expands one task of a group, or of none.
func (x *expansion) task(t *Task, group string) {
	if len(t.Tasks) > 0 {
		x.group(t)
		return
	}
	for _, in := range x.e.instances(&t.Entry) {
		w := x.e.one(t, in)
		w.Parent = group
		x.byEntry[t.ID] = append(x.byEntry[t.ID], len(x.work))
		x.work = append(x.work, w)
	}
}

// group expands the tasks of a group.
func (x *expansion) group(t *Task) {
	from := len(x.work)
	for i := range t.Tasks {
		x.task(&t.Tasks[i], t.ID)
	}
	g := Group{ID: t.ID, Words: x.e.render(t.Words, &x.e.f.Thing), Cite: t.Cite}
	for i := from; i < len(x.work); i++ {
		g.Tasks = append(g.Tasks, x.work[i].ID)
		x.byEntry[t.ID] = append(x.byEntry[t.ID], i)
	}
	if len(g.Tasks) > 0 {
		x.groups = append(x.groups, g)
	}
}

// inherited gives tasks with what they inherit from the groups around them.
func inherited(list []Task, group *Task) []Task {
	list = slices.Clone(list)
	for i := range list {
		t := &list[i]
		if group != nil {
			t.inherit(group)
		}
		t.Tasks = inherited(t.Tasks, t)
	}
	return list
}

// inherit takes from the group what the task does not say. A condition of
// the group holds besides the task's own.
func (t *Task) inherit(g *Task) {
	if t.Phase == "" {
		t.Phase = g.Phase
	}
	if len(t.Each) == 0 {
		t.Each = g.Each
	}
	if t.From.IsZero() {
		t.From = g.From
	}
	if t.Due.IsZero() {
		t.Due = g.Due
	}
	if len(t.Owner) == 0 {
		t.Owner = g.Owner
	}
	if t.Remind == nil {
		t.Remind = g.Remind
	}
	if t.Overdue == nil {
		t.Overdue = g.Overdue
	}
	t.After = union(g.After, t.After)
	t.outer = append(g.outer[:len(g.outer):len(g.outer)], g)
}

// one makes the work of an instance.
func (e *evaluator) one(t *Task, in instance) Work {
	w := Work{ID: in.id(t.ID), Entry: t.ID, Phase: t.Phase, Title: e.title(t.Words, in), Owners: e.roles(t.Owner...),
		From: e.moment(t.From, in), Due: e.moment(t.Due, in), Remind: e.moments(t.Remind, in), Overdue: e.roles(t.Overdue...),
		After: t.After, Fills: t.Fills, Call: t.Call, Optional: t.Optional, Failure: t.Failure, Again: e.moments(t.Again, in),
		Sheet: t.Sheet, Thing: in.thing(), Marks: in.marks, Cite: t.Cite, Ours: t.Ours, Waits: in.waits}
	if t.Standard != nil {
		w.Standard = *t.Standard
	}
	if n, ok := e.literalNumber(t.Times); ok {
		w.Times = n
	}
	return w
}

// literalNumber reads a number that may be a decision.
func (e *evaluator) literalNumber(l Literal) (int, bool) {
	v := parse(TypeNumber, nil, l.String())
	if ref := l.Ref(); ref != "" {
		v = e.decision(ref).Value
	}
	n, ok := v.Number()
	return int(n), ok
}

// link turns the entries that work waits for into the work that came of
// them: that of the same thing where there is one. What was left out counts
// as done.
func (x *expansion) link() {
	for i := range x.work {
		w := &x.work[i]
		var after []string
		for _, entry := range w.After {
			after = union(after, x.waited(w, x.byEntry[entry]))
		}
		w.After = after
	}
}

func (x *expansion) waited(w *Work, list []int) (ids []string) {
	var same []string
	for _, k := range list {
		o := &x.work[k]
		if o.ID == w.ID {
			continue
		}
		ids = append(ids, o.ID)
		if !w.Thing.IsZero() && o.Thing.Kind == w.Thing.Kind && o.Thing.ID == w.Thing.ID {
			same = append(same, o.ID)
		}
	}
	if same != nil {
		return same
	}
	return ids
}
