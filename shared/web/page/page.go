// Package page holds the HTML pages: one template for each page of the route
// table, in one frame. Templates show the same views that JSON callers get.
//
// After an error the page comes again with the reader's own input, a summary
// on top and the sentence at the field. Everything works without script.
package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/web"
)

//go:embed html
var files embed.FS

// Pages renders the templates. It is safe for concurrent use.
type Pages struct {
	byName map[string]map[i18n.Lang]*template.Template
}

// frame and parts are in every page's set.
const (
	frameFile = "html/frame.html"
	partsFile = "html/parts.html"
)

// New parses all templates for all languages.
func New() (*Pages, error) {
	p := &Pages{byName: map[string]map[i18n.Lang]*template.Template{}}
	names, err := fs.Glob(files, "html/*.html")
	if err != nil {
		return nil, err
	}
	for _, file := range names {
		if file == frameFile || file == partsFile {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file, "html/"), ".html")
		p.byName[name] = map[i18n.Lang]*template.Template{}
		for _, l := range i18n.Langs() {
			t, err := template.New("frame.html").Funcs(funcs(l)).ParseFS(files, frameFile, partsFile, file)
			if err != nil {
				return nil, fmt.Errorf("page %s: %w", name, err)
			}
			p.byName[name][l] = t
		}
	}
	return p, nil
}

// Names lists the pages there are.
func (p *Pages) Names() []string {
	var list []string
	for name := range p.byName {
		list = append(list, name)
	}
	return list
}

// Has says whether there is a template of that name.
func (p *Pages) Has(name string) bool { return p.byName[name] != nil }

// bare are the pages that come without the frame: fragments for the script.
var bare = map[string]bool{"outlook": true}

// Render writes a page; one without a template of its own is shown as facts.
func (p *Pages) Render(w io.Writer, pg web.Page) error {
	set := p.byName[pg.Name]
	if set == nil {
		set = p.byName["facts"]
	}
	t := set[pg.Lang]
	if t == nil {
		t = set[i18n.ZH]
	}
	block := "frame.html"
	if bare[pg.Name] {
		block = "content"
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, block, pg); err != nil {
		return fmt.Errorf("page %s: %w", pg.Name, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
