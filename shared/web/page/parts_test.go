package page

import (
	"html/template"
	"regexp"
	"strings"
	"testing"

	"yingbin/shared/i18n"
)

// asksFor finds components, however the action is written.
var asksFor = regexp.MustCompile(`\{\{-?\s*(?:template|block)\s+"([^"]+)"`)

// Every page is parsed in every language with all components that it and they
// ask for, and without the others.
func TestPartsOfPages(t *testing.T) {
	pages, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pages.Names() {
		own := "html/" + name + ".html"
		components, err := componentsOf(frameFile, own)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range i18n.Langs() {
			page, err := pages.template(key{name, l})
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range append(components, frameFile, own) {
				text, err := files.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range asksFor.FindAllStringSubmatch(string(text), -1) {
					if page.Lookup(m[1]) == nil {
						t.Errorf("%s has no %q for %s", name, m[1], file)
					}
				}
			}
			if name == "sign-in" && page.Lookup("planside") != nil {
				t.Error("signing in parses the plan")
			}
		}
	}
}

// BenchmarkFirst is what the first page of a process takes before it is written.
func BenchmarkFirst(b *testing.B) {
	for _, name := range []string{"sign-in", "desk", "link", "plan-form", "reception"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				pages, err := New()
				if err == nil {
					_, err = pages.template(key{name, i18n.ZH})
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What a page says at every showing is put in when it is parsed, and escaped;
// what needs an argument, or is no text of its own, is asked for.
func TestInline(t *testing.T) {
	page := template.New("").Funcs(template.FuncMap{"t": func(key string, args ...any) string { return "asked " + key }})
	page = template.Must(page.Parse(`<p title="{{t "todays"}}">{{if .}}{{t "todays"}}{{else}}{{t "me"}}{{end}}{{range .}}, {{t "people-n" .}}{{end}}{{with t "me"}}, {{.}}{{end}}</p>`))
	inline(i18n.EN, page)
	var b strings.Builder
	if err := page.Execute(&b, []int{1}); err != nil {
		t.Fatal(err)
	}
	if want := `<p title="Today&#39;s receptions">Today&#39;s receptions, asked people-n, asked me</p>`; b.String() != want {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}
