package reception

import (
	"slices"
	"strings"

	"yingbin/shared/policy"
)

// fireHead does what one of the life clocks is for.
func (t *turn) fireHead(s strike) error {
	chain, isOverdue := strings.CutPrefix(s.what, clockOverdue+":")
	id, isMessage := strings.CutPrefix(s.what, clockMessage)
	switch {
	case isOverdue:
		t.strikeOverdue(chain)
	case isMessage:
		t.strikeMessage(id)
	case strings.HasPrefix(s.what, clockRemind):
		rest := strings.TrimPrefix(s.what, clockRemind)
		t.strikeReminder(rest[:strings.LastIndex(rest, ":")])
	}
	switch s.what {
	case ClockDayBefore:
		t.strikeDayBefore()
	case clockUnready:
		t.Head.AtRisk = true
		t.data.tell(MailEscalation, []string{"start"}, append(t.waited(), t.heads()...)...)
	case ClockBegin:
		return t.begins()
	case ClockEnd:
		t.Head.State = Closing
		return t.visitOps()
	case clockMidnight:
		return t.visitOps()
	case ClockSurvey:
		t.strikeSurvey()
	case ClockSurveyRemind:
		return t.strikeSurveyReminder()
	case ClockArchive:
		return t.strikeArchive()
	}
	return nil
}

// begins moves to visiting: the start has come, or the first guest.
func (t *turn) begins() error {
	if !t.Head.State.May(VerbBegin) {
		return nil
	}
	t.Head.State = Visiting
	return t.visitOps()
}

// strikeDayBefore confirms every preparation the day before (S000-1.18): each
// department with open tasks, where the policy wants it, and the specialist
// with the readiness. Who was asked only now is not asked twice.
func (t *turn) strikeDayBefore() {
	if t.confirmsDayBefore() {
		var open []*Task
		for _, k := range t.Tasks() {
			if t.holdsUp(k) && k.Asked.Before(t.act.At) {
				open = append(open, k)
			}
		}
		t.tell(MailDayBefore, open)
	}
	told := t.data.Mailed() // with his own tasks comes the readiness, too
	t.data.tell(MailDayBefore, []string{"readiness"}, without(t.specialists(), told)...)
}

// confirmsDayBefore says whether the policy has the departments confirm: it
// sends them the readiness before the visit.
func (t *turn) confirmsDayBefore() bool {
	return slices.ContainsFunc(t.consult(policy.GatePublish).Messages(), func(m policy.Notice) bool {
		return slices.Contains(m.With, "readiness") && (slices.Contains(m.To, "departments") || slices.Contains(m.To, "departments.all"))
	})
}

// strikeMessage sends one of the policy's notices.
func (t *turn) strikeMessage(id string) {
	for _, m := range t.consult(policy.GatePublish).Messages() {
		if m.ID != id {
			continue
		}
		var to []string
		for _, role := range m.To {
			for _, person := range t.holdersAt(role, m.Thing) {
				to = append(to, t.standIn(person, ""))
			}
			if role == "driver" {
				to = append(to, t.driversAt(m.Thing.ID)...)
			}
			if role == "guests" {
				to = append(to, t.invited()...)
			}
		}
		t.data.Item = m.Thing.ID
		t.data.tell(MailNudge, []string{id}, to...)
	}
}
