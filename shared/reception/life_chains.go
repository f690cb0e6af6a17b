package reception

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// The clocks of a chain of approval: "remind:CHAIN:N", "overdue:CHAIN". Those
// of an ask are "remind" and "expire".
const (
	clockAskRemind = "remind"
	clockAskExpire = "expire"
)

// momentReopened is when approvals were last asked anew: their time begins again.
const momentReopened = "reopened"

// wantDeadlines are the deadlines of the chains: all of the planning, from the
// application to the last yes, takes at most so long (S000-1.15).
func (t *turn) wantDeadlines(want func(string, time.Time)) {
	for _, c := range t.chains() {
		due := t.deadline(c)
		if due.IsZero() || !t.Head.Moments["approved."+c.ID].IsZero() {
			continue
		}
		for i, at := range t.reminders(c, due) {
			want(fmt.Sprintf("%s%s:%d", clockRemind, c.ID, i), at)
		}
		want(clockOverdue+":"+c.ID, due)
	}
}

// began is from when a chain's time runs.
func (t *turn) began(c policy.Chain) time.Time {
	from, _ := c.From.Resolve(t.anchor, t.cal)
	return latest(from, t.Head.Moments[momentReopened])
}

// deadline is when a chain must be done: as the policy says, or for an urgent
// reception half of the time left, within an hour and a day (ours).
func (t *turn) deadline(c policy.Chain) time.Time {
	from := t.began(c)
	if from.IsZero() || c.Within.IsZero() {
		return time.Time{}
	}
	due := policy.Moment{Name: "from", Sign: 1, Span: c.Within}
	at, _ := due.Resolve(func(string) (time.Time, bool) { return from, true }, t.cal)
	if t.Head.Urgent {
		if urgent := from.Add(urgentTime(t.Head.Start.Sub(from))); urgent.Before(at) {
			return urgent
		}
	}
	return at
}

// urgentTime is half of the time left, within an hour and a day.
func urgentTime(left time.Duration) time.Duration {
	return min(max(left/2, time.Hour), 24*time.Hour)
}

// reminders are those of the policy; without any, half of the time.
func (t *turn) reminders(c policy.Chain, due time.Time) []time.Time {
	from := t.began(c)
	half := from.Add(due.Sub(from) / 2)
	if len(c.Remind) == 0 || t.Head.Urgent {
		return []time.Time{half}
	}
	var list []time.Time
	for _, m := range c.Remind {
		at, ok := m.Resolve(func(name string) (time.Time, bool) {
			if name == "due" {
				return due, true
			}
			return t.anchor(name)
		}, t.cal)
		if ok && at.After(from) && at.Before(due) {
			list = append(list, at)
		}
	}
	return list
}

// setAskClocks sets when open chains and asks are due, an urgent one sooner. An
// ask expires with the end of the visit; an exception is reminded of half way
// to the start, a review by its chain.
func (t *turn) setAskClocks() {
	for _, c := range t.chains() {
		for i := range t.Plan.Approvals {
			if a := &t.Plan.Approvals[i]; a.ID == c.ID && a.State == AskOpen {
				a.Due = t.deadline(c)
			}
		}
	}
	for _, a := range t.Asks {
		if a.State != AskOpen {
			a.Clocks = nil
			continue
		}
		var wanted []Clock
		if due := t.askDue(a); !due.IsZero() {
			a.Due = due
		}
		if half := a.Asked.Add(t.Head.Start.Sub(a.Asked) / 2); subjectOf(a.Subject) == SubjectException && half.After(a.Asked) {
			wanted = append(wanted, Clock{What: clockAskRemind, At: half})
		}
		if !t.Head.End.IsZero() {
			wanted = append(wanted, Clock{What: clockAskExpire, At: t.Head.End})
		}
		a.Clocks = t.merge(a.Clocks, wanted)
	}
}

// askDue is the deadline of the chain that an ask belongs to.
func (t *turn) askDue(a *Ask) time.Time {
	for _, c := range t.chains() {
		if strings.HasPrefix(a.Subject, "review:"+c.ID) {
			return t.deadline(c)
		}
	}
	return time.Time{}
}

// strikeReminder reminds whoever the planning waits for: the office until the
// sheet is out, then those who have not answered.
func (t *turn) strikeReminder(chain string) {
	if t.Head.State == Review {
		for _, a := range t.Asks {
			if a.State == AskOpen && subjectOf(a.Subject) == SubjectReview {
				t.remind(a)
			}
		}
		return
	}
	if t.Head.State == Submitted {
		t.data.tell(MailApplication, nil, t.officePeople()...)
		return
	}
	for _, k := range t.Tasks() {
		if k.State != TaskConfirmed && k.State != TaskDropped && slices.Contains(k.Wants, "paper.sheet") && len(k.Clocks) > 0 {
			return // the task of planning reminds by itself
		}
	}
	t.data.tell(MailReviewReminder, []string{chain}, t.waited()...)
}

// standIn is who is asked instead of a person; "" when nobody is there.
func (t *turn) standIn(person, subject string) string {
	if p := t.company.StandIn(person, subject, t.act.At); p != nil {
		return p.ID
	}
	return ""
}

// waited is who has the application or the sheet in hand.
func (t *turn) waited() []string {
	if t.Head.Owner != "" {
		return t.people("", "owner")
	}
	return t.officePeople()
}

// strikeOverdue escalates: as the policy says, otherwise to the heads of the
// office and of the applicant's department (ours).
func (t *turn) strikeOverdue(chain string) {
	t.Head.AtRisk = true
	var to []string
	for _, c := range t.chains() {
		if c.ID == chain {
			to = t.people("", c.Overdue...)
		}
	}
	if len(to) == 0 {
		to = t.heads()
	}
	t.data.tell(MailEscalation, []string{chain}, to...)
}

// heads are the heads of the office's department and of the applicant's.
func (t *turn) heads() []string {
	var to []string
	for _, p := range t.company.WithRole(staff.Office) {
		if h := t.company.HeadOf(p.Department); h != nil {
			to = append(to, h.ID)
			break
		}
	}
	if h := t.company.HeadOf(t.Head.Department); h != nil {
		to = append(to, h.ID)
	}
	return to
}
