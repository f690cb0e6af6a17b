package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// yesOrNo are the ways to write a boolean in an address.
var yesOrNo = []string{"true", "false", "1", "0", "yes", "no", "on"}

// choices are the values that a parameter may have; none: any of its type.
func (p Param) choices() []string {
	if strings.Contains(p.Type, "|") {
		return strings.Split(p.Type, "|")
	}
	return nil
}

// wrong is the key of the sentence that refuses a value, and what it names.
func (p Param) wrong(text string) (key string, args []any) {
	choices := p.choices()
	switch p.Type {
	case "boolean":
		if !slices.Contains(yesOrNo, text) {
			return "web.no-such-choice", []any{text, strings.Join(yesOrNo[:2], ", ")}
		}
	case "integer":
		if _, err := strconv.Atoi(text); err != nil {
			return "web.no-number", []any{text}
		}
	case "date":
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return "web.no-date", []any{text}
		}
	}
	if len(choices) > 0 && !slices.Contains(choices, text) {
		return "web.no-such-choice", []any{text, strings.Join(choices, ", ")}
	}
	return "", nil
}

// asked checks the query of a reading route against what its parameters are.
func (c *Call) asked() error {
	if c.Request.Method == http.MethodPost {
		return nil
	}
	var wrong fault.List
	for _, p := range c.route.Query {
		text := c.Ask(p.Name)
		if text == "" {
			continue
		}
		if key, args := p.wrong(text); key != "" {
			said := map[string]string{string(c.Lang): i18n.T(c.Lang, key, args...)}
			wrong = append(wrong, fault.FieldError{Field: "/" + p.Name, Code: "invalid", Text: said})
		}
	}
	return wrong.Err()
}

// unfiltered is the page without the parameters of its address that are wrong,
// and what was wrong with them: nobody loses a list over one filter.
func (c *Call) unfiltered(p Problem) (page Page, ok bool) {
	if c.Request.Method == http.MethodPost || p.Status != http.StatusUnprocessableEntity {
		return page, false
	}
	q := c.Request.URL.Query()
	for _, e := range p.Errors {
		name := strings.TrimPrefix(e.Field, "/")
		ok = ok || q.Has(name) && slices.ContainsFunc(c.route.Query, func(x Param) bool { return x.Name == name })
		q.Del(name)
	}
	if q.Del("cursor"); !ok {
		return page, false
	}
	p.Title, p.Detail = i18n.T(c.Lang, "web.unfiltered"), "" // the list of errors says it
	// Where something else is wrong, too: without any.
	for _, query := range []url.Values{q, {}} {
		r := c.Request.Clone(c.Context())
		r.URL.RawQuery = query.Encode()
		again := c.again(c.route, r)
		again.JSON = false
		view, err := again.run(nil)
		if _, leads := view.(*Redirect); err == nil && !leads {
			c.Request = r
			return Page{Name: c.route.Page, Status: p.Status, View: view, Problem: &p}, true
		}
	}
	return page, false
}
