package reception

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTransitions prints the one table of what may happen when; the README
// shows the same text.
func TestTransitions(t *testing.T) {
	const golden = "testdata/transitions.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(Table()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), Table()); diff != "" {
		t.Error(diff)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(Table()) {
		if !strings.Contains(string(readme), "\n    "+line) {
			t.Errorf("the README lacks: %s", line)
		}
	}
	for _, s := range States {
		if !s.Alive() {
			continue
		}
		if !strings.Contains(Table(), string(s)) {
			t.Errorf("state %s is in no transition", s)
		}
	}
}
