package policy

// An index finds entries by id; it is built once and then only read.
type index struct {
	decisions map[string]*Decision
	fields    map[string]*Field
	roles     map[string]*Role
}

// prepare builds the index.
func (p *Policy) prepare() {
	x := &index{decisions: map[string]*Decision{}, fields: map[string]*Field{}, roles: map[string]*Role{}}
	for i := range p.Decisions {
		x.decisions[p.Decisions[i].ID] = &p.Decisions[i]
	}
	for i := range p.Fields {
		x.fields[p.Fields[i].ID] = &p.Fields[i]
	}
	for i := range p.Roles {
		x.roles[p.Roles[i].ID] = &p.Roles[i]
	}
	p.index = x
}
