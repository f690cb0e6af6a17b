package web

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// SignIn asks for a mail (POST /sign-in). Then is where the reader wanted to go.
type SignIn struct {
	Email string `json:"email" req:"true" max:"254"`
	Then  string `json:"then,omitempty" max:"2000"`
}

// A Challenge is the answer: it goes into POST /sign-in/code with the code.
type Challenge struct {
	Challenge string `json:"challenge"`
}

// SignInCode proves the mailbox (POST /sign-in/code). Browsers have the
// challenge in a cookie.
type SignInCode struct {
	Challenge string `json:"challenge,omitempty" max:"100"`
	Code      string `json:"code" req:"true" max:"20"`
	Then      string `json:"then,omitempty" max:"2000"`
}

// A SignedInAs answer holds the token for Authorization: Bearer.
type SignedInAs struct {
	Token string     `json:"token"`
	Staff staff.View `json:"staff"`
}

// Nothing is a command or an answer without content.
type Nothing struct{}

// A SignInPage is what the page for signing in shows; in a trial also everybody
// whom one may be with one click.
type SignInPage struct {
	Then   string       `json:"then,omitempty"`
	People []staff.View `json:"people"`
	Kept   *Kept        `json:"kept,omitempty"` // a form that goes along
}

// BeSomebody signs in with one click (a trial only).
type BeSomebody struct {
	Staff string `json:"staff" req:"true" max:"254"`
	Then  string `json:"then,omitempty" max:"2000"`
}

// signInRoutes let people in and out.
func (s *Services) signInRoutes() []Route {
	return []Route{
		Get("/sign-in", "sign-in-page", "office", Public, s.signInPage).Named("sign-in").Asks(Param{"then", "string", "where to go afterwards"}),
		Post("/sign-in", "sign-in", "office", Public, s.signIn).On("/sign-in").Gives(Challenge{}).Showing(),
		Get("/sign-in/code", "sign-in-code-page", "office", Public, s.signInPage).Named("sign-in-code"),
		Post("/sign-in/code", "sign-in-code", "office", Public, s.signInCode).On("/sign-in/code").Gives(SignedInAs{}),
		Post("/sign-in/trial", "sign-in-trial", "office", Public, s.signInTrial).On("/sign-in").Gives(SignedInAs{}).Only(),
		Post("/sign-out", "sign-out", "office", Public, s.signOut).To(func(*Call, any) string { return "/sign-in" }),
		Post("/language", "language", "office", Public, s.setLanguage).Gives(Nothing{}),
		Get("/me", "me", "office", SignedIn, s.me),
		Post("/me/delegation", "delegate", "office", SignedIn, s.delegate).On("/me").To(func(*Call, any) string { return "/me?done=delegated" }),
	}
}

// signInPage shows who may sign in how.
func (s *Services) signInPage(c *Call) (SignInPage, error) {
	return SignInPage{Then: cmp.Or(c.Ask("then"), c.Input.Get("then")), Kept: c.carried(), People: c.trialPeople()}, nil
}

// trialPeople are those whom a trial's visitor may be with one click.
func (c *Call) trialPeople() []staff.View {
	if c.Site.Trusts(c.Request) {
		return c.Company.Views(c.Lang)
	}
	return []staff.View{}
}

// signIn orders the mail; the answer is the same whoever asks.
func (s *Services) signIn(c *Call, cmd SignIn) (any, error) {
	challenge, err := token.NewChallenge(c.server.Random)
	if err != nil {
		return nil, err
	}
	if err := s.SignIn.Ask(c.Context(), signin.Request{Email: cmd.Email, IP: c.Site.visitor(c.Request), Challenge: challenge, At: c.At}); err != nil {
		return nil, err
	}
	if !c.JSON {
		c.setCookie(challengeCookie, challenge, token.SignInLife)
	}
	if kept := c.carried(); kept != nil && !c.JSON {
		return c.shown(Page{Name: "sign-in-code", View: SignInPage{Then: safePath(cmd.Then), Kept: kept}})
	}
	return &Redirect{To: "/sign-in/code?then=" + url.QueryEscape(safePath(cmd.Then)), View: Challenge{challenge}}, nil
}

// signInCode checks the code that was mailed.
func (s *Services) signInCode(c *Call, cmd SignInCode) (any, error) {
	challenge := cmd.Challenge
	if challenge == "" {
		challenge = c.cookie(challengeCookie)
	}
	id, err := s.SignIn.Verify(c.Context(), challenge, cmd.Code, c.At)
	if err != nil {
		return nil, err
	}
	c.setCookie(challengeCookie, "", 0)
	return s.welcome(c, id, cmd.Then)
}

// signInTrial makes somebody of the demonstration company of the visitor.
func (s *Services) signInTrial(c *Call, cmd BeSomebody) (any, error) {
	p := c.Company.Person(cmd.Staff)
	if p == nil || !p.Active() {
		return nil, fault.Field("/staff", "unknown-id", cmd.Staff)
	}
	return s.welcome(c, p.ID, cmd.Then)
}

// welcome opens a session.
func (s *Services) welcome(c *Call, id, then string) (any, error) {
	v, ok := c.Company.View(id, c.Lang)
	if !ok || !v.Active {
		return nil, fault.New(fault.Unauthorized, "sign-in-required")
	}
	to := &Redirect{To: safePath(then), View: SignedInAs{c.signInAs(id), v}}
	if kept := c.carried(); kept != nil {
		to.To, to.Again = kept.At, true
	}
	return to, nil
}

// safePath keeps a redirect on this site.
func safePath(p string) string {
	if u, err := url.Parse(p); err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") ||
		strings.Contains(p, "\\") {
		return "/"
	}
	return p
}

// signOut ends this session, whoever may have copied it; others of the same
// person stay.
func (s *Services) signOut(c *Call, _ Nothing) (Nothing, error) {
	c.setCookie(sessionCookie, "", 0)
	if c.Who == nil {
		return Nothing{}, nil
	}
	session, _ := c.session()
	return Nothing{}, s.SignIn.End(c.Context(), token.Hash("session", session), c.At)
}

// me says who am I.
func (s *Services) me(c *Call) (staff.Me, error) {
	me, ok := c.Company.Me(c.Act())
	if !ok {
		return staff.Me{}, fault.New(fault.Unauthorized, "sign-in-required")
	}
	return me, nil
}

// delegate lets somebody stand in.
func (s *Services) delegate(c *Call, cmd staff.SetDelegation) (staff.Me, error) {
	return s.Staff.Delegate(c.Context(), c.Act(), cmd)
}

// ReadIn chooses the language of this browser.
type ReadIn struct {
	Language string `json:"language" req:"true" max:"20"`
	Then     string `json:"then,omitempty" max:"2000"`
}

// languageLife is how long a browser remembers its language.
const languageLife = 365 * 24 * time.Hour

// setLanguage remembers the choice.
func (s *Services) setLanguage(c *Call, cmd ReadIn) (any, error) {
	l, ok := i18n.Parse(cmd.Language)
	if !ok {
		return nil, fault.Field("/language", "invalid")
	}
	c.setCookie(languageCookie, string(l), languageLife)
	to := &Redirect{To: safePath(cmd.Then), View: Nothing{}}
	if kept := c.carried(); kept != nil {
		to.To, to.Again = kept.At, true
	}
	return to, nil
}
