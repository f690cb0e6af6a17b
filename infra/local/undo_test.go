package main

import (
	"strings"
	"testing"
)

// TestBlocksAreListed: what is taken outside receptions is listed with who, when
// and why until it is over, and given back by whoever may; what a colleague is
// away for is not for everybody.
func TestBlocksAreListed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	block := func(who, what, from, to, why string) string {
		return w.must(w.ask(who, "POST", "/resources/"+what+"/blocks", M{"from": from, "to": to, "why": why})).at("id")
	}
	car := block("office", "car", "2026-11-26T09:00:00+08:00", "2026-11-26T10:00:00+08:00", "保养")
	room := block("office", "room-a", "2026-11-24T09:00:00+08:00", "2026-11-25T10:00:00+08:00", "内部培训")
	own := block("rd", "rd", "2026-11-27T09:00:00+08:00", "2026-11-27T10:00:00+08:00", "体检")
	list := w.get("office", "/resources")
	for path, want := range map[string]string{"blocks[0].id": room, "blocks[0].by_name": "陈静", "blocks[0].why": "内部培训", "blocks[1].name": "商务轿车", "blocks[2].id": own, "blocks[2].why": "体检", "blocks[2].may_drop": "true"} {
		if got := list.at(path); got != want {
			t.Errorf("%s is %q instead of %q", path, got, want)
		}
	}
	if a := w.get("sales", "/resources"); strings.Contains(string(a.raw), "体检") || a.at("blocks[2].may_drop") != "false" || a.at("blocks[0].may_drop") != "false" {
		t.Errorf("a colleague sees %s", a.raw)
	}
	if a := w.get("rd", "/resources"); a.at("blocks[2].why") != "体检" || a.at("blocks[2].may_drop") != "true" {
		t.Errorf("he himself sees %s", a.raw)
	}
	drop := w.parsed(w.page("office", "GET", "/resources", "zh", "", "")).Find("form[action='/resources/car/blocks/" + car + "/drop']").First()
	var pairs []string
	for _, in := range drop.Find("input").EachIter() {
		pairs = append(pairs, in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	if a := w.page("office", "POST", drop.AttrOr("action", ""), "zh", encoded(pairs...), formType); a.status != 303 || a.header.Get("Location") != "/resources?done=unblock" {
		t.Errorf("given back: %d %s", a.status, a.raw)
	}
	if got := w.get("office", "/resources"); strings.Contains(string(got.raw), car) || !w.free("car", "2026-11-26T09:00:00+08:00", "2026-11-26T10:00:00+08:00") {
		t.Errorf("it is still taken: %s", got.raw)
	}
	w.must(w.ask("", "POST", "/_local/clock", M{"now": "2026-11-25T10:00:01+08:00"}))
	if got := w.get("office", "/resources"); strings.Contains(string(got.raw), room) || !strings.Contains(string(got.raw), own) {
		t.Errorf("when one is over: %s", got.raw)
	}
}

// TestLeftByMistake: an administrator finds who left and brings him back: he
// signs in again, with his roles, and is asked again what falls to him.
func TestLeftByMistake(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	w.left("head", "director")
	w.mailed()
	if _, ok := look(w.get("sales", "/staff").v, "left"); ok {
		t.Error("everybody sees who left")
	}
	if got := w.get("admin", "/staff").at("left[0].id"); got != "head" {
		t.Fatalf("who left: %q", got)
	}
	page := w.parsed(w.page("admin", "GET", "/staff/head", "zh", "", ""))
	form := page.Find("form[action='/staff/head/return']")
	if form.Length() != 1 || page.Find("form[action='/staff/head/leave'], form[action='/staff/head']").Length() != 0 {
		t.Fatal("the page of who left offers something else than to bring him back")
	}
	var pairs []string
	for _, in := range form.Find("input").EachIter() {
		pairs = append(pairs, in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	if a := w.page("office", "POST", "/staff/head/return", "zh", encoded(pairs...), formType); a.status != 403 {
		t.Errorf("the office brings people back: %d", a.status)
	}
	if a := w.page("admin", "POST", "/staff/head/return", "zh", encoded(pairs...), formType); a.status != 303 {
		t.Fatalf("%d %s", a.status, cut(string(a.raw), 1000))
	}
	if a := w.get("head", "/me"); !strings.Contains(a.at("roles"), "head") {
		t.Errorf("back again he is %s", a.raw)
	}
	if a := w.ask("admin", "POST", "/staff/head/return", M{"version": 3}); a.status != 409 || a.code() != "wrong-state" {
		t.Errorf("brought back twice: %d %s", a.status, a.raw)
	}
	w.mailed() // what follows from it has happened
	if got := w.get("head", "/reviews").at("items[0].reception"); got != r {
		t.Errorf("what he was asked before: %s", w.get("head", "/reviews").raw)
	}
	w.post("head", "/receptions/"+r+"/review", M{"answers": yes})
}

// TestAddressOfWhoLeft: nobody comes back to an address that a colleague has.
func TestAddressOfWhoLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.left("rd", "supply")
	w.must(w.ask("admin", "POST", "/staff", M{"email": "rd@demo.example", "name": "新人", "roles": []string{"staff"}}))
	v, _ := look(w.get("admin", "/staff").v, "left[id=rd].version")
	if a := w.ask("admin", "POST", "/staff/rd/return", M{"version": v}); a.status != 422 || a.at("errors[0].field") != "/email" {
		t.Errorf("%d %s", a.status, a.raw)
	}
}
