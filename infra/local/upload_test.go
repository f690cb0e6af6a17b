package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/blob"
	"yingbin/shared/blob/blobtest"
	"yingbin/shared/blob/s3blob"
)

// bulky is a paper that no function could carry.
func bulky(mark string) []byte { return []byte(pdf + mark + strings.Repeat("x", 9<<20)) }

// operator's keys, for the buckets of tests.
var operator = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret", SessionToken: "session"}, nil
})

// inBucket runs a trial whose files are in a bucket at an address.
func inBucket(t *testing.T, endpoint, name string, log *slog.Logger) *world {
	t.Helper()
	at, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	return newWorld(t, Options{Files: s3blob.New(s3blob.Client("us-east-1", endpoint, operator, &http.Client{}), name), Bucket: at, Log: log})
}

// strictS3 is a bucket that knows signatures and conditions.
func strictS3(t *testing.T) (endpoint string, s *blobtest.S3) {
	t.Helper()
	s = &blobtest.S3{Bucket: "private", Region: "us-east-1", Token: "session", Secret: func(a string) string { return map[string]string{"AKIDEXAMPLE": "secret"}[a] }}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL, s
}

// everyBucket runs a test wherever files can be: in the folder, in a strict
// bucket, in moto's where there is one.
func everyBucket(t *testing.T, test func(w *world)) {
	t.Run("folder", func(t *testing.T) { test(newWorld(t, Options{})) })
	t.Run("bucket", func(t *testing.T) {
		endpoint, _ := strictS3(t)
		test(inBucket(t, endpoint, "private", nil))
	})
	t.Run("moto", func(t *testing.T) {
		endpoint := os.Getenv("MOTO_ENDPOINT")
		if endpoint == "" {
			t.Skip("MOTO_ENDPOINT is not set: no moto to test against")
		}
		name := fmt.Sprintf("yingbin-local-%d-%d", os.Getpid(), time.Now().UnixNano())
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, endpoint+"/"+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatal(res, err)
		}
		_ = res.Body.Close()
		test(inBucket(t, endpoint, name, nil))
	})
}

// announce asks where to put a file, and must be told.
func (w *world) announce(who, r string, body M) (f blob.Form, confirm string) {
	w.Helper()
	a := w.must(w.ask(who, "POST", "/receptions/"+r+"/uploads", body))
	f = blob.Form{URL: a.at("url"), Fields: map[string]string{}}
	fields, _ := a.v["fields"].(map[string]any)
	for name, value := range fields {
		f.Fields[name] = text(value)
	}
	return f, a.at("confirm")
}

// bring sends a file by its form.
func (w *world) bring(f blob.Form, content []byte) (status int, to string) {
	w.Helper()
	return blobtest.Place{}.Send(w.T, f, content)
}

// fetched follows the way to a file as a browser does.
func (w *world) fetched(who, path string) (header http.Header, body []byte) {
	w.Helper()
	a := w.ask(who, "GET", path, nil, "Accept", "text/html,*/*")
	to := a.header.Get("Location")
	if a.status != http.StatusSeeOther || to == "" {
		w.Fatalf("%s: %d %q", path, a.status, to)
	}
	if strings.HasPrefix(to, "/") {
		to = w.URL() + to
	}
	r, err := http.NewRequestWithContext(w.Context(), http.MethodGet, to, nil)
	if err != nil {
		w.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusOK {
		w.Fatal(res.StatusCode, err)
	}
	return res.Header, b.Bytes()
}

// A file that no request could carry is announced, brought and confirmed; it is
// fetched from where it is kept. Twice is once.
func TestLargeFile(t *testing.T) {
	t.Parallel()
	everyBucket(t, func(w *world) {
		r := w.reception(confirmed, tuesday, "room-a")
		content := bulky("a")
		f, confirm := w.announce("office2", r, M{"name": "执行表.pdf", "type": "application/pdf", "size": len(content), "kind": "paper", "confidentiality": "internal"})
		if a := w.ask("office2", "POST", confirm, M{}); a.status != 422 || a.at("errors[0].field") != "/file" || a.at("errors[0].code") != "required" {
			w.Errorf("before it came: %d %s", a.status, a.raw)
		}
		if status, _ := w.bring(f, content); status != http.StatusNoContent {
			w.Fatal(status)
		}
		before := len(w.dump())
		file := w.must(w.ask("office2", "POST", confirm, M{})).at("file.id")
		after := len(w.dump())
		if again := w.must(w.ask("office2", "POST", confirm, M{})).at("file.id"); again != file || len(w.dump()) != after || after <= before {
			w.Errorf("%s, then %s; %d, %d, %d documents", file, again, before, after, len(w.dump()))
		}
		if w.opts.Bucket == nil { // what was brought says more than what is kept
			if left, err := os.ReadDir(filepath.Join(w.folder, "files", "pending")); err != nil || len(left) > 0 {
				w.Errorf("it still lies where it came: %v %v", left, err)
			}
		}
		v := w.get("rd", "/receptions/"+r)
		if v.at("files[0].name") != "执行表.pdf" || v.at("files[0].size") != fmt.Sprint(len(content)) || v.at("files[0].kind") != "paper" {
			w.Errorf("%s", v.raw)
		}
		for _, accept := range []string{"text/html", "application/json"} { // too large for any answer
			if a := w.ask("rd", "GET", "/files/"+file, nil, "Accept", accept); a.status != http.StatusSeeOther {
				w.Errorf("%s: %d", accept, a.status)
			}
		}
		header, body := w.fetched("rd", "/files/"+file)
		if !bytes.Equal(body, content) || header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(header.Get("Content-Disposition"), "attachment") {
			w.Errorf("%d bytes, %v", len(body), header)
		}
		// What is small enough is still given to a program at once.
		small := w.must(w.upload("office2", r, M{"kind": "photo"}, "a.jpg", located())).at("file.id")
		if a := w.get("office2", "/files/"+small); !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || a.header.Get("Content-Type") != "image/jpeg" {
			w.Errorf("%v", a.header)
		}
		if _, body := w.fetched("office2", "/files/"+small); bytes.Contains(body, []byte("GPS-22.5431N")) {
			w.Error("the place of the photo is still in it")
		}
	})
}

// The same without a script: a form that says what comes, a form that goes to
// the bucket, and the way back that the bucket knows.
func TestLargeFileWithoutScript(t *testing.T) {
	t.Parallel()
	everyBucket(t, func(w *world) {
		r := w.reception(confirmed, tuesday, "room-a")
		page := func(path string) *goquery.Document {
			w.Helper()
			a := w.must(w.ask("office2", "GET", path, nil, "Accept", "text/html"))
			if policy := a.header.Get("Content-Security-Policy"); w.opts.Bucket != nil && !strings.Contains(policy, "form-action 'self' "+w.opts.Bucket.String()+";") {
				w.Errorf("%s: %s", path, policy)
			}
			d, err := goquery.NewDocumentFromReader(bytes.NewReader(a.raw))
			if err != nil {
				w.Fatal(err)
			}
			return d
		}
		if to, _ := page("/receptions/" + r).Find("noscript").Html(); !strings.Contains(to, "/uploads") {
			w.Errorf("no way to the page: %s", to)
		}
		if n := page("/receptions/" + r + "/uploads").Find("form[action$='/uploads'] select[name=type] option").Length(); n != 8 {
			w.Errorf("%d types", n)
		}
		form := []string{"Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded", "Origin", w.URL()}
		if a := w.ask("office2", "POST", "/receptions/"+r+"/uploads", encoded("type", "image/svg+xml", "name", "图"), form...); a.status != 415 || !bytes.Contains(a.raw, []byte(`value="图"`)) {
			w.Errorf("svg: %d %s", a.status, a.raw)
		}
		a := w.ask("office2", "POST", "/receptions/"+r+"/uploads", encoded("type", "application/pdf", "name", "合同", "kind", "paper", "confidentiality", "public"), form...)
		if a.status != http.StatusSeeOther {
			w.Fatal(a.status, string(a.raw))
		}
		second := page(a.header.Get("Location")).Find("form[enctype='multipart/form-data']")
		f := blob.Form{URL: second.AttrOr("action", ""), Fields: map[string]string{}}
		second.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) { f.Fields[s.AttrOr("name", "")] = s.AttrOr("value", "") })
		status, to := w.bring(f, bulky("b"))
		if status != http.StatusSeeOther || !strings.HasPrefix(to, w.URL()+"/receptions/"+r+"/uploads/") {
			w.Fatal(status, to)
		}
		for range 2 { // a page that is loaded again
			back := w.ask("office2", "GET", strings.TrimPrefix(to, w.URL()), nil, "Accept", "text/html")
			if back.status != http.StatusSeeOther || back.header.Get("Location") != "/receptions/"+r+"?done=file#papers" {
				w.Fatal(back.status, string(back.raw))
			}
		}
		if list := page("/receptions/" + r).Find("#papers a[href^='/files/']"); list.Length() != 1 || list.Text() != "合同.pdf" {
			w.Errorf("%d files: %s", list.Length(), list.Text())
		}
	})
}

// What is not what was announced, not by whom it was announced, or too late is
// not taken; a request that could only fail is refused before anything is sent.
func TestLargeFileRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	for name, c := range map[string]struct {
		who    string
		body   M
		status int
		code   string
	}{
		"svg":              {"office2", M{"name": "a.svg", "type": "image/svg+xml"}, 415, "unsupported-type"},
		"a page":           {"office2", M{"name": "a.html"}, 415, "unsupported-type"},
		"too large":        {"office2", M{"name": "a.pdf", "size": 20<<20 + 1}, 413, "too-large"},
		"less than none":   {"office2", M{"name": "a.pdf", "size": -1}, 422, "out-of-range"},
		"no such kind":     {"office2", M{"name": "a.pdf", "kind": "poem"}, 422, "invalid"},
		"not hers to give": {"gm", M{"name": "a.pdf"}, 403, "forbidden"},
		"not his to see":   {"sales2", M{"name": "a.pdf"}, 404, "not-found"},
		"nobody":           {"", M{"name": "a.pdf"}, 401, "sign-in-required"},
	} {
		if a := w.ask(c.who, "POST", "/receptions/"+r+"/uploads", c.body); a.status != c.status || a.code() != c.code {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	refused := func(name, who string, said M, content []byte, status int) {
		t.Helper()
		f, confirm := w.announce("office2", r, said)
		if got, _ := w.bring(f, content); got != http.StatusNoContent {
			t.Fatalf("%s: %d", name, got)
		}
		if a := w.ask(who, "POST", confirm, M{}); a.status != status {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
		// Whom the bucket sends back is told the same, with a way on.
		page := w.ask(who, "GET", confirm, nil, "Accept", "text/html")
		if page.status != status || status != 404 && !bytes.Contains(page.raw, []byte(`href="/receptions/`+r+`"`)) {
			t.Errorf("%s, without a script: %d %s", name, page.status, page.raw)
		}
	}
	paper := M{"name": "a.pdf"}
	refused("a page called paper", "office2", paper, []byte("<html><script>alert(1)</script>"), 415)
	refused("a picture called paper", "office2", paper, []byte(drawn("png", 40, 30)), 415)
	refused("too many pixels", "office2", M{"name": "a.png"}, []byte(drawn("png", 5000, 4001)), 413)
	refused("brought in by another", "office", paper, []byte(pdf), 404)
	f, confirm := w.announce("office2", r, M{"name": "a.pdf", "size": len(pdf)})
	if got, _ := w.bring(f, []byte(pdf+"more")); got != http.StatusBadRequest {
		t.Errorf("more than announced: %d", got)
	}
	for _, path := range []string{confirm + "x", strings.Replace(confirm, r, "R-20261122-099", 1)} {
		if a := w.ask("office2", "POST", path, M{}); a.status != 404 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
	w.wait("2h")
	if got, _ := w.bring(f, []byte(pdf)); got != http.StatusForbidden {
		t.Errorf("after its time: %d", got)
	}
	if a := w.ask("office2", "POST", confirm, M{}); a.status != 410 || a.code() != "link-expired" {
		t.Errorf("confirmed too late: %d %s", a.status, a.raw)
	}
	if v := w.get("office2", "/receptions/"+r); len(text(v.v["files"])) > 2 {
		t.Errorf("files: %s", text(v.v["files"]))
	}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{21 * time.Hour, 4}, {25 * time.Hour, 0}} {
		if err := w.tidy(t.Context(), w.clock.Now().Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(filepath.Join(w.folder, "files", "pending")); err != nil || len(left) != c.want {
			t.Errorf("after %v there are %d uploads, want %d: %v", c.after, len(left), c.want, err)
		}
	}
}

// A transcript is a log that is read while it is written.
type transcript struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *transcript) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *transcript) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A bucket that refuses loses nothing: people are asked to try again, the log
// has S3's own word, and what was sent is taken when the bucket is well.
func TestBucketInTrouble(t *testing.T) {
	t.Parallel()
	endpoint, s3 := strictS3(t)
	var log transcript
	w := inBucket(t, endpoint, "private", slog.New(slog.NewJSONHandler(&log, nil)))
	r := w.reception(confirmed, tuesday, "room-a")
	f, confirm := w.announce("office2", r, M{"name": "a.pdf"})
	if status, _ := w.bring(f, bulky("c")); status != http.StatusNoContent {
		t.Fatal(status)
	}
	w.ask("", "GET", "/_local/clock", nil) // answers when the mails are out
	before := w.dump()
	for code, status := range map[string]int{"AccessDenied": 403, "ExpiredToken": 400, "SlowDown": 503} {
		s3.Fail(status, code)
		if a := w.ask("office2", "POST", confirm, M{}); a.status != http.StatusServiceUnavailable {
			t.Errorf("%s: %d %s", code, a.status, a.raw)
		}
		if a := w.upload("office2", r, M{"kind": "paper"}, "a.pdf", pdf); a.status != http.StatusServiceUnavailable {
			t.Errorf("%s, by a request: %d %s", code, a.status, a.raw)
		}
		if !strings.Contains(log.String(), "s3: "+code) {
			t.Errorf("%s is not in the log", code)
		}
	}
	if after := w.dump(); len(after) != len(before) {
		t.Errorf("%d documents were %d", len(after), len(before))
	}
	s3.Fail(0, "")
	w.must(w.ask("office2", "POST", confirm, M{}))
}
