package site

import (
	"io"

	"yingbin/shared/web"
	"yingbin/shared/web/page"
)

// pages renders by template; what has none is shown as bare facts.
type pages struct{ *page.Pages }

// facts is the template for pages without one of their own.
const facts = "facts"

// Render writes a page.
func (p pages) Render(w io.Writer, pg web.Page) error {
	if !p.Has(pg.Name) && !p.Has(facts) {
		return web.Plain{}.Render(w, pg)
	}
	return p.Pages.Render(w, pg)
}
