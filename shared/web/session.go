package web

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/token"
)

// The cookies. With TLS their names carry the prefix that browsers tie to the
// host; on plain http such cookies would be dropped.
const (
	sessionCookie   = "session"
	challengeCookie = "challenge"
	languageCookie  = "lang"
	linkCookie      = "link-" // with the link's short name
)

// cookieName gives a cookie's name on this site.
func (s Site) cookieName(name string) string {
	if s.Secure() {
		return "__Host-" + name
	}
	return name
}

// setCookie sets a cookie of the whole site for a while; no life removes it.
func (c *Call) setCookie(name, value string, life time.Duration) {
	ck := http.Cookie{Name: c.Site.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: c.Site.Secure(),
		SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())}
	if life <= 0 {
		ck.MaxAge = -1
	}
	c.header.Add("Set-Cookie", ck.String())
}

// cookie gives a cookie's value, or nothing.
func (c *Call) cookie(name string) string {
	if ck, err := c.Request.Cookie(c.Site.cookieName(name)); err == nil {
		return ck.Value
	}
	return ""
}

// bearer gives the token of the Authorization header.
func bearer(r *http.Request) string {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(value)
}

// identify finds out who calls: by token or by cookie. A session that is no
// longer good is nobody's; a token that is not good is an error, because its
// sender believes to be somebody. Who left is refused like a stranger.
func (c *Call) identify() (err error) {
	t, byToken := c.session()
	over := c.ended(t)
	c.Company, err = c.server.Staff.Load(c.Context())
	ended, failed := over()
	if err = cmp.Or(err, failed); err != nil || t == "" {
		return err
	}
	if s, err := c.server.Ring.OpenSession(t, c.At); err == nil && !ended {
		if p := c.Company.Person(s.Staff); p != nil && p.ID == s.Staff && p.Active() {
			c.Who = p
			return nil
		}
	}
	if byToken {
		return fault.New(fault.Unauthorized, "sign-in-required")
	}
	return nil
}

// session gives what the caller identifies himself with: a token, or the
// browser's cookie.
func (c *Call) session() (text string, byToken bool) {
	if t := bearer(c.Request); t != "" {
		return t, true
	}
	return c.cookie(sessionCookie), false
}

// ended asks, beside whatever else is read, whether a session was signed out.
func (c *Call) ended(session string) func() (bool, error) {
	if session == "" || c.server.Ended == nil {
		return func() (bool, error) { return false, nil }
	}
	var ended bool
	failed := make(chan error, 1)
	go func() {
		var err error
		ended, err = c.server.Ended(c.Context(), token.Hash("session", session))
		failed <- err
	}()
	return func() (bool, error) { err := <-failed; return ended, err }
}

// signInAs makes a session for a person, as a cookie for browsers.
func (c *Call) signInAs(staff string) string {
	nonce, err := token.NewChallenge(c.server.Random)
	if err != nil {
		nonce = "" // a session like another of the same second
	}
	t := c.server.Ring.SignSession(token.Session{Staff: staff, Issued: c.At, Trial: c.Site.Trial, Nonce: nonce[:min(len(nonce), 8)]})
	if !c.JSON {
		c.setCookie(sessionCookie, t, token.SessionLife)
	}
	return t
}
