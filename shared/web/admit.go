package web

import (
	"cmp"
	"mime"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// run checks, reads and acts. A panic is an internal error of this request.
func (c *Call) run(w http.ResponseWriter) (view any, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.server.Log.ErrorContext(c.Context(), "panic", "route", c.route.Name, "panic", p, "stack", string(debug.Stack()))
			view, err = nil, fault.New(fault.Internal, "internal")
		}
	}()
	if cross := c.server.origin.Check(c.Request); cross != nil {
		return nil, fault.Wrap(fault.Forbidden, "forbidden", cross)
	}
	if err := c.identify(); err != nil {
		return nil, err
	}
	c.Lang = c.language()
	if err := c.admit(); err != nil {
		return nil, err
	}
	if err := c.read(w); err != nil {
		return nil, err
	}
	if err := c.asked(); err != nil {
		return nil, err
	}
	if c.resume != "" && c.route.Access != Public && c.route.Access != ByLink {
		return c.resumed()
	}
	if err := c.meant(); err != nil {
		return nil, err
	}
	return c.route.Do(c)
}

// admit lets in whom the route's access allows.
func (c *Call) admit() error {
	switch {
	case c.route.Local && !c.Site.Trusts(c.Request):
		return fault.Missing()
	case c.route.Access == Public || c.route.Access == ByLink:
		return nil
	case c.Who == nil:
		return fault.New(fault.Unauthorized, "sign-in-required")
	case c.route.Access == Admin && !c.Who.Has(staff.Admin):
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// maxKeyBytes is the longest Idempotency-Key.
const maxKeyBytes = 200

// read takes the body and the idempotency key of a command.
func (c *Call) read(w http.ResponseWriter) (err error) {
	if c.Request.Method != http.MethodPost {
		return nil
	}
	if c.route.Upload {
		err = c.readUpload(w)
	} else if c.route.Command != nil {
		c.tree, c.Input, err = readBody(w, c.Request)
	}
	if err != nil {
		return err
	}
	c.Form = c.Input != nil
	c.Key = c.Request.Header.Get("Idempotency-Key")
	c.reserved()
	if c.Key == "" {
		c.mark = c.server.newKey() // said twice at the same moment, it is meant twice
	}
	if len(c.Key) > maxKeyBytes {
		return fault.Field("/idempotency_key", "too-long", maxKeyBytes)
	}
	return nil
}

// reserved takes the fields that every form may have out of the command.
func (c *Call) reserved() {
	m, ok := c.tree.(map[string]any)
	if !ok || !c.Form {
		return
	}
	take := func(name string) string {
		text, _ := m[name].(string)
		delete(m, name)
		return text
	}
	c.Key = cmp.Or(c.Key, take("idempotency_key"))
	delete(m, "idempotency_key")
	if to := take("back_to"); to != "" {
		c.to = safePath(to)
	}
	c.resume = take(resumeField)
}

// language is the reader's: what he chose here, what his program asks for (a
// browser's wish is not asked for, it is always there), his own, his browser's.
func (c *Call) language() i18n.Lang {
	if l, ok := i18n.Parse(c.cookie(languageCookie)); ok {
		return l
	}
	wish := c.Request.Header.Get("Accept-Language")
	if c.Who == nil || c.Who.Language == "" {
		return i18n.Negotiate(wish, i18n.Default)
	}
	if bearer(c.Request) != "" {
		return i18n.Negotiate(wish, c.Who.Speaks())
	}
	return c.Who.Speaks()
}

// wantsJSON says whether JSON was asked for rather than HTML: by weight, then by
// order; who sends JSON and asks for neither gets JSON.
func wantsJSON(r *http.Request) bool {
	json, most := strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"), 0.0
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, params, err := mime.ParseMediaType(part)
		weight := 1.0
		if q, err := strconv.ParseFloat(params["q"], 64); err == nil {
			weight = q
		}
		if err != nil || weight <= most {
			continue
		}
		switch kind {
		case "application/json", "application/problem+json":
			json, most = true, weight
		case "text/html", "application/xhtml+xml":
			json, most = false, weight
		}
	}
	return json
}
