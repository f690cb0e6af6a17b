package i18n

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every file is an object of texts, no key is in two of them, and what the process
// reads is what encoding/json reads.
func TestMessageFilesAreSound(t *testing.T) {
	for l := range languages() {
		want := catalog{}
		dir := path.Join("messages", string(l))
		entries, err := files.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			raw, err := files.ReadFile(path.Join(dir, e.Name()))
			texts := catalog{}
			if err == nil {
				err = json.Unmarshal(raw, &texts)
			}
			if err != nil {
				t.Errorf("%s/%s: %v", dir, e.Name(), err)
			}
			for key, text := range texts {
				if _, twice := want[key]; twice {
					t.Errorf("%s/%s: %q is in another file too", dir, e.Name(), key)
				}
				want[key] = text
			}
		}
		if d := cmp.Diff(want, of(l)); d != "" {
			t.Errorf("%s: encoding/json (-) and catalog (+) read different texts:\n%s", l, d)
		}
		if len(want) > size {
			t.Errorf("%s has %d texts; make size larger", l, len(want))
		}
	}
}

// A language is named without its texts, and as they say.
func TestNames(t *testing.T) {
	for l := range languages() {
		if name, short := Name(l), Short(l); name == "" || short == "" || name != T(l, "print.language") || short != T(l, "page.language.short") {
			t.Errorf("%s calls itself %q, %q", l, name, short)
		}
	}
}

func TestCatalogReadsJSON(t *testing.T) {
	for object, want := range map[string]catalog{
		`{}`:                              {},
		`{"a":"b"}`:                       {"a": "b"},
		"{\n\t\"a\" : \"\" , \"\":\"c\"}": {"a": "", "": "c"},
		`{"a": "\"b\": \"c\"", "d": "\u8fce\n\\"}`: {"a": `"b": "c"`, "d": "迎\n\\"},
	} {
		c := catalog{}
		c.add(object)
		if d := cmp.Diff(want, c); d != "" {
			t.Errorf("%s: %s", object, d)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		read("messages/zh")
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
