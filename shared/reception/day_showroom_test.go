package reception_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/reception"
)

// TestShowroomIsSpared what its source does not ask for: no reminder of 24
// hours, no escalation of the planning, no mails to departments the day before,
// no summary; survey and last hour are common to all.
func TestShowroomIsSpared(t *testing.T) {
	w := newWorld(t)
	w.submit(func(a *reception.Application) { a.Policy = "showroom" })
	w.accept()
	w.plan()
	w.publish()
	w.pass("2026-11-23 09:30")
	for _, who := range []string{"office", "head"} {
		must[reception.ReviewAnswer](t)(w.Review(t.Context(), w.as(who), w.no, reception.Decide{Version: w.version(), Answers: map[string]string{"standard": "yes"}}))
	}
	w.pass("2026-12-20 12:00")
	if got := w.since("2026-11-22 00:00", reception.MailReviewReminder, reception.MailSummaryDue); len(got) > 0 {
		t.Errorf("told %v", got)
	}
	if diff := cmp.Diff([]string{"11-23 10:00 day-before office2"}, w.since("2026-11-22 00:00", reception.MailDayBefore)); diff != "" {
		t.Error(diff)
	}
	for _, l := range w.letters() {
		if l.Kind == reception.MailEscalation && l.At.Before(at("2026-11-24 07:00")) {
			t.Errorf("escalated: %s", l)
		}
	}
	for _, want := range []string{"11-24 08:45 nudge driver-head", "11-25 10:00 survey g0000"} {
		if !slices.Contains(w.since("2026-11-24 00:00"), want) {
			t.Errorf("no %s", want)
		}
	}
}

// TestPapersNameTheVehicle as the company calls it, a hired one by its kind.
func TestPapersNameTheVehicle(t *testing.T) {
	w := newWorld(t)
	w.submit(func(a *reception.Application) { a.Policy = "showroom" })
	w.accept()
	w.plan()
	cars := append(w.view().Plan.Vehicles, reception.Vehicle{Type: "van", Plate: "粤B99999"})
	must[reception.PlanAnswer](t)(w.EditPlan(t.Context(), w.as("office"), w.no, reception.EditPlan{Version: w.version(), Vehicles: &cars}))
	var rides []string
	for _, paper := range w.view().Papers {
		for _, field := range paper.Fields {
			if field.ID == "rides" {
				rides = append(rides, field.Value)
			}
		}
	}
	if diff := cmp.Diff([]string{"Car 粤B·A1001 老赵\nvan 粤B99999"}, rides); diff != "" {
		t.Error(diff)
	}
}

// TestPlanningRemindsOnce: while the office plans, its task reminds it; the
// chain does not do so again, and the escalation comes once.
func TestPlanningRemindsOnce(t *testing.T) {
	w := newWorld(t)
	w.now = at("2026-11-20 09:00")
	w.submit(nil)
	w.accept()
	w.pass("2026-11-21 12:00")
	for kind, want := range map[string]int{reception.MailReviewReminder: 0, reception.MailEscalation: 2} {
		if got := w.since("2026-11-20 09:00", kind); len(got) != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	if got := w.since("2026-11-20 09:00", reception.MailTaskReminder); !slices.Contains(got, "11-20 21:00 task-reminder office") {
		t.Errorf("reminded: %v", got)
	}
}

// TestReviewReminds those who have not answered, and only them (S000-1.15).
func TestReviewReminds(t *testing.T) {
	w := newWorld(t)
	w.now = at("2026-11-20 09:00")
	w.submit(nil)
	w.accept()
	w.plan()
	w.publish()
	must[reception.ReviewAnswer](t)(w.Review(t.Context(), w.as("sales"), w.no,
		reception.Decide{Version: w.version(), Answers: map[string]string{"executability": "yes", "necessity": "yes"}}))
	w.pass("2026-11-21 12:00")
	if diff := cmp.Diff([]string{"11-20 21:00 review-reminder head"}, w.since("2026-11-20 09:00", reception.MailReviewReminder)); diff != "" {
		t.Error(diff)
	}
}

// TestLongVisit: thirty days and three hundred guests do not fit into one
// commit; each midnight writes the days ahead, and the board knows every day.
func TestLongVisit(t *testing.T) {
	w := newWorld(t)
	end := visitStart.AddDate(0, 0, 29)
	w.submit(func(a *reception.Application) {
		a.End = &end
		for i := len(a.Guests); i < 300; i++ {
			a.Guests = append(a.Guests, reception.Guest{Name: fmt.Sprintf("来宾%d", i), Kind: "inspector"})
		}
	})
	w.accept()
	w.publish()
	w.confirm()
	for day := visitStart; day.Before(end); day = day.AddDate(0, 0, 1) {
		w.pass(day.Format("2006-01-02") + " 09:00")
		b := must[reception.Board](t)(w.Board(t.Context(), w.as("gate"), ""))
		if n := len(b.Expected) + len(b.Late); n != 300 {
			t.Fatalf("%s: %d guests", day.Format(time.DateOnly), n)
		}
	}
	a := must[reception.CheckinAnswer](t)(w.checkin("gate", reception.Checkin{Guest: "g0102"}))
	if a.Verdict != reception.Green || a.Counts.Expected != 300 {
		t.Errorf("%+v", a)
	}
}
