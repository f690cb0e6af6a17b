package web

import (
	"strings"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

// meant refuses a form of a page that was shown to somebody else: another person
// has signed in on this browser since, and would do what he did not write. He
// sees it and may send it again as his own.
func (c *Call) meant() error {
	if c.Who == nil || !c.Form || c.route.Access == Public || c.route.Access == ByLink {
		return nil
	}
	key, _, _ := strings.Cut(c.Input.Get("idempotency_key"), ".")
	if len(key) != markedKeyLen || c.server.Ring.Marked(key, c.Who.ID) {
		return nil
	}
	writer := c.Company.Whoever(func(p *staff.Person) bool { return c.server.Ring.Marked(key, p.ID) })
	if writer == nil { // a key of somebody's own making
		return nil
	}
	return fault.New(fault.Conflict, "other-person", writer.Called(c.Lang), c.Who.Called(c.Lang))
}
