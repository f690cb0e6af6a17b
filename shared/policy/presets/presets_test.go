package presets_test

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
)

// mustLoad loads a policy that must be free of problems.
func mustLoad(t *testing.T, name string) *policy.Policy {
	t.Helper()
	p, err := load.FS(presets.FS, name)
	if err != nil {
		t.Fatalf("%s:\n%v", name, err)
	}
	return p
}

func TestBothPoliciesLoad(t *testing.T) {
	for _, name := range []string{"envicool", "showroom"} {
		t.Run(name, func(t *testing.T) {
			p := mustLoad(t, name)
			if p.ID != name || p.Draft || p.Hash == "" {
				t.Errorf("id %q, draft %v, hash %q", p.ID, p.Draft, p.Hash)
			}
			if raw, err := p.Encode(); err != nil || len(raw) > 100_000 {
				t.Errorf("the snapshot has %d bytes (%v)", len(raw), err)
			}
		})
	}
}

func TestFilesStaySmall(t *testing.T) {
	err := fs.WalkDir(presets.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "coverage.yaml" {
			return err
		}
		if i, err := d.Info(); err != nil || i.Size() > 30_000 {
			t.Errorf("%s has %d bytes (%v)", name, i.Size(), err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDraftsAreRightButNotAdoptable(t *testing.T) {
	files, err := fs.Glob(presets.FS, "drafts/*.yaml")
	if err != nil || len(files) != 9 {
		t.Fatalf("%d drafts (%v)", len(files), err)
	}
	for _, name := range files {
		p, err := load.FS(presets.FS, name)
		var wrong load.Errors
		if err != nil && !(errors.As(err, &wrong) && wrong.OnlyNotRunning()) {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		if !p.Draft {
			t.Errorf("%s is not marked as a draft", name)
		}
	}
}

// What belongs to one regulation alone must not happen under the other.
func TestShowroomHasNoClockOfEnvicool(t *testing.T) {
	p := mustLoad(t, "showroom")
	all := entriesOf(p)
	for _, key := range []string{"showroom tasks.planning", "showroom tasks.summary", "showroom papers.summary", "showroom decisions.urgent", "showroom decisions.planning_within"} {
		if _, ok := all[key]; ok {
			t.Errorf("%s is there", key)
		}
	}
	for _, a := range p.Approvals {
		if a.File == "" && (!a.Within.IsZero() || len(a.Remind) > 0 || len(a.Overdue) > 0) {
			t.Errorf("%s has a deadline", a.ID)
		}
		for _, s := range a.Steps {
			for _, q := range s.Asks {
				if q.ID == "executability" || q.ID == "necessity" {
					t.Errorf("%s asks %s", a.ID, q.ID)
				}
			}
		}
	}
}

func TestEnvicoolKnowsNoLevelsAndNoCaps(t *testing.T) {
	p := mustLoad(t, "envicool")
	if n := len(p.Standards); n != 0 {
		t.Errorf("%d kinds of standards: %v", n, slices.Sorted(maps.Keys(p.Standards)))
	}
	for key := range entriesOf(p) {
		if strings.HasSuffix(key, " decisions.level") {
			t.Error("there is a level")
		}
	}
}
