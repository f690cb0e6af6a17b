package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/web"
)

// onceOnly are commands that need no key or have no effect of their own.
var onceOnly = []string{"evaluate", "parse-guests", "sign-in", "sign-in-code", "sign-in-trial", "sign-out", "language", "decide-exception",
	"ask-exception", "settle-promise", "review-many", "apply-page", "application-page", "plan-page", "gate-pass", "announce-file", "confirm-file"}

// TestTwice sends every command of the route table twice at the same time with
// one key: one event, each mail once, the same answer. The same key with
// another body is refused.
func TestTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	routes := w.pump.Load().app.Server.Routes()
	for step := drafted; step <= closing; step++ {
		r := w.fresh(step)
		start := w.save()
		for i := range routes {
			route := &routes[i]
			s, ok := samples[route.Name]
			if !ok || s.step != step || route.Method != http.MethodPost || slices.Contains(onceOnly, route.Name) {
				continue
			}
			w.restore(start)
			w.twice(route, s, w.placeOf(r))
		}
		w.restore(start)
	}
}

// fresh starts over and leads a reception to a step.
func (w *world) fresh(step int) string {
	w.Helper()
	w.must(w.ask("", "POST", "/_local/reset", M{"data": "company", "now": sunday}))
	return w.reception(step, tuesday, "room-a")
}

// placeOf fills the patterns for a reception.
func (w *world) placeOf(r string) place {
	w.Helper()
	v := w.get("sales", "/receptions/"+r)
	p := place{"r": r, "t": "technical-answers", "x": "room-a", "s": "sales2", "c": v.at("customer.id"), "b": "none"}
	if v.at("state") == "review" {
		p["token"] = strings.TrimPrefix(w.link("review", "head"), "/l/")
	}
	return p
}

// twice does one command twice at once.
func (w *world) twice(route *web.Route, s sample, p place) {
	w.Helper()
	if route.Name == "unblock" {
		p["b"] = w.must(w.ask("office", "POST", "/resources/room-a/blocks", samples["block"].body)).at("id")
	}
	if route.Name == "come-back" {
		w.must(w.ask("admin", "POST", "/staff/"+p["s"]+"/leave", M{"version": json.Number(w.versionOf(route, p))}))
	}
	if strings.Contains(route.Pattern, "{l}") || strings.Contains(route.Pattern, "{q}") {
		w.double(p, route.Name)
	}
	body, other, kind := w.bodies(route, s, p)
	before := w.sentBy(p["r"])
	key := w.key()
	send := func(body string) answer {
		return w.ask(s.who, "POST", p.path(route), body, "Content-Type", kind, "Idempotency-Key", key)
	}
	var both [2]answer
	var wait sync.WaitGroup
	for i := range both {
		wait.Go(func() { both[i] = send(body) })
	}
	wait.Wait()
	if both[0].status >= 300 || both[1].status >= 300 {
		w.Errorf("%s: %d %s, %d %s", route.Name, both[0].status, both[0].raw, both[1].status, both[1].raw)
		return
	}
	if d := cmp.Diff(string(both[0].raw), string(both[1].raw)); d != "" {
		w.Errorf("%s: the two answers differ: %s", route.Name, d)
	}
	after := w.sentBy(p["r"])
	if n := after.events - before.events; p["r"] != "" && strings.Contains(route.Pattern, "{r}") && n > 1 {
		w.Errorf("%s: %d events", route.Name, n)
	}
	for what, n := range after.mails {
		if n-before.mails[what] > 1 {
			w.Errorf("%s: %d times %s", route.Name, n-before.mails[what], what)
		}
	}
	if third := send(body); string(third.raw) != string(both[0].raw) {
		w.Errorf("%s: later the answer is another: %s", route.Name, cmp.Diff(string(both[0].raw), string(third.raw)))
	}
	if body == "{}" {
		return // there is no other
	}
	if a := send(other); a.status != 409 || a.code() != "key-reused" {
		w.Errorf("%s: another body with this key: %d %s", route.Name, a.status, a.raw)
	}
}

// bodies gives the sample's body with the newest version, and a different one.
func (w *world) bodies(route *web.Route, s sample, p place) (body, other, kind string) {
	w.Helper()
	m := M{}
	for k, v := range s.body {
		m[k] = v
	}
	if hasVersion(route) {
		m["version"] = json.Number(w.versionOf(route, p))
	}
	if route.Upload {
		body, kind = multi(m, "a.pdf", content(route))
		other = strings.Replace(body, "a.pdf", "b.pdf", 1)
		if version := "name=\"version\"\r\n\r\n"; strings.Contains(body, version) { // the name of a logo is not kept
			other = strings.Replace(body, version, version+"9", 1)
		}
		return body, other, kind
	}
	return encode(m), encode(differs(m, route)), "application/json"
}

// versionOf is the newest version of what a command changes.
func (w *world) versionOf(route *web.Route, p place) string {
	w.Helper()
	switch {
	case strings.HasPrefix(route.Pattern, "/receptions/{r}/tasks"):
		return w.version(p["r"], p["t"])
	case strings.HasPrefix(route.Pattern, "/receptions/{r}"):
		return w.version(p["r"], "")
	case strings.HasPrefix(route.Pattern, "/staff"):
		return w.get("admin", "/staff/"+p["s"]).at("version")
	case strings.HasPrefix(route.Pattern, "/customers"):
		return w.get("sales", "/customers/"+p["c"]).at("version")
	case strings.HasPrefix(route.Pattern, "/company/departments"):
		return w.get("admin", "/company").at("departments[id=sales].version")
	case strings.HasPrefix(route.Pattern, "/company"):
		return w.get("admin", "/company").at("version")
	}
	return w.get("admin", "/resources").at("items[id=" + p["x"] + "].version")
}

func encode(m M) string {
	raw, _ := json.Marshal(m)
	return string(raw)
}

// differs changes one text of a body.
func differs(m M, route *web.Route) M {
	other := M{}
	for k, v := range m {
		other[k] = v
	}
	for _, field := range []string{"comment", "reason", "note", "change_reason", "why", "text", "look_back", "phone", "latin", "name", "purpose"} {
		for i := range route.Command.NumField() {
			f := route.Command.Field(i)
			if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == field && f.Type.Kind().String() == "string" {
				other[field] = "另外的话"
				return other
			}
		}
	}
	for _, c := range []struct {
		field string
		value any
	}{{"client_id", "phone-2"}, {"year", 2028}, {"subjects", []string{"task"}}, {"lines", []M{{"text": "别的", "audience": "internal"}}}, {"people", 9},
		{"purpose", "另外的目的"}, {"answers", no}, {"seats", 20}, {"staff", []string{"director"}}, {"successor", "head"}, {"to", "2026-11-26T11:00:00+08:00"}, {"again", true}} {
		if _, there := m[c.field]; there {
			other[c.field] = c.value
			return other
		}
	}
	other["version"] = 77
	return other
}

// done is what has come of commands so far: events of a reception, and mails.
type done struct {
	events int
	mails  map[string]int
}

// sentBy counts events of a reception, and mails by what they are.
func (w *world) sentBy(r string) done {
	w.Helper()
	d := done{mails: map[string]int{}}
	for _, m := range w.mailed() {
		d.mails[fmt.Sprint(m["kind"], " to ", m["to"], ": ", m["subject"])]++
	}
	for k := range w.dump() {
		if k.PK == "r#"+r && strings.HasPrefix(k.SK, "event#") && strings.Count(k.SK, "#") == 1 { // mails lie beneath
			d.events++
		}
	}
	return d
}

// Two people edit the same thing: the second learns the newest version, and
// nothing of the first is lost. No version is a pass.
func TestTwoEditors(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(accepted, tuesday, "room-a")
	v := json.Number(w.version(r, ""))
	plan := sheet(tuesday, "room-a")
	plan["version"] = v
	w.must(w.ask("office2", "POST", "/receptions/"+r+"/plan", plan))
	late := w.ask("office", "POST", "/receptions/"+r+"/plan", M{"version": v, "items": []M{}})
	if late.status != 409 || late.code() != "stale-version" || late.at("current_version") != w.version(r, "") {
		t.Errorf("%d %s", late.status, late.raw)
	}
	for _, version := range []any{0, -1, 999, int64(-1 << 63), "9"} {
		if a := w.ask("office", "POST", "/receptions/"+r+"/plan", M{"version": version, "items": []M{}}); a.status != 409 && a.status != 422 {
			t.Errorf("version %v: %d %s", version, a.status, a.raw)
		}
	}
	if got := w.get("office", "/receptions/"+r+"/plan").at("plan.items[0].title"); got != "技术交流" {
		t.Errorf("lost: %s", got)
	}
	form := w.ask("", "POST", "/receptions/"+r+"/plan/edit", encoded("version", v.String(), "items[0].title", "我的标题"),
		append(w.asForm(), "Cookie", "session="+w.token("office"))...)
	if form.status != 409 || !strings.Contains(string(form.raw), "我的标题") {
		t.Errorf("a form forgets what was typed: %d %s", form.status, form.raw)
	}
}

// Ten people write at the same time with the same version: one is first.
func TestManyEditors(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	v := json.Number(w.version(r, ""))
	status := make([]int, 10)
	var wait sync.WaitGroup
	for i := range status {
		wait.Go(func() {
			status[i] = w.ask("office2", "POST", "/receptions/"+r+"/guests", M{"version": v, "add": []M{{"name": fmt.Sprint("客人", i)}}}).status
		})
	}
	wait.Wait()
	slices.Sort(status)
	if !slices.Equal(status, []int{200, 409, 409, 409, 409, 409, 409, 409, 409, 409}) {
		t.Error(status)
	}
}

// TestVersionsRise reads a reception as everybody after each step of its life:
// its version never falls, and all see the same.
func TestVersionsRise(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.must(w.ask("sales", "POST", "/receptions", application(tuesday), "Idempotency-Key", w.key())).at("id")
	last := 0
	look := func(step string) {
		seen := map[string]bool{}
		for _, who := range everybody[1:] {
			if a := w.ask(who, "GET", "/receptions/"+r, nil); a.status == 200 {
				seen[a.at("version")] = true
				var n int
				fmt.Sscan(a.at("version"), &n)
				if n < last {
					t.Errorf("%s: %s sees version %d after %d", step, who, n, last)
				}
				last = n
			}
		}
		if len(seen) != 1 {
			t.Errorf("%s: versions %v", step, seen)
		}
	}
	look("draft")
	r = w.post("sales", "/receptions/"+r+"/submit", M{}).at("number")
	look("submitted")
	for _, s := range []struct {
		who, path string
		body      M
	}{
		{"office", "return", M{"comment": "请补充"}}, {"sales", "submit", M{}}, {"sales", "withdraw", M{}}, {"sales", "submit", M{}},
		{"office", "accept", M{"specialist": "office2"}}, {"office2", "plan", sheet(tuesday, "room-a")}, {"office2", "publish", M{}},
		{"head", "review", M{"answers": yes}}, {"head", "review", M{"do": "undo"}}, {"head", "review", M{"answers": yes}},
		{"sales", "review", M{"answers": yes}}, {"rd", "tasks/technical-answers", M{"do": "confirm"}},
		{"office2", "guests", M{"drop": []string{"g0001"}}}, {"office2", "move", M{"start": "2026-11-25T09:00:00+08:00", "reason": "改期"}},
		{"office2", "publish", M{}}, {"office2", "cancel", M{"reason": "取消"}},
	} {
		a := w.post(s.who, "/receptions/"+r+"/"+s.path, s.body)
		if n := a.at("number"); n != "" {
			r = n
		}
		if id := a.at("id"); s.path == "withdraw" && id != "" {
			r = id
		}
		look(s.path)
		w.wait("9m") // an answer may be undone for ten
		look("after " + s.path)
	}
}
