package web

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/staff"
)

// An Access says who may call a route at all. What he may see and do beyond
// that is decided by the domain.
type Access int

// The kinds of access.
const (
	Public   Access = iota // anybody
	ByLink                 // whoever holds the signed link in the path
	SignedIn               // staff with a session
	Admin                  // staff with the role admin
)

// String names the access as openapi.json and the access table do.
func (a Access) String() string {
	return [...]string{"public", "link", "signed-in", "admin"}[a]
}

// A Route is one entry of the route table: all that is known about a method
// and a path.
type Route struct {
	Method  string
	Pattern string // net/http's, without method: "/receptions/{r}/submit"
	Name    string // the operation, unique; what logs write
	Step    string // the function that serves it, of functions/
	Access  Access
	Page    string // the template that shows the answer; empty: JSON only
	Back    string // pattern of the page that holds the form, to show it again after an error; default: without the last part
	Status  int    // of a JSON answer; 0 is 200
	Command reflect.Type
	Query   []Param
	View    reflect.Type
	Views   []reflect.Type // what JSON may be, where Do gives a page or a redirect beside it
	Shown   bool           // a form may be answered with its page, without leading elsewhere
	Takes   string         // the media type of the body, where no command is decoded from it
	// Do answers. It gives a view, a *Redirect or a *Raw; a view that is nil is an empty object.
	Do func(*Call) (any, error)
	// Location gives the address of what was made (201, 303); may be nil.
	Location func(c *Call, view any) string
	// Again gives the view of the page that holds the form after an error, made
	// of what was sent; nil: the page as it is, with the input laid over it.
	Again func(c *Call, p Problem) (any, error)
	// Speaks gives the language in which an error is said, where it is not that
	// of the session or the browser.
	Speaks func(*Call) i18n.Lang
	Upload bool // takes multipart/form-data with a file
	// Elsewhere says that what is asked for may be fetched from another address.
	Elsewhere bool
	// Moves says that what was asked for may have become part of something else.
	Moves bool
	Local bool // exists only in a trial's local process; never in openapi.json of a stack
}

// A Param is a query parameter.
type Param struct {
	Name string
	Type string // string, integer, boolean, date, or the values that there are: "latest|oldest"
	Text string // what it means
}

// A Call is one request on its way through a handler.
type Call struct {
	Request *http.Request
	At      time.Time // of the request
	Lang    i18n.Lang
	Company *staff.Company
	Who     *staff.Person // nil: nobody is signed in
	Key     string        // Idempotency-Key; empty: none
	JSON    bool          // the answer is JSON
	Form    bool          // the command came as a form
	Input   url.Values
	Site    Site
	Upload  *Upload
	server  *Server
	header  http.Header // of the answer
	route   *Route
	tree    tree
	mark    string // of a command without a key
	to      string // where the form wants to lead, instead of the route's place
	resume  string // a form that was kept while its writer signed in, sealed
}

// Context is the request's.
func (c *Call) Context() context.Context { return c.Request.Context() }

// Act is who does what was asked, and when.
func (c *Call) Act() staff.Act {
	act := staff.Act{At: c.At, Key: c.Key, Mark: c.mark, Lang: c.Lang, Chosen: c.cookie(languageCookie) != ""}
	if c.Who != nil {
		act.By = c.Who.ID
	}
	return act
}

// Path gives a part of the path by its name in the pattern.
func (c *Call) Path(name string) string { return c.Request.PathValue(name) }

// Ask gives a query parameter.
func (c *Call) Ask(name string) string { return c.Request.URL.Query().Get(name) }

// A Redirect sends a browser somewhere else; JSON callers get View instead,
// unless what they ask for has Moved.
type Redirect struct {
	To    string
	View  any
	Again bool // what was sent goes there too
	Moved bool // what was asked for is there now, for JSON callers too
}

// status is how a browser is told.
func (r *Redirect) status() int {
	switch {
	case r.Moved:
		return http.StatusMovedPermanently
	case r.Again:
		return http.StatusTemporaryRedirect
	}
	return http.StatusSeeOther
}

// Raw is an answer that is neither JSON nor a page: a file, a calendar.
type Raw struct {
	Type   string
	Name   string // as attachment; empty: shown in place
	Data   []byte
	Status int    // 0 is 200
	At     string // where it is instead; the caller is sent there
}

// Get makes a route that reads.
func Get[V any](pattern, name, step string, access Access, do func(*Call) (V, error)) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, Name: name, Step: step, Access: access, Page: name,
		View: reflect.TypeFor[V](), Do: func(c *Call) (any, error) { return do(c) }}
}

// leading makes a reading route that sends browsers on to what it found.
func leading[V any](r Route, to func(V) string) Route {
	find := r.Do
	r.Do = func(c *Call) (any, error) {
		v, err := find(c)
		if err != nil {
			return nil, err
		}
		return &Redirect{To: to(v.(V)), View: v}, nil
	}
	return r
}

// Post makes a route that decodes a command, then acts.
func Post[C, V any](pattern, name, step string, access Access, do func(*Call, C) (V, error)) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, Name: name, Step: step, Access: access, Page: name,
		Command: reflect.TypeFor[C](), View: reflect.TypeFor[V](), Do: func(c *Call) (any, error) {
			var cmd C
			if err := c.decode(&cmd); err != nil {
				return nil, err
			}
			return do(c, cmd)
		}}
}

// decode fills the command from the body that was read before.
func (c *Call) decode(cmd any) error { return fill(c.tree, cmd, c.Form, c.zone()) }

// Created marks a route whose JSON answer is 201 with the address of what was made.
func (r Route) Created(location func(c *Call, view any) string) Route {
	r.Status, r.Location = http.StatusCreated, location
	return r
}

// Gives says what the JSON answers of a route look like whose handler gives
// now this, now that: an example of each.
func (r Route) Gives(views ...any) Route {
	for _, v := range views {
		r.Views = append(r.Views, reflect.TypeOf(v))
	}
	return r
}

// Showing says that a form of the route may be answered with its page.
func (r Route) Showing() Route {
	r.Shown = true
	return r
}

// Asks declares the query parameters.
func (r Route) Asks(params ...Param) Route {
	r.Query = append(r.Query, params...)
	return r
}

// To says where a form goes afterwards.
func (r Route) To(location func(c *Call, view any) string) Route {
	r.Location = location
	return r
}

// On says which page holds the form.
func (r Route) On(pattern string) Route {
	r.Back = pattern
	return r
}

// Spoken says in which language an error of the route is told.
func (r Route) Spoken(speaks func(*Call) i18n.Lang) Route {
	r.Speaks = speaks
	return r
}

// Anew says how the page with the form is made again after an error.
func (r Route) Anew(again func(c *Call, p Problem) (any, error)) Route {
	r.Again = again
	return r
}

// Only marks a route that exists only for requests to a trial's own process.
func (r Route) Only() Route {
	r.Local = true
	return r
}

// Plainly says that the route answers JSON only.
func (r Route) Plainly() Route {
	r.Page = ""
	return r
}

// Named says which template shows the answer, where it is not named as the route.
func (r Route) Named(page string) Route {
	r.Page = page
	return r
}
