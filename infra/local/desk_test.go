package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"yingbin/shared/mail/mailbox"
)

// rail lists where the navigation of somebody's page leads.
func (w *world) rail(who, path string) (list []string) {
	w.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(w.page(who, "GET", path, "zh", "", "").raw))
	if err != nil {
		w.Fatal(err)
	}
	doc.Find(".rail a").Each(func(_ int, a *goquery.Selection) {
		if to, _ := a.Attr("href"); to != "/keys" {
			list = append(list, to)
		}
	})
	return list
}

// TestRailOfEverybody: the navigation has what serves the reader and nothing
// else, and all of it opens.
func TestRailOfEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	const work = "/ /calendar /receptions /tasks /today "
	for who, want := range map[string]string{
		"gate":        "/gate /today /staff",
		"driver-head": work + "/resources /policies /staff",
		"finance":     work + "/resources /reports /policies /staff",
		"sales":       work + "/customers /resources /policies /staff",
		"head":        work + "/customers /resources /reports /policies /staff",
		"office":      work + "/gate /customers /resources /reports /policies /staff /company",
		"admin":       "/ /customers /resources /policies /staff /company",
	} {
		rail := w.rail(who, "/staff")
		if got := strings.Join(rail, " "); got != want {
			t.Errorf("%s is led to %s, want %s", who, got, want)
		}
		for _, path := range rail {
			if a := w.page(who, "GET", path, "zh", "", ""); a.status != 200 {
				t.Errorf("%s: %s answers %d", who, path, a.status)
			}
		}
	}
}

// TestGateOpensAtTheGate: whose work is the gate begins there, unless something
// else waits for him.
func TestGateOpensAtTheGate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	if a := w.page("gate", "GET", "/", "zh", "", ""); a.status != 303 || a.header.Get("Location") != "/gate" {
		t.Errorf("the gate's desk: %d %s", a.status, a.header.Get("Location"))
	}
	if a := w.get("gate", "/"); a.at("owed") == "" {
		t.Errorf("as JSON: %s", a.raw)
	}
	if a := w.page("rd", "GET", "/", "zh", "", ""); a.status != 200 {
		t.Errorf("another empty desk: %d", a.status)
	}
}

// TestGateWithATask: what somebody gave the gate is on its desk, which then
// stays open.
func TestGateWithATask(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	v, _ := look(w.get("office", "/tasks?reception="+r).v, "items[state=asked]")
	task, _ := look(v, "id")
	version, _ := look(v, "version")
	w.must(w.post("office", "/receptions/"+r+"/tasks/"+task.(string), M{"do": "assign", "owner": "gate", "version": version}))
	if a := w.page("gate", "GET", "/", "zh", "", ""); a.status != 200 || !strings.Contains(string(a.raw), "task-") {
		t.Errorf("the desk with a task: %d", a.status)
	}
}

// TestNudge: who waits for others nudges them from his desk: one mail to each
// who owes something, once a day for each thing that is waited for, and an
// event that tells it.
func TestNudge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	version := w.get("sales", "/receptions/"+r).at("version")
	nudge := func(who, key string) answer {
		return w.ask(who, "POST", "/receptions/"+r+"/nudge", M{}, "Idempotency-Key", key)
	}
	reminded := func(kind string) int {
		w.get("", "/_local/clock") // answers when the outbox is empty
		return len(w.kept(mailbox.Filter{Reception: r, Kind: kind}))
	}
	was := reminded("review-reminder")
	key := w.key()
	first := w.must(nudge("office2", key))
	if again := w.must(nudge("office2", key)); again.at("mailed") != first.at("mailed") {
		t.Errorf("the same key: %s, before %s", again.raw, first.raw)
	}
	if next := w.must(nudge("office2", w.key())); next.at("mailed[0]") != "" || next.at("nudged") != first.at("nudged") {
		t.Errorf("a second time that day: %s", next.raw)
	}
	if n := reminded("review-reminder") - was; n != 2 {
		t.Errorf("%d reminders for two reviewers", n)
	}
	if got := w.get("sales", "/receptions/"+r).at("version"); got != version {
		t.Errorf("version %s after a nudge, before %s", got, version)
	}
	if n := strings.Count(string(w.get("office", "/receptions/"+r+"/history").raw), "reception.nudged"); n != 1 {
		t.Errorf("%d events", n)
	}
	if a := w.page("office2", "GET", "/", "zh", "", ""); strings.Contains(string(a.raw), "/"+r+"/nudge") || !strings.Contains(string(a.raw), "已催办") {
		t.Error("the desk offers a second nudge")
	}
	w.must(w.ask("", "POST", "/_local/clock", M{"advance": "5m"}))
	w.confirm(r)
	if other := w.must(nudge("office2", w.key())); other.at("mailed[0]") == "" || reminded("task-reminder") == 0 {
		t.Errorf("what is waited for now: %s", other.raw)
	}
	for who, want := range map[string]int{"rd": 403, "sales2": 404, "": 401} {
		if a := nudge(who, w.key()); a.status != want {
			t.Errorf("%s: %d, want %d", who, a.status, want)
		}
	}
}

// TestDriverBeginsWithHisCar: the form of a driver's link has the plate that the
// plan knows.
func TestDriverBeginsWithHisCar(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.driven()
	w.must(w.ask("", "POST", "/_local/clock", M{"now": tuesday + "T08:50:00+08:00"}))
	link := w.get("", "/_local/mails?to=driver@cars.example").at("items[0].links[rel=task].url")
	a := w.ask("", "GET", link[strings.Index(link, "/l/"):], nil)
	if plate := w.get("office2", "/resources").at("items[id=car].plate"); plate == "" || !strings.Contains(string(a.raw), `"item.plate":"`+plate+`"`) {
		t.Errorf("the plate %q is not in %s", plate, a.raw)
	}
}

// TestSetUp: the administrator's desk shows what a company has still to set up
// and what is done of it; nobody else's does, and his neither once it is put away.
func TestSetUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	steps := func(who string) (list []string) {
		w.parsed(w.page(who, "GET", "/", "zh", "", "")).Find(".tour li").Each(func(_ int, li *goquery.Selection) {
			href, _ := li.Find("a").Attr("href")
			if li.Find(".met").Length() > 0 {
				href += " done"
			}
			list = append(list, href)
		})
		return list
	}
	shows := func(who, href string, want bool) {
		t.Helper()
		if list := steps(who); slices.Contains(list, href) != want {
			t.Errorf("%s is shown %q", who, list)
		}
	}
	shows("admin", "/company#departments done", false) // all is set up
	w.must(w.post("admin", "/company/departments", M{"id": "quality", "name": "质量部"}))
	shows("admin", "/company#departments", true) // it has no head
	shows("admin", "/resources#add done", true)
	shows("office", "/company#departments", false)
	v := w.get("admin", "/company").at("departments[id=quality].version")
	w.must(w.post("admin", "/company/departments", M{"id": "quality", "head": "rd", "version": json.Number(v)}))
	shows("admin", "/resources#add done", false)
	w.must(w.post("admin", "/company/departments", M{"id": "another", "name": "另一部"}))
	shows("admin", "/company#departments", true)
	w.must(w.post("admin", "/me/tour", M{}))
	shows("admin", "/company#departments", false)
}
