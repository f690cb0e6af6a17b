package notify

import (
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/paper/forms"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// The mails of the preparation: tasks and their reminder, day before, nudge.

// taskGrace is how long a task's link lives after it was due.
const taskGrace = 2 * 24 * time.Hour

// writeTasks lists one person's tasks, each with its own link.
func writeTasks(s *sending) {
	tasks := s.owed()
	if len(tasks) == 0 {
		s.doc = nil
		return
	}
	switch {
	case s.told.Kind == reception.MailTaskReminder && s.late():
		s.retitle("task-reminder-overdue")
	case s.late():
		s.retitle("tasks-now")
	}
	s.facts()
	for _, t := range tasks {
		s.task(t)
	}
	s.doc.say(i18n.T(s.lang, "mail.link-note"))
	s.open()
}

// task is one task with what it wants and its button.
func (s *sending) task(t *reception.Task) {
	s.doc.title(s.Does(t))
	s.happened(thingOf(t.ID))
	s.doc.quote(t.Comment)
	var lines []string
	if who := s.inPlaceOf(t.Owner, reception.SubjectTask); who != "" && s.absent() == "" {
		lines = append(lines, s.T("deputy.lead", i18n.Args{"person": who}))
	}
	lines = append(lines, s.dueLines(t)...)
	if it := s.Item(t.Item); it != nil {
		lines = append(lines, i18n.DateTime(s.lang, s.Local(it.Start), s.Local(s.at))+" "+s.where(*it))
		if leg := forms.Journey(s.Brief, s.lang, *it); leg != "" {
			lines = append(lines, leg)
		}
	}
	if t.Provisional {
		lines = append(lines, s.T("provisional"))
	}
	if t.Call != "" {
		lines = append(lines, s.callLine(t.Call))
	}
	s.doc.items(lines)
	due := t.Due
	if due.Before(s.at) {
		due = s.at
	}
	s.press("task", i18n.T(s.lang, "mail.confirm-task"), s.link(token.ForTask, t.ID, s.revision, due.Add(taskGrace)))
}

// dueLines say until when a task is wanted; of one that is overdue also for how
// long and who was told.
func (s *sending) dueLines(t *reception.Task) (lines []string) {
	asks := s.told.Kind == reception.MailTasks || s.told.Kind == reception.MailNudge
	switch {
	case t.Due.IsZero():
		return nil
	case t.Due.After(s.event.At):
		return []string{s.T("due-at", i18n.Args{"due": s.when(t.Due)})}
	case t.Due.Before(s.event.At) || !asks: // else it is asked for now
		lines = append(lines, join(s.T("due-past", i18n.Args{"due": s.when(t.Due)}), s.lateBy(t.Due)))
	}
	var who []string
	for _, id := range s.Escalated(t) {
		if id != s.to.id {
			who = append(who, s.Name(id))
		}
	}
	if len(who) > 0 {
		lines = append(lines, s.T("reported", i18n.Args{"people": i18n.List(s.lang, who...)}))
	}
	return lines
}

// lateBy says for how long something is overdue when the mail is due; empty for
// what is due just then.
func (s *sending) lateBy(due time.Time) string {
	late := s.event.At.Sub(due)
	if due.IsZero() || late < time.Minute {
		return ""
	}
	return s.T("late", i18n.Args{"length": i18n.Length(s.lang, late)})
}

// callLine says whom to phone; the number goes only to who has to call.
func (s *sending) callLine(role string) string {
	if g := s.MainGuest(); g != nil && (role == "contact" || role == "guests") {
		return s.called(g.Name, g.Phone)
	}
	for id, who := range map[string]string{"applicant": s.Head.Applicant, "specialist": s.Head.Specialist, "owner": s.Head.Owner} {
		if p := s.Company.Present(who); id == role && who != "" && p != nil {
			return s.called(p.Called(s.lang), p.Phone)
		}
	}
	return s.called(i18n.T(s.lang, "word."+role), "")
}

// called says whom to phone, also where the number is not known.
func (s *sending) called(person, phone string) string {
	if phone == "" {
		return s.T("call-unknown", i18n.Args{"person": person})
	}
	return s.T("call", i18n.Args{"person": person, "phone": i18n.Phone(s.lang, phone)})
}

// writeDayBefore asks a department for its open tasks, and gives the
// specialist the readiness with its reasons (S000-1.18).
func writeDayBefore(s *sending) {
	tasks := s.owed()
	if s.to.id == s.Head.Specialist || has(s.told.About, "readiness") {
		s.ready()
	}
	s.facts()
	for _, t := range tasks {
		s.task(t)
	}
	if len(tasks) > 0 {
		s.doc.say(i18n.T(s.lang, "mail.link-note"))
	}
	s.open()
}

// ready is go or no-go with its reasons.
func (s *sending) ready() {
	r := s.Readiness()
	if r.Go {
		s.retitle("ready")
		return
	}
	s.retitle("not-ready")
	var lines []string
	for _, why := range r.Reasons {
		who := ""
		if why.Who != "" {
			who = s.Name(why.Who)
		}
		lines = append(lines, i18n.Person(s.lang, why.Text, who))
	}
	s.doc.items(lines)
}

// writeNudge is the right word at the right moment: a task that is due now, or
// a message of the policy.
func writeNudge(s *sending) {
	switch t := s.first(); {
	case t != nil && t.State == reception.TaskOverdue && s.lateBy(t.Due) != "":
		s.retitle("task-reminder-overdue")
	case s.late():
		s.retitle("nudge-now")
	}
	for _, t := range s.owed() {
		s.task(t)
	}
	for _, id := range s.told.About {
		for _, m := range s.Policy.Messages {
			if m.ID == entryOf(id) {
				s.doc.say(m.Words.In(s.lang))
			}
		}
	}
	s.facts()
	s.open()
}

// thingOf is the thing of a generated id "entry@thing"; empty where there is none.
func thingOf(id string) string {
	_, thing, _ := strings.Cut(id, "@")
	return thing
}

// entryOf is the policy entry of a generated id "entry@thing".
func entryOf(id string) string {
	entry, _, _ := strings.Cut(id, "@")
	return entry
}
