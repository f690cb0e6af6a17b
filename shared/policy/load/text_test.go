package load_test

import (
	"strings"
	"testing"

	"yingbin/shared/policy"
)

// Whatever the gate, and however much is known, people read whole sentences
// in both languages.
func TestTexts(t *testing.T) {
	for _, name := range []string{"envicool", "showroom"} {
		p := preset(t, name)
		for _, f := range []*policy.Facts{visit("inspector", 3), visit("government", 30), visit("government", 1, "party.kinds", "visit.start", "item.place"),
			policy.NewFacts(visit("x", 1).Now, nil)} {
			for _, at := range policy.Gates() {
				whole(t, p, policy.Evaluate(p, f, at))
			}
		}
	}
}

func whole(t *testing.T, p *policy.Policy, o policy.Outcome) {
	t.Helper()
	check := func(what string, w policy.Words) {
		if w.ZH == "" || w.EN == "" || strings.ContainsAny(w.ZH+w.EN, "{}") || strings.Contains(w.ZH+w.EN, "rule.") {
			t.Errorf("%s at %s: %s reads %+v", p.ID, o.Gate, what, w)
		}
	}
	for _, f := range o.Findings {
		check(f.Rule, f.Text)
		if f.State != policy.Met && len(f.Facts) == 0 && f.Section == "rules" && f.Kind == "" {
			t.Errorf("%s at %s: %s is %s and names no fact", p.ID, o.Gate, f.Rule, f.State)
		}
	}
	for _, w := range o.Tasks {
		check(w.ID, w.Title)
	}
	for _, m := range o.Messages {
		check(m.ID, m.Text)
	}
	for _, m := range o.Missing {
		check(m.Ref, m.Words)
	}
}

// A snapshot is what the file was, and small enough for one document.
func TestSnapshot(t *testing.T) {
	for _, name := range []string{"envicool", "showroom"} {
		p := preset(t, name)
		raw, err := p.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > 100_000 {
			t.Errorf("%s: %d bytes", name, len(raw))
		}
		back, err := policy.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		hash, words := back.Hash, back.WordsHash
		if err := back.Seal(); err != nil || back.Hash != hash || back.WordsHash != words || hash == "" {
			t.Errorf("%s: the hashes of a snapshot are those of its file: %v", name, err)
		}
		if problems := back.Adoptable(); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
