package page

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yingbin/shared/i18n"
)

// asked finds message keys in templates: {{t "key"}}, the third word of a field.
var asked = []*regexp.Regexp{
	regexp.MustCompile(`\bt "([^"]+)"`),
	regexp.MustCompile(`\(text \S+ (?:"[^"]*"|\(printf [^)]*\)) "([^"]+)"`),
}

// built are the beginnings of keys that code completes.
var built = []string{"page.field.", "page.way.", "page.done.", "page.now.", "page.now-state.", "page.verdict."}

// Every text that templates ask for exists in both languages, and none is left
// over.
func TestTexts(t *testing.T) {
	used, all := map[string]bool{}, ""
	names, err := fs.Glob(files, "html/*.html")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := fs.Glob(files, partFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(names, parts...) {
		raw, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(raw)
		for _, re := range asked {
			for _, m := range re.FindAllStringSubmatch(string(raw), -1) {
				used["page."+m[1]] = true
			}
		}
	}
	for key := range used {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			if !slices.Contains(i18n.Keys(l), key) {
				t.Errorf("%s has no %q", l, key)
			}
		}
	}
	code := source(t)
	for key := range own(t) {
		known := used[key] || !strings.HasPrefix(key, "page.") || strings.Contains(code, `"`+key+`"`) ||
			strings.Contains(all, `"`+strings.TrimPrefix(key, "page.")+`"`)
		if !known && !slices.ContainsFunc(built, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("nobody uses %q", key)
		}
	}
}

// own are the texts of this package.
func own(t *testing.T) (texts map[string]string) {
	t.Helper()
	raw, err := os.ReadFile("../../i18n/messages/zh/page.json")
	if err == nil {
		err = json.Unmarshal(raw, &texts)
	}
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// source is the Go code of this package.
func source(t *testing.T) string {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(raw)
	}
	return b.String()
}
