package token

import (
	"time"

	"yingbin/shared/fault"
)

// SessionLife is how long a session lasts, in event time.
const SessionLife = 30 * 24 * time.Hour

// A Session says who signed in and when.
type Session struct {
	Staff  string
	Issued time.Time
	// Trial marks sessions of a trial store; its keys are its own anyway.
	Trial bool
	// Nonce tells sessions apart that somebody opened in the same second, so that
	// signing out ends one of them.
	Nonce string
}

// SignSession gives the token of a session.
func (r *Ring) SignSession(s Session) string {
	var p packer
	p.text(s.Staff)
	p.time(s.Issued)
	if s.Trial {
		p.number(1)
	} else {
		p.number(0)
	}
	if s.Nonce != "" {
		p.text(s.Nonce)
	}
	return r.sign(useSession, p)
}

// OpenSession reads a session that is valid at the moment. Anything else is
// sign-in-required. A session from the future is believed: a trial's clock
// also moves backwards.
func (r *Ring) OpenSession(token string, at time.Time) (Session, error) {
	data, err := r.verify(useSession, token)
	if err != nil {
		return Session{}, fault.New(fault.Unauthorized, "sign-in-required")
	}
	u := unpacker{data: data}
	s := Session{Staff: u.text(), Issued: u.time(), Trial: u.number() == 1}
	if len(u.data) > 0 { // the first sessions had none
		s.Nonce = u.text()
	}
	if u.done() != nil || !at.Before(s.Issued.Add(SessionLife)) {
		return Session{}, fault.New(fault.Unauthorized, "sign-in-required")
	}
	return s, nil
}
