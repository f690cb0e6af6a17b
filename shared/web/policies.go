package web

import (
	"slices"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
)

// A PolicyLine is one policy in force.
type PolicyLine struct {
	ID      string         `json:"id"`
	Version string         `json:"version"`
	Hash    string         `json:"hash"`
	Title   string         `json:"title"`
	Source  []string       `json:"source"`
	Default bool           `json:"default"`
	Blanks  []policy.Blank `json:"blanks"` // what the company must still fill in
}

// A PolicyView is a policy with all it says.
type PolicyView struct {
	PolicyLine
	Levels    []policy.Choice              `json:"levels"`
	Standards map[string][]policy.Standard `json:"standards"`
	Stages    []policy.Stage               `json:"stages"`
	Kinds     []policy.Kind                `json:"kinds"`
	Roles     []policy.Role                `json:"roles"`
	Fields    []policy.Field               `json:"fields"`
	Decisions []policy.Decision            `json:"decisions"`
	Rules     []policy.Rule                `json:"rules"`
	Approvals []policy.Approval            `json:"approvals"`
	Tasks     []policy.Task                `json:"tasks"`
	Messages  []policy.Message             `json:"messages"`
	Papers    []policy.Paper               `json:"papers"`
	Settings  []Setting                    `json:"settings"`
}

// A Setting is the company's value for a blank or decision of a policy.
type Setting struct {
	ID    string         `json:"id"`
	Value policy.Literal `json:"value"`
}

// policyRoutes tell the rules in force.
func (s *Services) policyRoutes() []Route {
	return []Route{
		Get("/policies", "policies", "office", SignedIn, s.policies).Asks(listParams()...),
		Get("/policies/{id}", "policy", "office", SignedIn, s.policy).Asks(Param{"version", "string", "an older one"}),
	}
}

// policies lists what the company has adopted.
func (s *Services) policies(c *Call) (Items[PolicyLine], error) {
	lines := []PolicyLine{}
	for _, id := range c.Company.Info.Policies {
		p, err := s.Policies.Get(c.Context(), id, "")
		if err != nil {
			return Items[PolicyLine]{}, err
		}
		lines = append(lines, line(c, p))
	}
	return pageOf(c, lines)
}

// line is a policy in short.
func line(c *Call, p *policy.Policy) PolicyLine {
	return PolicyLine{ID: p.ID, Version: p.Version, Hash: p.Hash, Title: p.Words.In(c.Lang), Source: p.Sources,
		Default: p.ID == c.Company.Info.Policy, Blanks: p.OpenBlanks()}
}

// policy shows one that the company has adopted.
func (s *Services) policy(c *Call) (PolicyView, error) {
	if !slices.Contains(c.Company.Info.Policies, c.Path("id")) {
		return PolicyView{}, fault.Missing()
	}
	p, err := s.Policies.Get(c.Context(), c.Path("id"), c.Ask("version"))
	if err != nil {
		return PolicyView{}, err
	}
	v := PolicyView{PolicyLine: line(c, p), Standards: p.Standards, Stages: p.Stages, Kinds: p.Kinds, Roles: p.Roles, Fields: p.Fields,
		Decisions: p.Decisions, Rules: p.Rules, Approvals: p.Approvals, Tasks: p.Tasks, Messages: p.Messages, Papers: p.Papers, Levels: levels(p)}
	for _, id := range sortedKeys(p.Settings) {
		v.Settings = append(v.Settings, Setting{id, p.Settings[id]})
	}
	return v, nil
}

// levels are the choices of the decision about the level, lowest first.
func levels(p *policy.Policy) []policy.Choice {
	for _, d := range p.Decisions {
		if d.ID == "level" {
			return d.Type.Choices
		}
	}
	return nil
}
