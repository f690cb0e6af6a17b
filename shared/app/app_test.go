package app

import (
	"crypto/rand"
	"net/url"
	"strings"
	"testing"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/mail"
	"yingbin/shared/mail/mailtest"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
	"yingbin/shared/web"
)

var now = time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)

// start wires an app over the demonstration company.
func start(t *testing.T) (*App, *mailtest.Fake) {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	ring, err := token.Generate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	box := &mailtest.Fake{}
	a := New(Ports{DB: db, Ring: ring, Site: web.Site{URL: &url.URL{Scheme: "https", Host: "reception.example.com"}}, Random: rand.Reader,
		Mail: box, From: mail.Address{Name: "迎宾", Email: "reception@company.example"}, Policies: &shelf.Shelf{DB: db}})
	info, entries := staff.Fixture()
	if err := staff.StartTrial(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := a.Staff.Import(t.Context(), info, entries...); err != nil {
		t.Fatal(err)
	}
	return a, box
}

// An event that the stream has missed goes out with the minute's sweep, once;
// the code in the mail is derived then, and the claim does not hold it.
func TestRemindDeliversWhatIsLate(t *testing.T) {
	a, box := start(t)
	if err := a.SignIn.Ask(t.Context(), signin.Request{Email: "sales@demo.example", IP: "192.0.2.1", Challenge: "c", At: now}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{time.Minute, 0}, {6 * time.Minute, 1}, {7 * time.Minute, 1}} {
		if err := a.Remind(t.Context(), now.Add(step.after)); err != nil {
			t.Fatal(err)
		}
		if len(box.Sent()) != step.want {
			t.Fatalf("after %v: %d mails", step.after, len(box.Sent()))
		}
	}
	m, code := box.Sent()[0], a.Ring.Code(token.Hash("c"))
	if m.To.Email != "sales@demo.example" || !strings.Contains(m.Text, code) || !strings.HasPrefix(m.Links[0].URL, "https://reception.example.com/l/") {
		t.Errorf("%+v", m)
	}
	if ref, ok := event.RefOf(m.Tags); !ok || ref.PK != "me#sales" {
		t.Errorf("tags %v", m.Tags)
	}
}

// A code that nobody can use any more is not mailed.
func TestLateCodesAreNotMailed(t *testing.T) {
	a, box := start(t)
	if err := a.SignIn.Ask(t.Context(), signin.Request{Email: "sales@demo.example", IP: "192.0.2.1", Challenge: "c", At: now}); err != nil {
		t.Fatal(err)
	}
	if err := a.Remind(t.Context(), now.Add(time.Hour)); err != nil || len(box.Sent()) != 0 {
		t.Errorf("%d mails, %v", len(box.Sent()), err)
	}
	if keys, err := event.Undelivered(t.Context(), a.DB, time.Time{}, 0); err != nil || len(keys) != 0 {
		t.Errorf("the outbox still holds %v %v", keys, err)
	}
}
