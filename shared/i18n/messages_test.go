package i18n

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMessageFilesAreSound(t *testing.T) {
	for _, p := range Problems() {
		t.Error(p)
	}
}

func TestLanguagesHaveTheSameKeys(t *testing.T) {
	if d := cmp.Diff(Keys(ZH), Keys(EN)); d != "" {
		t.Errorf("keys of zh (-) and en (+) differ:\n%s", d)
	}
	if d := cmp.Diff(Keys(ZH), Keys(ZHHant)); d != "" {
		t.Errorf("keys of zh (-) and zh-Hant (+) differ; run python3 infra/words/hant.py:\n%s", d)
	}
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

func TestArgumentsMatch(t *testing.T) {
	for _, key := range Keys(ZH) {
		want := placeholders(of(ZH), key)
		for l := range languages() {
			if got := placeholders(of(l), key); got != want && (l != ZHHant || got != "") {
				t.Errorf("%s %s: arguments %q, in zh %q", l, key, got, want)
			}
		}
	}
}

// placeholders joins the sorted distinct placeholders of all forms of a key.
func placeholders(c catalog, key string) string {
	var found []string
	for _, k := range []string{key, key + "|one", key + "|other"} {
		found = append(found, placeholder.FindAllString(c[k], -1)...)
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

func TestTextsAreCompleteAndPlain(t *testing.T) {
	for l := range languages() {
		c := of(l)
		for k, text := range c {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s %s is empty", l, k)
			}
			if strings.ContainsAny(text, "!\uff01") {
				t.Errorf("%s %s has an exclamation mark: %s", l, k, text)
			}
			base, form, plural := strings.Cut(k, "|")
			if plural && form != "one" && form != "other" {
				t.Errorf("%s %s: unknown plural form", l, k)
			}
			if _, ok := c[base+"|other"]; plural && !ok {
				t.Errorf("%s %s has no form |other", l, base)
			}
		}
	}
}

// TestWritten: a language is offered for papers only when it has its own texts.
func TestWritten(t *testing.T) {
	for l, want := range map[Lang]Lang{ZH: ZH, EN: EN, ZHHant: ZHHant} {
		if got := Written(l); got != want {
			t.Errorf("%s is written in %s, want %s", l, got, want)
		}
	}
}

// TestTraditional: no character of simplified Chinese is left in what readers
// of the traditional script get.
func TestTraditional(t *testing.T) {
	for k, text := range of(ZHHant) {
		if c := Simplified(text); c != "" {
			t.Errorf("zh-Hant %s: %s is simplified: %s", k, c, text)
		}
	}
}
