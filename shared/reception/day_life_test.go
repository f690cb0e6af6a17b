package reception_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// TestLastHour: the right person gets the right word at the right moment
// (S000-5.21, S000-5.22, S000-5.34, S000-7.34, S000-7.35).
func TestLastHour(t *testing.T) {
	for _, c := range []struct{ requirement, letter string }{
		{"S000-5.21 phone an hour before", "11-24 08:00 nudge office2"},
		{"S000-5.22 a quarter of an hour before the pickup", "11-24 08:45 nudge driver-head"},
		{"S000-5.22 not there: the specialist hears of it", "11-24 09:00 escalation office2"},
		{"S000-7.34 .35 air conditioning and supplies", "11-24 09:50 nudge general-affairs"},
		{"S000-5.34 car at the gate before leaving", "11-24 16:20 nudge driver-head"},
	} {
		t.Run(c.requirement, func(t *testing.T) {
			w := prepared(t)
			w.pass("2026-11-24 17:00")
			if got := w.since("2026-11-24 00:00"); !slices.Contains(got, c.letter) {
				t.Errorf("no %q in\n%s", c.letter, strings.Join(got, "\n"))
			}
		})
	}
	w := prepared(t)
	w.pass("2026-11-24 08:45")
	if got := w.since("2026-11-24 08:45"); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "nudge driver:") }) {
		t.Errorf("S000-5.22: the driver has a link of his own: %v", got)
	}
}

// TestConfirmedStaysQuiet: who has confirmed is not nudged (a waiting task may
// be confirmed early).
func TestConfirmedStaysQuiet(t *testing.T) {
	w := prepared(t)
	must[reception.TaskAnswer](t)(w.do("driver-head", "car-in-place", "confirm", map[string]string{"plate": "粤B12345"}, ""))
	w.pass("2026-11-24 09:00")
	for _, l := range w.since("2026-11-24 08:00", reception.MailNudge, reception.MailEscalation) {
		if strings.Contains(l, "driver") {
			t.Errorf("told %s", l)
		}
	}
	if plate := w.view().Plan.Vehicles[0].Plate; plate != "粤B12345" {
		t.Errorf("plate %q", plate)
	}
}

// TestDayBefore: at ten on the day before, every department with open tasks
// and the specialist (S000-1.18).
func TestDayBefore(t *testing.T) {
	w := prepared(t)
	must[reception.TaskAnswer](t)(w.do("rd", "technical-answers", "confirm", nil, ""))
	w.pass("2026-11-23 10:00")
	var to []string
	for _, l := range w.letters() {
		if l.Kind == reception.MailDayBefore && l.At.Equal(at("2026-11-23 10:00")) {
			to = append(to, l.To)
		}
	}
	slices.Sort(to)
	if diff := cmp.Diff([]string{"general-affairs", "office", "office2", "production", "supply"}, to); diff != "" {
		t.Error(diff)
	}
}

// TestPlanningDeadline: 24 hours from the application to the last yes, with a
// reminder at half time and an escalation (S000-1.15), an urgent one in half of
// the time that is left (S000-1.16).
func TestPlanningDeadline(t *testing.T) {
	for _, c := range []struct {
		name, submitted, remind, escalate string
	}{
		{"S000-1.15 on time", "2026-11-20 09:00", "11-20 21:00", "11-21 09:00"},
		{"S000-1.16 urgent: ten hours are left", "2026-11-23 23:00", "11-24 01:30", "11-24 04:00"},
		{"S000-1.16 urgent: at least an hour", "2026-11-24 08:00", "11-24 08:30", "11-24 09:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.now = at(c.submitted)
			w.submit(func(a *reception.Application) {
				a.Urgent, a.UrgentReason = new(c.name[:9] != "S000-1.15"), new("客户要求")
			})
			w.pass("2026-11-24 08:59")
			w.pass("2026-11-24 09:00")
			got := w.since("2026-11-20 00:00", reception.MailApplication, reception.MailEscalation)
			want := []string{c.remind + " application office", c.escalate + " escalation office", c.escalate + " escalation head"}
			for _, l := range want {
				if !slices.Contains(got, l) {
					t.Errorf("no %q in %v", l, got)
				}
			}
			if !slices.Contains(w.view().Flags, "at_risk") {
				t.Errorf("flags %v", w.view().Flags)
			}
		})
	}
}

// TestSurvey goes out at ten on the day after, reminds after three days those
// who are silent, and closes after fourteen.
func TestSurvey(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-25 10:00")
	act := w.as("g0001")
	if _, err := w.AnswerSurvey(t.Context(), act, w.no, "g0001", reception.AnswerLink{Answers: reception.Answers{Survey: []reception.Score{{Question: "service", Score: 5}}}}); err != nil {
		t.Fatal(err)
	}
	ran := w.pass("2026-12-09 10:00")
	want := []string{"11-25 10:00 survey g0000", "11-25 10:00 survey g0001", "11-25 10:00 survey g0002", "11-25 10:00 survey g0003", "11-25 10:00 survey g0004",
		"11-28 10:00 survey-reminder g0000", "11-28 10:00 survey-reminder g0002", "11-28 10:00 survey-reminder g0003", "11-28 10:00 survey-reminder g0004"}
	if diff := cmp.Diff(want, w.since("2026-11-25 00:00", reception.MailSurvey, reception.MailSurveyReminder)); diff != "" {
		t.Error(diff)
	}
	if last := ran[len(ran)-1]; last.What != reception.ClockSurveyClose || !last.At.Equal(at("2026-12-09 10:00")) {
		t.Errorf("closed by %v", last)
	}
}

// TestSummaryDue: two days after the visit, then the department's head (S000-1.31).
func TestSummaryDue(t *testing.T) {
	w := prepared(t)
	w.pass("2026-11-30 09:00")
	want := []string{"11-25 18:00 summary-due office2", "11-26 18:00 summary-due office2", "11-26 18:00 summary-due head"}
	if diff := cmp.Diff(want, w.since("2026-11-24 00:00", reception.MailSummaryDue)); diff != "" {
		t.Error(diff)
	}
}

// steps are ways in which three weeks may pass.
var steps = map[string]func(w *world, until time.Time){
	"in one jump": func(w *world, until time.Time) { w.pass(until.Format("2006-01-02 15:04")) },
	"step by step": func(w *world, until time.Time) {
		for now := w.now; !now.After(until); now = now.Add(37 * time.Minute) {
			w.pass(now.Format("2006-01-02 15:04"))
		}
		w.pass(until.Format("2006-01-02 15:04"))
	},
	"killed at every commit": func(w *world, until time.Time) {
		whole := w.Service.DB
		for n := 0; n < 500; n++ {
			w.Service.DB = &dying{DB: whole, left: 1}
			w.now = until
			_, err := w.Due(w.t.Context(), until)
			w.Service.DB = whole
			if err == nil {
				return
			}
		}
		w.t.Fatal("never came to an end")
	},
}

// dying is a store that takes a few commits and then fails, as after a kill.
type dying struct {
	store.DB
	left int
}

var errKilled = errors.New("killed")

func (d *dying) Commit(ctx context.Context, ops ...store.Op) error {
	if d.left--; d.left < 0 {
		return &busy{}
	}
	return d.DB.Commit(ctx, ops...)
}

// busy is an error that is not there the next time.
type busy struct{}

func (*busy) Error() string { return errKilled.Error() }
func (*busy) Unwrap() error { return context.DeadlineExceeded }

// TestSameHoweverTimePasses: the same mails in the same order, whether time
// passes by minutes, in one jump, or is interrupted; and letting it pass again
// does nothing.
func TestSameHoweverTimePasses(t *testing.T) {
	until := at("2026-12-10 00:00")
	want := []string{}
	for _, name := range []string{"in one jump", "step by step", "killed at every commit"} {
		t.Run(name, func(t *testing.T) {
			w := prepared(t)
			steps[name](w, until)
			got := w.since("2026-11-22 00:00")
			if len(want) == 0 {
				want = got
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if ran := w.pass(until.Format("2006-01-02 15:04")); len(ran) > 0 {
				t.Errorf("again: %v", ran)
			}
		})
	}
}

// TestBeginsAndEnds: preparing, visiting at the start, closing at the end.
func TestBeginsAndEnds(t *testing.T) {
	w := prepared(t)
	for _, c := range []struct {
		at    string
		state reception.State
	}{{"2026-11-24 08:59", reception.Preparing}, {"2026-11-24 09:00", reception.Visiting}, {"2026-11-24 17:29", reception.Visiting}, {"2026-11-24 17:30", reception.Closing}} {
		w.pass(c.at)
		if s := w.view().State; s != c.state {
			t.Errorf("%s: %s, want %s", c.at, s, c.state)
		}
	}
}

// TestUnreadyStart: the start comes and nobody has confirmed: it does not
// begin, and somebody hears of it.
func TestUnreadyStart(t *testing.T) {
	w := newWorld(t)
	w.submit(nil)
	w.accept()
	w.pass("2026-11-24 09:00")
	if s := w.view().State; s != reception.Planning {
		t.Errorf("state %s", s)
	}
	if got := w.since("2026-11-24 09:00", reception.MailEscalation); !slices.Contains(got, "11-24 09:00 escalation head") {
		t.Errorf("told %v", got)
	}
}

// TestParked: a document that fails for good does not hold up the others.
func TestParked(t *testing.T) {
	w := prepared(t)
	sound := w.no
	w.submit(func(a *reception.Application) { a.Customer.Name = "另一家" })
	broken := store.Key{PK: "r#" + w.no, SK: "FORM"}
	docs := must[[]store.Doc](t)(w.db.Get(t.Context(), broken))
	docs[0].Body = []byte(`{"purpose":7}`)
	w.ok(w.db.Commit(t.Context(), store.Replace(docs[0])))
	w.no = sound
	w.pass("2026-11-24 09:00")
	if s := w.view().State; s != reception.Visiting {
		t.Errorf("the sound one is %s", s)
	}
	parked := must[[]store.Doc](t)(store.All(t.Context(), w.db, store.Query{Index: store.Due, In: "parked#0"}))
	if len(parked) != 1 || parked[0].PK != broken.PK {
		t.Errorf("parked %v", parked)
	}
}
