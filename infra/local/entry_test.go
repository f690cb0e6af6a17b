package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCalendarEntryOfALife follows the calendar entry in a guest's and in the
// salesperson's mailbox: one UID, a sequence that rises with each change, the
// dates of the visit as they are, withdrawn when the sheet or the visit is.
func TestCalendarEntryOfALife(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(published, tuesday, "room-a")
	for _, step := range []func(){
		func() {},
		func() { w.confirm(r) },
		func() {
			w.post("sales", "/receptions/"+r+"/move", M{"start": "2026-12-01T09:00:00+08:00", "end": "2026-12-01T17:00:00+08:00", "reason": "客户改期"})
		},
		func() { w.post("office", "/receptions/"+r+"/publish", M{}) },
		func() { w.post("head", "/receptions/"+r+"/review", M{"answers": no, "comment": "太紧"}) },
		func() {
			w.republish(r, func(items []any) { items[0].(M)["end"] = "2026-12-01T12:30:00+08:00" })
		},
		func() { w.confirm(r) },
		func() { w.post("office", "/receptions/"+r+"/cancel", M{"reason": "客户取消"}) },
	} {
		step()
		w.mailed() // what is sent says how things stand when it is sent
	}
	want := map[string][]string{
		"zhang@customer.example": {
			"REQUEST CONFIRMED 1 20261124T090000", // confirmed
			"REQUEST TENTATIVE 2 20261201T090000", // moved, not confirmed yet
			"REQUEST CONFIRMED 6 20261201T090000", // confirmed anew
			"CANCEL CANCELLED 7 20261201T090000",
		},
		"sales@demo.example": {
			"PUBLISH TENTATIVE 0 20261124T090000",
			"REQUEST CONFIRMED 1 20261124T090000",
			"REQUEST TENTATIVE 2 20261201T090000",
			"PUBLISH TENTATIVE 3 20261201T090000",
			"CANCEL CANCELLED 4 20261201T090000", // the head of the department sent the sheet back
			"PUBLISH TENTATIVE 5 20261201T090000",
			"REQUEST CONFIRMED 6 20261201T090000",
			"CANCEL CANCELLED 7 20261201T090000",
		},
	}
	for who, entries := range want {
		if d := cmp.Diff(entries, w.entries(r, who)); d != "" {
			t.Errorf("%s (-want +got):\n%s", who, d)
		}
	}
}

// TestWithdrawnAfterInvitations: a visit that was confirmed, moved and then taken
// back is cancelled for guests and everybody else who has it in the calendar;
// confirmed anew it is an invitation again, with a higher sequence.
func TestWithdrawnAfterInvitations(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	w.mailed()
	w.post("sales", "/receptions/"+r+"/move", M{"start": "2026-12-01T09:00:00+08:00", "end": "2026-12-01T17:00:00+08:00", "reason": "客户改期"})
	w.mailed()
	w.post("sales", "/receptions/"+r+"/withdraw", M{"comment": "客户不来了"})
	kinds := map[string][]string{"cancelled": nil, "withdrawn": nil}
	for _, m := range w.mailed() {
		kind := text(m["kind"])
		if _, ok := kinds[kind]; ok {
			kinds[kind] = append(kinds[kind], asList(m["to"])[0].(string))
		}
	}
	for kind, who := range map[string][]string{"cancelled": {"zhang@customer.example", "sales@demo.example", "rd@demo.example"}, "withdrawn": {"office@demo.example", "head@demo.example"}} {
		for _, one := range who {
			if !slices.Contains(kinds[kind], one) {
				t.Errorf("%s is not told %s: %v", one, kind, kinds[kind])
			}
			if list := w.entries(r, one); len(list) == 0 || !strings.HasPrefix(list[len(list)-1], "CANCEL CANCELLED 3 ") {
				t.Errorf("%s has %q in the calendar", one, list)
			}
		}
	}
}

var entryLine = regexp.MustCompile(`(?m)^(METHOD|STATUS|SEQUENCE|DTSTART;TZID=Asia/Shanghai):(\S+)`)

// entries are the calendar entries of a reception that somebody was mailed, each
// in short; equal ones in a row once.
func (w *world) entries(r, who string) []string {
	w.Helper()
	var list []string
	for _, m := range w.mailed() {
		if !strings.Contains(text(m["to"]), who) {
			continue
		}
		for _, a := range asList(m["attachments"]) {
			if url := text(a.(M)["url"]); strings.HasPrefix(text(a.(M)["type"]), "text/calendar") {
				list = append(list, w.entry(r, url[strings.Index(url, "/_local/"):]))
			}
		}
	}
	return slices.Compact(list)
}

func (w *world) entry(r, path string) string {
	w.Helper()
	raw := string(w.ask("", "GET", path, nil).raw)
	if !strings.Contains(raw, "UID:"+r+"@") {
		w.Errorf("another entry than that of %s: %s", r, raw)
	}
	found := map[string]string{}
	for _, m := range entryLine.FindAllStringSubmatch(raw, -1) {
		found[m[1]] = strings.TrimSpace(m[2])
	}
	return strings.Join([]string{found["METHOD"], found["STATUS"], found["SEQUENCE"], found["DTSTART;TZID=Asia/Shanghai"]}, " ")
}
