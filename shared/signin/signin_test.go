package signin

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func service(t *testing.T) *Service {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	ring, err := token.NewRing(token.Master{ID: 1, Secret: bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	return &Service{DB: db, Ring: ring, Find: func(_ context.Context, email string) (string, error) {
		if id, ok := strings.CutSuffix(email, "@demo.example"); ok {
			return id, nil
		}
		return "", fault.Missing()
	}}
}

func request(n int, email string) Request {
	return Request{Email: email, IP: fmt.Sprintf("192.0.2.%d", n%200), Challenge: fmt.Sprintf("challenge-%d", n), At: now.Add(time.Duration(n) * time.Second)}
}

// letter reads the one event that orders a mail to a person.
func letter(t *testing.T, s *Service, staff string) Letter {
	t.Helper()
	docs, err := store.All(t.Context(), s.DB, store.Query{In: "me#" + staff, From: "event#", To: "event#~"})
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d events, %v", len(docs), err)
	}
	e, err := event.Decode(docs[0])
	if err != nil || e.Kind != Asked || !e.Tells {
		t.Fatalf("%+v %v", e, err)
	}
	var l Letter
	if err := e.Into(&l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestSignInByCode(t *testing.T) {
	s := service(t)
	if err := s.Ask(t.Context(), request(0, " Sales@demo.example ")); err != nil {
		t.Fatal(err)
	}
	code := s.Ring.Code(letter(t, s, "sales").Challenge)
	if staff, err := s.Verify(t.Context(), "challenge-0", " "+code, now); err != nil || staff != "sales" {
		t.Fatalf("%q %v", staff, err)
	}
	if _, err := s.Verify(t.Context(), "challenge-0", code, now); !fault.Is(err, "link-used") {
		t.Errorf("the code worked twice: %v", err)
	}
}

func TestSignInByLink(t *testing.T) {
	s := service(t)
	if err := s.AskPerson(t.Context(), "office", request(0, "")); err != nil {
		t.Fatal(err)
	}
	hash := letter(t, s, "office").Challenge
	if staff, err := s.Redeem(t.Context(), hash, now); err != nil || staff != "office" {
		t.Fatalf("%q %v", staff, err)
	}
	if _, err := s.Redeem(t.Context(), hash, now); !fault.Is(err, "link-used") {
		t.Errorf("the link worked twice: %v", err)
	}
}

// The code belongs to the challenge, and the challenge to the browser.
func TestCodeOfAnotherBrowser(t *testing.T) {
	s := service(t)
	for n := range 2 {
		if err := s.Ask(t.Context(), request(n, fmt.Sprintf("s%d@demo.example", n))); err != nil {
			t.Fatal(err)
		}
	}
	code := s.Ring.Code(letter(t, s, "s0").Challenge)
	if _, err := s.Verify(t.Context(), "challenge-1", code, now); !fault.Is(err, "invalid") {
		t.Errorf("another browser: %v", err)
	}
	if _, err := s.Verify(t.Context(), "made up", code, now); !fault.Is(err, "invalid") {
		t.Errorf("no browser: %v", err)
	}
}

func TestFiveTries(t *testing.T) {
	s := service(t)
	if err := s.Ask(t.Context(), request(0, "sales@demo.example")); err != nil {
		t.Fatal(err)
	}
	for range MaxTries {
		if _, err := s.Verify(t.Context(), "challenge-0", "x", now); !fault.Is(err, "invalid") {
			t.Fatal(err)
		}
	}
	code := s.Ring.Code(letter(t, s, "sales").Challenge)
	if _, err := s.Verify(t.Context(), "challenge-0", code, now); !fault.Is(err, "too-many") {
		t.Errorf("the sixth try: %v", err)
	}
}

func TestTenMinutes(t *testing.T) {
	s := service(t)
	if err := s.Ask(t.Context(), request(0, "sales@demo.example")); err != nil {
		t.Fatal(err)
	}
	code := s.Ring.Code(letter(t, s, "sales").Challenge)
	if _, err := s.Verify(t.Context(), "challenge-0", code, now.Add(token.SignInLife)); !fault.Is(err, "link-expired") {
		t.Errorf("after ten minutes: %v", err)
	}
}

// Strangers get the same answers, and no mail.
func TestUnknownAddress(t *testing.T) {
	s := service(t)
	if err := s.Ask(t.Context(), request(0, "stranger@elsewhere.example")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Verify(t.Context(), "challenge-0", s.Ring.Code(token.Hash("challenge-0")), now); !fault.Is(err, "invalid") {
		t.Errorf("a stranger's code: %v", err)
	}
	keys, err := event.Undelivered(t.Context(), s.DB, time.Time{}, 0)
	if err != nil || len(keys) != 0 {
		t.Errorf("a stranger gets mail: %v %v", keys, err)
	}
}

func TestLimits(t *testing.T) {
	s := service(t)
	for n := range MaxPerAddress {
		if err := s.Ask(t.Context(), request(n, "x@elsewhere.example")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Ask(t.Context(), request(9, "X@elsewhere.example")); !fault.Is(err, "too-many") {
		t.Errorf("the sixth mail: %v", err)
	}
	later := request(10, "x@elsewhere.example")
	later.At = now.Add(Window + time.Minute)
	if err := s.Ask(t.Context(), later); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	for n := range MaxPerIP {
		if err := s.Limit(t.Context(), "ip", "198.51.100.1", MaxPerIP, now.Add(time.Duration(n))); err != nil {
			t.Fatal(err)
		}
	}
	r := request(11, "y@elsewhere.example")
	r.IP, r.At = "198.51.100.1", now.Add(time.Minute)
	if err := s.Ask(t.Context(), r); !fault.Is(err, "too-many") {
		t.Errorf("the twenty-first mail: %v", err)
	}
}
