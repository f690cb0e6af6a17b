package token

import "time"

// The purposes of links, as they appear in mails and at /l/{token}.
const (
	ForReview     = "review"
	ForTask       = "task"
	ForException  = "exception"
	ForGuest      = "guest"
	ForSurvey     = "survey"
	ForSettlement = "settlement"
	ForSignIn     = "sign-in"
)

// A Link is what a mailed link is bound to. It grants nothing by itself:
// authority is checked again when somebody acts.
type Link struct {
	Purpose   string    // one of the purposes above
	Person    string    // staff id, guest id, or another name without account
	Reception string    // number or draft id
	Subject   string    // step, task, exception or item that is decided; a sign-in's challenge
	Revision  int       // of the plan that the person was shown; 0: none
	Expires   time.Time // to the second
}

// Expired says whether the link may no longer act.
func (l Link) Expired(at time.Time) bool { return !at.Before(l.Expires) }

// Staff says whether the link belongs to a person with an account, who proves
// once per device that the mailbox is his.
func (l Link) Staff() bool {
	switch l.Purpose {
	case ForReview, ForException, ForSettlement:
		return true
	case ForTask:
		return !l.Driver()
	}
	return false
}

// driverPrefix marks the person of a driver's link: he has no account.
const driverPrefix = "driver:"

// Driver says whether the link belongs to a driver without account.
func (l Link) Driver() bool {
	return len(l.Person) >= len(driverPrefix) && l.Person[:len(driverPrefix)] == driverPrefix
}

// SignLink gives the token of a link.
func (r *Ring) SignLink(l Link) string {
	var p packer
	p.text(l.Purpose)
	p.text(l.Person)
	p.text(l.Reception)
	p.text(l.Subject)
	p.number(int64(l.Revision))
	p.time(l.Expires)
	return r.sign(useLink, p)
}

// OpenLink reads a token; a forged one is not-found. An expired link still
// opens: its page says what it was for.
func (r *Ring) OpenLink(token string) (Link, error) {
	data, err := r.verify(useLink, token)
	if err != nil {
		return Link{}, err
	}
	u := unpacker{data: data}
	l := Link{Purpose: u.text(), Person: u.text(), Reception: u.text(), Subject: u.text(),
		Revision: int(u.number()), Expires: u.time()}
	if err := u.done(); err != nil {
		return Link{}, err
	}
	return l, nil
}
