package web

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"yingbin/shared/fault"
)

// fail answers an error: a problem document, or the page that the form was on
// with the reader's own input and what was wrong with it.
func (c *Call) fail(w http.ResponseWriter, err error) {
	if c.route.Speaks != nil {
		c.Lang = c.route.Speaks(c)
	}
	p := ProblemOf(err, c.Lang)
	if c.JSON || c.route.Page == "" {
		c.json(w, p.Status, "application/problem+json", p.document())
		return
	}
	if p.Status == http.StatusUnauthorized && p.Extra == nil {
		if kept := c.keep(w); kept != nil {
			c.page(w, c.signInAgain(kept))
			return
		}
		http.Redirect(w, c.Request, "/sign-in?then="+url.QueryEscape(c.then()), http.StatusSeeOther)
		return
	}
	if page, ok := c.unfiltered(p); ok {
		c.page(w, page)
		return
	}
	c.page(w, c.formPage(p))
}

// formPage is the page with the form that was sent, and what is to be said.
func (c *Call) formPage(p Problem) Page {
	name, view := c.form(p)
	page := Page{Name: name, Status: p.Status, View: view, Problem: &p, Input: c.Input}
	if name != "fault" && c.route.Again != nil {
		if again, err := c.route.Again(c, p); err == nil {
			page.View, page.Input = again, nil // it holds what was sent
		}
	}
	return page
}

// then is where to go after signing in: back to a page, never to a command.
func (c *Call) then() string {
	if c.Request.Method == http.MethodGet {
		return c.Request.URL.RequestURI()
	}
	return c.back()
}

// form finds the page that holds the route's form, so that it can be shown
// again; where there is none, the page about faults is shown.
func (c *Call) form(p Problem) (name string, view any) {
	if c.Request.Method != http.MethodPost || p.Status == http.StatusNotFound {
		return "fault", nil
	}
	r := c.Request.Clone(c.Context())
	r.Method, r.URL = http.MethodGet, &url.URL{Path: c.back()}
	handler, pattern := c.server.mux.Handler(r)
	for i := range c.server.routes {
		back := &c.server.routes[i]
		if pattern == http.MethodGet+" "+exact(back.Pattern) && handler != nil && back.Page != "" {
			return c.show(back, r)
		}
	}
	return "fault", nil
}

// show runs the route of a page for the same reader.
func (c *Call) show(back *Route, r *http.Request) (string, any) {
	for _, part := range strings.Split(back.Pattern, "/") {
		if key := strings.Trim(part, "{}"); strings.HasPrefix(part, "{") {
			r.SetPathValue(key, c.Path(key))
		}
	}
	view, err := c.again(back, r).run(nil)
	if on, ok := view.(*Redirect); err != nil || ok && on.Moved {
		return "fault", nil
	}
	return back.Page, view
}

// again is the same reader's call of the route of a page; as for a program: a
// page that would send its reader on shows itself here.
func (c *Call) again(back *Route, r *http.Request) *Call {
	r.Body = http.NoBody
	return &Call{Request: r, JSON: true, At: c.At, Lang: c.Lang, Company: c.Company, Who: c.Who, Site: c.Site, Input: c.Input, server: c.server,
		header: http.Header{}, route: back}
}

// page renders HTML.
func (c *Call) page(w http.ResponseWriter, p Page) {
	c.dress(&p)
	var b bytes.Buffer
	if err := c.server.Pages.Render(&b, p); err != nil {
		c.server.Log.ErrorContext(c.Context(), "render", "page", p.Name, "error", err)
		http.Error(w, ProblemOf(fault.New(fault.Internal, "internal"), c.Lang).Detail, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", c.Lang.HTML())
	w.WriteHeader(p.Status)
	_, _ = w.Write(b.Bytes())
}

// dress adds to a page what every page shows.
func (c *Call) dress(p *Page) {
	p.Call, p.Lang, p.Who, p.Path, p.Query, p.Trial = c, c.Lang, c.Who, c.Request.URL.Path, c.Request.URL.Query(), c.Site.Trial
	p.Here, p.Key, p.Status = c.then(), c.pageKey(*p), cmp.Or(p.Status, http.StatusOK)
}

// pageKey is the key of a page's forms, marked with whom it is shown to. Where
// nobody knows whether a command was done, it is sent again with its own key.
func (c *Call) pageKey(p Page) string {
	if key, _, _ := strings.Cut(c.Key, "."); key != "" && c.Form && p.Status >= http.StatusInternalServerError {
		return key
	}
	key := c.server.newKey()
	if c.Who == nil || key == "" {
		return key
	}
	return c.server.Ring.Mark(key, c.Who.ID)
}

// newKey makes an idempotency key for the forms of a page.
func (s *Server) newKey() string {
	b := make([]byte, 15)
	if _, err := io.ReadFull(s.Random, b); err != nil {
		return "" // the form works without, only not twice
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// attachment is the Content-Disposition of a file.
func attachment(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if v := mime.FormatMediaType("attachment", map[string]string{"filename": name}); v != "" {
		return v
	}
	return "attachment"
}

// readUpload takes a file with its text fields.
func (c *Call) readUpload(w http.ResponseWriter) (err error) {
	kind, params, _ := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if kind == "application/x-www-form-urlencoded" { // without a file: a form that was kept
		if c.tree, c.Input, err = readBody(w, c.Request); err != nil || c.Input.Has(resumeField) {
			return err
		}
	}
	if kind != "multipart/form-data" {
		return fault.New(fault.Unsupported, "unsupported-type", kind)
	}
	values, up, err := readUpload(w, c.Request, params["boundary"])
	if err != nil {
		return err
	}
	c.Upload, c.Input = up, values
	c.tree, err = formTree(values)
	return err
}
