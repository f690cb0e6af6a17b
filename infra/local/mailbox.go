package main

import (
	"slices"

	"yingbin/shared/web"
)

// mailbox is the page of a trial that shows what was sent, newest first: the
// mails never leave the machine.
func (m *Main) mailbox() web.Route {
	return web.Get("/mailbox", "mailbox", "office", web.Public, func(c *web.Call) (web.Items[sent], error) {
		list, err := m.mails(c)
		slices.Reverse(list.Items)
		return list, err
	}).Only()
}
