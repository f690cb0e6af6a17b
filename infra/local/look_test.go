package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// testContext lives as long as the tests.
var testContext = context.Background()

// one is the only argument.
func one(ts *testscript.TestScript, args []string) string {
	if len(args) != 1 {
		ts.Fatalf("one word is needed, not %q", args)
	}
	return args[0]
}

// step is one part of a path: a name, an index, or a condition.
var step = regexp.MustCompile(`([^.\[\]]+)|\[(?:(\d+)|([^=\]]+)=([^\]]*))\]`)

// look finds a part of an answer: a.b[0].c, or tasks[id=x].state for the first
// entry whose id is x.
func look(v any, path string) (any, bool) {
	for _, m := range step.FindAllStringSubmatch(path, -1) {
		switch {
		case m[1] != "":
			o, ok := v.(map[string]any)
			if !ok {
				return nil, false
			}
			if v, ok = o[m[1]]; !ok {
				return nil, false
			}
		case m[2] != "":
			list, _ := v.([]any)
			n, _ := strconv.Atoi(m[2])
			if n >= len(list) {
				return nil, false
			}
			v = list[n]
		default:
			entry, ok := entryOf(v, m[3], m[4])
			if !ok {
				return nil, false
			}
			v = entry
		}
	}
	return v, true
}

// entryOf finds the entry of a list whose field has a value.
func entryOf(v any, field, value string) (any, bool) {
	list, _ := v.([]any)
	for _, e := range list {
		if got, ok := look(e, field); ok && text(got) == value {
			return e, true
		}
	}
	return nil, false
}

// text writes a part of an answer: strings and numbers bare, the rest as JSON.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

// holds tells whether an expectation holds.
func holds(ts *testscript.TestScript, v any, there bool, op, want string) bool {
	switch op {
	case "is":
		return there && text(v) == want
	case "exists":
		return there && v != nil
	case "absent":
		return !there || v == nil || text(v) == ""
	case "contains":
		return strings.Contains(text(v), want)
	case "has":
		list, ok := v.([]any)
		return ok && strconv.Itoa(len(list)) == want
	case "above":
		got, err1 := strconv.ParseFloat(text(v), 64)
		limit, err2 := strconv.ParseFloat(want, 64)
		return err1 == nil && err2 == nil && got > limit
	case "lists":
		list, _ := v.([]any)
		for _, e := range list {
			if lists(e, want) {
				return true
			}
		}
		return false
	}
	ts.Fatalf("expect knows no %q", op)
	return false
}

// lists tells whether an entry is the value, or is named so.
func lists(e any, want string) bool {
	if text(e) == want {
		return true
	}
	for _, name := range []string{"id", "number", "code", "rule.id", "field", "name", "email", "kind", "what"} {
		if v, ok := look(e, name); ok && text(v) == want {
			return true
		}
	}
	return false
}

// set puts FIELD=VALUE into a body: a.b=c goes deeper, a number, true, false,
// [list] and {object} are what they look like, everything else is text.
func set(ts *testscript.TestScript, body map[string]any, arg string) {
	name, value, ok := strings.Cut(arg, "=")
	if !ok {
		ts.Fatalf("%q is not FIELD=VALUE", arg)
	}
	at, parts := body, strings.Split(name, ".")
	for _, p := range parts[:len(parts)-1] {
		next, ok := at[p].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[p] = next
		}
		at = next
	}
	at[parts[len(parts)-1]] = literal(value)
}

// literal reads a value.
func literal(value string) any {
	d := json.NewDecoder(strings.NewReader(value))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() || v == nil {
		return value
	}
	if _, isNumber := v.(json.Number); isNumber && (len(value) > 6 || strings.HasPrefix(value, "0")) {
		return value // a telephone number
	}
	return v
}

// crash runs the rest against a real process, which is killed with -9 and
// started again over the same folder. Where the product runs elsewhere, whoever
// runs it there kills all its processes.
func (a *actor) crash(ts *testscript.TestScript, _ bool, _ []string) {
	if elsewhere() != "" {
		code, last := a.code, a.last
		a.call("POST", "/_local/crash", "{}")
		if a.code != http.StatusOK {
			ts.Fatalf("crash: %d %s", a.code, text(a.last))
		}
		a.code, a.last = code, last
		return
	}
	if a.child == nil {
		a.stop()
		a.spawn(ts)
	}
	ts.Check(a.child.Process.Kill())
	_ = a.child.Wait()
	a.spawn(ts)
}

// spawn starts the real process and waits until it says where it listens.
func (a *actor) spawn(ts *testscript.TestScript) {
	exe, err := exec.LookPath("yingbin")
	if err != nil {
		exe = filepath.Join(filepath.Dir(os.Args[0]), "yingbin")
	}
	a.child = exec.CommandContext(testContext, exe, "-addr", "127.0.0.1:0", "-data", filepath.Join(a.dir, ".data"))
	out, err := a.child.StdoutPipe()
	ts.Check(err)
	ts.Check(a.child.Start())
	said := make([]byte, 200)
	timeout := time.AfterFunc(20*time.Second, func() { _ = a.child.Process.Kill() })
	defer timeout.Stop()
	n, err := out.Read(said)
	ts.Check(err)
	line := strings.TrimSpace(string(said[:n]))
	a.url = line[strings.LastIndexByte(line, ' ')+1:]
}
