// Package letters sends a function's mails through SES. It is apart from package
// cloud, so that only who sends links the client of SES and what writes mails.
package letters

import (
	"net"
	"net/url"

	"yingbin/shared/app/post"
	"yingbin/shared/cloud"
	"yingbin/shared/mail"
	"yingbin/shared/mail/sesmail"
)

// Of gives the post of a place.
func Of(p *cloud.Place) *post.Post { return post.New(p.Core, sender(p), p.From) }

// sender is SES. Only an endpoint that is a number on this machine or in its own
// network, which is a test's, is given mails to the demonstration company.
func sender(p *cloud.Place) mail.Sender {
	s := sesmail.New(sesmail.Client(p.Region, p.Endpoints["ses"], p.Settings, p.HTTP), p.MailSet)
	if u, err := url.Parse(p.Endpoints["ses"]); err == nil {
		if ip := net.ParseIP(u.Hostname()); ip.IsLoopback() || ip.IsPrivate() {
			return s.ForDemo()
		}
	}
	return s
}
