package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/moment"
	"yingbin/shared/token"
)

// People finds staff. A person who left is not-found.
type People interface {
	Person(ctx context.Context, id string) (Person, error)
}

// Config is what the server needs besides its routes.
type Config struct {
	Site   Site
	Ring   *token.Ring
	People People
	Pages  Pages          // nil: Plain
	Static http.Handler   // below /static/; nil: nothing
	Zone   *time.Location // of times in forms
	Random io.Reader      // of idempotency keys and challenges
	Log    *slog.Logger
}

// A Server answers the routes of a table.
type Server struct {
	Config
	routes []Route
	mux    *http.ServeMux
	origin *http.CrossOriginProtection
}

// NewServer makes a server of a route table. Two routes of the same method
// and pattern, or of the same name, are a mistake of the table and panic.
func NewServer(cfg Config, routes []Route) *Server {
	if cfg.Pages == nil {
		cfg.Pages = Plain{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Zone == nil {
		cfg.Zone = time.UTC
	}
	s := &Server{Config: cfg, routes: routes, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	names := map[string]bool{}
	for i := range routes {
		r := &routes[i]
		if names[r.Name] {
			panic("two routes are named " + r.Name)
		}
		names[r.Name] = true
		s.mux.Handle(r.Method+" "+exact(r.Pattern), http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, r) }))
	}
	if cfg.Static != nil {
		s.mux.Handle("GET /static/", http.StripPrefix("/static/", cfg.Static))
	}
	s.mux.HandleFunc("/", s.nowhere)
	return s
}

// exact keeps "/" from matching everything.
func exact(pattern string) string {
	if pattern == "/" {
		return "/{$}"
	}
	return pattern
}

// Routes gives the table.
func (s *Server) Routes() []Route { return s.routes }

// ServeHTTP answers a request. Its context knows its time.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Site.secure(w.Header())
	if !s.Site.Knows(r.Host) {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// nowhere answers paths and methods that no route has.
func (s *Server) nowhere(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, &Route{Name: "nowhere", Access: Public, Page: "fault", Do: func(*Call) (any, error) { return nil, fault.Missing() }})
}

// serve answers one request by its route and writes the access log: the
// route, never path or query.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route *Route) {
	c := &Call{Request: r, At: moment.Of(r.Context()), JSON: wantsJSON(r), Site: s.Site, server: s, header: w.Header(), route: route}
	c.Lang = c.language()
	rec := &recorder{ResponseWriter: w}
	view, err := c.run(rec)
	if err != nil {
		c.fail(rec, err)
	} else {
		c.answer(rec, view)
	}
	s.log(c, rec.status, err)
}

// log writes one line. The actor is a hash, so that a log names nobody.
func (s *Server) log(c *Call, status int, err error) {
	attrs := []slog.Attr{slog.String("route", c.route.Name), slog.String("method", c.Request.Method), slog.Int("status", status)}
	if c.Who != nil {
		attrs = append(attrs, slog.String("actor", token.Hash(c.Who.ID)[:8]))
	}
	level := slog.LevelInfo
	if f := fault.As(err); f != nil {
		attrs = append(attrs, slog.String("code", f.Code))
		if f.Kind == fault.Internal {
			level = slog.LevelError
			attrs = append(attrs, slog.Any("error", f.Err))
		}
	}
	s.Log.LogAttrs(c.Context(), level, "request", attrs...)
}

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
	return c.route.Do(c)
}

// admit lets in whom the route's access allows.
func (c *Call) admit() error {
	switch {
	case c.route.Access == Public || c.route.Access == ByLink:
		return nil
	case c.Who == nil:
		return fault.New(fault.Unauthorized, "sign-in-required")
	case c.route.Access == Admin && !c.Who.Has("admin"):
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// Has says whether the person holds a role.
func (p *Person) Has(role string) bool {
	for _, r := range p.Roles {
		if r == role {
			return true
		}
	}
	return false
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
	if m, ok := c.tree.(map[string]any); ok && c.Form {
		if k, ok := m["idempotency_key"].(string); ok && c.Key == "" {
			c.Key = k
		}
		delete(m, "idempotency_key")
	}
	if len(c.Key) > maxKeyBytes {
		return fault.Field("/idempotency_key", "too-long", maxKeyBytes)
	}
	return nil
}

// language is the reader's: his own, his cookie's, his browser's.
func (c *Call) language() i18n.Lang {
	fallback := i18n.Default
	if c.Who != nil && c.Who.Language != "" {
		fallback = i18n.Of(c.Who.Language)
		if c.cookie(languageCookie) == "" {
			return fallback
		}
	}
	if l, ok := i18n.Parse(c.cookie(languageCookie)); ok {
		return l
	}
	return i18n.Negotiate(c.Request.Header.Get("Accept-Language"), fallback)
}

// wantsJSON says whether JSON was asked for before HTML.
func wantsJSON(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		kind, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		switch {
		case kind == "application/json", kind == "application/problem+json":
			return true
		case kind == "text/html", kind == "application/xhtml+xml":
			return false
		}
	}
	return false
}

// answer writes a view as JSON, as a page, or as the redirect after a form.
func (c *Call) answer(w http.ResponseWriter, view any) {
	status := c.route.Status
	switch v := view.(type) {
	case *Raw:
		c.raw(w, v)
		return
	case *Redirect:
		if view = v.View; !c.JSON {
			http.Redirect(w, c.Request, v.To, http.StatusSeeOther)
			return
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

// after is where a form leads: the route's own place, or the page it came from.
func (c *Call) after(view any) string {
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
	if err := e.Encode(view); err != nil {
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
	w.Header().Set("Content-Type", v.Type)
	if v.Name != "" {
		w.Header().Set("Content-Disposition", attachment(v.Name))
	}
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(v.Data)
}

// A recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
