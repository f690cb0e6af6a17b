package policy_test

import (
	"slices"
	"testing"

	"yingbin/shared/policy"
)

// Every fact has a type, words in both languages and a gate, once.
func TestRegistry(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range policy.Registry() {
		if seen[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name] = true
		if f.Type == "" || f.Words.ZH == "" || f.Words.EN == "" || !slices.Contains(policy.Gates(), f.Gate) {
			t.Errorf("%+v lacks type, words or gate", f)
		}
		for _, c := range f.Choices {
			if c.ID == "" || c.ZH == "" || c.EN == "" {
				t.Errorf("%s: choice %+v", f.Name, c)
			}
		}
	}
	if len(seen) < 90 {
		t.Errorf("%d facts", len(seen))
	}
}

// A draft, and a blank that a gate needs, forbid adoption and say so.
func TestAdoptable(t *testing.T) {
	p := decode(t, `"draft":true,"decisions":[{"id":"least","type":"number","is":"blank","zh":"最少","en":"Least"},
			{"id":"idle","type":"number","is":"blank","zh":"无用","en":"Idle"}],
		"rules":[{"id":"r","at":"submit","when":{"party.count":"< $least"},"then":"refuse","zh":"太少","en":"Few"}]`)
	var entries []string
	for _, problem := range p.Adoptable() {
		entries = append(entries, problem.Entry)
	}
	if !slices.Equal(entries, []string{"", "least"}) {
		t.Errorf("got %q", entries)
	}
	if _, problems := p.With(map[string]string{"least": "many", "most": "3"}); len(problems) != 2 {
		t.Errorf("settings that are no number, or none: %v", problems)
	}
}
