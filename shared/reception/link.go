package reception

import "strings"

// A LinkRef is what a mailed link is bound to, already verified. It grants
// nothing by itself: who acts, and whether he still may, is checked again.
type LinkRef struct {
	Purpose   string // review task exception guest survey settlement
	Person    string // staff id, guest id or "driver:VEHICLE"
	Reception string
	Subject   string // ask's subject, task id, exception id
	Revision  int
}

// OnBehalf separates, in a link's subject, what is decided from the person
// whose decision it is, where the link's own person stands in for him.
const OnBehalf = "@"

// whose splits a link's subject; without more it is the link's own person's.
func (l LinkRef) whose() (subject, person string) {
	subject, person, on := strings.Cut(l.Subject, OnBehalf)
	if !on {
		person = l.Person
	}
	return subject, person
}

// contact is whom the holder of a link may ask: the specialist, else the owner.
func (t *turn) contact() *Contact {
	for _, id := range []string{t.Head.Specialist, t.Head.Owner} {
		if p := t.company.Person(id); p != nil && p.Active() {
			return &Contact{Name: p.Called(t.act.Lang), Phone: p.Phone, Email: p.Email}
		}
	}
	return nil
}
