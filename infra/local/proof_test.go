package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
)

// A regulation is worth what its entries do. presets/coverage.yaml names for
// each the scenario that shows its work; here each entry is taken out in turn
// and that scenario must turn red. The whole proof takes minutes: it runs with
// YINGBIN_PROOF=all (infra/check-proof), or for the entries whose name
// contains what YINGBIN_PROOF says; otherwise a sample does.

// sampled are entries of every section, proven whenever tests run.
var sampled = []string{
	"envicool decisions.planning_within/pw-urgent", "envicool rules.one-day-ahead", "envicool tasks.workshop-5s", "envicool stages.s07-tour",
	"showroom standards.evening-senior", "showroom approvals.arrangement", "common/pickup tasks.car-in-place", "common/money rules.over-standard",
}

// A provable entry is a line of coverage.yaml.
type provable struct {
	file, section, id, row string
	cites                  []string
	script                 string
}

// name is how coverage.yaml calls the entry: "file section.id/row".
func (e provable) name() string {
	if e.row != "" {
		return e.file + " " + e.section + "." + e.id + "/" + e.row
	}
	return e.file + " " + e.section + "." + e.id
}

var provableLine = regexp.MustCompile(`^  ([a-z]+)\.([^/:]+)(?:/([^:]+))?: \{ids: \[([^\]]*)\], red: (\S+), `)

// provables reads coverage.yaml.
func provables(t *testing.T) []provable {
	t.Helper()
	raw, err := presets.FS.ReadFile("coverage.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []provable
	file := ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutSuffix(line, ":"); ok && !strings.HasPrefix(line, " ") {
			file = name
		}
		if m := provableLine.FindStringSubmatch(line); m != nil {
			e := provable{file: file, section: m[1], id: m[2], row: m[3], script: m[5]}
			if m[4] != "" {
				e.cites = strings.Split(m[4], ", ")
			}
			list = append(list, e)
		}
	}
	return list
}

func TestEveryEntryIsNeeded(t *testing.T) {
	wanted := os.Getenv("YINGBIN_PROOF")
	for _, e := range provables(t) {
		name := e.name()
		if wanted == "" && !slices.Contains(sampled, name) || wanted != "" && wanted != "all" && !strings.Contains(name, wanted) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			why, red := playWithout(t, e)
			if !red {
				t.Errorf("%s stays green without %s", e.script, name)
			}
			t.Log(why)
		})
	}
}

// playWithout plays an entry's scenario by policies that lack the entry.
func playWithout(t *testing.T, e provable) (why string, red bool) {
	t.Helper()
	removed := 0
	p := params(func(name string) (*policy.Policy, error) {
		p, err := load.FS(presets.FS, name)
		if err == nil {
			n := remove(p, e)
			removed += n
			err = incomplete(p, e, n)
		}
		return p, err
	})
	p.Dir, p.Files = "", []string{filepath.Join("testdata", "scripts", e.script+".txtar")}
	j := &judge{}
	j.Run("", func(testscript.T) { testscript.RunT(j, p) })
	if removed == 0 {
		t.Errorf("no policy has %s", e.name())
	}
	return j.why(), j.failed
}

// incomplete refuses a table that has lost its row for everything else, as
// adopting it would: that row is needed even where it says no.
func incomplete(p *policy.Policy, e provable, removed int) error {
	if e.row == "" || removed == 0 {
		return nil
	}
	raw, err := p.Encode()
	if err != nil {
		return err
	}
	q, err := policy.Decode(raw)
	if err != nil {
		return err
	}
	for _, problem := range policy.Check(q) {
		if problem.Entry == e.id && problem.Kind != policy.NotRunning {
			return fmt.Errorf("%s: %s", e.id, problem.Text)
		}
	}
	return nil
}

// remove takes an entry out of a policy, if it is there.
func remove(p *policy.Policy, e provable) int {
	n := 0
	gone := func(in policy.Entry) bool {
		file := p.ID
		if in.File != "" {
			file = "common/" + in.File
		}
		hit := file == e.file && in.ID == e.id && e.row == ""
		if hit {
			n++
		}
		return hit
	}
	switch e.section {
	case "fields":
		p.Fields = slices.DeleteFunc(p.Fields, func(x policy.Field) bool { return gone(x.Entry) })
	case "roles":
		p.Roles = slices.DeleteFunc(p.Roles, func(x policy.Role) bool { return gone(x.Entry) })
	case "decisions":
		p.Decisions = slices.DeleteFunc(p.Decisions, func(x policy.Decision) bool { return gone(x.Entry) })
		n += removeRow(p, e)
	case "standards":
		for kind := range p.Standards {
			p.Standards[kind] = slices.DeleteFunc(p.Standards[kind], func(x policy.Standard) bool { return gone(x.Entry) })
		}
	case "stages":
		p.Stages = slices.DeleteFunc(p.Stages, func(x policy.Stage) bool { return gone(x.Entry) })
	case "itinerary":
		p.Itinerary = slices.DeleteFunc(p.Itinerary, func(x policy.Item) bool { return gone(x.Entry) })
	case "rules":
		p.Rules = slices.DeleteFunc(p.Rules, func(x policy.Rule) bool { return gone(x.Entry) })
	case "approvals":
		p.Approvals = slices.DeleteFunc(p.Approvals, func(x policy.Approval) bool { return gone(x.Entry) })
	case "tasks":
		p.Tasks = removeTask(p.Tasks, "", gone)
	case "papers":
		p.Papers = slices.DeleteFunc(p.Papers, func(x policy.Paper) bool { return gone(x.Entry) })
	case "messages":
		p.Messages = slices.DeleteFunc(p.Messages, func(x policy.Message) bool { return gone(x.Entry) })
	}
	return n
}

// removeRow takes a row out of a decision.
func removeRow(p *policy.Policy, e provable) int {
	n := 0
	for i := range p.Decisions {
		d := &p.Decisions[i]
		if d.ID == e.id && e.row != "" {
			rows := len(d.Rows)
			d.Rows = slices.DeleteFunc(d.Rows, func(r policy.Row) bool { return r.ID == e.row })
			n += rows - len(d.Rows)
		}
	}
	return n
}

// removeTask takes a task, or a group with all that is in it, out of a list;
// the tasks of a group stand in the group's file.
func removeTask(list []policy.Task, file string, gone func(policy.Entry) bool) []policy.Task {
	list = slices.DeleteFunc(list, func(k policy.Task) bool {
		if k.File == "" {
			k.File = file
		}
		return gone(k.Entry)
	})
	for i := range list {
		in := list[i].File
		if in == "" {
			in = file
		}
		list[i].Tasks = removeTask(list[i].Tasks, in, gone)
	}
	return list
}

// A judge watches a script that is expected to fail.
type judge struct {
	mu     sync.Mutex
	failed bool
	log    []string
}

// over ends a script that has failed.
type over struct{}

// Skip counts as failure: nothing was shown.
func (j *judge) Skip(args ...any) { j.Fatal(args...) }

// Fatal notes why and ends.
func (j *judge) Fatal(args ...any) { j.Log(args...); j.FailNow() }

// Parallel does nothing: each judge watches one script.
func (j *judge) Parallel() {}

// Log keeps what the script says.
func (j *judge) Log(args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.log = append(j.log, fmt.Sprint(args...))
}

// FailNow ends the script.
func (j *judge) FailNow() { j.failed = true; panic(over{}) }

// Run runs the script and survives its end.
func (j *judge) Run(_ string, f func(testscript.T)) {
	defer func() {
		if r := recover(); r != nil && r != any(over{}) {
			panic(r)
		}
	}()
	f(j)
}

// Verbose is false: only the end of the log matters.
func (j *judge) Verbose() bool { return false }

// why is the first line of the failure.
func (j *judge) why() string {
	all := strings.Join(j.log, "\n")
	if i := strings.LastIndex(all, "FAIL: "); i >= 0 {
		line, _, _ := strings.Cut(all[i:], "\n")
		return line[:min(len(line), 300)]
	}
	return all
}

// The table that says, for every requirement, which entries fulfil it and which
// scenario shows that.
func TestCoverageTable(t *testing.T) {
	lines := []string{}
	for _, e := range provables(t) {
		for _, id := range e.cites {
			lines = append(lines, fmt.Sprintf("%-10s  %-45s  %s\n", id, e.name(), e.script))
		}
		if _, err := os.Stat(filepath.Join("testdata", "scripts", e.script+".txtar")); err != nil {
			t.Errorf("%s: %v", e.name(), err)
		}
	}
	slices.Sort(lines)
	got, name := strings.Join(lines, ""), filepath.Join("testdata", "coverage.txt")
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-there +now; write it with -update):\n%s", name, diff)
	}
}
