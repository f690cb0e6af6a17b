package notify

import (
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

func subjectOf(s *sending, key string) string {
	return i18n.T(s.lang, "mail.subject-reception", s.Head.Number, s.T(key+".subject", s.args()))
}

// writeSheet carries the execution sheet (S000-1.11), as text, table, calendar
// entry and spreadsheet.
func writeSheet(s *sending) {
	p, ok := s.current()
	if !ok {
		s.doc = nil
		return
	}
	s.facts()
	s.sheet(p)
	s.attachSheet(p)
	s.attachVisit(p)
	s.open()
}

// writeReview asks one person to decide on exactly what the mail shows. Who
// answered before sees only what changed since.
func writeReview(s *sending) {
	a := s.asked()
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
		s.doc.say(s.T("review.again", i18n.Args{"revision": before.Revision}))
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
	return s.Ask(s.told.About[0], s.told.About[1])
}

// writeException asks the entitled, or tells the asker what was decided.
func writeException(s *sending) {
	var e *reception.Exception
	for i := range s.Head.Exceptions {
		if len(s.told.About) > 0 && s.Head.Exceptions[i].ID == s.told.About[0] {
			e = &s.Head.Exceptions[i]
		}
	}
	if e == nil {
		s.doc = nil
		return
	}
	s.facts()
	for _, f := range s.Outlook().Findings {
		if f.ID == e.Finding {
			s.doc.say(f.Text)
		}
	}
	s.doc.title(s.T("reason"))
	s.doc.quote(e.Reason)
	if e.State != reception.ExceptionOpen {
		s.doc.say(s.T("exception."+e.State, i18n.Args{"by": s.Name(e.By)}))
		s.doc.quote(e.Comment)
	} else if len(s.told.About) == 2 {
		s.press("exception", i18n.T(s.lang, "mail.decide"), s.link(token.ForException, s.onBehalf(e.ID, s.told.About[1]), e.Revision, s.at.Add(linkGrace)))
		s.doc.say(i18n.T(s.lang, "mail.link-note"))
	}
	s.open()
}

// writeChanged tells a person only what changed for him.
func writeChanged(s *sending) {
	p, ok := s.current()
	if before, known := s.Revisions[s.data.Since]; ok && known {
		if s.changes(before, p, s.told.About...) > 0 {
			s.doc.say(i18n.T(s.lang, "mail.unchanged"))
		}
	}
	for _, c := range s.event.Changes {
		s.doc.items([]string{c.Label + ": " + dash(c.Old) + " → " + dash(c.New)})
	}
	s.doc.quote(s.data.Text)
	if s.to.guest != nil {
		s.guestLink()
	} else {
		s.facts()
	}
	if ok {
		s.attachVisit(p)
	}
	s.open()
}

func writeCancelled(s *sending) {
	s.doc.quote(s.Head.Reason)
	if s.to.guest == nil {
		s.facts()
	}
	if p, ok := s.current(); ok {
		s.attachVisit(p)
	}
	s.open()
}

// writeEscalation tells those above what has not been done in time.
func writeEscalation(s *sending) {
	s.facts()
	var rows [][]string
	for _, a := range s.Asks {
		if a.State == reception.AskOpen {
			rows = append(rows, []string{s.T("ask." + kindOf(a.Subject)), s.Name(a.Person), s.when(a.Due)})
		}
	}
	for _, t := range s.Tasks() {
		if has(s.told.About, t.ID) || t.State == reception.TaskOverdue {
			rows = append(rows, []string{i18n.Pick(s.lang, t.Title), s.Name(t.Owner), s.when(t.Due)})
		}
	}
	s.doc.rows(s.T("open-now"), []string{s.T("what"), s.T("owner"), s.T("due")}, rows)
	s.open()
}

func kindOf(subject string) string {
	for i, r := range subject {
		if r == ':' {
			return subject[:i]
		}
	}
	return subject
}
