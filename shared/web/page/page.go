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
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

//go:embed html
var files embed.FS

// Pages renders the templates. It is safe for concurrent use.
type Pages struct {
	byName map[string]map[i18n.Lang]*template.Template
}

// frameFile is around every page; partFiles are components that every page
// may use.
const (
	frameFile = "html/frame.html"
	partFiles = "html/parts/*.html"
	pageFiles = "html/*.html"
)

// New parses all templates for all languages.
func New() (*Pages, error) {
	p := &Pages{byName: map[string]map[i18n.Lang]*template.Template{}}
	for _, l := range i18n.Langs() {
		base, err := template.New("frame.html").Funcs(funcs(l)).ParseFS(files, frameFile, partFiles)
		if err != nil {
			return nil, fmt.Errorf("page frame: %w", err)
		}
		if err := p.read(base, l); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// read parses every page of one language on top of frame and parts.
func (p *Pages) read(base *template.Template, l i18n.Lang) error {
	names, err := fs.Glob(files, pageFiles)
	if err != nil {
		return err
	}
	for _, file := range names {
		if file == frameFile {
			continue
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file, "html/"), ".html")
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(files, file)
		}
		if err != nil {
			return fmt.Errorf("page %s: %w", name, err)
		}
		if p.byName[name] == nil {
			p.byName[name] = map[i18n.Lang]*template.Template{}
		}
		p.byName[name][l] = t
	}
	return nil
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
	if _, moved := pg.View.(*web.Redirect); moved { // a form came back to a page that leads elsewhere
		pg.Name, pg.View = "fault", nil
	}
	set := p.byName[pg.Name]
	if set == nil {
		set = p.byName["facts"]
	}
	pg.Lang = reader(pg)
	t := set[pg.Lang]
	if t == nil {
		t = set[i18n.Default]
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

// reader is the language to write in: a guest's page is in the guest's own.
func reader(pg web.Page) i18n.Lang {
	if v, ok := pg.View.(reception.LinkView); ok && v.Guest != nil && v.Guest.Language != "" {
		return i18n.Of(v.Guest.Language)
	}
	return pg.Lang
}
