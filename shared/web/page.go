package web

import (
	"encoding/json"
	"html/template"
	"io"
	"net/url"
	"sync"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// A Page is everything that a template may show: the answer of a route, who
// reads it, and after an error what was wrong and what the reader had typed.
type Page struct {
	Name    string // of the template
	Status  int
	View    any
	Call    *Call
	Lang    i18n.Lang
	Who     *staff.Person
	Problem *Problem   // nil: all is well
	Input   url.Values // the form's own fields, to fill them in again
	Key     string     // a fresh idempotency key for the page's forms
	Path    string
	Here    string // where a reader comes back to this page
	Query   url.Values
	Trial   bool
}

// Pages renders HTML. The package that holds the templates implements it.
type Pages interface {
	Render(w io.Writer, p Page) error
}

// Plain renders every page as bare facts. It serves where no templates are
// wired: in tests of this package.
type Plain struct{}

var plain = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Parse(`<!doctype html>
<html lang="{{.Lang.HTML}}"><meta charset="utf-8"><title>{{.Name}}</title>
<body><main>{{with .Problem}}<h1>{{.Title}}</h1><p role="alert" data-code="{{.Code}}">{{.Detail}}</p>
<ul>{{range .Errors}}<li data-field="{{.Field}}">{{.Message}}</li>{{end}}</ul>{{end}}
{{range $name, $values := .Input}}{{range $values}}<input name="{{$name}}" value="{{.}}">{{end}}{{end}}
<pre>{{.Body}}</pre></main></body></html>
`))
})

// Render writes the page.
func (Plain) Render(w io.Writer, p Page) error {
	body, err := json.MarshalIndent(p.View, "", "  ")
	if err != nil {
		return err
	}
	return plain().Execute(w, struct {
		Page
		Body string
	}{p, string(body)})
}
