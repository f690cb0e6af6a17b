// Package app puts Yingbin together in one process: core, site, post and
// papers over what the place offers. It knows all others; the local process and
// the measurements start here. A Lambda function takes only the parts of its
// step, through package cloud.
package app

import (
	"io"
	"log/slog"

	"yingbin/shared/app/core"
	"yingbin/shared/app/papers"
	"yingbin/shared/app/post"
	"yingbin/shared/app/preview"
	"yingbin/shared/app/site"
	"yingbin/shared/blob"
	"yingbin/shared/mail"
	"yingbin/shared/reception"
	"yingbin/shared/store"
	"yingbin/shared/token"
	"yingbin/shared/web"
)

// Ports are what a place offers.
type Ports struct {
	DB     store.DB
	Ring   *token.Ring
	Site   web.Site
	Random io.Reader
	Log    *slog.Logger
	Mail   mail.Sender
	// From is the address that mails come from.
	From mail.Address
	// Files keeps what is uploaded.
	Files blob.Store
	// Policies finds the snapshots of the rules in force.
	Policies reception.Policies
	// Routes are further routes of the place itself.
	Routes []web.Route
}

// An App is a running Yingbin. It is safe for concurrent use.
type App struct {
	*post.Post
	Server *web.Server
}

// New wires an app.
func New(p Ports) *App {
	c := core.New(core.Ports{DB: p.DB, Ring: p.Ring, URL: p.Site.URL, Log: p.Log, Policies: p.Policies})
	return &App{Post: post.New(c, p.Mail, p.From),
		Server: site.New(c, site.Ports{Site: p.Site, Random: p.Random, Files: p.Files, Papers: papers.New(c, p.From), Letters: preview.New(c), Routes: p.Routes})}
}
