package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yingbin/shared/mail/mailbox"
)

// before puts something before a service, once. It says whether the service is
// still to answer.
func (s *stack) before(service string, do func(http.Handler, *http.Request) (goOn bool)) {
	behind, done := s.guard.services[service], false
	s.guard.services[service] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !done {
			if done = !do(behind, r); done {
				return
			}
		}
		behind.ServeHTTP(w, r)
	})
}

// Functions are killed where it hurts most: the one that answers a page when its
// commit was applied and nobody was told, the one that sends mails when a claim
// is written and SES took nothing. Nothing is lost, nothing comes twice.
func TestKilledInTheMiddle(t *testing.T) {
	s := running(t)
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	_, in := call(t, s, "", "POST", "/_local/sign-in", `{"email":"sales@demo.example"}`)
	session, _ := in["token"].(string)
	_, draft := call(t, s, session, "POST", "/receptions", application)
	var killed []string
	s.before("dynamodb", func(behind http.Handler, r *http.Request) bool {
		if !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".TransactWriteItems") {
			return true
		}
		answer := httptest.NewRecorder()
		behind.ServeHTTP(answer, r)
		if s.functions["apply"].kill() && answer.Code == http.StatusOK {
			killed = append(killed, "apply, after its commit")
		}
		return false
	})
	s.before("ses", func(http.Handler, *http.Request) bool {
		if s.functions["notify"].kill() {
			killed = append(killed, "notify, before a mail")
		}
		return false
	})
	submit := "/receptions/" + draft["id"].(string) + "/submit"
	if status, got := call(t, s, session, "POST", submit, `{"version":1}`, "Idempotency-Key", "once"); status != http.StatusInternalServerError {
		t.Fatalf("a killed function answers %d %v", status, got)
	}
	status, again := call(t, s, session, "POST", submit, `{"version":1}`, "Idempotency-Key", "once")
	if status != http.StatusOK || again["number"] != "R-20261122-001" {
		t.Fatal(status, again)
	}
	if status, got := call(t, s, "", "GET", "/_local/mails", ""); status != http.StatusOK {
		t.Fatal(status, got)
	}
	for kind, to := range map[string]string{"received": "sales@demo.example", "application": "head@demo.example"} {
		if list := taken(t, s, mailbox.Filter{Kind: kind, To: to}); len(list) != 1 {
			t.Errorf("%d mails %s to %s", len(list), kind, to)
		}
	}
	if len(killed) != 2 {
		t.Errorf("killed: %v", killed)
	}
}
