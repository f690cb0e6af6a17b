package notify

import (
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// The mails of the preparation: tasks and their reminder, day before, nudge.

// taskGrace is how long a task's link lives after it was due.
const taskGrace = 2 * 24 * time.Hour

// writeTasks lists one person's tasks, each with its own link.
func writeTasks(s *sending) {
	any := false
	s.facts()
	for _, id := range s.owed() {
		t, _ := s.Task(id)
		if t == nil || t.State == reception.TaskDropped || t.State == reception.TaskConfirmed {
			continue
		}
		any = true
		s.task(t)
	}
	if !any {
		s.doc = nil
		return
	}
	s.doc.say(i18n.T(s.lang, "mail.link-note"))
	s.open()
}

// owed are the tasks that the mail is about; where there were too many to be
// named, those that this person was asked at the time of the event.
func (s *sending) owed() []string {
	if len(s.told.About) > 0 {
		return s.told.About
	}
	var ids []string
	for _, t := range s.Tasks() {
		if t.Owner == s.to.id && t.Asked.Equal(s.event.At) {
			ids = append(ids, t.ID)
		}
	}
	return ids
}

// task is one task with what it wants and its button.
func (s *sending) task(t *reception.Task) {
	s.doc.title(i18n.Pick(s.lang, t.Title))
	var lines []string
	if !t.Due.IsZero() {
		lines = append(lines, s.T("due-at", i18n.Args{"due": s.when(t.Due)}))
	}
	if it := s.Item(t.Item); it != nil {
		lines = append(lines, i18n.DateTime(s.lang, s.Local(it.Start), s.Local(s.at))+" "+s.where(*it))
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
	return s.T("call", i18n.Args{"person": person, "phone": phone})
}

// writeDayBefore asks a department for its open tasks, and gives the
// specialist the readiness with its reasons (S000-1.18).
func writeDayBefore(s *sending) {
	s.facts()
	if s.to.id == s.Head.Specialist {
		s.ready()
	}
	for _, id := range s.told.About {
		if t, _ := s.Task(id); t != nil && t.State != reception.TaskDropped && t.State != reception.TaskConfirmed {
			s.task(t)
		}
	}
	s.open()
}

// ready is go or no-go with its reasons.
func (s *sending) ready() {
	r := s.Readiness()
	if r.Go {
		s.doc.say(s.T("ready"))
		return
	}
	s.doc.say(s.T("not-ready"))
	var lines []string
	for _, why := range r.Reasons {
		lines = append(lines, why.Text)
	}
	s.doc.items(lines)
}

// writeNudge is the right word at the right moment: a task that is due now, or
// a message of the policy.
func writeNudge(s *sending) {
	for _, id := range s.told.About {
		if t, _ := s.Task(id); t != nil && t.State != reception.TaskDropped {
			s.task(t)
		}
		for _, m := range s.Policy.Messages {
			if m.ID == entryOf(id) {
				s.doc.say(m.Words.In(s.lang))
			}
		}
	}
	s.facts()
	s.open()
}

// entryOf is the policy entry of a generated id "entry@thing".
func entryOf(id string) string {
	for i, r := range id {
		if r == '@' {
			return id[:i]
		}
	}
	return id
}
