package web

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// echoLinks says who acted.
type echoLinks struct{}

func (echoLinks) OpenLink(_ context.Context, act staff.Act, l reception.LinkRef, expired bool) (reception.LinkView, error) {
	v := reception.LinkView{Purpose: l.Purpose, Person: reception.Ref{ID: act.By}, State: "open"}
	if expired {
		v.State = "expired"
	}
	return v, nil
}

func (echoLinks) AnswerLink(_ context.Context, act staff.Act, l reception.LinkRef, a reception.AnswerLink) (reception.LinkView, error) {
	return reception.LinkView{Purpose: l.Purpose, Person: reception.Ref{ID: act.By}, State: "used"}, nil
}

// mailed gives the path of a link.
func (d *desk) mailed(purpose, person string, life time.Duration) string {
	return "/l/" + d.ring.SignLink(token.Link{Purpose: purpose, Person: person, Reception: "R-1", Subject: "s", Expires: now.Add(life)})
}

func TestLinksInJSON(t *testing.T) {
	d := newDesk(t, plainSite)
	headers := func(by string) []string {
		h := []string{"Accept", "application/json", "Content-Type", "application/json"}
		if by != "" {
			h = append(h, "Authorization", d.as(by))
		}
		return h
	}
	review := d.mailed(token.ForReview, "sales", time.Hour)
	for _, c := range []struct {
		name, method, path, by string
		status                 int
		code, person           string
	}{
		{"opened by anybody who has it", "GET", review, "", 200, "", "sales"},
		{"opened by somebody else", "GET", review, "admin", 200, "", "sales"},
		{"answered on a new device", "POST", review, "", 401, "sign-in-required", ""},
		{"answered by somebody else", "POST", review, "admin", 401, "sign-in-required", ""},
		{"answered by its person", "POST", review, "sales", 200, "", "sales"},
		{"a guest needs no account", "POST", d.mailed(token.ForGuest, "g0000", time.Hour), "", 200, "", "g0000"},
		{"nor does a driver", "POST", d.mailed(token.ForTask, "driver:v1", time.Hour), "", 200, "", "driver:v1"},
		{"a guest's link is not the signed-in person's", "POST", d.mailed(token.ForSurvey, "g0000", time.Hour), "admin", 200, "", "g0000"},
		{"expired, shown", "GET", d.mailed(token.ForReview, "sales", -time.Hour), "", 200, "", "sales"},
		{"expired, answered", "POST", d.mailed(token.ForReview, "sales", -time.Hour), "sales", 410, "link-expired", ""},
		{"forged", "GET", review + "x", "sales", 404, "not-found", ""},
		{"forged, answered", "POST", "/l/forged", "sales", 404, "not-found", ""},
	} {
		w := d.do(c.method, c.path, "", headers(c.by)...)
		var v reception.LinkView
		_ = json.Unmarshal(w.Body.Bytes(), &v)
		if w.Code != c.status || code(w) != c.code || v.Person.ID != c.person {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
}

// The code goes to the person's own mailbox and signs this device in.
func TestLinkOnANewDevice(t *testing.T) {
	d := newDesk(t, plainSite)
	path, jsonHeaders := d.mailed(token.ForReview, "sales", time.Hour), []string{"Accept", "application/json", "Content-Type", "application/json"}
	w := d.do("POST", path, `{}`, jsonHeaders...)
	var c Challenge
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil || c.Challenge == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	body := func(code string) string { return `{"challenge":"` + c.Challenge + `","code":"` + code + `"}` }
	if w := d.do("POST", path, body("nothing"), jsonHeaders...); w.Code != 422 {
		t.Errorf("a wrong code: %d %s", w.Code, w.Body)
	}
	if w := d.do("POST", path, body(d.ring.Code(token.Hash(c.Challenge))), jsonHeaders...); w.Code != 200 {
		t.Errorf("the right code: %d %s", w.Code, w.Body)
	}
}

// A browser is sent on once, so that the token leaves the address bar; the
// page keeps what was filled in while it asks for the code.
func TestLinksInABrowser(t *testing.T) {
	d := newDesk(t, plainSite)
	path := d.mailed(token.ForReview, "sales", time.Hour)
	w := d.do("GET", path, "", "Accept", "text/html")
	short := w.Header().Get("Location")
	if w.Code != 303 || len(short) > 30 || !strings.HasPrefix(short, "/l/") {
		t.Fatalf("%d %q", w.Code, short)
	}
	cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
	if w := d.do("GET", short, "", "Accept", "text/html", "Cookie", cookie); w.Code != 200 || strings.Contains(w.Body.String(), path) {
		t.Errorf("the page: %d %s", w.Code, w.Body)
	}
	if w := d.do("GET", short, "", "Accept", "text/html"); w.Code != 404 {
		t.Errorf("another browser: %d", w.Code)
	}
	w = d.do("POST", short, "comment=my+words", "Accept", "text/html", "Content-Type", formType, "Cookie", cookie)
	if w.Code != 401 || !strings.Contains(w.Body.String(), `value="my words"`) {
		t.Errorf("the code is asked for: %d %s", w.Code, w.Body)
	}
	challenge, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
	digits := d.ring.Code(token.Hash(strings.TrimPrefix(challenge, "__Host-challenge=")))
	w = d.do("POST", short, "comment=my+words&code="+digits, "Accept", "text/html", "Content-Type", formType, "Cookie", cookie+"; "+challenge)
	if w.Code != 303 || !strings.Contains(strings.Join(w.Header().Values("Set-Cookie"), " "), "__Host-session=") {
		t.Errorf("with the code: %d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestSignInLink(t *testing.T) {
	d := newDesk(t, plainSite)
	w := d.do("POST", "/sign-in", `{"email":"sales@demo.example"}`, "Accept", "application/json", "Content-Type", "application/json")
	var c Challenge
	_ = json.Unmarshal(w.Body.Bytes(), &c)
	path := "/l/" + d.ring.SignLink(token.Link{Purpose: token.ForSignIn, Person: "sales", Subject: token.Hash(c.Challenge), Expires: now.Add(time.Minute)})
	if w := d.do("GET", path, "", "Accept", "application/json"); w.Code != 200 || !strings.Contains(w.Body.String(), `"state":"open"`) {
		t.Errorf("open: %d %s", w.Code, w.Body)
	}
	for _, want := range []int{200, 409} {
		if w := d.do("POST", path, "", "Accept", "application/json"); w.Code != want {
			t.Errorf("press: %d %s", w.Code, w.Body)
		}
	}
}
