package notify

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/mail"
	"yingbin/shared/paper"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// A Notifier writes the letters of events. Its methods are safe for concurrent use.
type Notifier struct {
	Receptions *reception.Service
	Ring       *token.Ring
	// URL is the address of the site, without a slash at its end: mailed links
	// come from it, never from a request.
	URL string
	// Host names the site in message ids and calendar entries.
	Host string
	// From is the address that mails come from.
	From mail.Address
	// Workbook writes the sheets that letters carry; nil: letters are only looked at.
	Workbook func(sheets ...paper.Sheet) ([]byte, error)
}

// partition is the beginning of a reception's partition.
const partition = "r#"

// Letters writes one letter for each recipient of an event, at the time at.
// Events of other partitions tell nobody here.
func (n *Notifier) Letters(ctx context.Context, e event.Event, at time.Time) ([]event.Letter, error) {
	number, ok := strings.CutPrefix(e.PK, partition)
	if !ok {
		return nil, nil
	}
	var data reception.Data
	if err := e.Into(&data); err != nil {
		return nil, err
	}
	revision := data.Revision
	b, err := n.Receptions.Brief(ctx, staff.Act{At: at, Lang: i18n.ZH}, number, revisionsOf(data)...)
	if err != nil {
		return nil, err
	}
	if revision == 0 {
		revision = b.Head.Revision
	}
	if revision > 0 && b.Revisions[revision].Number == "" {
		if b, err = n.Receptions.Brief(ctx, staff.Act{At: at, Lang: i18n.ZH}, number, append(revisionsOf(data), revision)...); err != nil {
			return nil, err
		}
	}
	var letters []event.Letter
	for _, told := range once(b, data.Tell) {
		for _, to := range reached(b, told.To) {
			l, err := n.letter(b, e, data, told, to, at, revision)
			if err != nil {
				return nil, err
			}
			if l != nil {
				letters = append(letters, *l)
			}
		}
	}
	return letters, nil
}

// reached names everybody whom a telling means.
func reached(b *reception.Brief, to []string) []string {
	var list []string
	for _, id := range to {
		if id != reception.AllGuests {
			list = append(list, id)
			continue
		}
		for _, g := range b.Present() {
			if g.Email != "" {
				list = append(list, g.ID)
			}
		}
	}
	return list
}

// revisionsOf are the revisions that an event's mails show.
func revisionsOf(d reception.Data) []int {
	var list []int
	for _, n := range []int{d.Revision, d.Since} {
		if n > 0 {
			list = append(list, n)
		}
	}
	return list
}

// A sending is one mail being written.
type sending struct {
	*reception.Brief
	n        *Notifier
	event    event.Event
	data     reception.Data
	told     reception.Told
	to       recipient
	lang     i18n.Lang
	at       time.Time
	revision int
	texts    string // the key of those it is written with
	doc      *document
	links    []mail.Link
	files    []mail.File
	calendar *mail.Calendar
	sample   bool // its links lead nowhere
	optional bool // nothing of the visit depends on it: its reader may ask for no more
}

// A recipient is a person who can be reached.
type recipient struct {
	id    string // as the claim's key takes it
	name  string
	email string
	lang  i18n.Lang
	guest *reception.Guest
	car   string // id of a driver without account
}

// once tells a driver of several journeys of all that changed in one mail.
func once(b *reception.Brief, tell []reception.Told) []reception.Told {
	first := map[string]int{} // kind and address → telling
	var list []reception.Told
	for _, told := range tell {
		rest := reception.Told{Kind: told.Kind, About: told.About}
		for _, id := range told.To {
			v := vehicleOf(b, id)
			if v == nil || !slices.Contains([]string{reception.MailChanged, reception.MailDelay, reception.MailCancelled}, told.Kind) {
				rest.To = append(rest.To, id)
				continue
			}
			key := told.Kind + " " + v.Driver.Email
			if i, known := first[key]; known {
				list[i].About = both(list[i].About, told.About)
				continue
			}
			first[key] = len(list)
			list = append(list, reception.Told{Kind: told.Kind, To: []string{id}, About: told.About})
		}
		if len(rest.To) > 0 {
			list = append(list, rest)
		}
	}
	return list
}

// both is what two tellings are about; about nothing is about everything.
func both(a, b []string) []string {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// vehicleOf is the vehicle whose driver an id of a telling means; nil for others.
func vehicleOf(b *reception.Brief, id string) *reception.Vehicle {
	for i := range b.Plan.Vehicles {
		if v := &b.Plan.Vehicles[i]; strings.HasPrefix(id, reception.DriverPrefix) && v.DrivenBy(id) {
			return v
		}
	}
	return nil
}

// recipient finds whom an id of a telling names; false when he cannot be
// reached. A guest who was dropped hears of that alone.
func (n *Notifier) recipient(b *reception.Brief, kind, id string) (recipient, bool) {
	if driver, ok := strings.CutPrefix(id, reception.DriverPrefix); ok {
		v := vehicleOf(b, id)
		if v == nil || v.Driver.Email == "" {
			return recipient{}, false
		}
		return recipient{id: "driver-" + driver, name: v.Driver.Name, email: v.Driver.Email, lang: i18n.ZH, car: v.DriverID()}, true
	}
	g := b.Guest(id)
	if g == nil && kind == reception.MailCancelled {
		g = b.Former(id)
	}
	if g != nil {
		known := g.Called(guestLang(g))
		return recipient{id: id, name: known.Name, email: g.Email, lang: guestLang(g), guest: &known}, g.Email != ""
	}
	p := b.Company.Present(id)
	if p == nil {
		return recipient{}, false
	}
	l := p.Speaks()
	return recipient{id: p.ID, name: p.Called(l), email: p.Email, lang: l}, p.Email != ""
}

// guestLang is a guest's language; who has said nothing reads English, unless
// his name is written in Chinese.
func guestLang(g *reception.Guest) i18n.Lang {
	if g.Language != "" {
		return i18n.Of(g.Language)
	}
	for _, r := range g.Name {
		if r >= 0x4e00 && r <= 0x9fff {
			return i18n.ZH
		}
	}
	return i18n.EN
}

// writers are the mails by kind.
var writers = map[string]func(*sending){
	reception.MailReceived: writeReceived, reception.MailApplication: writeApplication, reception.MailAccepted: writeAccepted,
	reception.MailReturned: writeReturned, reception.MailDeclined: writeDeclined, reception.MailWithdrawn: writeWithdrawn,
	reception.MailSheet: writeSheet, reception.MailReview: writeReview, reception.MailReviewReminder: writeReview,
	reception.MailEscalation: writeEscalation, reception.MailException: writeException, reception.MailTasks: writeTasks,
	reception.MailTaskReminder: writeTasks, reception.MailDayBefore: writeDayBefore, reception.MailNudge: writeNudge,
	reception.MailInvitation: writeInvitation, reception.MailChanged: writeChanged, reception.MailCancelled: writeCancelled,
	reception.MailCheckedIn: writeCheckedIn, reception.MailIncident: writeIncident, reception.MailDelay: writeDelay,
	reception.MailSummaryDue: writeSummaryDue, reception.MailSummary: writeSummary, reception.MailSurvey: writeSurvey,
	reception.MailSurveyReminder: writeSurvey, reception.MailSettlement: writeSettlement,
}

// letter writes one mail; nil when the person cannot be reached, or what it
// would say has been overtaken.
func (n *Notifier) letter(b *reception.Brief, e event.Event, data reception.Data, told reception.Told, to string, at time.Time, revision int) (*event.Letter, error) {
	s := n.write(b, e, data, told, to, at, revision, false)
	if s == nil {
		return nil, nil
	}
	s.close()
	return s.finish()
}

// write writes the document of one mail; nil as for letter. A sample's links
// decide nothing.
func (n *Notifier) write(b *reception.Brief, e event.Event, data reception.Data, told reception.Told, to string, at time.Time, revision int, sample bool) *sending {
	r, ok := n.recipient(b, told.Kind, to)
	write := writers[told.Kind]
	if !ok || write == nil {
		return nil
	}
	s := &sending{Brief: b.Speaking(r.lang), n: n, event: e, data: data, told: told, to: r, lang: r.lang, at: at, revision: revision,
		doc: &document{lang: r.lang.HTML(), colon: i18n.T(r.lang, "mail.colon")}, sample: sample}
	s.begin()
	if write(s); s.doc == nil {
		return nil
	}
	return s
}

// finish makes the message of the document.
func (s *sending) finish() (*event.Letter, error) {
	html, err := s.doc.html()
	if err != nil {
		return nil, err
	}
	h := &s.Head
	m := mail.Message{Kind: s.told.Kind, From: s.n.From, To: mail.Address{Name: s.to.name, Email: s.to.email}, ReplyTo: s.replyTo(),
		Subject: s.doc.subject, Language: string(s.lang), Text: s.doc.text(), HTML: html, Links: s.links, Files: s.files, Calendar: s.calendar,
		Thread: mail.MakeID(s.n.Host, h.Number), Reception: h.Number, Revision: s.shown(), At: s.at}
	if m.ReplyTo.Email != "" && s.optional {
		m.Headers = map[string]string{"List-Unsubscribe": "<mailto:" + m.ReplyTo.Email + "?subject=unsubscribe%20" + h.Number + ">"}
	}
	part := ""
	if len(s.told.About) > 0 {
		part = token.Hash(s.told.About...)[:6]
	}
	m.ID = mail.MakeID(s.n.Host, h.Number, s.event.ID, s.to.id, s.told.Kind, part)
	if err := mail.Check(m); err != nil {
		return nil, fault.Wrap(fault.Invalid, "mail-incomplete", err)
	}
	return &event.Letter{Recipient: s.to.id, Kind: s.told.Kind, Part: part, To: s.to.email, Subject: m.Subject, Language: m.Language, Revision: m.Revision, Payload: m}, nil
}

// shown is the revision that the mail speaks of; 0 before there is one.
func (s *sending) shown() int { return s.revision }

// replyTo is a person who can answer: the specialist, the owner, the applicant,
// or somebody of the office.
func (s *sending) replyTo() mail.Address {
	able := []string{s.Head.Specialist, s.Head.Owner, s.Head.Applicant}
	for _, p := range s.Company.WithRole(staff.Office) {
		able = append(able, p.ID)
	}
	for _, id := range able {
		if p := s.Company.Present(id); id != "" && p != nil && p.ID != s.to.id {
			return mail.Address{Name: p.Called(s.lang), Email: p.Email}
		}
	}
	return mail.Address{}
}

// T is a text of this mail's language.
func (s *sending) T(key string, args ...any) string { return i18n.T(s.lang, "letter."+key, args...) }

// begin writes what all mails have: subject, heading, reason and contact.
func (s *sending) begin() {
	kind := s.manner()
	s.texts = kind
	s.entitle(s.headline(kind))
	s.doc.why = s.why(kind)
	if r := s.replyTo(); r.Email != "" {
		s.doc.ask = s.T("ask", i18n.Args{"person": r.Name})
	}
	s.greet(s.T(kind+".lead", s.args()))
}

// close ends a mail to a guest: whoever receives him signs.
func (s *sending) close() {
	if s.to.guest == nil {
		return
	}
	name := ""
	if p := s.receives(); p != nil {
		name = p.Called(s.lang) + "\n"
	}
	s.doc.say(s.T("closing") + "\n" + name + s.Company.Called(s.lang))
}

// receives is who receives the guests: the first host, else whom they may ask.
func (s *sending) receives() *staff.Person {
	for _, id := range append(s.Hosts(), s.Head.Specialist, s.Head.Owner, s.Head.Applicant) {
		if p := s.Company.Present(id); id != "" && p != nil {
			return p
		}
	}
	return nil
}

// link makes a signed link bound to this person.
func (s *sending) link(purpose, subject string, revision int, expires time.Time) string {
	if s.sample {
		return s.n.URL + "/l/…"
	}
	person := s.to.id
	if s.to.car != "" {
		person = s.to.car
	}
	t := s.n.Ring.SignLink(token.Link{Purpose: purpose, Person: person, Reception: s.Head.Number, Subject: subject, Revision: revision, Expires: expires})
	return s.n.URL + "/l/" + t
}

// press adds a button and notes its link.
func (s *sending) press(rel, label, url string) {
	s.doc.press(rel, label, url)
	s.links = append(s.links, mail.Link{Rel: rel, URL: url})
}

// wanted is what the button to the reception's page says in mails that want
// something done there, by the texts they are written with.
var wanted = map[string]string{
	"application": "mail.answer", "application-reminder": "mail.answer", "returned": "mail.correct", "returned-sheet": "mail.correct",
	"unpublished": "mail.publish", "summary-due": "mail.write-summary", "summary-due-late": "mail.write-summary", "settlement-returned": "mail.correct",
}

// open adds the button to the reception's page, for people with an account.
func (s *sending) open() {
	if s.to.guest == nil && s.to.car == "" {
		s.press("reception", i18n.T(s.lang, cmp.Or(wanted[s.texts], "mail.view-reception")), s.n.URL+"/receptions/"+s.Head.Number)
	}
}
