// Package preview writes mails that are not sent: what publishing would tell
// whom, to be read before. Only the step that plans links it.
package preview

import (
	"context"

	"yingbin/shared/app/core"
	"yingbin/shared/notify"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/web"
)

// A Preview writes mails before anything has happened.
type Preview struct {
	core     *core.Core
	notifier *notify.Notifier
}

// New writes the mails of a core.
func New(c *core.Core) Preview {
	n := &notify.Notifier{Receptions: c.Receptions, Ring: c.Ring}
	if c.URL != nil {
		n.URL, n.Host = c.URL.String(), c.URL.Hostname()
	}
	return Preview{c, n}
}

// Publishing tells what publishing would do, with one of its mails: the one
// named, or the first that asks for a decision, or the first.
func (p Preview) Publishing(ctx context.Context, act staff.Act, r, see string) (web.PublishForm, error) {
	v, brief, data, err := p.core.Receptions.Publishing(ctx, act, r)
	f := web.PublishForm{Publishing: v}
	if err != nil {
		return f, err
	}
	for _, g := range firstOf(v.Gets, see) {
		if m, ok := p.notifier.Preview(brief, data, act.By, g.Gets, g.ID, act.At); ok {
			f.Letter = letter(m)
			f.Letter.Kind, f.Letter.ID = g.Gets, g.ID
			break
		}
	}
	return f, nil
}

// firstOf orders the recipients: the one to be seen, those who decide, the rest.
func firstOf(all []reception.Gets, see string) (list []reception.Gets) {
	wants := []func(reception.Gets) bool{
		func(g reception.Gets) bool { return see == g.Gets+":"+g.ID || see == g.Gets+":"+g.Person },
		func(g reception.Gets) bool { return g.Gets == reception.MailReview },
		func(g reception.Gets) bool { return true },
	}
	for _, want := range wants {
		for _, g := range all {
			if want(g) {
				list = append(list, g)
			}
		}
	}
	return list
}

// letter is a mail in the page's terms.
func letter(m notify.Preview) *web.Letter {
	l := &web.Letter{To: m.To, Email: m.Email, Lang: m.Lang, Subject: m.Subject, Heading: m.Heading, Why: m.Why, Ask: m.Ask}
	for _, b := range m.Blocks {
		l.Parts = append(l.Parts, letterPart(b))
	}
	return l
}

func letterPart(b notify.Block) web.LetterPart {
	p := web.LetterPart{Text: b.Text, Quote: b.Quote, Heading: b.Heading, List: b.List}
	if b.Button != nil {
		p.Button = b.Button.Label
	}
	if b.Table != nil {
		p.Table = &web.LetterTable{Caption: b.Table.Caption, Head: b.Table.Head, Rows: b.Table.Rows}
	}
	for _, c := range b.Changes {
		p.Changes = append(p.Changes, reception.Change{Label: c.Label, Old: c.Old, New: c.New, Major: c.Major})
	}
	return p
}
