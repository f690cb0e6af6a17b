package web

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/moment"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
)

var now = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

// A desk is a server over a store with two people.
type desk struct {
	t      *testing.T
	server *Server
	db     *sqlitestore.DB
	ring   *token.Ring
	log    *bytes.Buffer
}

type echo struct {
	Version int64    `json:"version"`
	Name    string   `json:"name" req:"true" max:"5"`
	List    []string `json:"list"`
}

// newDesk opens a server with the table and a few routes of the test.
func newDesk(t *testing.T, site Site, more ...Route) *desk {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	put := func(sk, body string) store.Op {
		return store.Create(store.Doc{Key: store.Key{PK: staff.Partition, SK: sk}, Body: []byte(body)})
	}
	if err := db.Commit(t.Context(), put("HEAD", `{"s":1,"name":"Demo","zone":"Asia/Shanghai"}`),
		put("STAFF#sales", `{"s":1,"id":"sales","email":"sales@demo.example","name":"王芳","roles":["sales"],"language":"en"}`),
		put("STAFF#admin", `{"s":1,"id":"admin","email":"admin@demo.example","name":"管理员","roles":["admin"]}`)); err != nil {
		t.Fatal(err)
	}
	ring, err := token.NewRing(token.Master{ID: 1, Secret: bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, db: db, ring: ring, log: &bytes.Buffer{}}
	people := &staff.Service{DB: db}
	table := Table(&Services{Staff: people, Ring: ring, Links: echoLinks{}, SignIn: &signin.Service{DB: db, Ring: ring, Find: func(ctx context.Context, email string) (string, error) {
		c, err := people.Load(ctx)
		if err != nil {
			return "", err
		}
		if p := c.Person(email); p != nil {
			return p.ID, nil
		}
		return "", fault.Missing()
	}}})
	d.server = NewServer(Config{Site: site, Ring: ring, Staff: people, Random: &counted{}, Log: slog.New(slog.NewJSONHandler(d.log, nil))}, append(table, more...))
	return d
}

// counted gives other bytes at each call, always the same ones.
type counted struct{ n byte }

func (c *counted) Read(p []byte) (int, error) {
	c.n++
	for i := range p {
		p[i] = c.n
	}
	return len(p), nil
}

var plainSite = Site{URL: &url.URL{Scheme: "https", Host: "reception.example.com"}}

// do sends a request; headers come in pairs.
func (d *desk) do(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	d.t.Helper()
	r := httptest.NewRequestWithContext(moment.With(d.t.Context(), now), method, target, strings.NewReader(body))
	r.Host = d.server.Site.URL.Host
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.server.ServeHTTP(w, r)
	return w
}

// as gives the Authorization header of a person.
func (d *desk) as(staff string) string {
	return "Bearer " + d.ring.SignSession(token.Session{Staff: staff, Issued: now})
}

// code reads the code of a problem document.
func code(w *httptest.ResponseRecorder) string {
	var p struct{ Code string }
	_ = json.Unmarshal(w.Body.Bytes(), &p)
	return p.Code
}

func echoes() []Route {
	return []Route{
		Get("/things/{id}", "thing", "office", SignedIn, func(c *Call) (echo, error) { return echo{Name: c.Path("id")}, nil }),
		Post("/things/{id}/rename", "rename", "office", SignedIn, func(_ *Call, cmd echo) (echo, error) {
			switch cmd.Name {
			case "stale":
				e := fault.New(fault.Conflict, "stale-version")
				e.CurrentVersion = 7
				return cmd, e
			case "boom":
				panic("boom")
			}
			return cmd, nil
		}),
		Post("/things", "make", "office", Admin, func(_ *Call, cmd echo) (echo, error) { return cmd, nil }).
			Created(func(_ *Call, v any) string { return "/things/" + v.(echo).Name }),
		Get("/only-here", "only-here", "office", Public, func(*Call) (echo, error) { return echo{}, nil }).Only(),
	}
}

func TestJSONAnswers(t *testing.T) {
	d := newDesk(t, plainSite, echoes()...)
	for _, c := range []struct {
		name, method, path, body, by string
		status                       int
		code, contains               string
	}{
		{"read, lists never null", "GET", "/things/a", "", "sales", 200, "", `{"version":0,"name":"a","list":[]}`},
		{"signed out", "GET", "/things/a", "", "", 401, "sign-in-required", ""},
		{"who left", "GET", "/things/a", "", "nobody", 401, "sign-in-required", ""},
		{"no such path", "GET", "/nowhere", "", "sales", 404, "not-found", ""},
		{"no such method", "POST", "/things/a", "{}", "sales", 405, "wrong-method", ""},
		{"another method", "PUT", "/things/a", "{}", "sales", 405, "wrong-method", `"This address does not take PUT; it takes GET."`},
		{"another still", "DELETE", "/things/a/rename", "", "", 405, "wrong-method", `DELETE`},
		{"only opened", "GET", "/things/a/rename", "", "sales", 405, "wrong-method", "only takes what a form sends"},
		{"not admin", "POST", "/things", `{"name":"a"}`, "sales", 403, "forbidden", ""},
		{"created", "POST", "/things", `{"name":"a"}`, "admin", 201, "", `"name":"a"`},
		{"unknown field", "POST", "/things", `{"name":"a","actor":"b"}`, "admin", 422, "unknown-field", `"field":"/actor"`},
		{"required", "POST", "/things", `{}`, "admin", 422, "required", `"field":"/name"`},
		{"reader's language", "POST", "/things/a/rename", `{"name":"too long"}`, "sales", 422, "too-long", `"This is too long; the limit is 5."`},
		{"stale", "POST", "/things/a/rename", `{"name":"stale"}`, "sales", 409, "stale-version", `"current_version":7`},
		{"panic", "POST", "/things/a/rename", `{"name":"boom"}`, "sales", 500, "internal", ""},
		{"of a trial only", "GET", "/only-here", "", "admin", 404, "not-found", ""},
	} {
		headers := []string{"Accept", "application/json", "Content-Type", "application/json"}
		if c.by != "" {
			headers = append(headers, "Authorization", d.as(c.by))
		}
		w := d.do(c.method, c.path, c.body, headers...)
		if w.Code != c.status || code(w) != c.code || !strings.Contains(w.Body.String(), c.contains) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
		if allow := w.Header().Get("Allow"); (allow != "") != (c.status == http.StatusMethodNotAllowed) {
			t.Errorf("%s: Allow %q", c.name, allow)
		}
		want := "application/json; charset=utf-8"
		if c.code != "" {
			want = "application/problem+json; charset=utf-8"
		}
		if got := w.Header().Get("Content-Type"); got != want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestBrowsers(t *testing.T) {
	d := newDesk(t, plainSite, echoes()...)
	session := "__Host-session=" + d.ring.SignSession(token.Session{Staff: "sales", Issued: now})
	form := []string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", session, "Accept", "text/html"}
	if w := d.do("POST", "/things/a/rename", "name=b&version=3&idempotency_key=k", form...); w.Code != 303 || w.Header().Get("Location") != "/things/a" {
		t.Errorf("a form: %d %s", w.Code, w.Header())
	}
	w := d.do("POST", "/things/a/rename", "name=much+too+long&version=3", form...)
	if w.Code != 422 || !strings.Contains(w.Body.String(), `value="much too long"`) || !strings.Contains(w.Body.String(), `data-field="/name"`) ||
		!strings.Contains(w.Body.String(), `&#34;name&#34;: &#34;a&#34;`) {
		t.Errorf("own input is lost: %d %s", w.Code, w.Body)
	}
	if w := d.do("GET", "/things/a?x=1", "", "Accept", "text/html"); w.Code != 303 || w.Header().Get("Location") != "/sign-in?then=%2Fthings%2Fa%3Fx%3D1" {
		t.Errorf("signed out: %d %s", w.Code, w.Header())
	}
	if w := d.do("GET", "/nowhere", ""); w.Code != 404 || !strings.Contains(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("a missing page: %d %s", w.Code, w.Header())
	}
	if w := d.do("GET", "/sign-in", "", "Accept-Language", "en"); w.Code != 200 || !strings.Contains(w.Body.String(), `lang="en"`) {
		t.Errorf("the browser's language: %d %s", w.Code, w.Body)
	}
}

func TestGuards(t *testing.T) {
	d := newDesk(t, plainSite, echoes()...)
	for name, headers := range map[string][]string{
		"another site": {"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"},
		"null origin":  {"Origin", "null"},
	} {
		w := d.do("POST", "/sign-out", "", append(headers, "Accept", "application/json", "Content-Type", formType)...)
		if w.Code != 403 || code(w) != "forbidden" {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if w := d.do("GET", "/sign-in", "", "Host", "evil.example"); w.Code != 404 {
		t.Errorf("another host: %d", w.Code)
	}
	h := d.do("GET", "/sign-in", "").Header()
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
		"Strict-Transport-Security": "max-age=31536000"} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
	if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
		t.Error(csp)
	}
}

// Trial conveniences answer only whoever sits at the machine (security rules, "Trial").
func TestTrialGuard(t *testing.T) {
	site := Site{URL: &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}, Hosts: LoopbackHosts("8080"), Trial: true}
	d := newDesk(t, site, echoes()...)
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{nil, 200}, {[]string{"Host", "localhost:8080"}, 200}, {[]string{"Host", "[::1]:8080"}, 200},
		{[]string{"Host", "localhost:9090"}, 404}, {[]string{"Host", "demo.example"}, 404},
		{[]string{"Forwarded", "for=1.2.3.4"}, 404}, {[]string{"X-Forwarded-For", "1.2.3.4"}, 404}, {[]string{"X-Forwarded-Anything", "1"}, 404},
	} {
		if w := d.do("GET", "/only-here", "", append(c.headers, "Accept", "application/json")...); w.Code != c.want {
			t.Errorf("%v: %d", c.headers, w.Code)
		}
	}
	w := d.do("POST", "/sign-in/trial", "staff=sales&then=/calendar", "Content-Type", formType)
	if w.Code != 303 || w.Header().Get("Location") != "/calendar" || !strings.HasPrefix(w.Header().Get("Set-Cookie"), "session=") {
		t.Errorf("one click: %d %v", w.Code, w.Header())
	}
}

func TestAccessLogNamesNobody(t *testing.T) {
	d := newDesk(t, plainSite, echoes()...)
	d.do("GET", "/things/secret-id?q=secret-word", "", "Accept", "application/json", "Authorization", d.as("sales"))
	d.do("GET", "/l/secret-token", "")
	if log := d.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "sales") || !strings.Contains(log, `"route":"thing"`) {
		t.Error(log)
	}
}

func TestSignInFromStartToEnd(t *testing.T) {
	d := newDesk(t, plainSite)
	jsonHeaders := []string{"Accept", "application/json", "Content-Type", "application/json"}
	var challenge Challenge
	w := d.do("POST", "/sign-in", `{"email":"sales@demo.example"}`, jsonHeaders...)
	if err := json.Unmarshal(w.Body.Bytes(), &challenge); err != nil || w.Code != 200 || challenge.Challenge == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	keys, err := event.Undelivered(t.Context(), d.db, time.Time{}, 0)
	if err != nil || len(keys) != 1 || keys[0].PK != "me#sales" {
		t.Fatalf("%v %v", keys, err)
	}
	body := func(code string) string { return `{"challenge":"` + challenge.Challenge + `","code":"` + code + `"}` }
	if w := d.do("POST", "/sign-in/code", body("abc"), jsonHeaders...); w.Code != 422 || code(w) != "invalid" {
		t.Errorf("a wrong code: %d %s", w.Code, w.Body)
	}
	w = d.do("POST", "/sign-in/code", body(d.ring.Code(token.Hash(challenge.Challenge))), jsonHeaders...)
	var in SignedInAs
	if err := json.Unmarshal(w.Body.Bytes(), &in); err != nil || w.Code != 200 || in.Staff.ID != "sales" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := d.do("GET", "/me", "", "Accept", "application/json", "Authorization", "Bearer "+in.Token); w.Code != 200 {
		t.Errorf("me: %d %s", w.Code, w.Body)
	}
	w = d.do("POST", "/sign-in", "email=stranger@elsewhere.example&then=//evil.example", "Content-Type", formType)
	if w.Code != 303 || w.Header().Get("Location") != "/sign-in/code?then=%2F" || !strings.HasPrefix(w.Header().Get("Set-Cookie"), "__Host-challenge=") {
		t.Errorf("a stranger in a browser: %d %v", w.Code, w.Header())
	}
}

func TestStayingOnThisSite(t *testing.T) {
	for given, want := range map[string]string{"": "/", "/a?b=c": "/a?b=c", "//evil": "/", "https://evil": "/", "/\\evil": "/", "a": "/", "/%": "/"} {
		if got := safePath(given); got != want {
			t.Errorf("%q leads to %q", given, got)
		}
	}
}

func TestTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range newDesk(t, plainSite).server.Routes() {
		if r.Name == "" || r.Step == "" || r.Do == nil || seen[r.Name] || r.Method == http.MethodPost && r.Command == nil {
			t.Errorf("%s %s is incomplete", r.Method, r.Pattern)
		}
		seen[r.Name] = true
	}
}
