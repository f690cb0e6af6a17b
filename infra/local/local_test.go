package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// run starts a process for a test on a free port.
func run(t *testing.T, o Options) *Main {
	t.Helper()
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.Data == "" {
		o.Data = Memory
	}
	m, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Stop(t.Context()); err != nil {
			t.Log(err)
		}
	})
	return m
}

// call sends JSON and gives status and decoded answer.
func call(t *testing.T, m *Main, method, path, body string, headers ...string) (int, map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, m.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	var v map[string]any
	_ = json.Unmarshal(raw, &v)
	return res.StatusCode, v
}

func TestTrialClock(t *testing.T) {
	m := run(t, Options{Trial: true})
	status, v := call(t, m, "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`)
	if status != 200 || len(v["staff"].([]any)) != 15 || len(v["resources"].([]any)) != 5 || v["now"] != "2026-11-22T09:00:00+08:00" {
		t.Fatalf("%d %v", status, v)
	}
	for _, c := range []struct {
		body, now, code string
		status          int
	}{
		{`{"advance":"90m"}`, "2026-11-22T10:30:00+08:00", "", 200},
		{`{"advance":"P1D"}`, "2026-11-23T10:30:00+08:00", "", 200},
		{`{"now":"2026-11-24T00:00:00Z"}`, "2026-11-24T08:00:00+08:00", "", 200},
		{`{"now":"2026-11-23T00:00:00Z"}`, "", "clock-backwards", 422},
		{`{"advance":"soon"}`, "", "invalid", 422},
		{`{}`, "", "required", 422},
	} {
		status, v := call(t, m, "POST", "/_local/clock", c.body)
		if status != c.status || c.now != "" && (v["now"] != c.now || v["frozen"] != true) || c.code != "" && v["code"] != c.code {
			t.Errorf("%s: %d %v", c.body, status, v)
		}
	}
}

func TestTrialIsForWhoeverSitsHere(t *testing.T) {
	m := run(t, Options{Trial: true})
	for name, headers := range map[string][]string{
		"another host": {"Host", "demo.example"}, "a proxy": {"X-Forwarded-For", "192.0.2.1"}, "a tunnel": {"Forwarded", "for=192.0.2.1"},
	} {
		if status, _ := call(t, m, "POST", "/_local/reset", `{}`, headers...); status != 404 {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, v := call(t, m, "POST", "/_local/reset", "data=empty", "Content-Type", "application/x-www-form-urlencoded"); status != 415 {
		t.Errorf("a form: %d %v", status, v)
	}
	if status, v := call(t, m, "POST", "/_local/inbound", "From: a@b", "Content-Type", "message/rfc822"); status != 501 || v["code"] != "not-implemented" {
		t.Errorf("inbound: %d %v", status, v)
	}
}

func TestSignInOfATrial(t *testing.T) {
	m := run(t, Options{Trial: true})
	status, v := call(t, m, "POST", "/_local/sign-in", `{"email":"office@demo.example"}`)
	if status != 200 {
		t.Fatalf("%d %v", status, v)
	}
	status, v = call(t, m, "GET", "/me", "", "Authorization", "Bearer "+v["token"].(string))
	if status != 200 || v["staff"].(map[string]any)["id"] != "office" {
		t.Errorf("%d %v", status, v)
	}
}

// The store, its clock and its sessions survive a restart.
func TestRestart(t *testing.T) {
	dir := t.TempDir()
	m := run(t, Options{Trial: true, Data: dir, Clock: "2026-11-22T09:00:00+08:00"})
	_, v := call(t, m, "POST", "/_local/sign-in", `{"email":"sales@demo.example"}`)
	if err := m.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	m = run(t, Options{Data: dir})
	if status, me := call(t, m, "GET", "/me", "", "Authorization", "Bearer "+v["token"].(string)); status != 200 {
		t.Errorf("%d %v", status, me)
	}
	if _, v := call(t, m, "GET", "/_local/clock", ""); v["now"] != "2026-11-22T09:00:00+08:00" || v["frozen"] != true {
		t.Errorf("%v", v)
	}
	info, err := os.Stat(filepath.Join(dir, "keys.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("keys: %v %v", info, err)
	}
}

// browser keeps cookies and does not follow redirects.
func browser(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// form posts a form as a browser does.
func form(t *testing.T, b *http.Client, m *Main, path string, values url.Values) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.URL()+path, strings.NewReader(values.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", m.URL())
	res, err := b.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(res.Body)
	return res.StatusCode, res.Header.Get("Location") + string(body)
}

func TestFirstPage(t *testing.T) {
	m, b := run(t, Options{}), browser(t)
	if status, _ := call(t, m, "GET", "/receptions", ""); status != 404 {
		t.Errorf("an empty store serves more than its first page: %d", status)
	}
	if status, body := form(t, b, m, "/", url.Values{"choice": {"company"}, "name": {"示范"}, "url": {"http://example.com"}}); status != 422 || !strings.Contains(body, `value="示范"`) {
		t.Errorf("%d %s", status, body)
	}
	for says, with := range map[string]url.Values{"时区：": {"zone": {"Moon/Base"}}, "采用的接待制度：": {"policy": {"moon"}}, "对外网址（邮件中的链接由此开头）：网址须以": {"url": {"http://example.com"}}} {
		v := url.Values{"choice": {"company"}, "name": {"示范"}, "zone": {"Asia/Shanghai"}, "url": {"https://reception.example.com"},
			"admin": {"徐晨"}, "email": {"admin@company.example"}, "policy": {"showroom"}}
		maps.Copy(v, with)
		if status, body := form(t, b, m, "/", v); status != 422 || !strings.Contains(body, says) || with["policy"] == nil && !strings.Contains(body, `value="showroom" checked`) {
			t.Errorf("%d %s", status, body)
		}
	}
	if status, where := form(t, b, m, "/", url.Values{"choice": {"trial"}}); status != 303 || where != "/" {
		t.Fatalf("%d %s", status, where)
	}
	if status, where := form(t, b, m, "/sign-in/trial", url.Values{"staff": {"sales"}, "then": {"/me"}}); status != 303 || where != "/me" {
		t.Errorf("one click: %d %s", status, where)
	}
	if status, v := call(t, m, "GET", "/_local/clock", ""); status != 200 || v["frozen"] != false {
		t.Errorf("%d %v", status, v)
	}
}

// A company has no trial conveniences, answers to its own name only, and never
// becomes a trial.
func TestCompany(t *testing.T) {
	dir := t.TempDir()
	m := run(t, Options{Data: dir})
	status, body := form(t, browser(t), m, "/", url.Values{"choice": {"company"}, "name": {"示范"}, "zone": {"Asia/Shanghai"},
		"url": {"https://reception.example.com"}, "admin": {"徐晨"}, "email": {"admin@company.example"}, "policy": {"envicool"}})
	if status != 200 || !strings.Contains(body, `href="https://reception.example.com"`) || !strings.Contains(body, "-smtp") || strings.Contains(body, "先试用") {
		t.Fatalf("%d %s", status, body)
	}
	if status, _ := call(t, m, "GET", "/_local/clock", ""); status != 404 {
		t.Errorf("trial conveniences in a company: %d", status)
	}
	if status, _ := call(t, m, "GET", "/_local/clock", "", "Host", "reception.example.com"); status != 404 {
		t.Errorf("trial conveniences in a company: %d", status)
	}
	if status, _ := call(t, m, "GET", "/sign-in", "", "Host", "reception.example.com"); status != 200 {
		t.Errorf("sign in: %d", status)
	}
	if err := m.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), Options{Addr: "127.0.0.1:0", Data: dir, Trial: true}); err == nil {
		t.Error("a company became a trial")
	}
	m = run(t, Options{Data: dir})
	if status, _ := call(t, m, "GET", "/sign-in", "", "Host", "reception.example.com"); status != 200 {
		t.Errorf("after a restart: %d", status)
	}
}

func TestBackupAndRestore(t *testing.T) {
	from, to, file := t.TempDir(), filepath.Join(t.TempDir(), "a new machine"), filepath.Join(t.TempDir(), "backup.db")
	m := run(t, Options{Data: from, Trial: true, Clock: "2026-11-22T09:00:00+08:00"})
	if err := command(t.Context(), []string{"-data", from, "backup", file}); err != nil {
		t.Fatal(err)
	}
	if err := command(t.Context(), []string{"-data", from, "restore", file}); err == nil || !strings.Contains(err.Error(), "another process works on "+from) {
		t.Errorf("restored under a running process: %v", err)
	}
	if _, err := Start(t.Context(), Options{Data: from, Addr: "127.0.0.1:0"}); err == nil || !strings.Contains(err.Error(), "another process works on "+from) {
		t.Errorf("a second process works on the same folder: %v", err)
	}
	if err := m.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := command(t.Context(), []string{"-data", to, "restore", file}); err != nil {
		t.Fatal(err)
	}
	m = run(t, Options{Data: to})
	if _, v := call(t, m, "GET", "/_local/clock", ""); v["now"] != "2026-11-22T09:00:00+08:00" {
		t.Errorf("%v", v)
	}
}

func TestOptions(t *testing.T) {
	env := map[string]string{"YINGBIN_ADDR": "127.0.0.1:1", "YINGBIN_TLS_CERT": "c", "YINGBIN_TLS_KEY": "k", "YINGBIN_TRIAL": "1"}
	o, rest, err := parse([]string{"-addr", "127.0.0.1:2", "backup", "f"}, func(k string) string { return env[k] }, io.Discard)
	if err != nil || o.Addr != "127.0.0.1:2" || o.TLSCert != "c" || !o.Trial || len(rest) != 2 {
		t.Errorf("%+v %v %v", o, rest, err)
	}
	for _, args := range [][]string{{"-url", "example.com"}, {"-url", "https://a/b"}, {"-clock", "noon"}, {"-tls-cert", "c"}, {"-nonsense"}} {
		if _, _, err := parse(args, func(string) string { return "" }, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
	var help bytes.Buffer
	_, _, _ = parse([]string{"-h"}, func(string) string { return "" }, &help)
	for _, word := range []string{"-addr", "-url", "-data", "-clock", "-smtp", "-trial", "-tls-cert", "-tls-key", "YINGBIN_SMTP", "backup FILE", "restore FILE", "export", "import", "found"} {
		if !strings.Contains(help.String(), word) {
			t.Errorf("-h does not tell of %s", word)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{"90m": 90 * time.Minute, "2h30m": 150 * time.Minute, "3d": 72 * time.Hour,
		"PT1H30M": 90 * time.Minute, "P2D": 48 * time.Hour, "P1DT1H": 25 * time.Hour, "30s": 30 * time.Second} {
		if got, err := duration(text); err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", "P", "soon", "-1h", "1"} {
		if d, err := duration(text); err == nil {
			t.Errorf("%q is %v", text, d)
		}
	}
}
