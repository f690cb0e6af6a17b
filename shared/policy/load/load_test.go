package load_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
)

const head = "policy: p\ngoverns: reception\nzh: 甲\nen: A\n"

// load1 loads a policy of one file.
func load1(t *testing.T, body string, more ...string) (*policy.Policy, error) {
	t.Helper()
	files := fstest.MapFS{"p.yaml": {Data: []byte(head + body)}}
	for i := 0; i+1 < len(more); i += 2 {
		files[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	return load.FS(files, "p")
}

// Every check of a policy names file, line and entry.
func TestErrors(t *testing.T) {
	rule := "rules:\n  - {id: r, at: submit, then: refuse, zh: 甲, en: A, %}\n"
	with := func(s string) string { return strings.Replace(rule, "%", s, 1) }
	cases := []struct{ name, body, want string }{
		{"unknown key", with("wen: {lead: \"< 3d\"}"), `p.yaml:6: r: key "wen"`},
		{"unknown section", "ruels: []\n", `p.yaml:5: key "ruels"`},
		{"unknown fact", with("when: {visit.colour: red}"), `p.yaml:6: rules.r: fact "visit.colour"`},
		{"unknown gate", "rules:\n  - {id: r, at: tomorrow, then: warn, needs: [visit.purpose]}\n", `gate "tomorrow"`},
		{"unknown role", with("when: {lead: \"< 3d\"}, by: king"), `role "king"`},
		{"unknown kind", with("each: dragon"), `kind "dragon"`},
		{"unknown strength", "rules:\n  - {id: r, at: submit, needs: [visit.purpose], then: shout}\n", `then: "shout"`},
		{"unresolved reference", with("needs: [paper.nothing]"), `"paper.nothing" refers to nothing`},
		{"unresolved decision", with("when: {party.count: \"< $n\"}"), `$n is no decision`},
		{"wrong type", with("when: {party.count: \"< 3d\"}"), `party.count: 3d is no number`},
		{"wrong choice", with("when: {customer.class: king}"), `king is none of its choices`},
		{"not a test", with("when: {lead: {maybe: 3d}}"), `is not right here`},
		{"always fires", with(""), `it always fires`},
		{"exception without by", "rules:\n  - {id: r, at: submit, when: {lead: \"< 3d\"}, then: exception, zh: 甲, en: A}\n", `an exception needs by`},
		{"never required", "fields:\n  - {id: customer.phone, type: text, never_required: true, zh: 电话, en: Phone}\n" + with("needs: [customer.phone]"), `never required`},
		{"one language", "rules:\n  - {id: r, at: submit, when: {lead: \"< 3d\"}, then: warn, zh: 甲}\n", `text is missing`},
		{"id twice", with("when: {lead: \"< 3d\"}") + "  - {id: r, at: submit, when: {lead: \"< 3d\"}, then: warn, zh: 甲, en: A}\n", `the id is used twice`},
		{"no else row", "decisions:\n  - {id: d, type: [a, b], zh: 甲, en: A, rows: [{id: x, when: {party.count: 1}, is: a}]}\n", `no row for everything else`},
		{"unreachable row", "decisions:\n  - {id: d, type: [a, b], zh: 甲, en: A, rows: [{id: x, is: a}, {id: y, when: {party.count: 1}, is: b}]}\n", `row y is never reached`},
		{"value of another type", "decisions:\n  - {id: d, type: span, is: soon, zh: 甲, en: A}\n", `soon is no span`},
		{"decisions in a circle", "decisions:\n  - {id: d, type: number, is: $e, zh: 甲, en: A}\n  - {id: e, type: number, is: $d, zh: 甲, en: A}\n", `waits for itself`},
		{"tasks in a circle", "tasks:\n  - {id: a, phase: before, owner: specialist, after: [b], zh: 甲, en: A}\n  - {id: b, phase: before, owner: specialist, due: done.a + 1d, zh: 乙, en: B}\n", `tasks.a: it waits for itself`},
		{"before an event", "tasks:\n  - {id: a, phase: before, owner: specialist, due: submitted - 1d, zh: 甲, en: A}\n", `an event has no before`},
		{"unknown moment", "tasks:\n  - {id: a, phase: before, owner: specialist, due: someday, zh: 甲, en: A}\n", `moment "someday"`},
		{"bad span", "tasks:\n  - {id: a, phase: before, owner: specialist, due: start - 3x, zh: 甲, en: A}\n", `is not right here`},
		{"nobody's task", "tasks:\n  - {id: a, phase: before, zh: 甲, en: A}\n", `nobody owns the task`},
		{"a text cut by a comma", "stages:\n  - {id: s, covers: [state.draft], zh: 甲, en: Read, put away}\n", `needs quotes`},
		{"key twice", "stages: []\nstages: []\n", `stages`},
		{"unknown placeholder", "messages:\n  - {id: m, upon: start, to: [specialist], via: mail, zh: \"{x.y}\", en: A}\n", `{x.y} is no fact`},
		{"unknown include", "include: [nothing]\n", `there is no nothing`},
		{"nothing to drop", "drop: [x]\n", `nothing included has this id`},
		{"anchors", "stages: &a []\n", `not used in policies`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := load1(t, c.body)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
		})
	}
}

// Everything that is wrong is said at once.
func TestAllAtOnce(t *testing.T) {
	_, err := load1(t, "rules:\n  - {id: a, at: x, needs: [y.z], then: q}\n  - {id: b, at: submit, then: warn, zh: 甲, en: B}\n")
	var all load.Errors
	if !errors.As(err, &all) || len(all) != 4 {
		t.Fatalf("got %v", err)
	}
	if all[3].Line != 7 || all[3].Entry != "rules.b" || all[3].Kind != policy.Contradiction {
		t.Errorf("got %+v", all[3])
	}
}

// What does not run yet is told apart from what is wrong.
func TestNotRunning(t *testing.T) {
	p, err := load1(t, "proposals:\n  - {id: seating}\n")
	var all load.Errors
	if !errors.As(err, &all) || !all.OnlyNotRunning() || all[0].Kind != load.NotRunning || p == nil {
		t.Fatalf("got %v, %v", p, err)
	}
	if _, err = load1(t, "proposals:\n  - {id: seating}\n  - {id: seating}\n"); !errors.As(err, &all) || all.OnlyNotRunning() {
		t.Errorf("got %v", err)
	}
}

const fragment = `fragment: f
zh: 乙
en: F
standards:
  meal:
    - {id: theirs, shall: {meal.kind: rich}, then: warn}
rules:
  - {id: one, at: submit, needs: [visit.purpose], then: refuse}
  - {id: two, at: submit, needs: [visit.end], then: refuse}
`

// Included entries stand after the policy's own; dropped ones are gone.
func TestInclude(t *testing.T) {
	p, err := load1(t, "include: [f]\ndrop: [two]\nstandards:\n  meal:\n    - {id: ours, shall: {meal.kind: fast}, then: warn}\nrules:\n  - {id: own, at: submit, needs: [visit.start], then: refuse}\n",
		"common/f.yaml", fragment)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Rules) != 2 || p.Rules[0].ID != "own" || p.Rules[1].ID != "one" || p.Rules[1].File != "f" {
		t.Errorf("rules %+v", p.Rules)
	}
	if rows := p.Standards["meal"]; len(rows) != 2 || rows[0].ID != "ours" {
		t.Errorf("standards %+v", p.Standards)
	}
	if _, err := load1(t, "include: [f]\n", "common/f.yaml", strings.Replace(fragment, "id: one", "id: two", 1)); err == nil || !strings.Contains(err.Error(), "common/f.yaml:8") {
		t.Errorf("an error of a fragment names the fragment: %v", err)
	}
}

// A word changes WordsHash, a rule Hash.
func TestHashes(t *testing.T) {
	body := "rules:\n  - {id: r, at: submit, when: {lead: \"< 3d\"}, then: warn, zh: 甲, en: A}\n"
	one, err := load1(t, body)
	if err != nil {
		t.Fatal(err)
	}
	word, _ := load1(t, strings.Replace(body, "zh: 甲, en: A}", "zh: 乙, en: A}", 1))
	rule, _ := load1(t, strings.Replace(body, "3d", "4d", 1))
	if word.Hash != one.Hash || word.WordsHash == one.WordsHash {
		t.Error("a word is no rule")
	}
	if rule.Hash == one.Hash || rule.WordsHash != one.WordsHash {
		t.Error("a rule is no word")
	}
}

// FuzzLoad: whatever the file, there is a policy or errors.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(head + "rules:\n  - {id: r, at: submit, when: {lead: \"< 3d\"}, then: warn, zh: 甲, en: A}\n"))
	f.Add([]byte(fragment))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := load.FS(fstest.MapFS{"p.yaml": {Data: raw}}, "p")
		if p == nil && err == nil {
			t.Error("neither policy nor errors")
		}
	})
}
