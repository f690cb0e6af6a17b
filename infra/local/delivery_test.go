package main

import (
	"slices"
	"strings"
	"testing"

	"yingbin/shared/event"
	"yingbin/shared/lambdas"
	"yingbin/shared/mail/mailbox"
)

// kept lists what was sent.
func (w *world) kept(f mailbox.Filter) []mailbox.Sent {
	w.Helper()
	list, err := w.box.List(f)
	if err != nil {
		w.Fatal(err)
	}
	return list
}

// report tells the app what became of the newest mail of a kind to somebody, as
// SES would.
func (w *world) report(kind, to, state string, permanent bool) {
	w.Helper()
	list := w.kept(mailbox.Filter{Kind: kind, To: to})
	if len(list) == 0 {
		w.Fatalf("no mail %s to %s", kind, to)
	}
	s := list[len(list)-1]
	d := lambdas.Delivery{MessageID: s.ID, Recipient: to, State: state, Reason: "550 no such user", Permanent: permanent, At: w.clock.Now(), Tags: s.Tags}
	if err := w.pump.Load().app.Delivered(w.Context(), d); err != nil {
		w.Fatal(err)
	}
}

// stateOf is the delivery state beside a name, as the office sees it.
func (w *world) stateOf(r, kind, name string) string {
	w.Helper()
	v := w.get("office", "/receptions/"+r).v
	for _, m := range v["mails"].([]any) {
		if m := m.(M); m["kind"] == kind && m["to"] == name {
			return text(m["state"])
		}
	}
	return ""
}

// unreached lists the tasks to reach somebody in another way: owner and text.
func (w *world) unreached(r string) []string {
	w.Helper()
	var list []string
	for _, k := range w.get("office", "/receptions/"+r).v["tasks"].([]any) {
		if k := k.(M); strings.HasPrefix(text(k["id"]), "+unreached@") {
			owner, _ := look(k, "owner.id")
			list = append(list, text(owner)+": "+text(k["do"]))
		}
	}
	return list
}

const toZhang, toJohn = "zhang@customer.example", "john@customer.example"

func TestDeliveryReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	w.mailed()
	for _, step := range []struct {
		state string
		want  string
	}{{"delayed", "delayed"}, {"delivered", "delivered"}, {"delayed", "delivered"}, {"delivered", "delivered"}} {
		if w.report("invitation", toZhang, step.state, false); w.stateOf(r, "invitation", "张三") != step.want {
			t.Errorf("%s: %s beside the name", step.state, w.stateOf(r, "invitation", "张三"))
		}
	}
	if got := w.unreached(r); len(got) > 0 {
		t.Errorf("what arrived opened %v", got)
	}
}

// A bounce is told to the host, once; the address gets nothing any more, and of
// the next mail that it does not get the host hears as well.
func TestBounceOpensATask(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	w.mailed()
	for range 2 {
		w.report("invitation", toJohn, "bounced", true)
	}
	if got := w.unreached(r); len(got) != 1 || got[0] != "sales: 邮件未能送达，请用其他方式联系收件人（John Smith）" {
		t.Errorf("%q", got)
	}
	if w.stateOf(r, "invitation", "John Smith") != "bounced" {
		t.Error(w.stateOf(r, "invitation", "John Smith"))
	}
	w.mailed()
	told := slices.DeleteFunc(w.kept(mailbox.Filter{Kind: "tasks", To: "sales@demo.example"}), func(s mailbox.Sent) bool {
		return !strings.Contains(s.Text, "邮件未能送达")
	})
	if len(told) != 1 {
		t.Errorf("%d mails about the task", len(told))
	}
	if s, err := event.Suppressed(t.Context(), w.db, toJohn); err != nil || !s[toJohn] {
		t.Errorf("not silenced: %v %v", s, err)
	}
	other := w.reception(confirmed, "2026-11-27", "room-b")
	w.mailed()
	if got := w.unreached(other); len(got) != 1 || w.stateOf(other, "invitation", "John Smith") != "bounced" {
		t.Errorf("the next visit: %q %s", got, w.stateOf(other, "invitation", "John Smith"))
	}
	if n := len(w.kept(mailbox.Filter{Kind: "invitation", To: toJohn})); n != 1 {
		t.Errorf("%d mails to a dead address", n)
	}
	id := "+unreached@" + w.get("office", "/receptions/"+r).at("application.guests[name=John Smith].id")
	w.post("sales", "/receptions/"+r+"/tasks/"+id, M{"do": "confirm"})
	if v := w.get("office", "/receptions/"+r); v.at("tasks[id="+id+"].state") != "confirmed" {
		t.Error(v.at("tasks[id=" + id + "]"))
	}
}

// A bounce that may heal silences nobody; a complaint does, at once.
func TestComplaintSilences(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	w.mailed()
	w.report("invitation", toZhang, "bounced", false)
	w.report("invitation", toJohn, "delivered", false)
	w.report("invitation", toJohn, "complained", true)
	s, err := event.Suppressed(t.Context(), w.db, toZhang, toJohn)
	if err != nil || s[toZhang] || !s[toJohn] {
		t.Errorf("silenced: %v %v", s, err)
	}
	if got := w.unreached(r); len(got) != 2 || !strings.Contains(strings.Join(got, " "), "垃圾邮件") {
		t.Errorf("%q", got)
	}
}

// The host himself cannot be reached: somebody else is asked.
func TestBounceOfTheHost(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(confirmed, tuesday, "room-a")
	w.mailed()
	w.report("sheet", "sales@demo.example", "bounced", true)
	if got := w.unreached(r); len(got) != 1 || strings.HasPrefix(got[0], "sales:") {
		t.Errorf("%q", got)
	}
}

// The survey counts as sent although it bounced: nobody has to do anything, and
// the reception can be filed.
func TestBouncedSurveyCountsAsSent(t *testing.T) {
	w := newWorld(t, Options{})
	r := w.reception(closing, tuesday, "room-a")
	w.must(w.ask("", "POST", "/_local/clock", M{"now": "2026-11-25T11:00:00+08:00"}))
	w.mailed()
	w.report("survey", toZhang, "bounced", true)
	if got := w.unreached(r); len(got) > 0 {
		t.Errorf("%q", got)
	}
	if v := w.get("office", "/receptions/"+r+"/survey"); v.at("sent") != "2" {
		t.Errorf("%s", v.raw)
	}
}

// Reports of mails that are not ours, or of those the store knows nothing of,
// are passed over: they would come again for ever.
func TestReportsOfUnknownMails(t *testing.T) {
	w := newWorld(t, Options{})
	for _, tags := range []map[string]string{nil, {"campaign": "x"}, event.Ref{PK: "r#R-20261122-009", Event: "20261122T010000000-0001-aaaaaa", Recipient: "head-review"}.Tags()} {
		err := w.pump.Load().app.Delivered(t.Context(), lambdas.Delivery{State: "bounced", Permanent: true, At: w.clock.Now(), Tags: tags})
		if err != nil {
			t.Errorf("%v: %v", tags, err)
		}
	}
}
