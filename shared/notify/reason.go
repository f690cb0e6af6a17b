package notify

import (
	"slices"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// byPart are the mails that people get for what they are to the reception.
var byPart = []string{reception.MailApplication, reception.MailAccepted, reception.MailReturned, reception.MailSheet, reception.MailWithdrawn,
	reception.MailCancelled}

// why says why this person gets the mail: whose place he takes, what he is to
// the reception, or what this kind of mail is for.
func (s *sending) why(kind string) string {
	if who := s.absent(); who != "" {
		return s.T("deputy.why", i18n.Args{"person": who})
	}
	readiness := s.told.Kind == reception.MailDayBefore && has(s.told.About, "readiness")
	if part := s.part(); part != "" && (readiness || slices.Contains(byPart, s.told.Kind)) {
		return s.T("why." + part)
	}
	if key := kind + ".why"; i18n.Has(s.lang, "letter."+key) {
		return s.T(key, s.args())
	}
	return s.T("why.informed")
}

// part is what a colleague is to the reception; empty for others.
func (s *sending) part() string {
	h := &s.Head
	head := s.Company.HeadOf(h.Department)
	switch p := s.Company.Present(s.to.id); {
	case s.to.guest != nil || s.to.car != "" || p == nil:
		return ""
	case p.ID == h.Applicant:
		return "applicant"
	case p.ID == h.Specialist:
		return "specialist"
	case p.ID == h.Owner:
		return "owner"
	case head != nil && p.ID == head.ID:
		return "head"
	case p.Has(staff.Office):
		return "office"
	}
	return ""
}

// absent names in whose place this person is asked; empty where he is asked
// for himself.
func (s *sending) absent() string {
	if s.to.guest != nil || s.to.car != "" {
		return ""
	}
	if a := s.asked(); a != nil {
		return s.inPlaceOf(a.Person, kindOf(a.Subject))
	}
	who := ""
	for _, t := range s.owed() {
		if who = s.inPlaceOf(t.Owner, reception.SubjectTask); who == "" {
			return ""
		}
	}
	return who
}

// inPlaceOf names a person whom the reader stands in for; empty for himself, and
// for whom he does not stand in for.
func (s *sending) inPlaceOf(person, subject string) string {
	in := s.Company.StandIn(person, subject, s.event.At)
	if person == s.to.id || in == nil || in.ID != s.to.id {
		return ""
	}
	return s.Name(person)
}
