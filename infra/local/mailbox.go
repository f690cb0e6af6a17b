package main

import (
	"strconv"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/mail/mailbox"
	"yingbin/shared/web"
)

// mailsShown is how many mails a page of the mailbox has.
const mailsShown = 50

// mailbox is the page of a trial that shows what was sent, newest first: the
// mails never leave the machine.
func (m *Main) mailbox() web.Route {
	return web.Get("/mailbox", "mailbox", "office", web.Public, func(c *web.Call) (web.Items[sent], error) {
		list := web.Items[sent]{Items: []sent{}}
		f, err := m.sentNow(c)
		if err != nil {
			return list, err
		}
		after, err := c.After()
		if err != nil {
			return list, err
		}
		older, _ := strconv.ParseInt(after, 10, 64) // of our own cursor
		found, more, err := m.box.Newest(f, older, mailsShown)
		for _, s := range found {
			list.Items = append(list.Items, m.shown(s))
		}
		if more {
			list.Next = c.Next(strconv.FormatInt(found[len(found)-1].N, 10))
		}
		return list, err
	}).Only()
}

// sentNow waits until nothing waits to be sent, and reads which mails are asked for.
func (m *Main) sentNow(c *web.Call) (mailbox.Filter, error) {
	f := mailbox.Filter{To: c.Ask("to"), Kind: c.Ask("kind"), Reception: c.Ask("reception")}
	p := m.pump.Load()
	if err := p.alone(func() error { return p.deliver(c.Context(), map[storeKey]bool{}) }); err != nil {
		return f, err
	}
	if after := c.Ask("after"); after != "" {
		at, err := time.Parse(time.RFC3339, after)
		if err != nil {
			return f, fault.Field("/after", "invalid")
		}
		f.After = at
	}
	return f, nil
}
