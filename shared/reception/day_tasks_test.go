package reception_test

import (
	"slices"
	"strings"
	"testing"

	"yingbin/shared/fault"
	"yingbin/shared/reception"
)

// code is the public code of an error, "" for none.
func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

// TestDoTask: who may do what with a task, and what comes of it.
func TestDoTask(t *testing.T) {
	for _, c := range []struct {
		name, who, task, do, comment string
		code, state                  string
	}{
		{"its owner confirms", "rd", "technical-answers", "confirm", "", "", "confirmed"},
		{"the office for him", "office2", "technical-answers", "confirm", "", "", "confirmed"},
		{"the applicant may not", "sales", "technical-answers", "confirm", "", "forbidden", ""},
		{"finance sees it and may not", "finance", "technical-answers", "confirm", "", "forbidden", ""},
		{"the gate sees nothing of it", "gate", "technical-answers", "confirm", "", "not-found", ""},
		{"declining needs a comment", "rd", "technical-answers", "decline", " ", "comment-required", ""},
		{"declining with one", "rd", "technical-answers", "decline", "没有人", "", "declined"},
		{"a waiting one early", "general-affairs", "air-conditioning", "confirm", "", "", "confirmed"},
		{"nothing else", "rd", "technical-answers", "sing", "", "invalid", ""},
		{"reopening what is open", "rd", "technical-answers", "reopen", "", "wrong-state", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := prepared(t)
			a, err := w.do(c.who, c.task, c.do, nil, c.comment)
			if got := code(err); got != c.code {
				t.Fatalf("code %q, want %q (%v)", got, c.code, err)
			}
			if err == nil && a.Task.State != c.state {
				t.Errorf("state %s, want %s", a.Task.State, c.state)
			}
		})
	}
}

// TestTaskVersion: a task has its own version; a stale one is refused.
func TestTaskVersion(t *testing.T) {
	w := prepared(t)
	k := w.task("technical-answers")
	before := w.version()
	must[reception.TaskAnswer](t)(w.do("rd", "technical-answers", "confirm", map[string]string{"note": "王工"}, ""))
	_, err := w.DoTask(t.Context(), w.as("rd"), w.no, k.ID, reception.DoTask{Version: k.Version, Do: "reopen"})
	if code(err) != "stale-version" || fault.As(err).CurrentVersion != k.Version+1 {
		t.Errorf("%v", err)
	}
	if w.version() != before {
		t.Errorf("a task raises the reception's version: %d, was %d", w.version(), before)
	}
	must[reception.TaskAnswer](t)(w.do("rd", "technical-answers", "reopen", nil, ""))
	if s := w.task("technical-answers").State; s != "asked" {
		t.Errorf("reopened: %s", s)
	}
}

// TestDecline turns the reception at risk and tells the specialist; confirming
// takes the risk away.
func TestDecline(t *testing.T) {
	w := prepared(t)
	must[reception.TaskAnswer](t)(w.do("production", "workshop-5s", "decline", nil, "十点前没有人"))
	if !slices.Contains(w.view().Flags, "at_risk") {
		t.Error("not at risk")
	}
	if got := w.since("2026-11-22 09:00", reception.MailEscalation); !slices.Contains(got, "11-22 09:00 escalation office2") {
		t.Errorf("told %v", got)
	}
	must[reception.TaskAnswer](t)(w.do("production", "workshop-5s", "confirm", nil, ""))
	if slices.Contains(w.view().Flags, "at_risk") {
		t.Error("still at risk")
	}
}

// TestAssign moves a task to somebody else, who is told; the policy does not
// take it back.
func TestAssign(t *testing.T) {
	w := prepared(t)
	k := w.task("technical-answers")
	must[reception.TaskAnswer](t)(w.DoTask(t.Context(), w.as("rd"), w.no, k.ID, reception.DoTask{Version: k.Version, Do: "assign", Owner: "supply@demo.example"}))
	must[reception.TaskAnswer](t)(w.do("supply", "supply-answers", "confirm", nil, ""))
	got := w.task("technical-answers")
	if got.Owner.ID != "supply" || got.Department != "supply" || got.State != "asked" {
		t.Errorf("%+v", got)
	}
	told := w.since("2026-11-22 09:00", reception.MailTasks)
	if told[len(told)-1] != "11-22 09:00 tasks supply" {
		t.Errorf("told %v", told)
	}
}

// TestSuccessor: another specialist takes over what was asked of the first,
// and is told.
func TestSuccessor(t *testing.T) {
	w := prepared(t)
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Specialist: "office", ChangeReason: "生病"}))
	if k := w.task("ready-rd"); k.Owner.ID != "office" || k.State != "asked" {
		t.Errorf("%s %s", k.Owner.ID, k.State)
	}
	told := w.since("2026-11-22 09:00", reception.MailTasks)
	if told[len(told)-1] != "11-22 09:00 tasks office" {
		t.Errorf("told %v", told)
	}
}

// TestOneMail: at confirmation each person gets one mail with all his tasks.
func TestOneMail(t *testing.T) {
	w := prepared(t)
	count := map[string]int{}
	for _, l := range w.letters() {
		if l.Kind == reception.MailTasks {
			count[l.To]++
		}
	}
	for _, who := range []string{"general-affairs", "rd", "supply", "production", "office", "office2"} {
		if count[who] != 1 {
			t.Errorf("%s got %d mails", who, count[who])
		}
	}
	if count["driver-head"] != 0 {
		t.Error("work of the day itself is told days ahead")
	}
}

// TestReadiness: go when everything asked and due before the start is
// confirmed; what waits does not count.
func TestReadiness(t *testing.T) {
	w := newWorld(t)
	w.submit(nil)
	w.accept()
	w.plan()
	w.publish()
	if r := w.view().Readiness; r == nil || r.Go || r.Reasons[0].Code != "sheet" {
		t.Errorf("before the confirmation: %+v", r)
	}
	w.confirm()
	if r := w.view().Readiness; r == nil || r.Go || r.Reasons[0].Code != "task" {
		t.Errorf("before the work: %+v", r)
	}
	var last reception.TaskAnswer
	for _, k := range w.view().Tasks {
		if k.State == "asked" {
			last = must[reception.TaskAnswer](t)(w.DoTask(t.Context(), w.as("office2"), w.no, k.ID, reception.DoTask{Version: k.Version, Do: "confirm"}))
		}
	}
	if !last.Readiness.Go {
		t.Errorf("after the work: %+v", last.Readiness.Reasons)
	}
}

// TestUrgentProvisional: an urgent sheet sends its tasks out with the
// publication, marked provisional.
func TestUrgentProvisional(t *testing.T) {
	w := newWorld(t)
	w.now = at("2026-11-23 20:00")
	w.submit(func(a *reception.Application) { a.Urgent, a.UrgentReason = new(true), new("客户要求") })
	w.accept()
	w.plan()
	w.publish()
	if k := w.task("workshop-5s"); k.State != "asked" || !k.Provisional || k.Due == nil || !k.Due.Equal(w.now) {
		t.Errorf("%s, provisional %t, due %v: late means now", k.State, k.Provisional, k.Due)
	}
	if a := w.view().Approvals; len(a) != 1 || a[0].Due == nil || !a[0].Due.Equal(at("2026-11-24 02:30")) {
		t.Errorf("S000-1.16 half of the time that is left: %+v", a)
	}
	n := len(w.since("2026-11-22 09:00", reception.MailTasks))
	w.confirm()
	if k := w.task("workshop-5s"); k.Provisional {
		t.Error("still provisional")
	}
	if got := w.since("2026-11-22 09:00", reception.MailTasks); len(got) != n {
		t.Errorf("asked twice: %v", got[n:])
	}
}

// TestTaskLink: a driver without account confirms by his link, takes it back,
// and is told who was faster.
func TestTaskLink(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-24 08:45")
	k := w.task("car-in-place")
	driver := ""
	for _, l := range w.letters() {
		if strings.HasPrefix(l.To, reception.DriverPrefix) {
			driver = l.To
		}
	}
	link := reception.LinkRef{Purpose: "task", Person: driver, Reception: w.no, Subject: k.ID}
	act := w.as(driver)
	v := must[reception.LinkView](t)(w.TaskLink(t.Context(), act, link))
	if v.State != "open" || v.Task == nil || v.Task.Do == "" {
		t.Fatalf("%+v", v)
	}
	v = must[reception.LinkView](t)(w.AnswerTask(t.Context(), act, link, reception.AnswerLink{Do: "confirm", Values: map[string]string{"plate": "粤B99999"}}))
	if v.State != "used" || v.UndoUntil == nil {
		t.Errorf("%+v", v)
	}
	if _, err := w.AnswerTask(t.Context(), act, link, reception.AnswerLink{Do: "decline", Comment: "no"}); code(err) != "link-used" {
		t.Errorf("again: %v", err)
	}
	v = must[reception.LinkView](t)(w.AnswerTask(t.Context(), act, link, reception.AnswerLink{Do: "undo"}))
	if v.State != "open" {
		t.Errorf("undone: %s", v.State)
	}
	other := link
	other.Subject = w.task("workshop-5s").ID
	if _, err := w.AnswerTask(t.Context(), act, other, reception.AnswerLink{Do: "confirm"}); code(err) != "forbidden" {
		t.Errorf("a driver and the workshop: %v", err)
	}
	stranger := w.as(reception.DriverPrefix + "v999")
	link.Person = stranger.By
	if v, err := w.TaskLink(t.Context(), stranger, link); err != nil || v.State != "stale" || v.Task != nil {
		t.Errorf("a stranger: %v", err)
	}
}

// TestTotals: diets at each meal.
func TestTotals(t *testing.T) {
	w := prepared(t)
	g := w.as("g0002")
	v := must[reception.LinkView](t)(w.AnswerGuest(t.Context(), g, w.no, "g0002", reception.AnswerLink{Diet: new("素食"), Photo: "no"}))
	if v.Guest.Diet != "素食" || v.Guest.Photo != "no" || v.Guest.Host.ID != "office2" {
		t.Errorf("%+v", v.Guest)
	}
	p := must[reception.PlanAnswer](t)(w.Plan(t.Context(), w.as("office"), w.no))
	if p.Plan.Totals == nil || len(p.Plan.Totals.Diets) != 1 || p.Plan.Totals.Diets[0].Count != 1 {
		t.Errorf("%+v", p.Plan.Totals)
	}
}

// TestTasksBeginWithWhatIsKnown: the form of a task shows what it asks for and
// somebody has said already, in the application or the summary; a field that is
// left empty takes nothing back. Who only sees the task is not shown it.
func TestTasksBeginWithWhatIsKnown(t *testing.T) {
	w := newWorld(t)
	w.submit(func(a *reception.Application) {
		a.Arrival = &reception.Leg{At: new(at("2026-11-24 08:30")), Place: "T3", Number: "CZ3000"}
	})
	w.accept()
	w.plan()
	w.publish()
	w.confirm()
	if k := w.task("confirm-arrival"); k.Known["visit.arrival_time"] != "2026-11-24T08:30:00+08:00" || k.Known["visit.meeting_place"] != "T3" {
		t.Errorf("of the application: %v", k.Known)
	}
	must[reception.TaskAnswer](t)(w.do("office2", "confirm-arrival", "confirm", map[string]string{"visit.arrival_time": "2026-11-24T08:30:00+08:00", "visit.meeting_place": ""}, ""))
	if leg := w.view().Application.Arrival; leg == nil || leg.Place != "T3" || w.task("confirm-arrival").Known != nil {
		t.Errorf("an empty field takes back: %+v", leg)
	}
	w.pass("2026-11-24 18:00")
	if k := w.task("look-back"); len(k.Known) > 0 {
		t.Errorf("nothing was said yet: %v", k.Known)
	}
	must[reception.SummaryAnswer](t)(w.WriteSummary(t.Context(), w.as("office2"), w.no, reception.EditSummary{Version: w.version(), LookBack: new("午餐等位太久")}))
	if k := w.task("look-back"); k.Known["problem"] != "午餐等位太久" || k.Known["improvement"] != "" {
		t.Errorf("of the summary: %v", k.Known)
	}
	for _, k := range must[reception.View](t)(w.View(t.Context(), w.as("rd"), w.no)).Tasks {
		if len(k.Known) > 0 {
			t.Errorf("rd is shown %s %v", k.ID, k.Known)
		}
	}
	must[reception.TaskAnswer](t)(w.do("office2", "look-back", "confirm", map[string]string{"problem": "午餐等位太久", "improvement": "提前订包间"}, ""))
}
