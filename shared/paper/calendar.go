package paper

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"yingbin/shared/fault"
	"yingbin/shared/plain"
)

// A Method says what a calendar file wants of its reader.
type Method string

// The methods: a note, an invitation (or its update), a cancellation.
const (
	Publish Method = "PUBLISH"
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
)

// A Status says how sure an entry is.
type Status string

// The states of an entry.
const (
	Tentative Status = "TENTATIVE"
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
)

// A Mailbox is a person in a calendar entry.
type Mailbox struct{ Name, Email string }

// An Entry is one appointment. UID stays for its life, Sequence rises with
// every change; Start and End carry the site's time zone.
type Entry struct {
	UID         string
	Sequence    int
	Status      Status
	Start, End  time.Time
	Stamp       time.Time // when this version was made
	Summary     string
	Location    string
	Description string
	URL         string // of a page that needs a sign-in; never a signed link in a file that is shared
	Organizer   Mailbox
	Attendees   []Mailbox
}

// A Calendar is a calendar file. An invitation or cancellation has entries of
// one UID, an organizer and, for an invitation, attendees.
type Calendar struct {
	Method  Method
	Name    string
	Entries []Entry
}

// ICS writes the file (RFC 5545, CRLF, lines of at most 75 bytes).
func ICS(c Calendar) ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	cal := ics.NewCalendarFor("Yingbin")
	cal.SetProductId("-//Yingbin//Reception//EN")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.Method(c.Method))
	if name := plain.Line(c.Name); name != "" {
		cal.SetXWRCalName(name)
	}
	for _, loc := range c.zones() {
		cal.AddVTimezone(c.timezone(loc))
	}
	for _, e := range c.Entries {
		cal.AddVEvent(e.event())
	}
	var b strings.Builder
	if err := cal.SerializeTo(&b, ics.WithNewLine("\r\n")); err != nil {
		return nil, broken("calendar-unwritable", err)
	}
	return []byte(b.String()), nil
}

// check tells what readers of calendar files would refuse.
func (c Calendar) check() error {
	for _, e := range c.Entries {
		ordered := !e.End.Before(e.Start) && !e.Start.IsZero() && !e.Stamp.IsZero()
		invited := c.Method == Publish || (e.Organizer.Email != "" && len(e.Attendees) > 0)
		if e.UID == "" || plain.Line(e.UID) != e.UID || !ordered || !invited || (c.Method != Publish && e.UID != c.Entries[0].UID) {
			return fault.New(fault.Internal, "calendar-incomplete", e.UID)
		}
		for _, m := range append([]Mailbox{e.Organizer}, e.Attendees...) {
			if plain.Line(m.Email) != m.Email || strings.ContainsAny(m.Email, " ;:,\"\\") {
				return fault.New(fault.Internal, "calendar-incomplete", e.UID)
			}
		}
	}
	if len(c.Entries) == 0 && c.Method != Publish {
		return fault.New(fault.Internal, "calendar-incomplete")
	}
	return nil
}

// event writes one entry.
func (e Entry) event() *ics.VEvent {
	v := ics.NewEvent(e.UID)
	v.SetDtStampTime(e.Stamp)
	v.SetSequence(e.Sequence)
	v.SetStatus(ics.ObjectStatus(e.Status))
	at(v, ics.ComponentPropertyDtStart, e.Start)
	at(v, ics.ComponentPropertyDtEnd, e.End)
	v.SetSummary(plain.Line(e.Summary))
	if s := plain.Line(e.Location); s != "" {
		v.SetLocation(s)
	}
	if s := strings.TrimSpace(plain.Text(e.Description)); s != "" {
		v.SetDescription(s)
	}
	if s := plain.Line(e.URL); s != "" {
		v.SetURL(s)
	}
	if e.Organizer.Email != "" {
		v.SetOrganizer(e.Organizer.Email, name(e.Organizer)...)
	}
	for _, a := range e.Attendees {
		v.AddAttendee(a.Email, append(name(a), ics.ParticipationRoleReqParticipant, ics.ParticipationStatusNeedsAction, ics.WithRSVP(false))...)
	}
	if e.Status == Tentative {
		v.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return v
}

// name gives a person's name as a parameter. Parameters have no escapes that
// programs agree on, so what would need one becomes a blank.
func name(m Mailbox) []ics.PropertyParameter {
	s := plain.Line(strings.Map(func(r rune) rune {
		switch r {
		case ',', ';', ':', '"', '\\', '^':
			return ' '
		case '\'':
			return '’'
		}
		return r
	}, m.Name))
	if s == "" {
		return nil
	}
	return []ics.PropertyParameter{ics.WithCN(s)}
}

// at writes a moment: local with its zone, or UTC.
func at(v *ics.VEvent, p ics.ComponentProperty, t time.Time) {
	if !named(t.Location()) {
		v.SetProperty(p, t.UTC().Format("20060102T150405Z"))
		return
	}
	v.SetProperty(p, t.Format("20060102T150405"), ics.WithTZID(t.Location().String()))
}

// named tells a zone that other programs know by its name ("Asia/Shanghai").
func named(loc *time.Location) bool { return strings.Contains(loc.String(), "/") }

// zones lists the named zones that entries use, in order.
func (c Calendar) zones() []*time.Location {
	var all []*time.Location
	for _, e := range c.Entries {
		for _, t := range []time.Time{e.Start, e.End} {
			known := func(l *time.Location) bool { return l.String() == t.Location().String() }
			if named(t.Location()) && !slices.ContainsFunc(all, known) {
				all = append(all, t.Location())
			}
		}
	}
	return all
}

// timezone describes a zone for the time that the entries span: one
// observance for each stretch between two changes of the clock.
func (c Calendar) timezone(loc *time.Location) *ics.VTimezone {
	from, to := c.Entries[0].Start, c.Entries[0].End
	for _, e := range c.Entries {
		if e.Start.Before(from) {
			from = e.Start
		}
		if e.End.After(to) {
			to = e.End
		}
	}
	z := ics.NewTimezone(loc.String())
	for t := from.In(loc); ; {
		begin, end := t.ZoneBounds()
		z.Components = append(z.Components, observance(t, begin, loc))
		if end.IsZero() || end.After(to) {
			return z
		}
		t = end
	}
}

// observance is the stretch that t lies in; one without beginning counts from 1970.
func observance(t, begin time.Time, loc *time.Location) ics.Component {
	zone, offset := t.Zone()
	before := offset
	if begin.IsZero() {
		begin = time.Unix(0, 0).In(time.FixedZone("", offset))
	} else {
		_, before = begin.Add(-time.Second).In(loc).Zone()
	}
	var o ics.Component
	var base *ics.ComponentBase
	if t.IsDST() {
		d := &ics.Daylight{}
		o, base = d, &d.ComponentBase
	} else {
		s := ics.NewStandard()
		o, base = s, &s.ComponentBase
	}
	// The beginning is written in the time that was valid before it.
	base.SetProperty(ics.ComponentPropertyDtStart, begin.In(time.FixedZone("", before)).Format("20060102T150405"))
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), offsetText(before))
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), offsetText(offset))
	base.SetProperty(ics.ComponentProperty(ics.PropertyTzname), zone)
	return o
}

// offsetText writes an offset in seconds as "+0800".
func offsetText(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	return sign + fmt.Sprintf("%02d", seconds/3600) + strconv.Itoa(100 + seconds%3600/60)[1:]
}
