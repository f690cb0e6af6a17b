package reception

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestParseGuests reads clipboards as people really send them; what is
// expected of each lies beside it.
func TestParseGuests(t *testing.T) {
	files, err := filepath.Glob("testdata/paste/*.txt")
	if err != nil || len(files) < 15 {
		t.Fatalf("clipboards: %d, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(ParseGuests(string(text)), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".txt")+".json", append(got, '\n'))
		})
	}
}

// golden compares with a stored file, or writes it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

func TestParseGuestsOfNothing(t *testing.T) {
	for _, text := range []string{"", " \n\t\n", "\ufeff", "姓名\t电话", `"`} {
		p := ParseGuests(text)
		if p.Rows == nil || p.Problems == nil {
			t.Errorf("%q: lists must be empty, not null", text)
		}
		if text != `"` && len(p.Rows) != 0 {
			t.Errorf("%q: rows %v", text, p.Rows)
		}
	}
}

func TestParseGuestsManyRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("姓名\t职务\t电话\t邮箱\t单位\n")
	for i := range MaxPaste + 1 {
		fmt.Fprintf(&b, "来宾%04d\t工程师\t138%08d\tg%d@a.example\t某某公司\n", i, i, i)
	}
	start := time.Now()
	p := ParseGuests(b.String())
	d := time.Since(start)
	if t.Logf("%d rows in %v", len(p.Rows), d); d > 2*time.Second {
		t.Errorf("took %v", d)
	}
	if len(p.Rows) != MaxPaste || len(p.Problems) != 1 || p.Problems[0].Code != "too-large" {
		t.Errorf("%d rows, problems %v", len(p.Rows), p.Problems)
	}
}

// FuzzParseGuests: whatever is pasted, what comes out is clean text.
func FuzzParseGuests(f *testing.F) {
	files, _ := filepath.Glob("testdata/paste/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := ParseGuests(text)
		main := 0
		for _, r := range p.Rows {
			for _, s := range []string{r.Name, r.Position, r.Organisation, r.Kind, r.Email, r.Phone, r.Diet} {
				if !utf8.ValidString(s) || strings.ContainsFunc(s, func(c rune) bool { return unicode.IsControl(c) || unseen(c) }) {
					t.Errorf("unclean text %q", s)
				}
				if utf8.RuneCountInString(s) > 200 {
					t.Errorf("long text %q", s)
				}
			}
			if r.Main {
				main++
			}
		}
		if main > 1 || len(p.Rows) > MaxPaste {
			t.Errorf("%d main guests, %d rows", main, len(p.Rows))
		}
	})
}
