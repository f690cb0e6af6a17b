package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
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
