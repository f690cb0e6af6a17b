package policy

import (
	"slices"
	"strconv"
	"strings"
)

// sections checks every entry of every section.
func (c *checker) sections() {
	p := c.p
	for i := range p.Kinds {
		c.at("kinds", &p.Kinds[i].Entry, true)
		if !slices.Contains(ItemKinds(), p.Kinds[i].Base) {
			c.add(Unknown, "base %q", p.Kinds[i].Base)
		}
	}
	for i := range p.Fields {
		c.field(&p.Fields[i])
	}
	for i := range p.Roles {
		c.roleEntry(&p.Roles[i])
	}
	for i := range p.Decisions {
		c.decision(&p.Decisions[i])
	}
	c.standards()
	c.course()
}

// course checks the sections that say what happens.
func (c *checker) course() {
	p := c.p
	for i := range p.Stages {
		c.at("stages", &p.Stages[i].Entry, true)
		c.refs(p.Stages[i].Covers...)
	}
	for i := range p.Itinerary {
		c.item(&p.Itinerary[i])
	}
	for i := range p.Rules {
		c.rule(&p.Rules[i])
	}
	for i := range p.Approvals {
		c.approval(&p.Approvals[i])
	}
	for i := range p.Tasks {
		c.task(&p.Tasks[i], nil)
	}
	for i := range p.Papers {
		c.paper(&p.Papers[i])
	}
	for i := range p.Messages {
		c.message(&p.Messages[i])
	}
	for i := range p.Proposals {
		c.at("proposals", &p.Proposals[i].Entry, false)
		c.add(NotRunning, "proposal %s", p.Proposals[i].ID)
		for _, l := range p.Proposals[i].Give {
			c.literal(l)
		}
	}
}

var fieldTypes = []Type{TypeText, TypeChoice, TypeYesNo, TypeNumber, TypeMoney, TypeTime, TypeDate, TypeSpan, TypeList, TypeRole, TypeRank, TypeStrength, TypeStaff, TypeEntry}

func (c *checker) typ(t Type, choices []Choice) {
	if !slices.Contains(fieldTypes, t) {
		c.add(Unknown, "type %q", t)
	}
	if t == TypeChoice && len(choices) == 0 {
		c.add(Incomplete, "a choice has no choices")
	}
	seen := map[string]bool{}
	for _, ch := range choices {
		if ch.ID == "" || seen[ch.ID] {
			c.add(Contradiction, "choice %q is empty or there twice", ch.ID)
		}
		seen[ch.ID] = true
	}
}

func (c *checker) field(f *Field) {
	c.at("fields", &f.Entry, true)
	c.typ(f.Type, f.Choices)
	c.columns(f.Rows)
	if f.Ask != "" {
		c.role(f.Ask)
	}
	prefix, _, ok := strings.Cut(f.ID, ".")
	known := []string{"visit", "customer", "party", "request"}
	if !ok || !slices.Contains(known, prefix) && !c.isKind(prefix) {
		c.add(Unknown, "a field belongs to visit, customer, party or a kind of thing, not to %q", prefix)
	}
}

func (c *checker) columns(list []Column) {
	for _, col := range list {
		c.typ(col.Type, col.Choices)
		if col.ID == "" || col.ZH == "" || col.EN == "" {
			c.add(Incomplete, "column %q lacks id or text", col.ID)
		}
	}
}

func (c *checker) roleEntry(r *Role) {
	c.at("roles", &r.Entry, true)
	if r.Is != "" {
		c.role(r.Is)
	}
	if r.Of != "" && r.Of != "customer" && r.Of != "item" {
		c.role(r.Of)
	}
	switch r.Per {
	case "", "reception", "item":
	case "guest":
		c.add(NotRunning, "role per guest")
	default:
		c.add(Unknown, "per: %q", r.Per)
	}
}

// decision checks that a table always speaks and that every row can.
func (c *checker) decision(d *Decision) {
	c.at("decisions", &d.Entry, true)
	if !d.Type.IsZero() {
		c.typ(d.Type.Type, d.Type.Choices)
	}
	if d.Is.IsZero() && len(d.Rows) == 0 && d.By == "" || !d.Is.IsZero() && len(d.Rows) > 0 {
		c.add(Incomplete, "a decision says one of is, rows or by")
	}
	c.literal(d.Is)
	c.value(d, d.Is)
	if d.By != "" {
		c.role(d.By)
	}
	rest, seen := false, map[string]bool{}
	for _, r := range d.Rows {
		key := r.key()
		if rest || seen[key] {
			c.add(Contradiction, "row %s is never reached", r.ID)
		}
		if r.ID == "" || seen["#"+r.ID] {
			c.add(Contradiction, "row id %q is empty or there twice", r.ID)
		}
		seen[key], seen["#"+r.ID] = true, true
		rest = rest || r.When.IsZero() && r.Unless.IsZero()
		c.when(r.When)
		c.when(r.Unless)
		c.literal(r.Is)
		c.value(d, r.Is)
		if r.Is.IsZero() {
			c.add(Incomplete, "row %s says no value", r.ID)
		}
	}
	if len(d.Rows) > 0 && !rest {
		c.add(Incomplete, "the table has no row for everything else")
	}
}

// key is the condition of a row as text.
func (r Row) key() string {
	a, _ := r.When.MarshalJSON()
	b, _ := r.Unless.MarshalJSON()
	return string(a) + string(b)
}

// value checks that a literal is of the decision's type.
func (c *checker) value(d *Decision, l Literal) {
	if l.IsZero() || l.Blank() || l.Ref() != "" {
		return
	}
	if v := d.read(l); !v.Known() {
		c.add(Contradiction, "%s is no %s", l, d.typ())
	}
	if d.typ() == TypeRole {
		c.role(l.list...)
	}
}

func (c *checker) standards() {
	for _, thing := range sortedKeys(c.p.Standards) {
		rows := c.p.Standards[thing]
		if c.section = "standards"; !c.isKind(thing) {
			c.entry = thing
			c.add(Unknown, "standards for %q", thing)
		}
		for i := range rows {
			c.standard(&rows[i])
		}
	}
}

func (c *checker) standard(s *Standard) {
	c.at("standards", &s.Entry, false)
	for _, name := range sortedKeys(s.Shall) {
		c.test(name, s.Shall[name])
	}
	if s.Cap != nil {
		for _, l := range []Literal{s.Cap.Base, s.Cap.For, s.Cap.Extra} {
			c.literal(l)
		}
		if !slices.Contains([]string{"", "planned", "confirmed", "checked-in"}, s.Cap.Count) {
			c.add(Unknown, "count: %q", s.Cap.Count)
		}
	}
	c.then(s.Then, s.By)
}

// then checks a strength and who may allow the exception.
func (c *checker) then(l Literal, by string) {
	c.literal(l)
	if l.Ref() == "" && !slices.Contains(strengths, l.String()) {
		c.add(Unknown, "then: %q", l)
	}
	if (l.String() == string(Exception) || l.Ref() != "") && by == "" {
		c.add(Incomplete, "an exception needs by: who may grant it")
	}
	if by != "" {
		c.role(by)
	}
}

func (c *checker) item(i *Item) {
	c.at("itinerary", &i.Entry, true)
	c.kind(i.Kind)
	c.moment(i.At)
	c.role(i.With...)
	c.literal(i.Takes)
	if i.After != "" && !c.resolves("item."+i.After) {
		c.add(Unresolved, "after: %q", i.After)
	}
}

func (c *checker) rule(r *Rule) {
	c.at("rules", &r.Entry, len(r.Needs) == 0)
	if len(r.At) == 0 {
		c.add(Incomplete, "a rule has at: its gate")
	}
	c.gates(r.At)
	for _, any := range r.Needs {
		c.refs(any...)
		for _, ref := range any {
			if f := c.p.index.fields[ref]; f != nil && f.NeverRequired && len(any) == 1 {
				c.add(Contradiction, "%s is never required", ref)
			}
		}
	}
	c.then(r.Then, r.By)
	if r.When.IsZero() && r.Unless.IsZero() && len(r.Needs) == 0 && len(r.Each) == 0 {
		c.add(Contradiction, "it always fires")
	}
}

func (c *checker) gates(list []string) {
	for _, g := range list {
		if _, ok := gateOrder[Gate(g)]; !ok {
			c.add(Unknown, "gate %q", g)
		}
	}
}

func (c *checker) approval(a *Approval) {
	c.at("approvals", &a.Entry, true)
	c.gates(a.Before)
	c.refs(a.Shows...)
	c.moment(append(slices.Clone(a.Remind), a.From)...)
	c.literal(a.Within)
	c.role(a.Overdue...)
	if len(a.Steps) == 0 {
		c.add(Incomplete, "an approval has steps")
	}
	for _, s := range a.Steps {
		c.when(s.When)
		c.when(s.Unless)
		c.role(s.Who...)
		c.fills(s.Fills)
		if n, err := strconv.Atoi(s.Need); s.Need != "" && s.Need != "all" && s.Need != "any" && (err != nil || n < 1 || n > len(s.Who)) {
			c.add(Unknown, "need: %q", s.Need)
		}
		if s.Own != "" && s.Own != "allowed" {
			c.add(Unknown, "own: %q", s.Own)
		}
		if s.ID == "" || len(s.Who) == 0 {
			c.add(Incomplete, "a step has id and who")
		}
	}
}

// fills are facts, references, or words that only this task knows.
func (c *checker) fills(list []string) {
	for _, r := range list {
		if strings.Contains(r, ".") {
			c.refs(r)
		}
	}
}

func (c *checker) task(t, parent *Task) {
	c.at("tasks", &t.Entry, true)
	if parent == nil && !slices.Contains([]string{"before", "during", "after"}, t.Phase) {
		c.add(Unknown, "phase: %q", t.Phase)
	}
	c.moment(t.From, t.Due)
	c.moment(t.Remind...)
	c.moment(t.Again...)
	if len(t.Again) > 0 {
		c.add(NotRunning, "again")
	}
	for _, id := range t.After {
		c.refs("task." + id)
	}
	c.role(t.Overdue...)
	c.role(t.Owner...)
	c.fills(t.Fills)
	c.literal(t.Times)
	if t.Call != "" {
		c.role(t.Call)
	}
	if len(t.Owner) == 0 && len(t.Tasks) == 0 && (parent == nil || len(parent.Owner) == 0) {
		c.add(Incomplete, "nobody owns the task")
	}
	for i := range t.Tasks {
		child := t.Tasks[i]
		if len(child.Owner) == 0 {
			child.Owner = t.Owner
		}
		c.task(&child, t)
	}
}

func (c *checker) paper(p *Paper) {
	c.at("papers", &p.Entry, true)
	if p.By != "" {
		c.role(p.By)
	}
	c.role(p.To...)
	for _, f := range p.Fields {
		if f.Own != nil {
			c.columns([]Column{*f.Own})
		} else if _, role := c.p.index.roles[f.Ref]; !role {
			c.refs(f.Ref)
		}
	}
	c.columns(p.Rows)
	if p.Signed != "" {
		c.refs("approval." + p.Signed)
	}
	if p.ConfirmedBy != "" {
		c.role(p.ConfirmedBy)
	}
	if p.Freezes != "" {
		c.add(NotRunning, "freezes")
	}
}

func (c *checker) message(m *Message) {
	c.at("messages", &m.Entry, true)
	c.moment(m.Upon)
	if m.Upon.IsZero() {
		c.add(Incomplete, "a message has upon: its moment")
	}
	c.role(m.To...)
	c.refs(m.With...)
	switch m.Via {
	case "mail", "screen":
	case "chat":
		c.add(NotRunning, "via: chat")
	default:
		c.add(Unknown, "via: %q", m.Via)
	}
}
