package notify

import (
	"yingbin/shared/i18n"
	"yingbin/shared/paper/forms"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// The mails afterwards: summary due, summary, settlement.

// writeSummaryDue asks who is to write the summary, and tells those above him
// when it is late.
func writeSummaryDue(s *sending) {
	t := s.first()
	if t == nil {
		s.doc = nil
		return
	}
	switch mine := t.Owner == s.to.id || s.absent() != ""; {
	case !mine:
		s.retitle("summary-due-missing")
		s.doc.why = s.T("escalation.why")
	case s.late():
		s.retitle("summary-due-late")
		s.doc.items(s.dueLines(t))
	}
	s.facts()
	s.open()
}

// writeSummary carries the four parts to its readers (S000-1.32–.34).
func writeSummary(s *sending) {
	for _, x := range []struct{ label, text string }{{"tour-result", s.Summary.TourResult}, {"talk-result", s.Summary.TalkResult},
		{"opinions", s.Summary.Opinions}, {"complaints", s.Summary.Complaints}, {"look-back", s.Summary.LookBack}} {
		if x.text != "" {
			s.doc.title(s.T(x.label))
			s.doc.quote(x.text)
		}
	}
	s.facts()
	s.open()
}

// writeSettlement asks the next signer, or tells how it stands.
func writeSettlement(s *sending) {
	signs := !has(s.told.About, reception.MoneySigned) && !has(s.told.About, reception.MoneyReturned) // it names whose signature is next
	switch {
	case signs && has(s.told.About, s.NextSignature()) && has(s.told.To, s.to.id) && s.MaySign(s.to.id): // who came after him is mailed himself
	case !signs && has(s.told.About, s.Money.State):
		s.retitle("settlement-" + s.Money.State)
	default: // overtaken
		s.doc = nil
		return
	}
	var rows [][]string
	for _, e := range s.Money.Expenses {
		rows = append(rows, []string{s.T("category." + e.Category), forms.Money(s.lang, e.Amount), forms.Money(s.lang, e.Allowed), e.Invoice})
	}
	if claimed, allowed := s.Money.Totals(); len(rows) > 0 {
		rows = append(rows, []string{s.T("total"), forms.Money(s.lang, claimed), forms.Money(s.lang, allowed), ""})
	}
	s.doc.rows(s.T("expenses"), []string{s.T("what"), s.T("claimed"), s.T("allowed"), s.T("invoice")}, rows)
	s.doc.quote(s.Money.Comment)
	if signs {
		s.press("settlement", i18n.T(s.lang, "mail.sign"), s.link(token.ForSettlement, "settlement", s.Money.Round, s.at.Add(linkGrace)))
	}
	s.facts()
	s.open()
}
