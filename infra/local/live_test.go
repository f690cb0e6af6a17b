package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/store"
	"yingbin/shared/token"
)

var update = flag.Bool("update", false, "write the tables in testdata anew")

// A world is a trial in this process whose people a test plays.
type world struct {
	*testing.T
	*Main
	keys     int
	sessions atomic.Int64
}

// sunday is when most tests begin: two days before the visit.
const sunday = "2026-11-22T09:00:00+08:00"

// newWorld starts a trial with the demonstration company and no receptions.
func newWorld(t *testing.T, o Options) *world {
	t.Helper()
	o.Trial, o.Unsynced = true, true
	w := &world{T: t, Main: run(t, o)}
	w.must(w.ask("", "POST", "/_local/reset", M{"data": "company", "now": sunday}))
	return w
}

// M is a body to be sent.
type M = map[string]any

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    []byte
	v      M
	what   string // was asked
}

// at looks into the answer.
func (a answer) at(path string) string {
	v, _ := look(a.v, path)
	return text(v)
}

func (a answer) code() string { return a.at("code") }

// token is a session of somebody.
func (w *world) token(who string) string {
	nonce := strconv.FormatInt(w.sessions.Add(1), 10) // one may be signed out
	return w.ring.SignSession(token.Session{Staff: who, Issued: w.clock.Now(), Trial: true, Nonce: nonce})
}

// ask sends a request as somebody ("" is nobody) and reads JSON. A body is
// encoded unless it is text. Headers follow in pairs; an empty value removes.
func (w *world) ask(who, method, path string, body any, headers ...string) answer {
	w.Helper()
	var in io.Reader = http.NoBody
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			w.Fatal(err)
		}
		in = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(w.Context(), method, w.URL()+path, in)
	r.RemoteAddr = "127.0.0.1:5000"
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Accept-Language", "zh")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+w.token(who))
	}
	for i := 0; i < len(headers); i += 2 {
		switch {
		case headers[i] == "Host":
			r.Host = headers[i+1]
		case headers[i] == "From":
			r.RemoteAddr = headers[i+1] + ":5000"
		case headers[i+1] == "":
			r.Header.Del(headers[i])
		default:
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	a := answer{status: rec.Code, header: rec.Header(), raw: rec.Body.Bytes(), what: who + ": " + method + " " + path}
	_ = json.Unmarshal(a.raw, &a.v)
	return a
}

// must fails the test unless the answer is a success.
func (w *world) must(a answer) answer {
	w.Helper()
	if a.status < 200 || a.status > 299 {
		w.Fatalf("%s: %d %s", a.what, a.status, a.raw)
	}
	return a
}

// get reads, and must succeed.
func (w *world) get(who, path string) answer {
	w.Helper()
	return w.must(w.ask(who, "GET", path, nil))
}

// key makes a fresh idempotency key.
func (w *world) key() string {
	w.keys++
	return "live-" + strconv.Itoa(w.keys)
}

// post does something to a reception with its newest version, and must succeed.
func (w *world) post(who, path string, body M) answer {
	w.Helper()
	return w.must(w.send(who, path, body))
}

// send is post that may fail.
func (w *world) send(who, path string, body M) answer {
	w.Helper()
	return w.ask(who, "POST", path, w.versioned(path, body), "Idempotency-Key", w.key())
}

// versioned adds the newest version to the body of a command on a reception.
func (w *world) versioned(path string, body M) M {
	w.Helper()
	m := ofReception.FindStringSubmatch(path)
	if m == nil || body["version"] != nil || unversioned[path[strings.LastIndexByte(path, '/')+1:]] {
		return body
	}
	body = maps.Clone(body)
	body["version"] = json.Number(w.version(m[1], m[2]))
	return body
}

// version reads the newest version of a reception, or of one of its tasks.
func (w *world) version(r, task string) string {
	w.Helper()
	a := w.ask("office", "GET", "/receptions/"+r, nil)
	if a.status != http.StatusOK {
		a = w.get("sales", "/receptions/"+r)
	}
	if task != "" {
		return a.at("tasks[id=" + task + "].version")
	}
	return a.at("version")
}

// wait moves the clock on and lets everything due happen.
func (w *world) wait(advance string) {
	w.Helper()
	w.must(w.ask("", "POST", "/_local/clock", M{"advance": advance}))
}

// mailed gives all mails, when nothing waits to be sent.
func (w *world) mailed() []M {
	w.Helper()
	var list []M
	items, _ := w.get("", "/_local/mails").v["items"].([]any)
	for _, it := range items {
		list = append(list, it.(M))
	}
	return list
}

// link finds the newest link of a kind that somebody was mailed.
func (w *world) link(rel, to string) string {
	w.Helper()
	for _, m := range slices.Backward(w.mailed()) {
		if u, ok := look(m, "links[rel="+rel+"].url"); ok && strings.HasPrefix(text(m["to"]), `["`+to+"@") {
			return text(u)[strings.Index(text(u), "/l/"):]
		}
	}
	w.Fatalf("no link %s to %s", rel, to)
	return ""
}

// The day of most visits.
const tuesday = "2026-11-24"

// application is a usual application for a day.
func application(day string) M {
	return M{"policy": "envicool", "customer": M{"name": "深圳一号", "class": "key-account"}, "start": day + "T09:00:00+08:00",
		"end": day + "T17:00:00+08:00", "purpose": "参观工厂，洽谈明年合作", "wishes": "参观实验室", "requirements": "需要英文讲解",
		"guests": []M{
			{"name": "张三", "position": "总经理", "main": true, "language": "zh", "email": "zhang@customer.example", "phone": "13900000001", "diet": "不吃辣"},
			{"name": "John Smith", "position": "Engineer", "language": "en", "email": "john@customer.example", "phone": "13900000002", "diet": "vegetarian"}},
		"itinerary_wish": []M{{"kind": "talk", "note": "会谈"}, {"kind": "tour-stop", "note": "参观"}}}
}

// sheet is a usual plan for a day; its talk is in a room.
func sheet(day, room string) M {
	return M{"items": []M{
		{"kind": "talk", "start": day + "T09:30:00+08:00", "end": day + "T11:30:00+08:00", "place": "会议室", "title": "技术交流",
			"resources": []string{room}, "people": []M{{"staff": "rd", "role": "presenter"}}},
		{"kind": "tour-stop", "start": day + "T14:00:00+08:00", "end": day + "T15:30:00+08:00", "place": "车间", "title": "参观车间"}},
		"people": []M{{"staff": "sales", "role": "host"}, {"staff": "office2", "role": "guide"}}}
}

// The steps of a reception's life, each including those before it.
const (
	drafted = iota
	submitted
	accepted
	planned
	published
	confirmed
	visiting // only time brings these two: the morning of the visit, and the evening
	closing
)

// reception makes one that has come as far as a step, on a day and in a room,
// and gives its number (a draft's id).
func (w *world) reception(step int, day, room string) string {
	w.Helper()
	r := w.must(w.ask("sales", "POST", "/receptions", application(day), "Idempotency-Key", w.key())).at("id")
	for s := submitted; s <= step; s++ {
		switch s {
		case submitted:
			r = w.post("sales", "/receptions/"+r+"/submit", M{}).at("number")
		case accepted:
			w.post("office", "/receptions/"+r+"/accept", M{"specialist": "office2"})
		case planned:
			w.post("office", "/receptions/"+r+"/plan", sheet(day, room))
		case published:
			w.post("office", "/receptions/"+r+"/publish", M{})
		case confirmed:
			w.confirm(r)
		case visiting:
			w.must(w.ask("", "POST", "/_local/clock", M{"now": day + "T09:10:00+08:00"}))
		case closing:
			w.must(w.ask("", "POST", "/_local/clock", M{"now": day + "T18:00:00+08:00"}))
		}
	}
	return r
}

// confirm lets both approvers say yes.
func (w *world) confirm(r string) {
	w.Helper()
	w.post("head", "/receptions/"+r+"/review", M{"answers": yes})
	w.post("sales", "/receptions/"+r+"/review", M{"answers": yes})
}

// The answers to the two questions of a review.
var (
	yes = M{"executability": "yes", "necessity": "yes"}
	no  = M{"executability": "no", "necessity": "yes"}
)

// dump reads the whole store: version and a digest of the content by key.
func (w *world) dump() map[store.Key]string {
	w.Helper()
	all := map[store.Key]string{}
	for d, err := range w.db.Dump(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		all[d.Key] = fmt.Sprintf("%d %x", d.Version, sha256.Sum256(append(append([]byte{}, d.Row...), d.Body...)))
	}
	return all
}

// changed lists the kinds of documents that differ between two dumps: the
// first part of their partitions.
func changed(before, after map[store.Key]string) []string {
	kinds := map[string]bool{}
	for _, all := range []map[store.Key]string{before, after} {
		for k := range all {
			if kind, _, _ := strings.Cut(k.PK, "#"); before[k] != after[k] {
				kinds[kind] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(kinds))
}

// A snapshot is the whole state of a trial but its mails.
type snapshot []store.Doc

// save takes a snapshot, with nothing left to be delivered.
func (w *world) save() snapshot {
	w.Helper()
	w.get("", "/_local/clock")
	var all snapshot
	for d, err := range w.db.Dump(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// restore goes back to a snapshot, versions and clock included.
func (w *world) restore(s snapshot) {
	w.Helper()
	p := w.pump.Load()
	err := p.alone(func() error {
		defer p.app.Forget()
		return w.reload(s)
	})
	if err == nil {
		_, err = w.clock.load(w.Context(), w.db)
	}
	if err != nil {
		w.Fatal(err)
	}
}

// reload replaces the documents of the store.
func (w *world) reload(s snapshot) error {
	var ops []store.Op
	for d, err := range w.db.Dump(w.Context()) {
		if err != nil {
			return err
		}
		ops = append(ops, store.Delete(d))
	}
	for chunk := range slices.Chunk(ops, 100) {
		if err := w.db.Commit(w.Context(), chunk...); err != nil {
			return err
		}
	}
	return w.db.Load(w.Context(), func(yield func(store.Doc, error) bool) {
		for _, d := range s {
			if !yield(d, nil) {
				return
			}
		}
	})
}

// golden compares a table with its file in testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	lines := strings.Split(got, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), lines); d != "" {
		t.Errorf("%s (go test -update writes it anew):\n%s", file, d)
	}
}

// asForm gives the headers of a browser that sends a form from our own page.
func (w *world) asForm() []string {
	return []string{"Accept", "text/html", "Content-Type", "application/x-www-form-urlencoded", "Origin", w.URL()}
}

// encoded writes a form.
func encoded(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v.Encode()
}
