package event

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// MaxAttempts is how often a letter is tried before it is parked: more than a
// day of sweeps.
const MaxAttempts = 2000

// A Letter is a mail to exactly one recipient, planned but not yet claimed.
type Letter struct {
	Recipient string // staff, guest or supplier id, in letters, digits, "-" and "_"
	Kind      string // public kind of mail; one recipient gets a kind once for an event
	Part      string // tells two letters of the same kind to the same recipient apart
	To        string // one address
	Subject   string
	Language  string
	Revision  int
	Payload   any // handed back to send as it is
	// Lost is called, perhaps more than once, when the letter is not sent because
	// its address takes none; nil: nobody is told.
	Lost func(ctx context.Context) error
	// Parked is called when the letter is given up, with why; nil: nobody is told.
	Parked func(ctx context.Context, cause error)
	// Ref and Attempt are set by Deliver before it calls send.
	Ref     Ref
	Attempt int
}

// name is the letter's part of the claim's key.
func (l Letter) name() string {
	n := l.Recipient + "-" + l.Kind
	if l.Part != "" {
		n += "-" + l.Part
	}
	return n
}

// A Plan says who must be told of an event. It re-reads the truth, skips what
// a later change has overtaken, and may run often; what else must follow an
// event is done here too, idempotently.
type Plan func(ctx context.Context, e Event) ([]Letter, error)

// A Send hands one letter to the provider and gives the provider's id. An
// error of kind Invalid, Unsupported, Forbidden, NotFound or TooLarge is final
// and parks the letter; any other is tried again in the next round.
type Send func(ctx context.Context, l Letter) (provider string, err error)

// Deliver tells everybody who must be told of the event at key: for each
// recipient it claims the letter, sends it and marks it sent, then removes
// the event from the outbox. What was settled before is skipped, so it may be
// called by stream, sweep and hand alike. An error means that the event stays
// in the outbox. at is the time of the call.
func Deliver(ctx context.Context, db store.DB, key store.Key, at time.Time, plan Plan, send Send) error {
	leave, err := enter(ctx, key)
	if err != nil {
		return err
	}
	defer leave()
	d := delivery{db: db, at: at, send: send}
	open, err := d.read(ctx, key)
	if err != nil || !open {
		return err
	}
	letters, err := plan(ctx, d.event)
	if err != nil {
		return err
	}
	if err := d.letters(ctx, letters); err != nil {
		return err
	}
	done := d.doc
	done.Due = store.Place{}
	return db.Commit(ctx, store.Replace(done))
}

// A delivery is one call of Deliver.
type delivery struct {
	db     store.DB
	at     time.Time
	send   Send
	doc    store.Doc
	event  Event
	claims map[string]Claim // by the last part of the key
	silent map[string]bool  // suppressed addresses
}

// read fetches the event and its claims; open is false when nothing is left to do.
func (d *delivery) read(ctx context.Context, key store.Key) (open bool, err error) {
	below := store.Query{Index: store.Table, In: key.PK, From: key.SK + "#", To: key.SK + "#~"}
	r, err := store.Fetch(ctx, d.db, store.Need{Keys: []store.Key{key}, Queries: []store.Query{below}})
	if err != nil {
		return false, err
	}
	d.doc = r.Docs[key]
	if d.doc.Version == 0 || d.doc.Due.In != Outbox {
		return false, nil
	}
	if d.event, err = Decode(d.doc); err != nil {
		return false, err
	}
	d.claims = map[string]Claim{}
	for _, doc := range r.Lists[0] {
		c, err := DecodeClaim(doc)
		if err != nil {
			return false, err
		}
		d.claims[c.Ref.Recipient] = c
	}
	return true, nil
}

// together is how many letters of an event are claimed side by side: that costs
// the store one round.
const together = 8

// letters delivers all letters, each for itself: one that fails holds up no other.
func (d *delivery) letters(ctx context.Context, letters []Letter) (err error) {
	planned, addresses := map[string]bool{}, make([]string, len(letters))
	for i, l := range letters {
		if l.Recipient == "" || planned[l.name()] || !taggable(l.name()) {
			return fault.New(fault.Internal, "letter-unclear", l.Kind)
		}
		planned[l.name()], addresses[i] = true, l.To
	}
	if d.silent, err = Suppressed(ctx, d.db, addresses...); err != nil {
		return err
	}
	var errs []error
	letters = slices.DeleteFunc(letters, func(l Letter) bool {
		c := d.claims[l.name()]
		settled := c.Version > 0 && c.State.settled()
		if !settled && d.silent[l.To] {
			errs = append(errs, d.lost(ctx, l))
		}
		return settled || d.silent[l.To]
	})
	for some := range slices.Chunk(letters, together) {
		if err := ctx.Err(); err != nil {
			return err
		}
		errs = append(errs, d.some(ctx, some))
	}
	for name, c := range d.claims {
		if c.State == Queued && !planned[name] {
			errs = append(errs, d.drop(ctx, c))
		}
	}
	return errors.Join(errs...)
}

// some claims a few letters side by side, then sends each and notes at once what
// came of it. A crash in between can repeat one letter only; so can a store in
// trouble, for nothing is sent when it did not take the claims or the last note.
func (d *delivery) some(ctx context.Context, letters []Letter) error {
	claims, errs := make([]Claim, len(letters)), make([]error, len(letters))
	var busy sync.WaitGroup
	for i := range letters {
		busy.Go(func() { claims[i], errs[i] = d.claim(ctx, &letters[i]) })
	}
	busy.Wait()
	if slices.ContainsFunc(errs, func(err error) bool { return err != nil && !conflicts(err) }) {
		return errors.Join(errs...)
	}
	for i, l := range letters {
		noted := true
		if errs[i] == nil {
			noted, errs[i] = d.letter(ctx, l, claims[i])
		}
		if !noted {
			break
		}
	}
	return errors.Join(errs...)
}

// claim notes that a letter is being sent.
func (d *delivery) claim(ctx context.Context, l *Letter) (Claim, error) {
	c := d.sending(l)
	err := d.write(ctx, &c)
	return c, err
}

// sending is the claim of a letter that is sent now, once more if it was before.
func (d *delivery) sending(l *Letter) Claim {
	old := d.claims[l.name()]
	l.Ref, l.Attempt = Ref{d.event.PK, d.event.ID, l.name()}, old.Attempt+1
	return Claim{
		Ref: l.Ref, Schema: old.Schema, Recipient: l.Recipient, Kind: l.Kind, To: l.To, Subject: l.Subject, Language: l.Language,
		Revision: l.Revision, State: Sending, Attempt: l.Attempt, At: d.at, Version: old.Version,
	}
}

// letter sends one letter that is claimed, and notes what came of it.
func (d *delivery) letter(ctx context.Context, l Letter, c Claim) (noted bool, err error) {
	provider, cause := d.send(ctx, l)
	// What came of it must be noted even if the sending ran out of time.
	ctx = context.WithoutCancel(ctx)
	if cause != nil {
		err = d.failed(ctx, &c, cause)
	} else {
		err = d.sent(ctx, &c, provider)
	}
	if err != nil {
		return false, errors.Join(cause, err)
	}
	if c.State == Queued {
		return true, cause
	}
	if c.State == ParkedHere && l.Parked != nil {
		l.Parked(ctx, cause)
	}
	return true, nil
}

// sent marks a letter that the provider took; a report may have been faster.
func (d *delivery) sent(ctx context.Context, c *Claim, provider string) error {
	c.State, c.Provider, c.SentAt = Sent, provider, d.at
	err := d.write(ctx, c)
	if conflicts(err) {
		return Record(ctx, d.db, c.Ref, Report{State: Sent, Provider: provider, At: d.at})
	}
	return err
}

// lost notes a letter that is not sent, after telling who should know.
func (d *delivery) lost(ctx context.Context, l Letter) error {
	c := d.sending(&l)
	c.State, c.Reason = Bounced, "suppressed"
	if l.Lost != nil {
		if err := l.Lost(ctx); err != nil {
			return err
		}
	}
	return d.write(ctx, &c)
}

// failed parks a letter that can never be sent and queues any other again.
func (d *delivery) failed(ctx context.Context, c *Claim, cause error) error {
	f := fault.As(cause)
	c.State, c.Reason = Queued, f.Code
	if final(f.Kind) || c.Attempt >= MaxAttempts {
		c.State = ParkedHere
	}
	return d.write(ctx, c)
}

// conflicts says whether somebody else was at a document first.
func conflicts(err error) bool {
	var conflict *store.Conflict
	return errors.As(err, &conflict)
}

// final tells failures that another attempt cannot mend.
func final(k fault.Kind) bool {
	switch k {
	case fault.Invalid, fault.Unsupported, fault.Forbidden, fault.NotFound, fault.TooLarge, fault.Gone:
		return true
	}
	return false
}

// write stores a claim and moves its version on. A conflict means that
// somebody else is at this letter: the event stays for the next round.
func (d *delivery) write(ctx context.Context, c *Claim) error {
	op, err := c.op()
	if err != nil {
		return err
	}
	if err := d.db.Commit(ctx, op); err != nil {
		return err
	}
	c.Version++
	return nil
}

// drop forgets a letter that failed so far and that nobody needs any more.
func (d *delivery) drop(ctx context.Context, c Claim) error {
	return d.db.Commit(ctx, store.Delete(store.Doc{Key: c.Key(), Version: c.Version}))
}

// under holds the events that this process is delivering, so that a stream
// and a sweep in one process never send the same letter side by side.
var under = struct {
	sync.Mutex
	way map[store.Key]chan struct{}
}{way: map[store.Key]chan struct{}{}}

// enter waits until nobody else in this process delivers the event.
func enter(ctx context.Context, key store.Key) (leave func(), err error) {
	for {
		under.Lock()
		other, busy := under.way[key]
		if !busy {
			mine := make(chan struct{})
			under.way[key] = mine
			under.Unlock()
			return func() {
				under.Lock()
				delete(under.way, key)
				under.Unlock()
				close(mine)
			}, nil
		}
		under.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
