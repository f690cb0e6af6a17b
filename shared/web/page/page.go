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
	"maps"
	"slices"
	"strings"
	"sync"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/web"
)

//go:embed html
var files embed.FS

// Pages renders the templates. It is safe for concurrent use. A page is parsed
// when it is first shown, with the components that it needs: all of them take
// most of a second, and a function that starts for one request needs one.
type Pages struct {
	known  map[string]bool
	mu     sync.Mutex
	parsed map[key]*template.Template
}

// A key names a page in a language.
type key struct {
	name string
	lang i18n.Lang
}

// frameFile is around every page.
const (
	frameFile = "html/frame.html"
	pageFiles = "html/*.html"
)

// New finds the pages there are.
func New() (*Pages, error) {
	names, err := fs.Glob(files, pageFiles)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	p := &Pages{known: map[string]bool{}, parsed: map[key]*template.Template{}}
	for _, file := range names {
		if file != frameFile {
			p.known[strings.TrimSuffix(strings.TrimPrefix(file, "html/"), ".html")] = true
		}
	}
	return p, nil
}

// template gives a page, parsed on top of the frame and its parts.
func (p *Pages) template(k key) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.parsed[k]; t != nil {
		return t, nil
	}
	l, page := k.lang, "html/"+k.name+".html"
	components, err := componentsOf(frameFile, page)
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", k.name, err)
	}
	t := template.New("frame.html").Funcs(funcs(l)).Funcs(printFuncs(l)).Funcs(deskFuncs(l)).Funcs(visitFuncs(l)).Funcs(plannerFuncs(l)).Funcs(keptFuncs(l))
	if t, err = t.ParseFS(files, slices.Concat([]string{frameFile}, components, []string{page})...); err != nil {
		return nil, fmt.Errorf("page %s: %w", k.name, err)
	}
	inline(l, t)
	p.parsed[k] = t
	return t, nil
}

// Names lists the pages there are.
func (p *Pages) Names() []string { return slices.Sorted(maps.Keys(p.known)) }

// Has says whether there is a template of that name.
func (p *Pages) Has(name string) bool { return p.known[name] }

// bare are the pages that come without the frame: fragments for the script.
var bare = map[string]bool{"outlook": true}

// Render writes a page; one without a template of its own is shown as facts.
func (p *Pages) Render(w io.Writer, pg web.Page) error {
	if _, moved := pg.View.(*web.Redirect); moved { // a form came back to a page that leads elsewhere
		pg.Name, pg.View = "fault", nil
	}
	pg.Name = paperPage(pg)
	k := key{pg.Name, reader(pg)}
	if !p.known[k.name] {
		k.name = "facts"
	}
	if !slices.Contains(i18n.Langs(), k.lang) {
		k.lang = i18n.Default
	}
	t, err := p.template(k)
	if err != nil {
		return err
	}
	pg.Lang = reader(pg)
	block := "frame.html"
	if alone(pg.Name) {
		block = "content"
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := t.ExecuteTemplate(b, block, pg); err != nil {
		return fmt.Errorf("page %s: %w", pg.Name, err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// buffers hold pages that are being written, one after another.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// reader is the language to write in: a guest's page is in the one that the
// domain chose for him.
func reader(pg web.Page) i18n.Lang {
	if v, ok := pg.View.(reception.LinkView); ok && v.Language != "" {
		return i18n.Of(v.Language)
	}
	return pg.Lang
}
