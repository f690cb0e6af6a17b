package event

import (
	"context"
	"encoding/json"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// A State says how far a letter has come.
type State string

// The states of a letter. Public gives the ones that readers know.
const (
	Queued     State = "queued"     // an attempt failed and will be made again
	Sending    State = "sending"    // an attempt is being made, or broke off
	ParkedHere State = "parked"     // refused for good; a person must look
	Sent       State = "sent"       // the provider took it
	Delayed    State = "delayed"    // the recipient's server does not take it yet
	Delivered  State = "delivered"  // the recipient's server took it
	Bounced    State = "bounced"    // it will not arrive
	Complained State = "complained" // the recipient called it spam
	Answered   State = "answered"   // the recipient answered
)

// rank orders the states a letter passes through: a report that comes late
// never takes a letter back.
var rank = map[State]int{
	Queued: 0, Sending: 0, ParkedHere: 1, Sent: 2, Delayed: 3, Delivered: 4, Bounced: 5, Complained: 6, Answered: 7,
}

// settled tells whether the event need not wait for this letter any more.
func (s State) settled() bool { return rank[s] > 0 }

// Public gives the state by its public name.
func (s State) Public() string {
	switch s {
	case Sending:
		return string(Queued)
	case ParkedHere:
		return string(Bounced)
	}
	return string(s)
}

// A Claim is one letter to one recipient and what became of it. It holds no
// text and no link: links are made when a mail is sent and never stored.
type Claim struct {
	Ref       `json:"-"`
	Schema    int       `json:"s"`
	Recipient string    `json:"recipient"` // whom it is for: a staff, guest or supplier id
	Kind      string    `json:"kind"`      // the public kind of mail
	To        string    `json:"to"`
	Subject   string    `json:"subject"`
	Language  string    `json:"language"`
	Revision  int       `json:"revision,omitempty"`
	State     State     `json:"state"`
	Attempt   int       `json:"attempt"`
	Provider  string    `json:"provider,omitempty"` // the provider's id of the mail
	Reason    string    `json:"reason,omitempty"`   // why it was parked, delayed or bounced
	At        time.Time `json:"at"`                 // since when in this state
	SentAt    time.Time `json:"sent_at,omitzero"`   // when the provider took it
	Version   int64     `json:"-"`                  // 0: not stored yet
}

// DecodeClaim reads a claim from its document.
func DecodeClaim(d store.Doc) (Claim, error) {
	ref, ok := refOf(d.Key)
	if !ok {
		return Claim{}, fault.New(fault.Internal, "not-a-claim", d.SK)
	}
	var c Claim
	if err := json.Unmarshal(d.Body, &c); err != nil {
		return Claim{}, fault.Wrap(fault.Internal, "claim-unreadable", err)
	}
	c.Ref, c.Version = ref, d.Version
	return c, nil
}

// op writes the claim over the version it was read with; a parked one is due
// where operators look.
func (c Claim) op() (store.Op, error) {
	if c.Schema > schema {
		return store.Op{}, fault.New(fault.Unavailable, "newer-release")
	}
	c.Schema = schema
	body, err := json.Marshal(c)
	if err != nil {
		return store.Op{}, fault.Wrap(fault.Internal, "claim-unwritable", err)
	}
	d := store.Doc{Key: c.Key(), Version: c.Version, Body: body}
	if c.State == ParkedHere {
		d.Due = store.Place{In: Parked, At: Stamp(c.At)}
	}
	if c.Version == 0 {
		return store.Create(d), nil
	}
	return store.Replace(d), nil
}

// A Report is what is heard of a letter after it was sent.
type Report struct {
	State    State // Sent … Answered
	Provider string
	Reason   string
	At       time.Time
	// Suppress says that nothing must go to this address any more: a hard
	// bounce or a complaint.
	Suppress bool
}

// Record notes a report on a letter. A report that is older than what is
// known changes nothing, so the same one twice is once. An unknown letter is
// a NotFound: the reporter may drop it.
func Record(ctx context.Context, db store.DB, ref Ref, r Report) error {
	need := store.Need{Keys: []store.Key{ref.Key()}}
	return store.Update(ctx, db, need, func(_ context.Context, read store.Read) ([]store.Op, error) {
		d := read.Docs[ref.Key()]
		if d.Version == 0 {
			return nil, fault.Missing()
		}
		c, err := DecodeClaim(d)
		if err != nil {
			return nil, err
		}
		return c.report(r)
	})
}

// report gives the operations that a report causes.
func (c Claim) report(r Report) ([]store.Op, error) {
	if rank[r.State] <= rank[c.State] {
		return nil, nil
	}
	c.State, c.Reason, c.At = r.State, r.Reason, r.At
	if c.SentAt.IsZero() { // its "sent" could not be noted
		c.SentAt = r.At
	}
	if r.Provider != "" {
		c.Provider = r.Provider
	}
	op, err := c.op()
	if err != nil || !r.Suppress {
		return []store.Op{op}, err
	}
	return []store.Op{op, suppression(c.To, r.Reason, r.At)}, nil
}
