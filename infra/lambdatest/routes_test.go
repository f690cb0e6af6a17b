package main

import (
	"net/http"
	"strings"
	"testing"

	"yingbin/infra/template"
)

// Everything that can be read is read by an administrator and by an approver:
// no function lacks a permission that one of its pages takes.
func TestEveryPageMayBeRead(t *testing.T) {
	s := running(t)
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	session := func(who string) string {
		_, got := call(t, s, "", "POST", "/_local/sign-in", `{"email":"`+who+`@demo.example"}`)
		token, _ := got["token"].(string)
		return token
	}
	sales := session("sales")
	_, draft := call(t, s, sales, "POST", "/receptions", application)
	id, _ := draft["id"].(string)
	if status, got := call(t, s, sales, "POST", "/receptions/"+id+"/submit", `{"version":1}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	tpl, err := template.Read("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"sales", "office", "admin"} {
		as := session(who)
		for _, f := range tpl.Functions() {
			for _, r := range f.Routes {
				path := strings.NewReplacer("{r}", id, "{file+}", "app.css").Replace(r.Path)
				if r.Method != http.MethodGet || strings.Contains(path, "{") {
					continue
				}
				if status := read(t, s, as, path); status >= http.StatusInternalServerError {
					t.Errorf("%s reads %s: %d", who, path, status)
				}
			}
		}
	}
}

// read asks for a page as a browser does.
func read(t *testing.T, s *stack, session, path string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Authorization", "Bearer "+session)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}
