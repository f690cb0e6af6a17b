package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// answer writes a view as JSON, as a page, or as the redirect after a form.
func (c *Call) answer(w http.ResponseWriter, view any) {
	status := c.route.Status
	switch v := view.(type) {
	case *Raw:
		c.raw(w, v)
		return
	case *Redirect:
		if view = v.View; !c.JSON {
			http.Redirect(w, c.Request, v.To, v.status())
			return
		}
		if v.Moved {
			w.Header().Set("Location", v.To)
			status = v.status()
		}
	}
	if c.Request.Method == http.MethodPost && !c.JSON {
		http.Redirect(w, c.Request, c.after(view), http.StatusSeeOther)
		return
	}
	if status == http.StatusCreated && c.route.Location != nil {
		w.Header().Set("Location", c.route.Location(c, view))
	}
	if c.JSON || c.route.Page == "" {
		c.json(w, status, "application/json", view)
		return
	}
	c.page(w, Page{Name: c.route.Page, Status: http.StatusOK, View: view})
}

// after is where a form leads: where it says itself (back_to), the route's own
// place, or the page it came from.
func (c *Call) after(view any) string {
	if c.to != "" {
		return c.to
	}
	if c.route.Location != nil {
		return c.route.Location(c, view)
	}
	return c.back()
}

// back is the path of the page that holds the route's form.
func (c *Call) back() string {
	pattern := c.route.Back
	if pattern == "" {
		pattern = c.route.Pattern[:max(strings.LastIndexByte(c.route.Pattern, '/'), 1)]
	}
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, "{") {
			parts[i] = c.Path(strings.Trim(p, "{}"))
		}
	}
	return strings.Join(parts, "/")
}

// json writes a value as JSON.
func (c *Call) json(w http.ResponseWriter, status int, kind string, view any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(present(view, c.zone())); err != nil {
		c.server.Log.ErrorContext(c.Context(), "encode", "route", c.route.Name, "error", err)
		http.Error(w, "internal", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Content-Language", c.Lang.HTML())
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// raw writes a file; what strangers uploaded is never shown in place.
func (c *Call) raw(w http.ResponseWriter, v *Raw) {
	if v.At != "" {
		http.Redirect(w, c.Request, v.At, http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", v.Type)
	if v.Name != "" {
		w.Header().Set("Content-Disposition", attachment(v.Name))
	}
	w.WriteHeader(cmp.Or(v.Status, http.StatusOK))
	_, _ = w.Write(v.Data)
}

// zone is the site's, as far as it is known.
func (c *Call) zone() *time.Location {
	if c.Company == nil {
		return time.UTC
	}
	return c.Company.Zone()
}
