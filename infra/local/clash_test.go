package main

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// one planned talk in a room, from one time of a day to another.
func talk(room, from, to string) M {
	return M{"items": []M{{"kind": "talk", "start": from, "end": to, "title": "会谈", "resources": []string{room}}},
		"people": []M{{"staff": "sales", "role": "host"}}}
}

// wants is an accepted reception that wants a room for a time; nobody has it yet.
func (w *world) wants(room, from, to string) string {
	w.Helper()
	a := application(from[:10])
	a["start"], a["end"] = from, to
	r := w.must(w.ask("sales", "POST", "/receptions", a, "Idempotency-Key", w.key())).at("id")
	r = w.post("sales", "/receptions/"+r+"/submit", M{}).at("number")
	w.post("office", "/receptions/"+r+"/accept", M{"specialist": "office2"})
	return r
}

// plans the room; clashes are in the answer.
func (w *world) books(r, room, from, to string) answer {
	w.Helper()
	return w.post("office2", "/receptions/"+r+"/plan", talk(room, from, to))
}

// free says whether a room can be had for a time: an internal booking tries,
// and is given back.
func (w *world) free(room, from, to string) bool {
	w.Helper()
	a := w.ask("office", "POST", "/resources/"+room+"/blocks", M{"from": from, "to": to, "why": "内部会议"})
	if a.status != 200 {
		if a.status != 409 || a.code() != "clash" {
			w.Errorf("%s: %d %s", a.what, a.status, a.raw)
		}
		return false
	}
	w.must(w.ask("office", "POST", "/resources/"+room+"/blocks/"+a.at("id")+"/drop", M{"from": from, "to": to}))
	return true
}

const (
	nine   = tuesday + "T09:00:00+08:00"
	ten    = tuesday + "T10:00:00+08:00"
	eleven = tuesday + "T11:00:00+08:00"
	twelve = tuesday + "T12:00:00+08:00"
)

// TestTwentyWantOneRoom lets twenty receptions publish at once for one room and
// hour: one gets it, the others learn who.
func TestTwentyWantOneRoom(t *testing.T) {
	w := newWorld(t, Options{})
	// Somebody holds the room while all plan for it, and gives it back.
	block := w.must(w.ask("office", "POST", "/resources/room-a/blocks", M{"from": ten, "to": eleven, "why": "内部会议"})).at("id")
	type try struct{ r, version string }
	var all []try
	for range 20 {
		r := w.wants("room-a", nine, twelve)
		if a := w.books(r, "room-a", ten, eleven); len(asList(a.v["clashes"])) == 0 {
			t.Fatalf("no clash with the block: %s", a.raw)
		}
		all = append(all, try{r, w.version(r, "")})
	}
	w.must(w.ask("office", "POST", "/resources/room-a/blocks/"+block+"/drop", M{"from": ten, "to": eleven}))
	answers := make([]answer, len(all))
	var wait sync.WaitGroup
	for i, x := range all {
		wait.Go(func() {
			answers[i] = w.ask("office2", "POST", "/receptions/"+x.r+"/publish", M{"version": json.Number(x.version)})
		})
	}
	wait.Wait()
	winner := ""
	for i, a := range answers {
		if a.status == 200 {
			if winner != "" {
				t.Errorf("%s and %s have the room", winner, all[i].r)
			}
			winner = all[i].r
		}
	}
	if winner == "" {
		t.Fatalf("nobody has the room: %s", answers[0].raw)
	}
	for i, a := range answers {
		if all[i].r != winner && (a.status != 409 || a.code() != "clash" || !strings.Contains(string(a.raw), winner)) {
			t.Errorf("%s: %d %s does not name %s", all[i].r, a.status, a.raw, winner)
		}
	}
}

// TestRoomsAreGivenBack follows one room through everything that lets go of it.
func TestRoomsAreGivenBack(t *testing.T) {
	w := newWorld(t, Options{})
	for _, c := range []struct {
		name string
		step int
		who  string
		path string
		body M
		free bool
	}{
		{"kept while it is reviewed", published, "", "", nil, false},
		{"kept when confirmed", confirmed, "", "", nil, false},
		{"withdrawn", planned, "sales", "withdraw", M{}, true},
		{"withdrawn from the review", published, "sales", "withdraw", M{}, true},
		{"sent back by an approver: still planned", published, "head", "review", M{"answers": no, "comment": "时间太紧"}, false},
		{"cancelled", confirmed, "office2", "cancel", M{"reason": "客户取消"}, true},
		{"moved to another day", confirmed, "office2", "move", M{"start": "2026-11-25T09:00:00+08:00", "reason": "改期"}, true},
		{"planned elsewhere", published, "office2", "plan", talk("room-b", ten, eleven), true},
		{"planned later", published, "office2", "plan", talk("room-a", tuesday+"T15:00:00+08:00", tuesday+"T16:00:00+08:00"), true},
	} {
		w.must(w.ask("", "POST", "/_local/reset", M{"data": "company", "now": sunday}))
		r := w.reception(c.step, tuesday, "room-a")
		if w.free("room-a", tuesday+"T09:30:00+08:00", tuesday+"T11:30:00+08:00") {
			t.Errorf("%s: the room was not taken", c.name)
		}
		if c.path != "" {
			w.post(c.who, "/receptions/"+r+"/"+c.path, c.body)
		}
		w.mailed()
		if free := w.free("room-a", tuesday+"T09:30:00+08:00", tuesday+"T11:30:00+08:00"); free != c.free {
			t.Errorf("%s: free %v", c.name, free)
		}
	}
}

// TestClashWithinOneVisit: two items of one sheet cannot have the same room or
// car at the same time; who is in both is warned of. Touching is no clash.
func TestClashWithinOneVisit(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(accepted, tuesday, "room-a")
	plan := func(from, to string) answer {
		host := []M{{"staff": "rd", "role": "host"}}
		return w.post("office2", "/receptions/"+r+"/plan", M{"items": []M{
			{"kind": "talk", "start": nine, "end": eleven, "title": "会谈", "resources": []string{"room-a", "car"}, "people": host},
			{"kind": "talk", "start": from, "end": to, "title": "质量交流", "resources": []string{"room-a", "car"}, "people": host}}})
	}
	levels := map[string]string{}
	for _, c := range asList(plan(ten, twelve).v["clashes"]) {
		c := c.(M)
		levels[text(c["resource"])] = text(c["level"]) + " " + text(c["other"])
	}
	if d := cmp.Diff(map[string]string{"room-a": "stop 会谈", "car": "stop 会谈", "rd": "warn 会谈"}, levels); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if a := w.ask("office2", "POST", "/receptions/"+r+"/publish", M{"version": json.Number(w.version(r, ""))}); a.status != 409 || a.code() != "clash" {
		t.Errorf("published: %d %s", a.status, a.raw)
	}
	if page := w.browse("office2", "GET", "/receptions/"+r+"/plan", "zh", nil); !strings.Contains(string(page.raw), "已被 会谈 占用") {
		t.Error("the page does not tell")
	}
	if a := plan(eleven, twelve); len(asList(a.v["clashes"])) > 0 {
		t.Errorf("touching: %s", a.raw)
	}
	w.post("office2", "/receptions/"+r+"/publish", M{})
	latin := w.must(w.ask("office2", "GET", "/receptions/"+r+"/revisions/1", nil, "Accept-Language", "en"))
	if name := latin.at("sheet.items[0].people[0].name"); name != "Zheng Kai" {
		t.Errorf("an English reader is shown %q", name)
	}
	if a := w.ask("office2", "GET", "/receptions?state=bogus", nil); a.status != 422 || a.at("errors[0].field") != "/state" || a.at("errors[0].code") != "invalid" {
		t.Errorf("a state that is none: %d %s", a.status, a.raw)
	}
}

// TestEdgesOfBookings: touching is no clash, a buffer is, midnight is no end.
func TestEdgesOfBookings(t *testing.T) {
	w := newWorld(t, Options{})
	v, _ := look(w.get("admin", "/resources").v, "items[id=room-b].version")
	w.must(w.ask("admin", "POST", "/resources/room-b", M{"version": v, "name": "会议室 B", "kind": "room", "buffer": 15}))
	night, morning := tuesday+"T22:00:00+08:00", "2026-11-25T01:00:00+08:00"
	r := w.wants("room-a", nine, morning)
	w.post("office2", "/receptions/"+r+"/plan", M{"items": []M{
		{"kind": "talk", "start": ten, "end": eleven, "title": "会谈", "resources": []string{"room-a", "room-b"}},
		{"kind": "activity", "start": night, "end": morning, "title": "夜谈", "resources": []string{"showroom"}}}})
	w.post("office2", "/receptions/"+r+"/publish", M{})
	for _, c := range []struct {
		name, room, from, to string
		free                 bool
	}{
		{"touching before", "room-a", nine, ten, true},
		{"touching after", "room-a", eleven, twelve, true},
		{"a minute too long", "room-a", nine, tuesday + "T10:01:00+08:00", false},
		{"inside", "room-a", tuesday + "T10:20:00+08:00", tuesday + "T10:40:00+08:00", false},
		{"around", "room-a", nine, twelve, false},
		{"in the buffer before", "room-b", nine, ten, false},
		{"before the buffer", "room-b", nine, tuesday + "T09:45:00+08:00", true},
		{"in the buffer after", "room-b", tuesday + "T11:14:00+08:00", twelve, false},
		{"after the buffer", "room-b", tuesday + "T11:15:00+08:00", twelve, true},
		{"past midnight", "showroom", "2026-11-25T00:30:00+08:00", "2026-11-25T02:00:00+08:00", false},
		{"before midnight", "showroom", tuesday + "T21:00:00+08:00", tuesday + "T22:30:00+08:00", false},
		{"after the night", "showroom", morning, "2026-11-25T02:00:00+08:00", true},
		{"another zone's words for the same hour", "room-a", "2026-11-24T02:10:00Z", "2026-11-24T02:20:00Z", false},
	} {
		if free := w.free(c.room, c.from, c.to); free != c.free {
			t.Errorf("%s: free %v", c.name, free)
		}
	}
	w.post("office2", "/receptions/"+r+"/cancel", M{"reason": "客户取消"})
	w.mailed()
	if !w.free("showroom", night, morning) || !w.free("room-b", ten, eleven) {
		t.Error("not all was given back")
	}
}
