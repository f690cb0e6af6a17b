package main

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"yingbin/infra/trial"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/web"
	"yingbin/shared/web/static"
)

//go:embed first.html
var firstHTML string

// firstTemplate is the one page of an empty store: a trial, or a company.
var firstTemplate = template.Must(template.New("first").Funcs(template.FuncMap{"T": i18n.T}).Parse(firstHTML))

// first is what the page shows.
type first struct {
	Lang     i18n.Lang
	Input    map[string]string
	Policies []string // chosen
	Shipped  []web.Choice
	Problems []string
	URL      string // given on the command line
	Founded  string // where the company is that has just been made; this page is not there
	Email    string // of its administrator
	Unsent   bool   // no mail leaves this machine yet
}

// Chosen says whether a policy is ticked.
func (p first) Chosen(policy string) bool { return slices.Contains(p.Policies, policy) }

// shipped are the policies that a company can begin with.
var shipped = []string{"envicool", "showroom"}

// firstPage asks what an empty store is to become. It answers only who sits at
// the machine.
func (m *Main) firstPage() http.Handler {
	guard := web.Site{Trial: true, Hosts: web.LoopbackHosts(m.port())}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { m.showFirst(w, r, nil) })
	mux.HandleFunc("POST /{$}", m.choose)
	mux.Handle("GET /static/", http.StripPrefix("/static/", static.Handler()))
	inner := http.NewCrossOriginProtection().Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !m.loopback() || !guard.Trusts(r) {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		inner.ServeHTTP(w, r)
	})
}

// showFirst shows the page, after a mistake with what was filled in.
func (m *Main) showFirst(w http.ResponseWriter, r *http.Request, problem error) {
	p := first{Lang: i18n.Negotiate(r.Header.Get("Accept-Language"), i18n.Default), Input: map[string]string{}, Policies: shipped[:1], URL: m.opts.URL}
	for _, id := range shipped {
		c := web.Choice{ID: id, Name: id}
		if known, err := m.preset(id); err == nil {
			c.Name = known.Words.In(p.Lang)
		}
		p.Shipped = append(p.Shipped, c)
	}
	for name := range r.PostForm {
		p.Input[name] = r.PostForm.Get(name)
	}
	status := http.StatusOK
	if problem != nil {
		said := web.ProblemOf(problem, p.Lang)
		status, p.Policies = said.Status, r.PostForm["policy"]
		for _, e := range said.Errors {
			p.Problems = append(p.Problems, i18n.T(p.Lang, "web.first."+strings.TrimPrefix(e.Field, "/"))+i18n.T(p.Lang, "mail.colon")+e.Message)
		}
		if len(p.Problems) == 0 {
			p.Problems = []string{said.Detail}
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = firstTemplate.Execute(w, p)
}

// choose makes the store what was chosen.
func (m *Main) choose(w http.ResponseWriter, r *http.Request) {
	err := r.ParseForm()
	if err == nil {
		err = m.become(r)
	}
	if err != nil {
		m.showFirst(w, r, err)
		return
	}
	if r.PostForm.Get("choice") == "company" {
		m.showFounded(w, r)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// showFounded says where the company is now: at its own address, not at the one
// at which it was made, and only once that leads here and mail leaves.
func (m *Main) showFounded(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = firstTemplate.Execute(w, first{Lang: i18n.Negotiate(r.Header.Get("Accept-Language"), i18n.Default),
		Founded: cmp.Or(m.opts.URL, m.rememberedURL()), Email: r.PostForm.Get("email"), Unsent: m.opts.SMTP == ""})
}

// become turns the empty store into a trial or a company.
func (m *Main) become(r *http.Request) error {
	m.choosing.Lock()
	defer m.choosing.Unlock()
	if m.pump.Load() != nil {
		return nil // somebody was faster
	}
	switch r.PostForm.Get("choice") {
	case "trial":
		if err := m.startTrial(r.Context()); err != nil {
			return err
		}
	case "company":
		if err := m.found(r); err != nil {
			return err
		}
	default:
		return fault.Field("/choice", "required")
	}
	return m.build(r.Context())
}

// found makes the company with its first administrator and its address.
func (m *Main) found(r *http.Request) error {
	given := r.PostForm.Get("url")
	if m.opts.URL != "" {
		given = m.opts.URL
	}
	u, err := siteURL(given)
	if err != nil || u.Scheme != "https" {
		return fault.Field("/url", "invalid")
	}
	policies := r.PostForm["policy"]
	if len(policies) == 0 {
		return fault.Field("/policies", "required") // nothing could be applied for
	}
	if slices.ContainsFunc(policies, func(name string) bool { return !slices.Contains(shipped, name) }) {
		return fault.Field("/policies", "unknown-id")
	}
	act := staff.Act{By: staff.System, At: m.clock.Now()}
	s := &staff.Service{DB: m.store}
	if _, err := s.Found(r.Context(), act, staff.Found{Name: r.PostForm.Get("name"), Zone: r.PostForm.Get("zone"),
		Admin: r.PostForm.Get("admin"), Email: r.PostForm.Get("email")}); err != nil {
		return err
	}
	if err := m.inForce(r.Context(), s, act, policies); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(m.folder, urlFile), []byte(u.String()), 0o600)
}

// inForce adopts the chosen policies; the first is the company's default.
func (m *Main) inForce(ctx context.Context, s *staff.Service, act staff.Act, names []string) error {
	if err := trial.Adopt(ctx, m.shelf, m.preset, m.clock.Now(), names...); err != nil || len(names) == 0 {
		return err
	}
	company, err := s.Load(ctx)
	if err != nil {
		return err
	}
	if _, err = s.SetCompany(ctx, act, staff.SetCompany{Version: company.Version, Policy: names[0], Policies: names}); err != nil {
		return fmt.Errorf("put the policies in force: %w", err)
	}
	return nil
}
