package notify

import (
	"strings"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// The mails of the day: checked-in, incident, delay.

func writeCheckedIn(s *sending) {
	if g := s.Guest(s.data.Guest); g != nil {
		known := g.Called(s.lang)
		s.doc.items([]string{i18n.Person(s.lang, known.Name, known.Position)})
	}
	s.facts()
	s.open()
}

func writeIncident(s *sending) {
	s.happened(s.data.Case)
	s.facts()
	s.open()
}

// happened shows what was reported, and at which item of the itinerary.
func (s *sending) happened(id string) {
	for _, c := range s.Cases {
		if c.ID == id {
			s.doc.quote(c.Text)
			if it := s.Item(c.Item); it != nil {
				s.doc.items([]string{s.itemLine(*it)})
			}
		}
	}
}

// writeDelay tells the new times to those whose items shift.
func writeDelay(s *sending) {
	switch {
	case s.data.Minutes < 0 && s.to.guest != nil:
		s.retitle("delay-early-guest")
	case s.data.Minutes < 0:
		s.retitle("delay-early")
	}
	var lines []string
	for _, it := range s.Items {
		if has(s.told.About, it.ID) && s.drives(it.ID) {
			lines = append(lines, s.itemLine(it))
		}
	}
	s.doc.items(lines)
	if s.to.guest == nil {
		s.doc.quote(s.data.Text)
		s.facts()
	}
	s.open()
}

// drives says whether this driver drives for an item; any item concerns others.
func (s *sending) drives(item string) bool {
	if s.to.car == "" {
		return true
	}
	for _, v := range s.Plan.Vehicles {
		if v.Driver.Email == s.to.email && (v.Item == "" || v.Item == item) {
			return true
		}
	}
	return false
}

// name is what an item is called for this reader.
func (s *sending) name(it reception.Item) string {
	title := s.Said(it).Title
	if s.to.guest != nil {
		title = i18n.Readable(s.lang, title)
	}
	if title == "" {
		return i18n.T(s.lang, "item."+it.Kind)
	}
	return title
}

// itemLine is an item in one line.
func (s *sending) itemLine(it reception.Item) string {
	return s.span(it) + " " + s.where(it)
}

// where is what an item is called with its place, unless the name tells it.
func (s *sending) where(it reception.Item) string {
	name, place := s.name(it), s.Said(it).Place
	if strings.Contains(name, place) {
		return name
	}
	return join(name, place)
}

// span is when an item begins and ends, for the reader at the site.
func (s *sending) span(it reception.Item) string {
	return i18n.Period(s.lang, s.Local(it.Start), s.Local(it.End), s.Local(s.at))
}
