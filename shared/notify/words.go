package notify

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// What a mail says before its content: subject, greeting, first sentence. The
// arguments of every text are named, so that each may use what it needs.

// pressing are the mails that want something of staff: where it is urgent, the
// subject says so first.
var pressing = []string{reception.MailApplication, reception.MailReview, reception.MailReviewReminder, reception.MailException,
	reception.MailTasks, reception.MailTaskReminder}

// entitle sets heading and subject: colleagues find the number first, guests
// what it is about.
func (s *sending) entitle(heading string) {
	form := "mail.subject-reception"
	switch {
	case s.to.guest != nil:
		form = "mail.subject-guest"
	case s.Head.Urgent && slices.Contains(pressing, s.told.Kind):
		heading = s.T("urgently", i18n.Args{"what": heading})
	}
	s.doc.heading, s.doc.subject = heading, i18n.T(s.lang, form, s.Head.Number, heading)
}

// retitle gives a mail another subject, heading and first sentence than its kind has.
func (s *sending) retitle(key string) {
	s.texts = key
	s.entitle(s.headline(key))
	s.greet(s.T(key+".lead", s.args()))
}

// greet begins the mail: with the greeting, what it is about, and in whose place
// its reader is asked.
func (s *sending) greet(lead string) {
	s.doc.pre, s.doc.blocks = lead, nil
	s.doc.say(s.hello())
	s.doc.say(lead)
	if s.event.Kind == reception.EventNudged {
		s.doc.say(s.T("nudged", i18n.Args{"person": s.by()}))
	}
	if who := s.absent(); who != "" {
		s.doc.say(s.T("deputy.lead", i18n.Args{"person": who}))
	}
}

// hello greets the reader; guests by name and position, as Chinese letters do.
func (s *sending) hello() string {
	if g := s.to.guest; g != nil {
		return s.T("hello-guest", i18n.Args{"person": i18n.Addressed(s.lang, g.Name, g.Position)})
	}
	return s.T("hello", i18n.Args{"person": s.to.name})
}

// manner names the texts of the mail: guests are spoken to as guests where the
// kind has texts of its own for them.
func (s *sending) manner() string {
	if forGuests := s.told.Kind + "-guest"; s.to.guest != nil && i18n.Has(s.lang, "letter."+forGuests+".subject") {
		return forGuests
	}
	return s.told.Kind
}

// headline says what is wanted and by when; where there is no deadline, only what.
func (s *sending) headline(kind string) string {
	args := s.args()
	if undated := kind + ".undated"; args["due"] == "" && i18n.Has(s.lang, "letter."+undated) {
		return s.T(undated, args)
	}
	return s.T(kind+".subject", args)
}

// args are the named arguments of the texts.
func (s *sending) args() i18n.Args {
	h := &s.Head
	return i18n.Args{"number": h.Number, "customer": s.Customer().Name, "start": s.when(h.Start), "end": s.when(h.End), "by": s.by(),
		"applicant": s.Name(h.Applicant), "specialist": s.Name(h.Specialist), "revision": s.revision, "person": s.to.name,
		"company": s.Company.Called(s.lang), "what": s.what(), "due": s.when(s.due()), "at": i18n.Clock(s.Local(s.event.At)),
		"minutes": i18n.T(s.lang, "time.minutes", max(s.data.Minutes, -s.data.Minutes)), "text": s.data.Text, "n": len(s.owed())}
}

// by names who did it; who asked for an exception did, also when others are asked
// for it later.
func (s *sending) by() string {
	if e := s.exception(); e != nil && e.State == reception.ExceptionOpen {
		return s.Name(e.Asker)
	}
	if s.event.By == "" || s.event.By == reception.System {
		return s.Company.Called(s.lang)
	}
	if g := s.Guest(s.event.By); g != nil {
		return g.Called(s.lang).Name
	}
	return s.Name(s.event.By)
}

// when writes a time at the site.
func (s *sending) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.DateTime(s.lang, s.Local(t), s.Local(s.at))
}

// due is when this person's ask is due, or the first of his tasks.
func (s *sending) due() time.Time {
	if a := s.asked(); a != nil {
		return a.Due
	}
	if t := s.first(); t != nil {
		return t.Due
	}
	return s.deadline()
}

// deadline is until when the policy wants the planning done, while it lasts.
func (s *sending) deadline() (due time.Time) {
	for _, c := range s.Head.Clocks {
		if strings.HasPrefix(c.What, reception.ClockOverdue+":") && (due.IsZero() || c.At.Before(due)) {
			due = c.At
		}
	}
	return due
}

// late says whether what is due was due when the event happened.
func (s *sending) late() bool { return !s.due().IsZero() && !s.due().After(s.event.At) }

// reminds says whether the mail comes because time has passed, or somebody has
// nudged.
func (s *sending) reminds() bool {
	return s.event.Kind == reception.EventClock || s.event.Kind == reception.EventNudged
}

// owed are the tasks that the mail is about and that are still to be done, as
// their owner was asked for them; where there were too many to be named, those
// that this person was asked at the time of the event.
func (s *sending) owed() (list []*reception.Task) {
	for _, t := range s.Tasks() {
		named := has(s.told.About, t.ID) || s.told.Kind == reception.MailTasks && len(s.told.About) == 0 && t.Owner == s.to.id && t.Asked.Equal(s.event.At)
		if named && t.State != reception.TaskDropped && t.State != reception.TaskConfirmed {
			list = append(list, t)
		}
	}
	return list
}

// first is the task that is due first.
func (s *sending) first() (first *reception.Task) {
	for _, t := range s.owed() {
		if first == nil || !t.Due.IsZero() && (first.Due.IsZero() || t.Due.Before(first.Due)) {
			first = t
		}
	}
	return first
}

// what is the task that is due first, in a word, and how many there are with it.
func (s *sending) what() string {
	t := s.first()
	if t == nil {
		return ""
	}
	if n := len(s.owed()); n > 1 {
		return s.T("more", i18n.Args{"what": s.Does(t), "n": n})
	}
	return s.Does(t)
}
