// Package signin lets staff in by mail: somebody names his address, gets a
// link and six digits, and proves with either that the mailbox is his.
//
// What is stored is the challenge under its hash, with the person and the
// tries, never the code: the code is derived from the challenge when the mail
// is made. An unknown address leaves the same traces as a known one, only no
// mail, so that nobody learns who works here.
package signin

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/token"
)

// Asked is the kind of the event that orders the mail; its Data is a Letter.
// It lies in the partition of the person, me#<id>.
const Asked = "sign-in.asked"

// The limits of signing in.
const (
	MaxTries       = 5  // codes a challenge may be answered with
	MaxPerAddress  = 5  // mails to an address within Window
	MaxPerIP       = 20 // mails asked for by one IP address within Window
	Window         = time.Hour
	schema         = 1
	forgetAfter    = 24 * time.Hour
	challengeLimit = 100
)

// A Letter is what the mail needs: the code is Ring.Code(Challenge), the link
// is a token.Link of purpose sign-in with Subject Challenge.
type Letter struct {
	Challenge string    `json:"challenge"` // the challenge's hash
	Expires   time.Time `json:"expires"`
}

// A Finder gives the id of the active person with an address; not-found
// where there is none.
type Finder func(ctx context.Context, email string) (id string, err error)

// A Service keeps challenges in the store.
type Service struct {
	DB   store.DB
	Ring *token.Ring
	Find Finder
}

// A Request asks for a mail.
type Request struct {
	Email     string
	IP        string
	Challenge string // fresh and random, see token.NewChallenge; the browser keeps it
	At        time.Time
}

// challenge is the document code#<hash>.
type challenge struct {
	Schema  int       `json:"s"`
	Staff   string    `json:"staff,omitempty"` // empty: nobody has this address
	Tries   int       `json:"tries"`
	Used    bool      `json:"used,omitempty"`
	Expires time.Time `json:"expires"`
}

// Ask starts a sign-in by address. It succeeds for unknown addresses too.
func (s *Service) Ask(ctx context.Context, r Request) error {
	address := strings.ToLower(strings.TrimSpace(r.Email))
	staff, err := s.Find(ctx, address)
	if err != nil && fault.As(err).Kind != fault.NotFound {
		return err
	}
	return s.start(ctx, r, address, staff)
}

// AskPerson starts a sign-in of a known person, for a staff link that is
// opened on a new device: the mail goes to that person's own address.
func (s *Service) AskPerson(ctx context.Context, staff string, r Request) error {
	return s.start(ctx, r, "staff:"+staff, staff)
}

// start counts, then stores the challenge and orders the mail in one commit.
func (s *Service) start(ctx context.Context, r Request, address, staff string) error {
	byAddress, byIP := counterKey("address", address), counterKey("ip", r.IP)
	hash := token.Hash(r.Challenge)
	need := store.Need{Keys: []store.Key{byAddress, byIP}}
	return store.Update(ctx, s.DB, need, func(_ context.Context, read store.Read) ([]store.Op, error) {
		first, err := count(read.Docs[byAddress], byAddress, r.At, MaxPerAddress)
		if err != nil {
			return nil, err
		}
		second, err := count(read.Docs[byIP], byIP, r.At, MaxPerIP)
		if err != nil {
			return nil, err
		}
		c := challenge{Schema: schema, Staff: staff, Expires: r.At.Add(token.SignInLife)}
		ops := []store.Op{first, second, store.Create(c.doc(hash))}
		if staff == "" {
			return ops, nil
		}
		e, err := order(staff, hash, r.At, c.Expires)
		return append(ops, e), err
	})
}

// order makes the event that sends the mail.
func order(staff, hash string, at, expires time.Time) (store.Op, error) {
	data, err := json.Marshal(Letter{hash, expires})
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
	}
	return event.NewOp(event.Event{PK: "me#" + staff, Kind: Asked, By: staff, At: at, Command: hash, Data: data, Tells: true})
}

// Verify answers a challenge with a code and gives the person. Each try
// counts; the right code works once.
func (s *Service) Verify(ctx context.Context, chal, code string, at time.Time) (staff string, err error) {
	if len(chal) > challengeLimit {
		return "", wrong("/challenge")
	}
	hash, right := token.Hash(chal), false
	err = s.update(ctx, hash, at, func(c *challenge) error {
		if c.Tries >= MaxTries {
			return fault.New(fault.TooMany, "too-many")
		}
		c.Tries++
		right = c.Staff != "" && s.Ring.CodeIs(hash, strings.TrimSpace(code))
		c.Used, staff = right, c.Staff
		return nil
	})
	if err == nil && !right {
		err = wrong("/code")
	}
	if err != nil {
		return "", err
	}
	return staff, nil
}

// Redeem signs in by the mailed link, whose seal has been checked already.
func (s *Service) Redeem(ctx context.Context, hash string, at time.Time) (staff string, err error) {
	err = s.update(ctx, hash, at, func(c *challenge) error {
		c.Used, staff = true, c.Staff
		return nil
	})
	if err != nil {
		return "", err
	}
	return staff, nil
}

// Spent says whether a challenge was answered already.
func (s *Service) Spent(ctx context.Context, hash string) (bool, error) {
	docs, err := s.DB.Get(ctx, challengeKey(hash))
	if err != nil || docs[0].Version == 0 {
		return false, err
	}
	var c challenge
	if err := json.Unmarshal(docs[0].Body, &c); err != nil {
		return false, fault.Wrap(fault.Internal, "internal", err)
	}
	return c.Used, nil
}

// update changes a challenge that can still be answered.
func (s *Service) update(ctx context.Context, hash string, at time.Time, change func(*challenge) error) error {
	key := challengeKey(hash)
	return store.Update(ctx, s.DB, store.Need{Keys: []store.Key{key}}, func(_ context.Context, read store.Read) ([]store.Op, error) {
		d := read.Docs[key]
		var c challenge
		if d.Version == 0 {
			return nil, wrong("/challenge")
		}
		if err := json.Unmarshal(d.Body, &c); err != nil {
			return nil, fault.Wrap(fault.Internal, "internal", err)
		}
		switch {
		case !at.Before(c.Expires):
			return nil, fault.New(fault.Gone, "link-expired")
		case c.Used:
			return nil, fault.New(fault.Conflict, "link-used")
		}
		if err := change(&c); err != nil {
			return nil, err
		}
		next := c.doc(hash)
		next.Version = d.Version
		return []store.Op{store.Replace(next)}, nil
	})
}

// wrong is the answer to a code or challenge that does not fit.
func wrong(field string) error { return fault.Field(field, "invalid") }

func challengeKey(hash string) store.Key { return store.Key{PK: "code#" + hash, SK: "-"} }

// doc is the challenge's document.
func (c challenge) doc(hash string) store.Doc {
	body, _ := json.Marshal(c) // a struct of plain values always encodes
	return store.Doc{Key: challengeKey(hash), Body: body, Expires: c.Expires.Add(forgetAfter)}
}
