package notify

import (
	"time"

	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/mail"
	"yingbin/shared/staff"
)

// SignIn writes the letter with which somebody signs in: six digits for the
// browser that asked, and a link that opens a page with a button.
func (n *Notifier) SignIn(e event.Event, p *staff.Person, code, link string, at time.Time) (*event.Letter, error) {
	l := p.Speaks()
	d := &document{lang: l.HTML(), colon: i18n.T(l, "mail.colon"), subject: i18n.T(l, "letter.sign-in.subject", code), heading: i18n.T(l, "letter.sign-in.heading"),
		pre: i18n.T(l, "letter.sign-in.lead"), why: i18n.T(l, "letter.sign-in.why")}
	d.say(i18n.T(l, "letter.sign-in.lead"))
	d.blocks = append(d.blocks, block{code: code})
	d.press("sign-in", i18n.T(l, "letter.sign-in.button"), link)
	d.say(i18n.T(l, "letter.sign-in.note"))
	html, err := d.html()
	if err != nil {
		return nil, err
	}
	m := mail.Message{ID: mail.MakeID(n.Host, e.PK, e.ID, p.ID, "sign-in"), Kind: "sign-in", From: n.From,
		To: mail.Address{Name: p.Called(l), Email: p.Email}, Subject: d.subject, Language: string(l), Text: d.text(), HTML: html,
		Links: []mail.Link{{Rel: "sign-in", URL: link}}, At: at}
	// The claim remembers the subject: it must not hold the code.
	return &event.Letter{Recipient: p.ID, Kind: m.Kind, To: p.Email, Subject: d.heading, Language: m.Language, Payload: m}, mail.Check(m)
}
