// Package site answers requests: every page and every command of the route
// table, over a core.
package site

import (
	"cmp"
	"crypto/rand"
	"io"

	"yingbin/shared/app/core"
	"yingbin/shared/blob"
	"yingbin/shared/web"
	"yingbin/shared/web/page"
	"yingbin/shared/web/static"
)

// Ports are what a site may need besides its core.
type Ports struct {
	// Step is the one whose routes are answered; empty: all of them.
	Step string
	// Site is where requests come in; without a URL it is the core's.
	Site web.Site
	// Random makes keys and challenges; nil: the system's.
	Random io.Reader
	// Files keeps what is uploaded; nil: uploads and downloads are answered elsewhere.
	Files blob.Store
	// Papers makes files; nil: they are answered elsewhere.
	Papers web.Papers
	// Letters writes mails to be read before they are sent; nil: elsewhere.
	Letters web.Letters
	// Routes are further routes of the place itself.
	Routes []web.Route
}

// New serves a core. Routes whose port is not given are not found here.
func New(c *core.Core, p Ports) *web.Server {
	templates, err := page.New()
	if err != nil {
		panic(err) // the templates are part of the program
	}
	p.Site.URL, p.Site.Bucket, p.Site.Edge = cmp.Or(p.Site.URL, c.URL), cmp.Or(p.Site.Bucket, c.Bucket), cmp.Or(p.Site.Edge, c.Edge)
	p.Random = cmp.Or(p.Random, io.Reader(rand.Reader))
	return web.NewServer(web.Config{Site: p.Site, Ring: c.Ring, Staff: c.Staff, Ended: c.SignIn.Ended, Pages: pages{templates}, Static: static.Handler(), Random: p.Random, Log: c.Log, Step: p.Step},
		append(web.Table(services(c, p)), p.Routes...))
}

// services are what the handlers call.
func services(c *core.Core, p Ports) *web.Services {
	s := &web.Services{Staff: c.Staff, SignIn: c.SignIn, Ring: c.Ring, Receptions: c.Receptions, Customers: c.Customers,
		Venues: c.Venues, Policies: c.Policies, Links: links{c.Receptions, c.Ring}, Files: elsewhere{}, Papers: elsewhere{}, Letters: elsewhere{}, Reports: c.Reports}
	if p.Files != nil {
		s.Files = files{p.Files}
	}
	if p.Letters != nil {
		s.Letters = p.Letters
	}
	if p.Papers != nil {
		s.Papers = p.Papers
	}
	return s
}
