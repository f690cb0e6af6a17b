package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/signin"
	"yingbin/shared/staff"
	"yingbin/shared/token"
)

// linkRoutes are what mailed links open. GET shows, POST acts; nothing happens
// by opening a link, for mail scanners open them too.
func (s *Services) linkRoutes() []Route {
	return []Route{
		Get("/l/{token}", "link", "review", ByLink, s.openLink).Gives(reception.LinkView{}),
		Post("/l/{token}", "answer-link", "review", ByLink, s.answerLink).On("/l/{token}").Spoken(s.spoken).Gives(reception.LinkView{}, SignedInAs{}).
			To(func(c *Call, _ any) string { return "/l/" + c.Path("token") }),
	}
}

// shortName is what stands for a link in a browser's address bar.
func shortName(text string) string { return token.Hash("link", text)[:16] }

// linkLife is how long a browser remembers a link that it opened.
const linkLife = 24 * time.Hour

// link opens the token of the path, or the one that the browser remembers
// under the path's short name.
func (s *Services) link(c *Call) (l token.Link, text string, err error) {
	text = c.Path("token")
	if remembered := c.cookie(linkCookie + text); remembered != "" && shortName(remembered) == text {
		text = remembered
	}
	l, err = s.Ring.OpenLink(text)
	return l, text, err
}

// openLink shows what a link is for. Browsers are sent on once, so that the
// token leaves the address bar.
func (s *Services) openLink(c *Call) (any, error) {
	l, text, err := s.link(c)
	if err != nil {
		return nil, err
	}
	if !c.JSON && text == c.Path("token") && c.Request.Method == http.MethodGet {
		name := shortName(text)
		c.setCookie(linkCookie+name, text, linkLife)
		return &Redirect{To: "/l/" + name}, nil
	}
	c.header.Set("X-Robots-Tag", "noindex")
	if l.Purpose == token.ForSignIn {
		return s.signInLink(c, l)
	}
	v, err := s.Links.OpenLink(c.Context(), s.actor(c, l), ref(l), l.Expired(c.At))
	c.Lang = cmp.Or(i18n.Lang(v.Language), c.Lang)
	return v, err
}

// spoken is the language of whoever holds a guest's link, where one is known and
// his program asks for no other.
func (s *Services) spoken(c *Call) i18n.Lang {
	l, _, err := s.link(c)
	if err != nil || l.Staff() || l.Purpose == token.ForSignIn || c.JSON && c.Request.Header.Get("Accept-Language") != "" {
		return c.Lang
	}
	v, err := s.Links.OpenLink(c.Context(), s.actor(c, l), ref(l), l.Expired(c.At))
	if err != nil {
		return c.Lang
	}
	return cmp.Or(i18n.Lang(v.Language), c.Lang)
}

// signInLink is the page with the button.
func (s *Services) signInLink(c *Call, l token.Link) (v reception.LinkView, err error) {
	v = reception.LinkView{Purpose: l.Purpose, Person: reception.Ref{ID: l.Person}, State: reception.LinkOpen}
	p := c.Company.Person(l.Person)
	if p == nil || !p.Active() || l.Expired(c.At) {
		v.State = reception.LinkExpired
		return v, nil
	}
	v.Person.Name = p.Called(c.Lang)
	spent, err := s.SignIn.Spent(c.Context(), l.Subject)
	if spent {
		v.State = reception.LinkUsed
	}
	return v, err
}

// ref is the link as the domain knows it.
func ref(l token.Link) reception.LinkRef {
	return reception.LinkRef{Purpose: l.Purpose, Person: l.Person, Reception: l.Reception, Subject: l.Subject, Revision: l.Revision}
}

// actor is who holds the link: whoever is signed in and stands in for its
// person, else that person.
func (s *Services) actor(c *Call, l token.Link) staff.Act {
	act := c.Act()
	if !l.Staff() || !proven(c, l) {
		act.By = l.Person
	}
	return act
}

// proven says whether whoever is signed in may act for the link's person.
func proven(c *Call, l token.Link) bool {
	return c.Who != nil && c.Company.MayActFor(c.Who.ID, l.Person, l.Purpose, c.At)
}

// AnswerLink is a link's answer; code and challenge prove the mailbox where the
// browser is new.
type AnswerLink struct {
	reception.AnswerLink
	Challenge string `json:"challenge,omitempty" max:"100"`
	Code      string `json:"code,omitempty" max:"20"`
}

// chooses says whether an answer decides anything, or proves who sends it. Values
// alone do not: the form has those that are known before anybody reads it.
func (a AnswerLink) chooses() bool {
	return a.Code+a.Comment+a.Do+a.Decision != "" || len(a.Answers.Review) > 0 || len(a.Answers.Survey) > 0
}

// answerLink acts for the person of the link.
func (s *Services) answerLink(c *Call, cmd AnswerLink) (any, error) {
	l, _, err := s.link(c)
	if err != nil {
		return nil, err
	}
	if l.Expired(c.At) {
		return nil, fault.New(fault.Gone, "link-expired")
	}
	if l.Purpose == token.ForSignIn {
		if p := c.Company.Person(l.Person); p == nil || !p.Active() {
			return nil, fault.New(fault.Gone, "link-expired")
		}
		id, err := s.SignIn.Redeem(c.Context(), l.Subject, c.At)
		if err != nil {
			return nil, err
		}
		return s.welcome(c, id, "/")
	}
	if l.Staff() {
		if err := s.mayAnswer(c, l, cmd); err != nil {
			return nil, err
		}
	} else if err := s.SignIn.Limit(c.Context(), "link", c.Site.visitor(c.Request), maxPublic, c.At); err != nil {
		return nil, err
	}
	v, err := s.Links.AnswerLink(c.Context(), s.actor(c, l), ref(l), cmd.AnswerLink)
	c.Lang = cmp.Or(i18n.Lang(v.Language), c.Lang)
	if err != nil && slices.Contains([]string{"forbidden", "not-found", "link-stale"}, fault.As(err).Code) {
		err = cmp.Or(s.closed(c, l), err)
	}
	return v, err
}

// mayAnswer lets a staff link act where its person is known to be the one who
// sends. Nobody is sent a code for a link that decides nothing, nor is a mail
// scanner that presses buttons.
func (s *Services) mayAnswer(c *Call, l token.Link, cmd AnswerLink) error {
	if proven(c, l) {
		return nil
	}
	if c.Form && !cmd.chooses() {
		return fault.Field("/do", "required")
	}
	if cmd.Do != reception.DoUndo {
		if err := s.closed(c, l); err != nil {
			return err
		}
	}
	return s.prove(c, l, cmd)
}

// closed says why a link decides nothing any more; nil where it may.
func (s *Services) closed(c *Call, l token.Link) error {
	v, err := s.Links.OpenLink(c.Context(), s.actor(c, l), ref(l), false)
	if err != nil {
		return err
	}
	return v.Refusal(c.Lang, c.At.In(c.Company.Zone()))
}

// maxPublic is how many answers of people without accounts an IP address may
// send within an hour: a party of three hundred behind one router must do.
const maxPublic = 600

// prove lets a staff link act only for its person, who signs in once per
// device, or for somebody signed in who stands in for that person.
func (s *Services) prove(c *Call, l token.Link, cmd AnswerLink) error {
	if cmd.Code != "" {
		challenge := cmd.Challenge
		if challenge == "" {
			challenge = c.cookie(challengeCookie)
		}
		id, err := s.SignIn.Verify(c.Context(), challenge, cmd.Code, c.At)
		if err != nil {
			return err
		}
		c.Who = c.Company.Person(id)
		c.signInAs(id)
		if !proven(c, l) {
			return fault.New(fault.Forbidden, "forbidden")
		}
		return nil
	}
	if p := c.Company.Person(l.Person); p != nil && !p.Active() {
		return fault.New(fault.Forbidden, "forbidden") // who left gets no code; the successor has a link of his own
	}
	challenge, err := token.NewChallenge(c.server.Random)
	if err != nil {
		return err
	}
	if err := s.SignIn.AskPerson(c.Context(), l.Person, signin.Request{IP: c.Site.visitor(c.Request), Challenge: challenge, At: c.At}); err != nil {
		return err
	}
	c.setCookie(challengeCookie, challenge, token.SignInLife)
	e := fault.New(fault.Unauthorized, "sign-in-required")
	e.Extra = map[string]any{"challenge": challenge}
	return e
}

// Links is the domain behind mailed links.
type Links interface {
	// OpenLink shows what a link is for and where it stands.
	OpenLink(ctx context.Context, act staff.Act, l reception.LinkRef, expired bool) (reception.LinkView, error)
	// AnswerLink acts; it checks again that the actor may.
	AnswerLink(ctx context.Context, act staff.Act, l reception.LinkRef, a reception.AnswerLink) (reception.LinkView, error)
}
