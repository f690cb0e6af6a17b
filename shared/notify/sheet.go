package notify

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// The mails of the sheet: sheet, review and its reminder, exception, changed,
// cancelled, escalation.

// linkGrace is how long a deciding link lives after its deadline, or after the
// mail where there is none.
const linkGrace = 7 * 24 * time.Hour

// writeSheet carries the execution sheet (S000-1.11), as text, table, calendar
// entry and spreadsheet.
func writeSheet(s *sending) {
	p, ok := s.current()
	if !ok {
		s.doc = nil
		return
	}
	if s.Head.Confirmed >= p.Revision {
		s.retitle("sheet-confirmed")
	} else if s.reviews() {
		s.doc.say(s.T("sheet.asked"))
	}
	s.facts()
	s.sheet(p)
	s.attachSheet(p)
	s.attachVisit(p)
	s.open()
}

// reviews says whether this person is asked for a decision on the sheet, too.
func (s *sending) reviews() bool {
	for _, a := range s.Asks {
		if a.State == reception.AskOpen && kindOf(a.Subject) == reception.SubjectReview && (a.Person == s.to.id || has(a.Told, s.to.id)) {
			return true
		}
	}
	return false
}

// writeReview asks one person to decide on exactly what the mail shows. Who
// answered before sees only what changed since.
func writeReview(s *sending) {
	a := s.asked()
	if a == nil && len(s.told.About) == 1 { // a chain whose sheet is not out
		writeUnpublished(s)
		return
	}
	p, ok := s.current()
	if a == nil || a.State != reception.AskOpen || !ok {
		s.doc = nil
		return
	}
	before, known := s.Revisions[a.Against]
	if !known {
		before, known = s.Revisions[s.data.Since]
	}
	if a.Against > 0 && known {
		if s.told.Kind == reception.MailReview {
			s.retitle("review-again")
		}
		s.doc.say(s.T("review.again", i18n.Args{"revision": before.Revision}))
		s.facts()
		s.changes(before, p)
	} else {
		s.facts()
		s.sheet(p)
	}
	var questions []string
	texts := s.Questions(a.Subject)
	for _, q := range a.Questions {
		if text := texts[q]; text != "" {
			questions = append(questions, text)
		}
	}
	if len(questions) > 0 {
		s.doc.title(s.T("questions-asked"))
		s.doc.items(questions)
	}
	s.press("review", i18n.T(s.lang, "mail.decide"), s.link(token.ForReview, s.onBehalf(a.Subject, a.Person), p.Revision, until(a.Due, s.at)))
	s.doc.say(i18n.T(s.lang, "mail.link-note"))
	s.attachSheet(p)
	s.open()
}

// writeUnpublished reminds the office of a sheet that is still to be published.
func writeUnpublished(s *sending) {
	if s.Head.State != reception.Planning {
		s.doc = nil
		return
	}
	s.retitle("unpublished")
	s.doc.why = s.T("unpublished.why")
	s.facts()
	s.open()
}

// onBehalf names whose decision it is where the recipient stands in for
// somebody: the link is the recipient's own all the same.
func (s *sending) onBehalf(subject, person string) string {
	if person == s.to.id {
		return subject
	}
	return subject + reception.OnBehalf + person
}

// until is when a deciding link ends.
func until(due, at time.Time) time.Time {
	if due.After(at) {
		at = due
	}
	return at.Add(linkGrace)
}

// asked finds the ask that this mail is about.
func (s *sending) asked() *reception.Ask {
	if len(s.told.About) != 2 {
		return nil
	}
	if a := s.Ask(s.told.About[0], s.told.About[1]); a != nil {
		return a
	}
	return s.Ask(reception.SubjectException+":"+s.told.About[0], s.told.About[1])
}

// writeException asks the entitled, or tells the asker what was decided.
func writeException(s *sending) {
	e := s.exception()
	if e == nil {
		s.doc = nil
		return
	}
	switch {
	case e.State != reception.ExceptionOpen:
		s.retitle("exception-" + e.State)
		if s.doc.why = s.T("exception-asker.why"); s.to.id != e.Asker {
			s.doc.why = s.T("why.specialist")
		}
	case s.reminds():
		s.retitle("exception-reminder")
	}
	for _, f := range s.Outlook().Findings {
		if f.ID == e.Finding {
			s.doc.items([]string{f.Text})
		}
	}
	s.doc.title(s.T("reason"))
	s.doc.quote(e.Reason)
	if e.Comment != "" {
		s.doc.title(s.T("comment"))
		s.doc.quote(e.Comment)
	}
	s.facts()
	if e.State == reception.ExceptionOpen && len(s.told.About) == 2 {
		s.press("exception", i18n.T(s.lang, "mail.decide"), s.link(token.ForException, s.onBehalf(e.ID, s.told.About[1]), e.Revision, s.at.Add(linkGrace)))
		s.doc.say(i18n.T(s.lang, "mail.link-note"))
	}
	s.open()
}

// exception is the one that the mail is about.
func (s *sending) exception() *reception.Exception {
	for i := range s.Head.Exceptions {
		if e := &s.Head.Exceptions[i]; s.told.Kind == reception.MailException && has(s.told.About, e.ID) {
			return e
		}
	}
	return nil
}

// writeChanged tells a person only what changed for him.
func writeChanged(s *sending) {
	p, ok := s.current()
	if has(s.told.About, "specialist") {
		writeReplaced(s)
		return
	}
	if before, known := s.Revisions[s.data.Since]; ok && known {
		switch n := s.changes(before, p, s.told.About...); {
		case n > 0:
			s.doc.say(i18n.T(s.lang, "mail.unchanged"))
		case s.to.guest != nil && len(s.event.Changes) == 0: // only words that he does not read
			s.doc = nil
			return
		}
	}
	s.moved()
	if s.to.guest != nil {
		s.guestLink()
	} else {
		s.doc.quote(s.data.Text)
		s.facts()
	}
	if ok {
		s.attachVisit(p)
	}
	s.open()
}

// writeReplaced tells the specialists of before and from now on.
func writeReplaced(s *sending) {
	if s.to.id == s.Head.Specialist {
		s.retitle("appointed")
		s.doc.why = s.T("why.specialist")
	} else {
		s.retitle("replaced")
		s.doc.why = s.T("replaced.why")
	}
	s.doc.quote(s.Plan.ChangeReason)
	s.facts()
	s.open()
}

// moved shows what the event itself changed: the dates of a move in the reader's
// time, guests who were added or dropped.
func (s *sending) moved() {
	var lines []string
	for _, c := range s.event.Changes {
		switch {
		case c.Label != "guests":
			lines = append(lines, s.T("changed."+c.Label)+s.doc.colon+s.moment(c.Old)+" → "+s.moment(c.New))
		case s.to.guest != nil: // no guest hears of another
		case c.New != "":
			lines = append(lines, s.T("changed.guest-added", i18n.Args{"person": s.guestName(c.New)}))
		default:
			lines = append(lines, s.T("changed.guest-dropped", i18n.Args{"person": s.guestName(c.Old)}))
		}
	}
	s.doc.items(lines)
}

// guestName is a guest's name, also of one who does not come any more.
func (s *sending) guestName(id string) string {
	g := s.Guest(id)
	if g == nil {
		g = s.Former(id)
	}
	if g == nil {
		return id
	}
	return g.Called(s.lang).Name
}

// moment writes a stored time for the reader; what is no time stays as it is.
func (s *sending) moment(text string) string {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return s.when(at)
	}
	return dash(text)
}

func writeCancelled(s *sending) {
	if s.to.guest == nil { // the reason is the company's own
		s.doc.quote(s.whyCancelled())
		s.facts()
	}
	if p, ok := s.current(); ok {
		s.attachVisit(p)
	}
	s.open()
}

// whyCancelled is the reason of a cancellation; where the application was taken
// back, what its applicant wrote.
func (s *sending) whyCancelled() string {
	if s.event.Kind != reception.EventWithdrawn {
		return s.Head.Reason
	}
	return cmp.Or(s.data.Text, s.T("cancelled.withdrawn", s.args()))
}

// writeEscalation tells those above what has not been done in time.
func writeEscalation(s *sending) {
	tasks := s.owed()
	switch {
	case s.declined():
		s.retitle("escalation-declined")
		s.doc.why = s.T("escalation-declined.why")
		s.doc.quote(s.first().Comment)
	case has(s.told.About, "start"):
		s.retitle("escalation-start")
	case len(tasks) == 0 && s.aboutTasks(): // done meanwhile
		s.doc = nil
		return
	case len(tasks) == 0:
		s.retitle("escalation-planning")
	}
	rows := s.undone(tasks)
	s.doc.rows(s.T("open-now"), []string{s.T("what"), s.T("owner"), s.T("due")}, rows)
	s.facts()
	s.open()
}

// undone lists the tasks that a mail is about; where it is the sheet that is late,
// all that waits for it.
func (s *sending) undone(tasks []*reception.Task) (rows [][]string) {
	if len(tasks) == 0 {
		for _, a := range s.Asks {
			if a.State == reception.AskOpen {
				rows = append(rows, []string{s.T("ask." + kindOf(a.Subject)), s.Name(a.Person), join(s.when(a.Due), s.lateBy(a.Due))})
			}
		}
		for _, t := range s.Tasks() {
			if t.State == reception.TaskOverdue {
				tasks = append(tasks, t)
			}
		}
	}
	for _, t := range tasks {
		rows = append(rows, []string{s.Does(t), s.Name(t.Owner), join(s.when(t.Due), s.lateBy(t.Due))})
	}
	return rows
}

// aboutTasks says whether the mail names tasks.
func (s *sending) aboutTasks() bool {
	return slices.ContainsFunc(s.Tasks(), func(t *reception.Task) bool { return has(s.told.About, t.ID) })
}

// declined says whether the mail is about a task whose owner said no.
func (s *sending) declined() bool {
	for _, t := range s.Tasks() {
		if has(s.told.About, t.ID) && t.State == reception.TaskDeclined {
			return true
		}
	}
	return false
}

func kindOf(subject string) string {
	kind, _, _ := strings.Cut(subject, ":")
	return kind
}
