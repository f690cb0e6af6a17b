package story

import (
	"context"
	"crypto/rand"
	"net/url"

	"yingbin/shared/app"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailtest"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/token"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// Host is where the story's pages are.
const Host = "reception.example.com"

// New wires the app over an empty store and makes the demonstration company in
// it. Its steps are only run, until Run is set.
func New(ctx context.Context, db store.DB) (*Story, error) {
	ring, err := token.Generate(rand.Reader)
	if err != nil {
		return nil, err
	}
	s := (&Story{Box: &mailtest.Fake{}, Ring: ring, Run: func(_ string, do func() error) error { return do() }}).Over(db)
	return s, found(ctx, db, s.App, &shelf.Shelf{DB: db})
}

// Over is the same story over another store, which holds what this one's does.
func (s *Story) Over(db store.DB) *Story {
	other := *s
	other.DB = db
	other.App = app.New(app.Ports{DB: db, Ring: s.Ring, Site: web.Site{URL: &url.URL{Scheme: "https", Host: Host}}, Random: rand.Reader,
		Mail: s.Box, From: mail.Address{Name: "迎宾", Email: "reception@company.example"}, Policies: &shelf.Shelf{DB: db}})
	return &other
}

// found makes the company and puts its rules in force.
func found(ctx context.Context, db store.DB, a *app.App, policies *shelf.Shelf) error {
	if err := staff.StartTrial(ctx, db); err != nil {
		return err
	}
	info, entries := staff.Fixture()
	if err := a.Staff.Import(ctx, info, append(entries, venue.Fixture()...)...); err != nil {
		return err
	}
	for _, name := range info.Policies {
		p, err := load.FS(presets.FS, name)
		if p == nil {
			return err
		}
		if _, err := policies.Adopt(ctx, p, staff.System, "2026-11-01T00:00:00Z"); err != nil {
			return err
		}
	}
	return nil
}
