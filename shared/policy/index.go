package policy

import "strings"

// An index finds entries by id; it is built once and then only read.
type index struct {
	decisions map[string]*Decision
	fields    map[string]*Field
	roles     map[string]*Role
	words     map[string]Words // of paper.x, task.x, approval.x, item.x
	asked     map[string]Gate  // field → first gate that needs it
	groups    map[string][]string
	items     map[string]bool // kinds of itinerary items
	needing   map[string]bool // rules that need something
	tasks     []Task          // with what they inherit from their groups
	size      int             // how many tasks there are
	blanks    []Blank
}

// prepare builds the index.
func (p *Policy) prepare() {
	x := &index{decisions: map[string]*Decision{}, fields: map[string]*Field{}, roles: map[string]*Role{},
		words: map[string]Words{}, asked: map[string]Gate{}, groups: map[string][]string{}, items: map[string]bool{}, needing: map[string]bool{}}
	for i := range p.Decisions {
		x.decisions[p.Decisions[i].ID] = &p.Decisions[i]
	}
	for i := range p.Fields {
		x.fields[p.Fields[i].ID] = &p.Fields[i]
	}
	for i := range p.Roles {
		x.roles[p.Roles[i].ID] = &p.Roles[i]
		x.words["role."+p.Roles[i].ID] = p.Roles[i].Words
	}
	for _, e := range p.Papers {
		x.words["paper."+e.ID] = e.Words
	}
	for _, e := range p.Approvals {
		x.words["approval."+e.ID] = e.Words
	}
	for _, e := range p.Itinerary {
		x.words["item."+e.ID] = e.Words
	}
	x.take(p.Tasks)
	x.tasks = inherited(p.Tasks, nil)
	x.gates(p.Rules)
	for _, k := range ItemKinds() {
		x.items[k] = true
	}
	for _, k := range p.Kinds {
		x.items[k.ID] = true
	}
	for _, r := range p.Rules {
		x.needing[r.ID] = len(r.Needs) > 0
	}
	p.index = x
	x.blanks = p.OpenBlanks()
}

// take takes in the words of tasks, and which tasks a group has.
func (x *index) take(list []Task) {
	x.size += len(list)
	for _, t := range list {
		x.words["task."+t.ID] = t.Words
		for _, c := range t.Tasks {
			x.groups[t.ID] = append(x.groups[t.ID], c.ID)
		}
		x.take(t.Tasks)
	}
}

// gates finds the first gate at which a rule needs a field: from there on an
// unknown field is missing.
func (x *index) gates(rules []Rule) {
	for _, r := range rules {
		for _, any := range r.Needs {
			for _, ref := range any {
				for _, g := range r.At {
					if was, ok := x.asked[ref]; !ok || Gate(g).Before(was) {
						x.asked[ref] = Gate(g)
					}
				}
			}
		}
	}
}

// refWords are the words of a reference: a fact, paper.x, role.x, task.x …
func (p *Policy) refWords(ref string) Words {
	if w, ok := p.index.words[ref]; ok && !w.IsZero() {
		return w
	}
	if d, ok := p.index.decisions[ref]; ok {
		return d.Words
	}
	if f, ok := p.index.fields[ref]; ok {
		return f.Words
	}
	if f, ok := registered()[ref]; ok {
		return f.Words
	}
	if w, ok := parts[ref]; ok {
		return w
	}
	name := ref[strings.LastIndex(ref, ".")+1:]
	if w, ok := parts[name]; ok { // role.specialist
		return w
	}
	return Words{name, name}
}
