package reception

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
)

// TestWhoSees: visibility and least knowledge of decisions: people with a task
// see their reception; phones and diets only those who act on them; money
// only applicant, owner, heads, finance, directors and those who arrange.
func TestWhoSees(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	st.spend("dinner", 300)
	for who, want := range map[string]struct{ phones, money bool }{
		"sales": {true, true}, "office2": {true, true}, "office": {true, true}, "head": {false, true},
		"finance": {false, true}, "director": {false, true}, "gm": {false, true}, "rd": {false, false}, "production": {false, false},
	} {
		v := st.view(who)
		if got := v.Application.Guests[0].Phone != ""; got != want.phones {
			t.Errorf("%s sees phones: %v", who, got)
		}
		if got := v.Application.Guests[0].Diet != ""; got != want.phones {
			t.Errorf("%s sees diets: %v", who, got)
		}
		if got := v.Money != nil; got != want.money {
			t.Errorf("%s sees money: %v", who, got)
		}
		if told := slices.ContainsFunc(v.History, func(l HistoryLine) bool { return l.What == EventExpense }); told != want.money {
			t.Errorf("%s reads of expenses: %v", who, told)
		}
	}
	for _, who := range []string{"gate", "sales2", "driver-head", "g0000", "nobody"} {
		if _, err := st.s.View(t.Context(), st.as(who), st.r); !fault.Is(err, "not-found") {
			t.Errorf("%s sees it: %v", who, err)
		}
	}
}

// TestActions: what a reader may do now.
func TestActions(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	for who, want := range map[string][]string{
		"sales":  {"withdraw", "exceptions", "move", "cancel", "guests", "files"},
		"office": {"accept", "return", "decline", "exceptions", "move", "cancel", "guests", "files"},
		"head":   {},
	} {
		if d := cmp.Diff(want, st.view(who).Actions); d != "" {
			t.Errorf("%s (-want +got):\n%s", who, d)
		}
	}
}

// TestStages: S000-1.39, thirteen stages in their order; the open one is now.
func TestStages(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	v := st.view("sales")
	if len(v.Stages) != 13 || v.Stage != "s02-plan" || v.Stages[0].State != "done" || v.Stages[2].State != "next" {
		t.Errorf("after submission: %s %+v", v.Stage, v.Stages)
	}
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	if v = st.view("sales"); v.Stage != "s04-settled" || v.Stages[2].State != "done" {
		t.Errorf("after the review: %s", v.Stage)
	}
	st.until(at(23, 12, 0))
	st.doTasks("all-ready")
	st.until(at(24, 17, 0))
	if v = st.view("sales"); v.Stage != "s13-summary" {
		t.Errorf("after the visit: %s", v.Stage)
	}
	_, err := st.s.WriteSummary(t.Context(), st.as("office2"), st.r, whole(st.view("office2").Version))
	st.must(err)
	if v = st.view("sales"); v.Stage != "" || v.Stages[12].State != "done" {
		t.Errorf("after the summary: %s", v.Stage)
	}
}

// doTasks has the specialist confirm the tasks of a group.
func (st *story) doTasks(group string) {
	st.t.Helper()
	tt, err := st.s.look(st.t.Context(), st.as("office2"), st.r)
	st.must(err)
	for _, k := range tt.Tasks() {
		if k.State == TaskDropped || k.Parent != group && k.ID != group {
			continue
		}
		now, err := st.s.look(st.t.Context(), st.as("office2"), st.r)
		st.must(err)
		fresh, _ := now.Task(k.ID)
		_, err = st.s.DoTask(st.t.Context(), st.as("office2"), st.r, k.ID, DoTask{Version: fresh.Version, Do: "confirm"})
		st.must(err)
	}
}

// TestPagesAreCheap: a page is at most three parallel queries, besides the
// company's version.
func TestPagesAreCheap(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	act := st.as("rd")
	pages := map[string]func() error{
		"view":     func() error { _, err := st.s.View(t.Context(), act, st.r); return err },
		"list":     func() error { _, err := st.s.List(t.Context(), act, ListFilter{Mine: true}); return err },
		"all":      func() error { _, err := st.s.List(t.Context(), act, ListFilter{}); return err },
		"calendar": func() error { _, err := st.s.Calendar(t.Context(), act, "", ""); return err },
		"tasks":    func() error { _, err := st.s.Tasks(t.Context(), act, TaskFilter{Mine: true}); return err },
		"desk":     func() error { _, err := st.s.Desk(t.Context(), act); return err },
		"search":   func() error { _, err := st.s.Search(t.Context(), act, "huahai", ""); return err },
		"survey":   func() error { _, err := st.s.Survey(t.Context(), act, st.r); return err },
		"revision": func() error { _, err := st.s.Revision(t.Context(), act, st.r, 1, 0); return err },
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		st.db.Reset()
		if err := pages[name](); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if c := st.db.Counts(); c.Queries > 3 || c.Gets > 2 || c.Rounds > 4 {
			t.Errorf("%s costs %+v", name, c)
		}
	}
}

// TestHistory: every kind of event has its sentence in both languages, and a
// played reception shows no bare key.
func TestHistory(t *testing.T) {
	for _, kind := range []string{EventSubmitted, EventWithdrawn, EventAccepted, EventReturned, EventDeclined, EventPlanned, EventAskedException,
		EventPublished, EventConfirmed, EventSentBack, EventUndone, EventMoved, EventCancelled, EventGuests, EventGuestAnswered, EventCheckedIn,
		EventDelayed, EventIncident, EventMinutes, EventSummary, EventFiled, EventExpense, EventFile, EventSurveyAnswered, EventClock, EventArchived, EventNudged, EventHandedOn} {
		for _, l := range []i18n.Lang{i18n.ZH, i18n.EN} {
			if key := historyKey(l, kind, ""); !i18n.Has(l, key) {
				t.Errorf("%s has no sentence for %s", l, key)
			}
		}
	}
	st := newStory(t)
	st.closed("general")
	st.spend("dinner", 300)
	v := st.view("office2")
	if len(v.History) < 8 || v.History[len(v.History)-1].Text != "王芳提交了接待申请" {
		t.Errorf("history ends with %+v", v.History[len(v.History)-1])
	}
	for _, line := range v.History {
		if key := "reception.history"; len(line.Text) == 0 || line.Text[:min(len(line.Text), len(key))] == key {
			t.Errorf("%s reads %q", line.What, line.Text)
		}
	}
	if len(v.Revisions) != 1 || v.Revisions[0].Hash != v.Hash {
		t.Errorf("revisions %+v", v.Revisions)
	}
	page, err := st.s.History(t.Context(), st.as("rd"), st.r, "")
	st.must(err)
	if len(page.Items) != len(v.History)-1 { // not of the expense
		t.Errorf("rd reads %d of %d lines", len(page.Items), len(v.History))
	}
}

// TestHistoryCases: events of one kind are told apart.
func TestHistoryCases(t *testing.T) {
	for want, got := range map[string]string{
		"reception.history.task-done.decline":        historyKey(i18n.ZH, EventTask, historyCase(EventTask, Data{Do: "decline"})),
		"reception.history.reviewed.no":              historyKey(i18n.ZH, EventReviewed, historyCase(EventReviewed, Data{Answers: map[string]string{"a": "yes", "b": "no"}})),
		"reception.history.clock-struck.day-before":  historyKey(i18n.ZH, EventClock, historyCase(EventClock, Data{Clock: "day-before"})),
		"reception.history.clock-struck.message":     historyKey(i18n.ZH, EventClock, historyCase(EventClock, Data{Clock: "message:bearing"})),
		"reception.history.exception-decided.refuse": historyKey(i18n.EN, EventDecidedException, historyCase(EventDecidedException, Data{Do: ExceptionRefused})),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// TestMailsOfOthers: who only has a task reads of his own mails, not of others'.
func TestMailsOfOthers(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	claims := []event.Claim{{Ref: event.Ref{Recipient: "rd"}, Recipient: "rd", Kind: MailTasks, State: event.Sending}, {Recipient: "gm", Kind: MailSummary, State: event.Delivered}}
	for who, want := range map[string]int{"rd": 1, "office2": 2, "head": 2, "finance": 0} {
		tt, err := st.s.look(t.Context(), st.as(who), st.r)
		st.must(err)
		if got := tt.mails(claims); len(got) != want || want > 0 && got[0].State != "queued" {
			t.Errorf("%s: %+v", who, got)
		}
	}
}

// TestDraftView: a draft is its applicant's alone; it has an outlook, and is
// found by its id after submission too.
func TestDraftView(t *testing.T) {
	st := newStory(t)
	start, end := at(24, 9, 0), at(24, 17, 0)
	d, err := st.s.Create(t.Context(), st.as("sales"), Application{Customer: CustomerRef{Name: "华海精密"}, Start: &start, End: &end, Guests: party()})
	st.must(err)
	st.r = d.ID
	v := st.view("sales")
	if v.State != Draft || v.Outlook == nil || v.Stage != "s01-application" || len(v.Actions) == 0 || v.Application.Guests[0].Phone == "" {
		t.Errorf("draft %+v", v)
	}
	if _, err := st.s.View(t.Context(), st.as("office"), d.ID); !fault.Is(err, "not-found") {
		t.Errorf("the office sees a draft: %v", err)
	}
	purpose, wish := "洽谈", "无"
	e, err := st.s.EditApplication(t.Context(), st.as("sales"), d.ID, EditApplication{Version: d.Version, Application: Application{Purpose: &purpose, Requirements: &wish, Wishes: &wish}})
	st.must(err)
	sent, err := st.s.Submit(t.Context(), st.as("sales"), d.ID, Submit{Version: e.Version})
	st.must(err)
	if v := st.view("office"); v.Number != sent.Number || len(v.History) != 1 {
		t.Errorf("by the draft's id: %s, %d lines", v.Number, len(v.History))
	}
}

// BenchmarkView shows a reception of 300 guests.
func BenchmarkView(b *testing.B) {
	st := newStory(b)
	st.guests = nil
	for i := range 300 {
		st.guests = append(st.guests, Guest{Name: fmt.Sprintf("来宾%03d", i)})
	}
	st.apply("envicool", "general")
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	for b.Loop() {
		st.view("rd")
	}
}
