package reception

import (
	"slices"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
)

// holders are the people to whom a role of the policy falls in this reception,
// absent ones not yet replaced: a built-in role, one that is another's name,
// one above the applicant, one named for this reception, or a position of the
// company.
func (t *turn) holders(role string) []string {
	role = strings.TrimPrefix(role, "role.")
	if list, ok := t.builtin(role); ok {
		return list
	}
	if def := t.policyRole(role); def != nil {
		switch {
		case def.Is != "":
			return t.holders(def.Is)
		case def.Per != "" || def.Of == "item":
			return t.assigned(role)
		case def.Of != "":
			return t.above(role, def.Of)
		}
	}
	return t.position(role)
}

// builtin resolves the roles that every policy knows.
func (t *turn) builtin(role string) ([]string, bool) {
	switch role {
	case "applicant":
		return []string{t.Head.Applicant}, true
	case "specialist":
		return one(t.Head.Specialist), true
	case "owner":
		return one(t.Head.Owner), true
	case "host", "hosts", "item.hosts":
		return t.hosts(), true
	case "leaders":
		return t.leaders(), true
	case "departments":
		return t.departments(), true
	case "departments.all":
		var list []string
		for _, d := range t.company.Departments() {
			list = append(list, d.Head)
		}
		return list, true
	case "guests", "contact", "supplier", "driver":
		return nil, true // no accounts: told by link
	}
	return nil, false
}

func one(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// policyRole finds a role that the policy defines.
func (t *turn) policyRole(id string) *policy.Role {
	for i := range t.policy.Roles {
		if t.policy.Roles[i].ID == id {
			return &t.policy.Roles[i]
		}
	}
	return nil
}

// assigned are the people named for a role of this reception or of its items.
func (t *turn) assigned(role string) []string {
	var list []string
	take := func(people []Assigned) {
		for _, p := range people {
			if p.Role == role && !slices.Contains(list, p.Staff) {
				list = append(list, p.Staff)
			}
		}
	}
	take(t.Plan.People)
	for _, it := range t.Items {
		take(it.People)
	}
	return list
}

// above is the position that belongs to somebody: the head of his department,
// unless the company has mapped the role.
func (t *turn) above(role, of string) []string {
	if list := t.mapped(role); list != nil {
		return list
	}
	if of == "applicant" {
		if h := t.company.HeadOf(t.Head.Department); h != nil {
			return []string{h.ID}
		}
	}
	for _, id := range t.holders(of) {
		if p := t.company.Above(id); p != nil {
			return []string{p.ID}
		}
	}
	return nil
}

// mapped gives the people whom the company has named for a role.
func (t *turn) mapped(role string) []string {
	if _, ok := t.company.Positions(t.Head.Policy.ID)[role]; !ok {
		return nil
	}
	return t.position(role)
}

// position is who answers for a position of the company that the policy knows.
func (t *turn) position(role string) []string {
	def := t.policyRole(role)
	if def == nil {
		return nil
	}
	if def.Many {
		var list []string
		for _, p := range t.company.Holders(t.Head.Policy.ID, role) {
			list = append(list, p.ID)
		}
		return list
	}
	if p := t.company.Holder(t.Head.Policy.ID, role); p != nil {
		return []string{p.ID}
	}
	return nil
}

// leaders are those of our leaders who take part: people of leaders' talks
// with the role leader or host, else the heads above the applicant.
func (t *turn) leaders() []string {
	list := t.assigned("leader")
	for _, it := range t.Items {
		if it.Kind != "leaders-talk" {
			continue
		}
		for _, p := range it.People {
			if !slices.Contains(list, p.Staff) {
				list = append(list, p.Staff)
			}
		}
	}
	return list
}

// departments are the heads of the departments that have a task here.
func (t *turn) departments() []string {
	var list []string
	for _, s := range t.Slips {
		open := slices.ContainsFunc(s.Tasks, func(k Task) bool { return k.State != TaskDropped })
		if h := t.company.HeadOf(s.Department); open && h != nil && !slices.Contains(list, h.ID) {
			list = append(list, h.ID)
		}
	}
	return list
}

// people are the holders of several roles, each once, the absent replaced by
// who stands in for the subject.
func (t *turn) people(subject string, roles ...string) []string {
	var list []string
	for _, role := range roles {
		for _, id := range t.holders(role) {
			if p := t.company.StandIn(id, subject, t.act.At); p != nil && !slices.Contains(list, p.ID) {
				list = append(list, p.ID)
			}
		}
	}
	return list
}

// approver is who is asked for a role: nobody approves what he applied for
// (it goes to the next above) unless the step says own.
func (t *turn) approvers(step policy.Sign) []string {
	var list []string
	for _, role := range step.Who {
		for _, id := range t.holders(role) {
			if id == t.Head.Applicant && !step.Own {
				if up := t.company.Above(id); up != nil {
					id = up.ID
				}
			}
			if !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
	}
	return list
}

// speech is the language in which the company writes its sheets.
func (t *turn) speech() i18n.Lang {
	if l := t.company.Info.Languages; len(l) > 0 {
		return l[0]
	}
	return i18n.ZH
}
