package notify

import (
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// The mails of the application: received, application, accepted, returned,
// declined, withdrawn.

func writeReceived(s *sending) {
	s.sayDeadline()
	s.facts()
	s.open()
}

// sayDeadline says until when the policy wants the planning done.
func (s *sending) sayDeadline() {
	if due := s.deadline(); !due.IsZero() {
		s.doc.say(s.T("planned-by", i18n.Args{"due": s.when(due)}))
	}
}

// writeApplication carries the whole application to the office, which answers
// it, and to the department's head, who is to know (S000-1.05).
func writeApplication(s *sending) {
	switch p := s.Company.Present(s.to.id); {
	case p != nil && !p.Has(staff.Office):
		s.retitle("application-known")
	case s.reminds():
		s.retitle("application-reminder")
	}
	s.sayDeadline()
	s.facts()
	s.applied()
	var lines []string
	for _, f := range s.Outlook().Findings {
		if f.State == "violated" {
			lines = append(lines, f.Text)
		}
	}
	if len(lines) > 0 {
		s.doc.title(s.T("findings"))
		s.doc.items(lines)
	}
	s.open()
}

// applied is what the applicant wrote, with counts and names, no phones.
func (s *sending) applied() {
	var rows [][]string
	for _, g := range s.Present() {
		g = g.Called(s.lang)
		rows = append(rows, []string{g.Name, g.Position})
	}
	s.doc.rows(s.T("guests"), []string{s.T("name"), s.T("position")}, rows)
	rows = nil
	for _, w := range s.Form.ItineraryWish {
		at := ""
		if w.Start != nil {
			at = s.when(*w.Start)
		}
		rows = append(rows, []string{at, i18n.T(s.lang, "item."+w.Kind), w.Note})
	}
	s.doc.rows(s.T("wished-itinerary"), []string{s.T("time"), s.T("what"), s.T("note")}, rows)
	for _, x := range []struct{ label, text string }{{"wishes", s.Form.Wishes}, {"requirements", s.Form.Requirements},
		{"questions", s.Form.Questions}, {"urgent-reason", s.Form.UrgentReason}} {
		if x.text != "" && (s.Head.Urgent || x.label != "urgent-reason") {
			s.doc.title(s.T(x.label))
			s.doc.quote(x.text)
		}
	}
}

// writeAccepted tells that the application is taken up, or, about "confirmed",
// that the review is passed (S000-1.14).
func writeAccepted(s *sending) {
	if has(s.told.About, "confirmed") {
		s.retitle("confirmed")
	} else if s.to.id == s.Head.Specialist {
		s.retitle("appointed")
	}
	s.facts()
	s.doc.quote(s.data.Text)
	s.open()
}

func writeReturned(s *sending) {
	sheet := has(s.told.About, "sheet")
	switch {
	case sheet && s.corrects():
		s.retitle("returned-sheet")
	case sheet:
		s.retitle("returned-sheet-known")
	}
	if sheet {
		if p, ok := s.current(); ok {
			s.attachVisit(p) // takes the tentative entry back
		}
	}
	s.doc.quote(s.comment())
	s.facts()
	s.open()
}

// corrects says whether this person is to change a sheet that was returned.
func (s *sending) corrects() bool {
	p := s.Company.Present(s.to.id)
	return s.to.id == s.Head.Specialist || s.to.id == s.Head.Owner || p != nil && p.Has(staff.Office)
}

// comment is the whole comment of a return, of which the event has the beginning.
func (s *sending) comment() string {
	if r := s.Head.Returned; r != nil && r.At.Equal(s.event.At) {
		return r.Comment
	}
	return s.data.Text
}

func writeDeclined(s *sending) {
	s.doc.quote(s.Head.Reason)
	s.facts()
	s.open()
}

func writeWithdrawn(s *sending) {
	s.doc.quote(s.data.Text)
	s.facts()
	if p, ok := s.current(); ok {
		s.attachVisit(p)
	}
	if s.Head.State != reception.Draft {
		s.open()
	}
}
