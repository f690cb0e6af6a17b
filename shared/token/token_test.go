package token

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// testRing is always the same ring for the same letter.
func testRing(t testing.TB, letter byte) *Ring {
	t.Helper()
	r, err := NewRing(Master{ID: 1, Secret: bytes.Repeat([]byte{letter}, 32)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLink(t *testing.T) {
	r := testRing(t, 'a')
	for _, l := range []Link{
		{Purpose: ForReview, Person: "s-1", Reception: "R-20261124-003", Subject: "review:two-questions:1", Revision: 3, Expires: now.Add(time.Hour)},
		{Purpose: ForSurvey, Person: "g000", Reception: "R-20261124-003", Expires: now},
		{Purpose: ForTask, Person: "driver:v1", Reception: "R-1", Subject: "接机"},
	} {
		l.Expires = l.Expires.UTC()
		got, err := r.OpenLink(r.SignLink(l))
		if err != nil {
			t.Fatalf("%v: %v", l, err)
		}
		if l.Expires.IsZero() {
			got.Expires = time.Time{}
		}
		if d := cmp.Diff(l, got); d != "" {
			t.Error(d)
		}
	}
}

func TestUpload(t *testing.T) {
	r := testRing(t, 'a')
	want := Upload{Reception: "R-20261124-003", Person: "s-1", ID: "u4f3a9c2e5d6b7a80", Name: "合同 1.pdf", Type: "application/pdf", Size: 5 << 20, Kind: "paper",
		Confidentiality: "internal", Expires: now}
	got, err := r.OpenUpload(r.SignUpload(want))
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Error(err, d)
	}
	for _, other := range []string{"", r.SignLink(Link{Person: "s-1", Expires: now}), testRing(t, 'b').SignUpload(want)} {
		if _, err := r.OpenUpload(other); !fault.Is(err, "not-found") {
			t.Errorf("%q: %v", other, err)
		}
	}
}

func TestLinkExpires(t *testing.T) {
	l := Link{Expires: now}
	for at, want := range map[time.Time]bool{now.Add(-time.Second): false, now: true, now.Add(time.Hour): true} {
		if l.Expired(at) != want {
			t.Errorf("expired at %v: %v", at, !want)
		}
	}
}

func TestStaffLinks(t *testing.T) {
	for _, c := range []struct {
		link Link
		want bool
	}{
		{Link{Purpose: ForReview}, true}, {Link{Purpose: ForException}, true}, {Link{Purpose: ForSettlement}, true},
		{Link{Purpose: ForTask, Person: "s-1"}, true}, {Link{Purpose: ForTask, Person: "driver:v1"}, false},
		{Link{Purpose: ForGuest}, false}, {Link{Purpose: ForSurvey}, false}, {Link{Purpose: ForSignIn}, false},
	} {
		if c.link.Staff() != c.want {
			t.Errorf("%+v: staff %v", c.link, !c.want)
		}
	}
}

// Every altered letter, a cut token, another ring and another purpose are
// answered alike.
func TestForgedIsUnknown(t *testing.T) {
	r := testRing(t, 'a')
	good := r.SignLink(Link{Purpose: ForReview, Person: "s-1", Expires: now})
	forged := []string{"", "x", good[:len(good)-1], good + "A", r.SignSession(Session{Staff: "s-1", Issued: now}),
		testRing(t, 'b').SignLink(Link{Purpose: ForReview, Person: "s-1", Expires: now})}
	for i := range good {
		forged = append(forged, good[:i]+swap(good[i])+good[i+1:])
	}
	for _, f := range forged {
		if _, err := r.OpenLink(f); !fault.Is(err, "not-found") {
			t.Errorf("%q: %v", f, err)
		}
	}
}

// swap gives another letter of the alphabet.
func swap(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

func TestRotation(t *testing.T) {
	first, err := Generate(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	session, pass := first.SignSession(Session{Staff: "s-1", Issued: now}), first.SignPass(Pass{Guest: "g"})
	second, _ := first.Rotate(rand.Reader)
	third, _ := second.Rotate(rand.Reader)
	if _, err := second.OpenSession(session, now); err != nil {
		t.Errorf("one rotation signed somebody out: %v", err)
	}
	if _, err := second.OpenPass(pass); err != nil {
		t.Errorf("one rotation closed the gate: %v", err)
	}
	if !second.CodeIs("h", first.Code("h")) || third.CodeIs("h", first.Code("h")) {
		t.Error("a code must live through one rotation, not through two")
	}
	if _, err := third.OpenSession(session, now); err == nil {
		t.Error("a session outlived its key")
	}
	if _, err := first.OpenSession(second.SignSession(Session{Staff: "s-1", Issued: now}), now); err == nil {
		t.Error("the old ring believes the new key")
	}
}

func TestRingIsStored(t *testing.T) {
	r := testRing(t, 'a')
	r, _ = r.Rotate(rand.Reader)
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseRing(data)
	if err != nil {
		t.Fatal(err)
	}
	if again.Code("x") != r.Code("x") {
		t.Error("the stored ring has other keys")
	}
	for _, bad := range []string{"", "{}", `{"masters":[{"id":1,"secret":"AAAA"}]}`} {
		if _, err := ParseRing([]byte(bad)); err == nil {
			t.Errorf("%q is no ring", bad)
		}
	}
}

func TestSession(t *testing.T) {
	r := testRing(t, 'a')
	token := r.SignSession(Session{Staff: "s-1", Issued: now, Trial: true})
	got, err := r.OpenSession(token, now.Add(SessionLife-time.Second))
	if err != nil || got.Staff != "s-1" || !got.Trial || !got.Issued.Equal(now) {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := r.OpenSession(token, now.Add(SessionLife)); !fault.Is(err, "sign-in-required") {
		t.Errorf("after thirty days: %v", err)
	}
	if _, err := r.OpenSession("nonsense", now); !fault.Is(err, "sign-in-required") {
		t.Errorf("nonsense: %v", err)
	}
}

func TestCode(t *testing.T) {
	r := testRing(t, 'a')
	code := r.Code("h1")
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		t.Fatalf("code %q", code)
	}
	if !r.CodeIs("h1", code) || r.CodeIs("h2", code) || r.CodeIs("h1", "") {
		t.Error("codes are mixed up")
	}
}

func TestPass(t *testing.T) {
	r := testRing(t, 'a')
	want := Pass{Reception: "R-20261124-003", Guest: "g001", Until: now}
	token := r.SignPass(want)
	got, err := r.PassKeys().Open(token)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, err := testRing(t, 'b').OpenPass(token); !fault.Is(err, "not-found") {
		t.Errorf("a stranger's pass: %v", err)
	}
}

func TestCursor(t *testing.T) {
	r := testRing(t, 'a')
	c := r.SealCursor("pk\x00sk", "GET /receptions?mine=1 s-1", now)
	if strings.Contains(c, "pk") {
		t.Error("the cursor shows the key")
	}
	if got, err := r.OpenCursor(c, "GET /receptions?mine=1 s-1", now); err != nil || got != "pk\x00sk" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := r.OpenCursor(c, "GET /receptions s-1", now); !fault.Is(err, "invalid") {
		t.Errorf("another query: %v", err)
	}
	if _, err := r.OpenCursor(c, "GET /receptions?mine=1 s-1", now.Add(CursorLife)); !fault.Is(err, "invalid") {
		t.Errorf("too late: %v", err)
	}
	for i := range c {
		if _, err := r.OpenCursor(c[:i]+swap(c[i])+c[i+1:], "GET /receptions?mine=1 s-1", now); err == nil {
			t.Errorf("altered at %d and believed", i)
		}
	}
}

func FuzzOpen(f *testing.F) {
	r := testRing(f, 'a')
	f.Add(r.SignLink(Link{Purpose: ForTask, Expires: now}))
	f.Add(r.SignPass(Pass{Guest: "g"}))
	f.Add(r.SealCursor("a", "b", now))
	other := testRing(f, 'z')
	f.Fuzz(func(t *testing.T, token string) {
		if _, err := other.OpenLink(token); err == nil {
			t.Error("link believed")
		}
		if _, err := other.OpenPass(token); err == nil {
			t.Error("pass believed")
		}
		if _, err := other.OpenSession(token, now); err == nil {
			t.Error("session believed")
		}
		if _, err := other.OpenCursor(token, "b", now); err == nil {
			t.Error("cursor believed")
		}
	})
}

// Whatever a link holds comes back.
func FuzzLink(f *testing.F) {
	r := testRing(f, 'a')
	f.Add("review", "s-1", "R-1", "x", 3, int64(1))
	f.Fuzz(func(t *testing.T, purpose, person, reception, subject string, revision int, seconds int64) {
		want := Link{purpose, person, reception, subject, revision, time.Unix(seconds, 0).UTC()}
		got, err := r.OpenLink(r.SignLink(want))
		if err != nil || got != want {
			t.Errorf("%+v %+v %v", want, got, err)
		}
	})
}
