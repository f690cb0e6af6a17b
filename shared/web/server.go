package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/memo"
	"yingbin/shared/moment"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// A Companies loads the company as it is; staff.Service does.
type Companies interface {
	Load(ctx context.Context) (*staff.Company, error)
}

// Config is what the server needs besides its routes.
type Config struct {
	Site   Site
	Ring   *token.Ring
	Staff  Companies
	Pages  Pages        // nil: Plain
	Static http.Handler // below /static/; nil: nothing
	// Ended says whether a session, named by its hash, was signed out; nil: none.
	Ended  func(ctx context.Context, hash string) (bool, error)
	Random io.Reader // of idempotency keys and challenges
	Log    *slog.Logger
	Step   string // the function whose routes are answered; empty: every route
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
	s := &Server{Config: cfg, routes: routes, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection()}
	names := map[string]bool{}
	for i := range routes {
		r := &routes[i]
		if names[r.Name] {
			panic("two routes are named " + r.Name)
		}
		names[r.Name] = true
		if cfg.Step != "" && cfg.Step != r.Step {
			continue
		}
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
	err := fault.Missing()
	if allowed := s.allowed(r); allowed != "" {
		w.Header().Set("Allow", allowed)
		err = wrongMethod(r.Method, allowed)
	}
	s.serve(w, r, &Route{Name: "nowhere", Access: Public, Page: "fault", Do: func(*Call) (any, error) { return nil, err }})
}

// wrongMethod says that an address only takes what a form sends; to who did not
// merely open it, what it does take.
func wrongMethod(method, allowed string) *fault.Error {
	if method == http.MethodGet || method == http.MethodHead {
		return fault.New(fault.Method, "wrong-method")
	}
	return fault.New(fault.Method, "wrong-method", method, allowed)
}

// allowed are the methods that a path is there for: somebody has typed the
// address that a form is sent to, or come back to it, or means another method.
func (s *Server) allowed(r *http.Request) string {
	var list []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := s.mux.Handler(other); pattern != "/" && pattern != "" {
			list = append(list, method)
		}
	}
	return strings.Join(list, ", ")
}

// serve answers one request by its route and writes the access log: the
// route, never path or query.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route *Route) {
	r = r.WithContext(memo.With(r.Context()))
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
		switch f.Kind {
		case fault.Internal:
			level = slog.LevelError
			attrs = append(attrs, slog.Any("error", f.Err))
		case fault.Unavailable: // the service's own word; the runbook knows what to do
			level = slog.LevelWarn
			attrs = append(attrs, slog.Any("error", f.Err))
		}
	}
	s.Log.LogAttrs(c.Context(), level, "request", attrs...)
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
