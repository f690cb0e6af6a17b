package notify

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/token"
)

// The mails to guests: invitation, survey and its reminder.

// guestGrace is how long after the end of the visit a guest's page is open.
const guestGrace = 14 * 24 * time.Hour

// writeInvitation tells a guest date, place, host, itinerary, in his language,
// with his pass and the link to his own data; no other guest is in it.
func writeInvitation(s *sending) {
	if s.to.guest == nil {
		s.doc = nil
		return
	}
	h := &s.Head
	rows := [][]string{{s.T("time"), i18n.Period(s.lang, s.Local(h.Start), s.Local(h.End), s.Local(s.at))}}
	if a := s.Company.Address(s.lang); len(a) > 0 {
		rows = append(rows, []string{s.T("place"), strings.Join(a, "\n")})
	}
	if p := s.receives(); p != nil {
		rows = append(rows, []string{s.T("host"), join(p.Called(s.lang), i18n.Phone(s.lang, p.Phone))})
	}
	s.doc.rows("", nil, rows)
	if p, ok := s.current(); ok {
		s.ownItinerary(p)
		s.attachVisit(p)
	}
	s.guestLink()
	s.doc.say(s.T("invitation.pass"))
}

// ownItinerary are the items that this guest takes part in.
func (s *sending) ownItinerary(p reception.Sheet) {
	var rows [][]string
	for _, it := range s.own(p) {
		rows = append(rows, []string{s.span(it), it.Title, it.Place})
	}
	s.doc.rows(s.T("itinerary"), []string{s.T("time"), s.T("what"), s.T("place")}, rows)
}

// own are the items that this guest takes part in, titled for him.
func (s *sending) own(p reception.Sheet) []reception.Item {
	var list []reception.Item
	for _, it := range p.Items {
		if it.Guests.Has(s.to.guest.ID) {
			it.Title = s.title(it)
			list = append(list, it)
		}
	}
	return list
}

// title is what an item is about, for a guest: its title where he can read it,
// after what kind it is.
func (s *sending) title(it reception.Item) string {
	return title(i18n.T(s.lang, "item."+it.Kind), i18n.Readable(s.lang, it.Title))
}

// forGuest is a sheet with the titles that a guest can read; an item without one
// is called by its kind.
func (s *sending) forGuest(p reception.Sheet) reception.Sheet {
	p.Items = slices.Clone(p.Items)
	for i := range p.Items {
		it := &p.Items[i]
		it.Title, it.TitleEN, it.PlaceEN = i18n.Readable(s.lang, it.Title), "", ""
	}
	return p
}

// guestLink is the button to the guest's own page: his data, his pass.
func (s *sending) guestLink() {
	s.press("guest", s.T("guest-page"), s.link(token.ForGuest, s.to.id, 0, s.Head.End.Add(guestGrace)))
}

func writeSurvey(s *sending) {
	if s.to.guest == nil {
		s.doc = nil
		return
	}
	s.optional = true
	ends := s.SurveyEnds()
	if ends.IsZero() { // a sample
		ends = s.at.Add(reception.SurveyOpen)
	}
	s.doc.say(s.T("survey-until", i18n.Args{"day": i18n.Date(s.lang, s.Local(ends), s.Local(s.at))}))
	s.press("survey", i18n.T(s.lang, "mail.fill-survey"), s.link(token.ForSurvey, s.to.id, 0, ends))
}
