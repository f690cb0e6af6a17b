package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"yingbin/shared/blob"
	"yingbin/shared/blob/blobtest"
	"yingbin/shared/cloud"
	"yingbin/shared/policy"
)

// The scripts in testdata/scripts say what the company expects, in words that
// a person from the company can read. Each starts a trial of its own with the
// demonstration company. Each command of ours is one HTTP call, or looks at
// the answer of the last one:
//
//	as NAME                       act as a person of the demonstration company from here on (as nobody: signed out)
//	clock TIME                    move the clock: 2026-11-22T09:00 (site time) or +2h, +1d; what falls due happens
//	language zh|en                read answers in that language
//	get PATH                      read; the answer is JSON
//	post PATH [FIELD=VALUE …] [< FILE]
//	                              do something; the body is the file, the fields are added to it;
//	                              the newest version is added when the path is a reception's
//	upload PATH FILE [FIELD=VALUE …]
//	                              send a file of the script
//	bring PATH FILE [FIELD=VALUE …]
//	                              send a file past the application: announced at the path, put where the answer says, confirmed
//	again                         send the last post once more, with the same key
//	status CODE [WORD]            the last answer's status, and its problem code
//	expect PATH OP VALUE          look into the last answer: state is preparing, caps[item=lunch].amount.amount is 800.00,
//	                              tasks has 6, findings lists lead-time, title contains 深圳, due exists, money absent;
//	                              "expect not …" turns it around; OP is one of is, has, lists, contains, exists, absent, above
//	show [PATH]                   write a part of the last answer into the log (go test -v), while a script is being written
//	let NAME PATH                 remember a part of the last answer as $NAME
//	mail KIND to NAME [subject TEXT] [text TEXT] [times N] [reception NUMBER]
//	                              exactly that mail was sent since the last clock or mark ("no mail KIND to NAME": it was not)
//	mark                          forget the mails so far
//	link REL                      open the link of the mail that was found last, without signing in
//	answer [FIELD=VALUE …]        post to the link that was opened last
//	restart, crash                stop the process in good order, or with kill -9, and start it again;
//	                              of the functions: kill all their processes, and let events start new ones
//
// A word in the form $NAME is replaced. $R is set by posting an application: the
// reception's id, then its number; $START and $END are a day's visit ten days ahead.

// commands are the words of the scripts.
var commands = map[string]func(*actor, *testscript.TestScript, bool, []string){
	"as": (*actor).as, "clock": (*actor).moveClock, "language": (*actor).language, "get": (*actor).get, "post": (*actor).post,
	"again": (*actor).again, "status": (*actor).status, "expect": (*actor).expect, "let": (*actor).let, "mail": (*actor).mail,
	"mark": (*actor).mark, "link": (*actor).link, "answer": (*actor).answer, "restart": (*actor).restart, "crash": (*actor).crash,
	"show": (*actor).show, "upload": (*actor).upload, "bring": (*actor).bring,
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(cloud.HeapGrowth) // as the process does
	testscript.Main(m, map[string]func(){"yingbin": main})
}

func TestScripts(t *testing.T) {
	p := params(nil)
	p.Dir = "testdata/scripts"
	testscript.Run(t, p)
}

// params are how a script runs: each with a trial of its own, by the policies
// that preset reads.
func params(preset func(string) (*policy.Policy, error)) testscript.Params {
	cmds := map[string]func(*testscript.TestScript, bool, []string){}
	for name, do := range commands {
		cmds[name] = func(ts *testscript.TestScript, neg bool, args []string) {
			a := ts.Value(actorKey{}).(*actor)
			do(a, ts, neg, args)
		}
	}
	cmds["no"] = func(ts *testscript.TestScript, _ bool, args []string) { // "no mail …" reads better than "! mail …"
		if len(args) == 0 || args[0] != "mail" {
			ts.Fatalf("no what?")
		}
		cmds["mail"](ts, true, args[1:])
	}
	return testscript.Params{Cmds: cmds, Setup: func(e *testscript.Env) error {
		a := &actor{vars: map[string]string{}, dir: e.WorkDir, preset: preset}
		e.Values[actorKey{}] = a
		e.Defer(a.stop)
		return a.start()
	}}
}

type actorKey struct{}

// An actor plays all the people of a script against one process.
type actor struct {
	dir    string
	preset func(string) (*policy.Policy, error)
	main   *Main     // in this process
	child  *exec.Cmd // or a real one, after crash
	url    string
	name   string // who acts
	tokens map[string]string
	lang   string
	vars   map[string]string
	code   int // status of the last answer
	last   any // the last answer
	sent   struct{ path, body, key string }
	keys   int
	seen   map[string]bool // mails before the mark
	found  map[string]any  // the mail found last
	opened string          // path of the link opened last
}

// elsewhere is the address of another trial that answers /_local/, such as
// infra/lambdatest; one script at a time (-parallel 1).
func elsewhere() string { return os.Getenv("YINGBIN_SCRIPTS_AT") }

// start begins with a fresh trial, or goes on with the one in the folder.
func (a *actor) start() error {
	if a.url = elsewhere(); a.url == "" {
		m, err := Start(testContext, Options{Addr: "127.0.0.1:0", Data: filepath.Join(a.dir, ".data"), Trial: true, Unsynced: true, Preset: a.preset})
		if err != nil {
			return err
		}
		a.main, a.url = m, m.URL()
	}
	if a.tokens != nil {
		return nil
	}
	a.tokens, a.seen, a.lang = map[string]string{}, map[string]bool{}, "zh"
	a.call("POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`)
	if a.code != http.StatusOK {
		return fmt.Errorf("reset: %d %v", a.code, a.last)
	}
	return a.soon()
}

// soon remembers a day's visit ten days ahead as $START and $END: a script that
// uses them runs also where the clock cannot be moved.
func (a *actor) soon() error {
	v, _ := look(a.last, "now")
	now, err := time.Parse(time.RFC3339, text(v))
	if err != nil {
		return fmt.Errorf("reset: %w", err)
	}
	day := time.Date(now.Year(), now.Month(), now.Day()+10, 9, 0, 0, 0, now.Location())
	a.vars["START"], a.vars["END"] = day.Format(time.RFC3339), day.Add(8*time.Hour).Format(time.RFC3339)
	return nil
}

// stop ends the process in good order.
func (a *actor) stop() {
	if a.main != nil {
		_ = a.main.Stop(testContext)
		a.main = nil
	}
	if a.child != nil {
		_ = a.child.Process.Kill()
		_ = a.child.Wait()
		a.child = nil
	}
}

// call sends JSON and keeps status and answer.
func (a *actor) call(method, path, body string, headers ...string) {
	r, err := http.NewRequestWithContext(testContext, method, a.url+path, strings.NewReader(body))
	if err != nil {
		a.code, a.last = 0, err.Error()
		return
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Accept-Language", a.lang)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if t := a.tokens[a.name]; t != "" {
		r.Header.Set("Authorization", "Bearer "+t)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		a.code, a.last = 0, err.Error()
		return
	}
	defer func() { _ = res.Body.Close() }()
	raw, _ := io.ReadAll(res.Body)
	a.code, a.last = res.StatusCode, nil
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&a.last) != nil {
		a.last = string(raw)
	}
}

// fill replaces $NAME.
func (a *actor) fill(text string) string {
	return os.Expand(text, func(name string) string {
		if v, ok := a.vars[name]; ok {
			return v
		}
		return "$" + name
	})
}

// site is the demonstration company's time zone.
var site = time.FixedZone("CST", 8*3600)

func (a *actor) as(ts *testscript.TestScript, _ bool, args []string) {
	a.name = one(ts, args)
	if a.name == "nobody" || a.tokens[a.name] != "" {
		return
	}
	a.call("POST", "/_local/sign-in", fmt.Sprintf(`{"email":"%s@demo.example"}`, a.name))
	token, _ := look(a.last, "token")
	if a.tokens[a.name], _ = token.(string); a.tokens[a.name] == "" {
		ts.Fatalf("sign in as %s: %d %v", a.name, a.code, a.last)
	}
}

func (a *actor) moveClock(ts *testscript.TestScript, neg bool, args []string) {
	text := one(ts, args)
	body := fmt.Sprintf(`{"advance":%q}`, strings.TrimPrefix(text, "+"))
	if !strings.HasPrefix(text, "+") {
		at, err := time.ParseInLocation("2006-01-02T15:04", text, site)
		ts.Check(err)
		body = fmt.Sprintf(`{"now":%q}`, at.Format(time.RFC3339))
	}
	a.remember(ts)
	a.call("POST", "/_local/clock", body)
	if (a.code == http.StatusOK) == neg {
		ts.Fatalf("the clock says %d: %v", a.code, a.last)
	}
}

func (a *actor) language(ts *testscript.TestScript, _ bool, args []string) { a.lang = one(ts, args) }

func (a *actor) get(ts *testscript.TestScript, neg bool, args []string) {
	a.call("GET", one(ts, args), "")
	a.check(ts, neg)
}

// check fails on an answer that is no success; "! get" expects that.
func (a *actor) check(ts *testscript.TestScript, neg bool) {
	if (a.code >= 200 && a.code < 300) == neg {
		ts.Fatalf("answered %d: %s", a.code, text(a.last))
	}
}

// upload sends a file of the script with text fields beside it.
func (a *actor) upload(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("upload PATH FILE")
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, arg := range args[2:] {
		name, value, _ := strings.Cut(arg, "=")
		ts.Check(form.WriteField(name, value))
	}
	part, err := form.CreateFormFile("file", args[1])
	ts.Check(err)
	_, err = io.WriteString(part, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(form.Close())
	a.keys++
	a.call("POST", args[0], body.String(), "Content-Type", form.FormDataContentType(), "Idempotency-Key", "key-"+strconv.Itoa(a.keys))
	a.check(ts, neg)
}

// bring sends a file of the script to where files are kept.
func (a *actor) bring(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("bring PATH FILE")
	}
	content := ts.ReadFile(args[1])
	said := map[string]any{"name": args[1], "size": len(content)}
	for _, arg := range args[2:] {
		set(ts, said, arg)
	}
	raw, err := json.Marshal(said)
	ts.Check(err)
	a.call("POST", args[0], string(raw))
	a.check(ts, false)
	confirm, _ := look(a.last, "confirm")
	ts.Check(put(a.last, content))
	a.call("POST", text(confirm), "{}")
	a.check(ts, neg)
}

// put sends content by the form of an answer, as nobody in particular.
func put(offer any, content string) error {
	to, _ := look(offer, "url")
	fields, _ := look(offer, "fields")
	f := blob.Form{URL: text(to), Fields: map[string]string{}}
	for name, value := range fields.(map[string]any) {
		f.Fields[name] = text(value)
	}
	body, kind, err := blobtest.Multipart(f, []byte(content))
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(testContext, http.MethodPost, f.URL, body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusNoContent {
		err = fmt.Errorf("put: %s", res.Status)
	}
	return errors.Join(err, res.Body.Close())
}

// ofReception finds the reception in a path.
var ofReception = regexp.MustCompile(`^/receptions/([^/]+)/(?:tasks/([^/]+)$)?`)

// unversioned are the last words of paths whose commands carry no version.
var unversioned = map[string]bool{"checkins": true, "evaluate": true, "parse": true, "files": true}

func (a *actor) post(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("post where?")
	}
	body := map[string]any{}
	for i := 1; i < len(args); i++ {
		if args[i] == "<" && i+1 < len(args) {
			d := json.NewDecoder(strings.NewReader(a.fill(ts.ReadFile(args[i+1]))))
			d.UseNumber()
			ts.Check(d.Decode(&body))
			break
		}
		set(ts, body, args[i])
	}
	path := args[0]
	if m := ofReception.FindStringSubmatch(path); m != nil && body["version"] == nil && !unversioned[path[strings.LastIndexByte(path, '/')+1:]] {
		if v := a.version(m[1], m[2]); v != "" {
			body["version"] = json.Number(v)
		}
	}
	raw, err := json.Marshal(body)
	ts.Check(err)
	a.keys++
	a.sent.path, a.sent.body, a.sent.key = path, string(raw), "key-"+strconv.Itoa(a.keys)
	a.send(ts, neg)
}

// version reads the newest version of a reception or a task.
func (a *actor) version(reception, task string) string {
	a.call("GET", "/receptions/"+reception, "")
	path := "version"
	if task != "" {
		path = "tasks[id=" + task + "].version"
	}
	v, _ := look(a.last, path)
	return text(v)
}

// send posts and notes the reception that was made or numbered.
func (a *actor) send(ts *testscript.TestScript, neg bool) {
	a.call("POST", a.sent.path, a.sent.body, "Idempotency-Key", a.sent.key)
	a.check(ts, neg)
	if a.sent.path == "/receptions" || strings.HasSuffix(a.sent.path, "/submit") {
		for _, name := range []string{"id", "number"} {
			if v, ok := look(a.last, name); ok && text(v) != "" {
				a.set(ts, "R", text(v))
			}
		}
	}
}

func (a *actor) again(ts *testscript.TestScript, neg bool, _ []string) { a.send(ts, neg) }

func (a *actor) status(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) == 0 || strconv.Itoa(a.code) != args[0] {
		ts.Fatalf("answered %d: %s", a.code, text(a.last))
	}
	if code, _ := look(a.last, "code"); len(args) > 1 && text(code) != args[1] {
		ts.Fatalf("code %s: %s", text(code), text(a.last))
	}
}

func (a *actor) expect(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) > 0 && args[0] == "not" {
		neg, args = !neg, args[1:]
	}
	if len(args) < 2 {
		ts.Fatalf("expect PATH OP VALUE")
	}
	v, ok := look(a.last, args[0])
	if holds(ts, v, ok, args[1], strings.Join(args[2:], " ")) == neg {
		ts.Fatalf("%s is %s in %s", args[0], text(v), text(a.last))
	}
}

func (a *actor) show(ts *testscript.TestScript, _ bool, args []string) {
	v := a.last
	if len(args) > 0 {
		v, _ = look(a.last, args[0])
	}
	raw, _ := json.MarshalIndent(v, "", " ")
	ts.Logf("%s", raw)
}

func (a *actor) let(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("let NAME PATH")
	}
	v, ok := look(a.last, args[1])
	if !ok {
		ts.Fatalf("no %s in %s", args[1], text(a.last))
	}
	a.set(ts, args[0], text(v))
}

// set remembers a word for scripts and for files.
func (a *actor) set(ts *testscript.TestScript, name, value string) {
	a.vars[name] = value
	ts.Setenv(name, value)
}

// mails reads what was sent, without touching the last answer.
func (a *actor) mails(ts *testscript.TestScript) []any {
	code, last, name := a.code, a.last, a.name
	defer func() { a.code, a.last, a.name = code, last, name }()
	a.name = "nobody"
	a.call("GET", "/_local/mails", "")
	list, _ := look(a.last, "items")
	items, ok := list.([]any)
	if !ok {
		ts.Fatalf("mails: %d %s", a.code, text(a.last))
	}
	return items
}

// remember takes the mails so far as known.
func (a *actor) remember(ts *testscript.TestScript) {
	for _, m := range a.mails(ts) {
		id, _ := look(m, "id")
		a.seen[text(id)] = true
	}
}

func (a *actor) mark(ts *testscript.TestScript, _ bool, _ []string) { a.remember(ts) }

func (a *actor) mail(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 || args[1] != "to" {
		ts.Fatalf("mail KIND to NAME")
	}
	want := map[string]string{"subject": "", "text": "", "times": "", "reception": ""}
	for i := 3; i+1 < len(args); i += 2 {
		want[args[i]] = args[i+1]
	}
	to, n, others := args[2], 0, []string{}
	if !strings.Contains(to, "@") {
		to += "@demo.example"
	}
	for _, m := range a.mails(ts) {
		if id, _ := look(m, "id"); a.seen[text(id)] {
			continue
		}
		if fits(m, args[0], to, want) {
			n++
			a.found, _ = m.(map[string]any)
			continue
		}
		kind, _ := look(m, "kind")
		who, _ := look(m, "to")
		subject, _ := look(m, "subject")
		others = append(others, text(kind)+" to "+text(who)+": "+text(subject))
	}
	times, _ := strconv.Atoi(want["times"])
	if neg && n > 0 || !neg && (n == 0 || times > 0 && n != times) {
		ts.Fatalf("%d such mails; others:\n%s", n, strings.Join(others, "\n"))
	}
}

// fits tells whether a mail is the one that is meant.
func fits(m any, kind, to string, want map[string]string) bool {
	get := func(path string) string { v, _ := look(m, path); return text(v) }
	return get("kind") == kind && get("to[0]") == to && strings.Contains(get("subject"), want["subject"]) &&
		strings.Contains(get("text"), want["text"]) && (want["reception"] == "" || get("reception") == want["reception"])
}

func (a *actor) link(ts *testscript.TestScript, neg bool, args []string) {
	v, ok := look(a.found, "links[rel="+one(ts, args)+"].url")
	if !ok {
		ts.Fatalf("no link %s in %s", args[0], text(a.found))
	}
	a.opened = text(v)
	if i := strings.Index(a.opened, "/l/"); i >= 0 {
		a.opened = a.opened[i:]
	}
	a.call("GET", a.opened, "")
	a.check(ts, neg)
}

func (a *actor) answer(ts *testscript.TestScript, neg bool, args []string) {
	body := map[string]any{}
	for _, arg := range args {
		set(ts, body, arg)
	}
	raw, err := json.Marshal(body)
	ts.Check(err)
	a.keys++
	a.sent.path, a.sent.body, a.sent.key = a.opened, string(raw), "key-"+strconv.Itoa(a.keys)
	a.send(ts, neg)
}

func (a *actor) restart(ts *testscript.TestScript, _ bool, _ []string) {
	a.stop()
	ts.Check(a.start())
}
