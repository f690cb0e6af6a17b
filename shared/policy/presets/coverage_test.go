package presets_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/policy/presets"
)

// scripts are the scenarios that coverage.yaml may name.
var scripts = strings.Fields(`envicool-whole envicool-rules showroom-whole showroom-rules submissions
	returned-twice minor-major approver-on-leave specialist-replaced party-changes moved cancelled
	bounced-survey two-editors unannounced killed gate tips`)

// A covered entry is a line of coverage.yaml.
type covered struct {
	ids        []string
	red, shows string
}

var (
	coverLine = regexp.MustCompile(`^  (\S+): \{ids: \[([^\]]*)\], red: (\S+), shows: "(.*)"\}$`)
	fileLine  = regexp.MustCompile(`^(\S+):$`)
	lineOf    = regexp.MustCompile(`^  (S\d{3}-\d\.\d{2}): \{article: ([^{}]+), zh: ([^{}]+), en: ("[^"]+"|[^{},]+)\}$`)
)

// coverage reads coverage.yaml: "file section.id" → what it covers. Every line
// has one form; any other is an error.
func coverage(t *testing.T) map[string]covered {
	t.Helper()
	all, file := map[string]covered{}, ""
	for n, line := range lines(t, "coverage.yaml") {
		if m := fileLine.FindStringSubmatch(line); m != nil {
			file = m[1]
			continue
		}
		m := coverLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("coverage.yaml, statement %d: %s", n+1, line)
		}
		key := file + " " + m[1]
		if _, twice := all[key]; twice {
			t.Errorf("%s is there twice", key)
		}
		c := covered{red: m[3], shows: m[4]}
		if m[2] != "" {
			c.ids = strings.Split(m[2], ", ")
		}
		all[key] = c
	}
	return all
}

// sources says what every citation is about, beside the grammar that they are
// cited in.
const sources = "../sources.yaml"

// lines are those of a file that are neither empty nor comments.
func lines(t *testing.T, name string) []string {
	t.Helper()
	raw, err := presets.FS.ReadFile(name)
	if name == sources {
		raw, err = os.ReadFile(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(strings.Split(string(raw), "\n"), func(l string) bool {
		return strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#")
	})
}

// entriesOf lists the entries of a policy and of what it includes as
// "file section.id", rows of decisions as "file section.id/row", with what
// they cite.
func entriesOf(p *policy.Policy) map[string][]string {
	all := map[string][]string{}
	add := func(section string, e policy.Entry, suffix string, cite []string) {
		file := p.ID
		if e.File != "" {
			file = "common/" + e.File
		}
		all[file+" "+section+"."+e.ID+suffix] = cite
	}
	for _, e := range p.Fields {
		add("fields", e.Entry, "", e.Cite)
	}
	for _, e := range p.Roles {
		add("roles", e.Entry, "", e.Cite)
	}
	for _, e := range p.Decisions {
		add("decisions", e.Entry, "", e.Cite)
		for _, r := range e.Rows {
			add("decisions", e.Entry, "/"+r.ID, r.Cite)
		}
	}
	for _, rows := range p.Standards {
		for _, e := range rows {
			add("standards", e.Entry, "", e.Cite)
		}
	}
	for _, e := range p.Stages {
		add("stages", e.Entry, "", e.Cite)
	}
	for _, e := range p.Itinerary {
		add("itinerary", e.Entry, "", e.Cite)
	}
	for _, e := range p.Rules {
		add("rules", e.Entry, "", e.Cite)
	}
	for _, e := range p.Approvals {
		add("approvals", e.Entry, "", e.Cite)
	}
	tasksOf(p.Tasks, "", func(e policy.Entry) { add("tasks", e, "", e.Cite) })
	for _, e := range p.Papers {
		add("papers", e.Entry, "", e.Cite)
	}
	for _, e := range p.Messages {
		add("messages", e.Entry, "", e.Cite)
	}
	return all
}

// tasksOf walks tasks and the tasks within; those stand in the file of their group.
func tasksOf(list []policy.Task, file string, visit func(policy.Entry)) {
	for _, k := range list {
		if k.File == "" {
			k.File = file
		}
		visit(k.Entry)
		tasksOf(k.Tasks, k.File, visit)
	}
}

// shipped are the entries of both policies.
func shipped(t *testing.T) map[string][]string {
	t.Helper()
	all := entriesOf(mustLoad(t, "envicool"))
	for k, v := range entriesOf(mustLoad(t, "showroom")) {
		all[k] = v
	}
	return all
}

func TestEveryEntryIsCovered(t *testing.T) {
	have, want := coverage(t), shipped(t)
	for key, cite := range want {
		c, ok := have[key]
		if !ok {
			t.Errorf("coverage.yaml does not have %s", key)
			continue
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(cite)), slices.Sorted(slices.Values(c.ids))); diff != "" {
			t.Errorf("%s cites otherwise (-policy +coverage):\n%s", key, diff)
		}
		if !slices.Contains(scripts, c.red) || c.shows == "" {
			t.Errorf("%s: scenario %q, shown by %q", key, c.red, c.shows)
		}
	}
	for key := range have {
		if _, ok := want[key]; !ok {
			t.Errorf("%s is covered and does not exist", key)
		}
	}
}

// requirements are all that the two policies and the common files must fulfil.
func requirements() []string {
	ids := strings.Fields("S000-3.20 S000-3.21 S000-3.22 S000-3.23 S000-5.21 S000-5.22 S000-5.34 S000-7.34 S000-7.35 S001-1.17 S001-1.18 S001-1.19")
	for n := 1; n <= 40; n++ {
		ids = append(ids, fmt.Sprintf("S000-1.%02d", n))
	}
	for n := 1; n <= 54; n++ {
		ids = append(ids, fmt.Sprintf("S003-1.%02d", n))
	}
	slices.Sort(ids)
	return ids
}

func TestEveryRequirementHasAnEntry(t *testing.T) {
	ids := map[string]bool{}
	for _, c := range coverage(t) {
		for _, id := range c.ids {
			ids[id] = true
		}
	}
	got := []string{}
	for id := range ids {
		got = append(got, id)
	}
	slices.Sort(got)
	if diff := cmp.Diff(requirements(), got); diff != "" {
		t.Errorf("requirements (-demanded +covered):\n%s", diff)
	}
}

// What is not cited is marked as ours, and the other way round.
func TestOursOrCited(t *testing.T) {
	for _, name := range []string{"envicool", "showroom"} {
		p := mustLoad(t, name)
		check := func(e policy.Entry) {
			if e.Ours == (len(e.Cite) > 0) {
				t.Errorf("%s %s: ours %v, cites %v", name, e.ID, e.Ours, e.Cite)
			}
		}
		for _, e := range p.Roles {
			check(e.Entry)
		}
		for _, e := range p.Decisions {
			check(e.Entry)
		}
		for _, e := range p.Rules {
			check(e.Entry)
		}
		for _, e := range p.Approvals {
			check(e.Entry)
		}
		for _, e := range p.Messages {
			check(e.Entry)
		}
		for _, e := range p.Papers {
			check(e.Entry)
		}
		tasksOf(p.Tasks, "", check)
	}
}

func TestEverySourceIsExplained(t *testing.T) {
	var got []string
	for _, line := range lines(t, sources) {
		if m := lineOf.FindStringSubmatch(line); m != nil {
			got = append(got, m[1])
		} else if strings.HasPrefix(line, "  S") && strings.Contains(line, ".") && !strings.Contains(line[:9], ":") {
			t.Errorf("sources.yaml: %s", line)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(requirements(), got); diff != "" {
		t.Errorf("sources.yaml (-demanded +explained):\n%s", diff)
	}
}

// TestCitationsAreShown: what the page of a regulation says of a citation is
// what sources.yaml says.
func TestCitationsAreShown(t *testing.T) {
	for _, line := range lines(t, sources) {
		id, rest, ok := strings.Cut(strings.TrimSpace(line), ": {")
		if !ok {
			continue
		}
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			if text := i18n.T(l, "cite."+id); !strings.Contains(rest, text) {
				t.Errorf("%s %s: the page says %q, sources.yaml %s", l, id, text, rest)
			}
		}
	}
}
