package post

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/fault"
)

// TestAParkedMailIsLogged: what was given up leaves a line for operators that
// says which mail and why, and names nobody.
func TestAParkedMailIsLogged(t *testing.T) {
	var log bytes.Buffer
	p := &Post{Core: &core.Core{Ports: core.Ports{Log: slog.New(slog.NewTextHandler(&log, nil))}}}
	letters := p.watched(event.Event{PK: "r#R-20261122-001", ID: "20261122T010000000-0001-aaaaaa"}, []event.Letter{
		{Recipient: "g0001", Kind: "invitation", To: "anna@guest.example", Subject: "Anna Müller"}})
	letters[0].Parked(context.Background(), fault.Wrap(fault.Invalid, "mail-refused", errors.New("smtp rcpt: 550 5.1.1")))
	for _, want := range []string{"level=WARN", `msg="mail parked"`, "kind=invitation", "of=R-20261122-001", "550 5.1.1"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("no %s in %s", want, &log)
		}
	}
	for _, secret := range []string{"anna", "Anna", "g0001"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%s is in %s", secret, &log)
		}
	}
}
