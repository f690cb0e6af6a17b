package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A play is one process and the people who use it, over HTTP. It has a story
// in which every command happens once at least (TestOperations, TestFailures).
type play struct {
	*actor
	t     testing.TB
	r     string // the reception's id, then its number
	start time.Time
	size  size
	// around runs each command; send sends it, with the same key each time.
	around func(name string, send func() (int, any))
}

// A size says how large the reception of a play is.
type size struct {
	guests, days, items, talks int // items a day, talks of them
	mails                      int // guests with an address
}

var (
	small = size{guests: 3, days: 2, items: 5, talks: 1, mails: 3}
	// the last of 300 comes unannounced
	large = size{guests: 299, days: 4, items: 15, talks: 2, mails: 299}
)

// opening is when a play begins, a Sunday.
var opening = time.Date(2026, 11, 22, 9, 0, 0, 0, site)

// newPlay starts a process with the demonstration company; commands wait for
// deliver before their mails go out.
func newPlay(t testing.TB, s size, o Options) *play {
	t.Helper()
	o.Addr, o.Trial, o.Unsynced = "127.0.0.1:0", true, true
	if o.Data == "" {
		o.Data = Memory
	}
	m, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	p := &play{actor: &actor{main: m, url: m.URL(), tokens: map[string]string{}, lang: "zh", vars: map[string]string{}}, t: t, size: s,
		start: opening.AddDate(0, 0, 4)}
	p.around = func(_ string, send func() (int, any)) { send() }
	t.Cleanup(p.stop)
	p.must("POST", "/_local/reset", `{"data":"company","now":"`+opening.Format(time.RFC3339)+`"}`)
	return p
}

// must calls and wants success.
func (p *play) must(method, path, body string, headers ...string) any {
	p.t.Helper()
	p.call(method, path, body, headers...)
	if p.code < 200 || p.code > 299 {
		p.t.Fatalf("%s %s as %s: %d %s", method, path, p.name, p.code, cut(text(p.last), 1500))
	}
	return p.last
}

func cut(s string, n int) string { return s[:min(n, len(s))] }

// be signs in as a person of the company.
func (p *play) be(name string) {
	p.t.Helper()
	if p.name = name; name == "" || p.tokens[name] != "" {
		return
	}
	v := p.must("POST", "/_local/sign-in", fmt.Sprintf(`{"email":"%s@demo.example"}`, name))
	token, _ := look(v, "token")
	p.tokens[name] = text(token)
}

// read gets what a person sees.
func (p *play) read(by, path string) any {
	p.t.Helper()
	p.be(by)
	return p.must("GET", p.path(path), "")
}

// path puts the reception in the place of $R.
func (p *play) path(path string) string { return strings.ReplaceAll(path, "$R", p.r) }

// do runs a command by its name: the body gets the newest version.
func (p *play) do(by, name, path string, body map[string]any) any {
	p.t.Helper()
	p.be(by)
	path, sent := p.path(path), maps.Clone(body)
	if sent == nil {
		sent = map[string]any{}
	}
	if m := ofReception.FindStringSubmatch(path); m != nil && !unversioned[path[strings.LastIndexByte(path, '/')+1:]] {
		sent["version"] = json.Number(p.version(m[1], m[2]))
	}
	raw, err := json.Marshal(sent)
	if err != nil {
		p.t.Fatal(err)
	}
	p.keys++
	key := fmt.Sprintf("play-%d", p.keys)
	p.around(name, func() (int, any) {
		p.be(by)
		p.call("POST", path, string(raw), "Idempotency-Key", key)
		return p.code, p.last
	})
	if p.code < 200 || p.code > 299 {
		p.t.Fatalf("%s: POST %s as %s: %d %s", name, path, by, p.code, cut(text(p.last), 1500))
	}
	return p.last
}

// get is a part of what a person sees.
func (p *play) get(by, path, part string) string {
	p.t.Helper()
	v, _ := look(p.read(by, path), part)
	return text(v)
}

// hold keeps events from being delivered, or lets them go and waits.
func (p *play) hold(held bool) {
	p.t.Helper()
	p.must("POST", "/_local/faults", fmt.Sprintf(`{"hold_delivery":%t}`, held))
}

// letters delivers what waits and gives all mails so far.
func (p *play) letters() []any {
	p.t.Helper()
	p.hold(false)
	p.around("mails", func() (int, any) {
		p.call("GET", "/_local/mails", "")
		return p.code, p.last
	})
	list, _ := look(p.last, "items")
	p.hold(true)
	items, _ := list.([]any)
	return items
}

// linkIn is the newest link of a purpose mailed to somebody.
func (p *play) linkIn(to, kind, rel string) string {
	p.t.Helper()
	if !strings.Contains(to, "@") {
		to += "@demo.example"
	}
	link, of, newest := "", "", 0
	for _, m := range slices.Backward(p.letters()) {
		if k, _ := look(m, "kind"); text(k) != kind {
			continue
		}
		if a, _ := look(m, "to[0]"); text(a) != to {
			continue
		}
		v, ok := look(m, "links[rel="+rel+"].url")
		r, _ := look(m, "reception")
		n, _ := look(m, "revision")
		revision, _ := strconv.Atoi(text(n))
		if !ok || link != "" && (text(r) != of || revision <= newest) {
			continue // a letter that failed at first may come behind one of a later revision
		}
		link, of, newest = text(v), text(r), revision
	}
	if link != "" {
		return link[strings.Index(link, "/l/"):]
	}
	p.t.Fatalf("no link %s in a mail %s to %s", rel, kind, to)
	return ""
}

// clock moves the time; what falls due happens.
func (p *play) clock(at time.Time) {
	p.t.Helper()
	body := fmt.Sprintf(`{"now":%q}`, at.Format(time.RFC3339))
	p.hold(false)
	p.around("clock", func() (int, any) {
		p.call("POST", "/_local/clock", body)
		return p.code, p.last
	})
	if p.code != http.StatusOK {
		p.t.Fatalf("clock %s: %d %s", body, p.code, text(p.last))
	}
	p.hold(true)
}

// application is what the applicant asks for.
func (p *play) application() map[string]any {
	var guests []any
	for i, g := range crowd(p.size.guests) {
		v := map[string]any{"name": g.Name, "position": g.Position, "main": g.Main, "language": "zh"}
		if i < p.size.mails {
			v["email"] = fmt.Sprintf("guest%d@customer.example", i)
		}
		guests = append(guests, v)
	}
	return map[string]any{"policy": "envicool", "department": "sales", "customer": map[string]any{"name": "蓝海置业", "class": "important"},
		"start": stamp(p.start), "end": stamp(p.end()), "purpose": "供应商大会", "guests": guests, "wishes": "参观展厅", "photo_wish": true}
}

func stamp(t time.Time) string { return t.Format(time.RFC3339) }

// end is when the visit ends.
func (p *play) end() time.Time { return p.start.AddDate(0, 0, p.size.days-1).Add(9 * time.Hour) }

// sheet is the plan: each day begins with a pickup or a meal, has talks and
// stops, and the last ends with the see-off.
func (p *play) sheet() map[string]any {
	var items, meals, vehicles []any
	add := func(id, kind string, at time.Time, more map[string]any) {
		it := map[string]any{"id": id, "kind": kind, "start": stamp(at), "end": stamp(at.Add(20 * time.Minute)), "place": "会议室", "title": id}
		maps.Copy(it, more)
		items = append(items, it)
	}
	for d := range p.size.days {
		for i := range p.size.items {
			at, id := p.start.AddDate(0, 0, d).Add(time.Duration(i)*30*time.Minute), fmt.Sprintf("i%d-%d", d, i)
			switch {
			case d == 0 && i == 0:
				add(id, "pickup", at, nil)
			case i == p.size.items-1 && d == p.size.days-1:
				add(id, "see-off", at, nil)
			case i <= p.size.talks:
				add(id, "talk", at, map[string]any{"resources": []string{"room-a"}, "people": []any{map[string]any{"staff": "sales", "role": "host"}}})
			case i == p.size.talks+1:
				add(id, "meal", at, nil)
				meals = append(meals, map[string]any{"id": "m" + id, "item": id, "slot": "lunch", "kind": "simple", "amount": map[string]any{"amount": "300.00", "currency": "CNY"}})
			default:
				add(id, "activity", at, nil)
			}
		}
	}
	driver := map[string]any{"name": "老周", "phone": "13800020001", "email": "driver@demo.example"}
	vehicles = append(vehicles, map[string]any{"id": "v1", "resource": "van", "item": "i0-0", "driver": driver})
	return map[string]any{"items": items, "meals": meals, "vehicles": vehicles,
		"gifts": []any{map[string]any{"id": "g-tea", "name": "茶叶", "count": 1, "amount": map[string]any{"amount": "100.00", "currency": "CNY"}}}}
}

// approve lets everybody who was asked say yes.
func (p *play) approve() {
	p.t.Helper()
	for range 8 {
		by := ""
		v := p.read("office", "/receptions/$R")
		chains, _ := look(v, "approvals")
		list, _ := chains.([]any)
		for _, c := range list {
			if s, _ := look(c, "state"); text(s) != "open" {
				continue
			}
			if who, ok := look(c, "steps[state=open].person.id"); ok {
				by = text(who)
			}
		}
		if by == "" {
			return
		}
		p.do(by, "review", "/receptions/$R/review", map[string]any{"answers": map[string]string{"executability": "yes", "necessity": "yes"}})
	}
	p.t.Fatal("there is no end to the review")
}

// upload posts a file.
func (p *play) upload(by, name, path string, content []byte) {
	p.t.Helper()
	p.be(by)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, _ := w.CreateFormFile("file", "photo.png")
	_, _ = f.Write(content)
	_ = w.WriteField("kind", "photo")
	_ = w.Close()
	p.keys++
	key := fmt.Sprintf("play-%d", p.keys)
	p.around(name, func() (int, any) {
		p.call("POST", p.path(path), body.String(), "Content-Type", w.FormDataContentType(), "Idempotency-Key", key)
		return p.code, p.last
	})
	if p.code != http.StatusCreated {
		p.t.Fatalf("%s: %d %s", name, p.code, text(p.last))
	}
}
