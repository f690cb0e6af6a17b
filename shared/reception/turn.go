package reception

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"yingbin/shared/calendar"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A turn is one command being decided: what was read, what is to be written.
// It may be decided more than once; nothing in it has an effect of its own.
type turn struct {
	*Reception
	ctx        context.Context
	s          *Service
	act        staff.Act
	company    *staff.Company
	policy     *policy.Policy
	replaced   string // the specialist before, when this command names another
	asked      *Sheet // what the approvers were asked about, where minor revisions have followed it
	cal        *calendar.Calendar
	read       store.Read
	ops        []store.Op // beyond the aggregate's own documents
	kind       string     // of the event; empty: none
	data       Data
	changes    []event.Change
	taken      map[string]bool      // ids of entries that a command names, by kind
	aliases    map[string]string    // ids of new items by the names their sender gave them
	rehearsing bool                 // nothing will be stored: new items keep their names
	own        string               // id of what this command makes, from its key
	house      vocabulary           // of the reader
	said       *said                // by the policy, until something changes
	arrived    map[string]store.Doc // check-ins of today as read, by guest
	came       int                  // how many have come, once the visit is over; 0: not counted
}

// A command is what all commands have in common.
type command struct {
	verb    Verb
	r       string      // id or number; empty: a reception is made
	version int64       // anyVersion: carries none
	body    any         // for the receipt of the idempotency key
	keys    []store.Key // read in the same round
	queries []store.Query
	allowed func(t *turn) bool
}

// anyVersion marks commands that carry no version. No body can hold it: whole
// numbers from outside stay within 2⁵³.
const anyVersion = math.MinInt64

// run reads, decides and commits one command: one read round (a draft that has
// been submitted since costs a second), one transaction. decide changes the
// aggregate and gives a function that makes the answer from the final state.
func run[A any](ctx context.Context, s *Service, act staff.Act, c command, decide func(t *turn) (func() A, error)) (A, error) {
	company, err := s.Staff.Load(ctx)
	if err != nil {
		var none A
		return none, err
	}
	sc := staff.Command{Route: string(c.verb) + " " + c.r, Body: c.body, Need: s.need(c)}
	return staff.Once(ctx, s.DB, act, sc, func(ctx context.Context, read store.Read) (answer A, ops []store.Op, err error) {
		t := &turn{ctx: ctx, s: s, act: act, company: company, read: read, cal: company.Calendar(), own: staff.Own(act, sc)}
		if err := t.begin(c); err != nil {
			return answer, nil, err
		}
		make, err := decide(t)
		if err != nil {
			return answer, nil, err
		}
		if ops, err = t.finish(); err != nil {
			return answer, nil, err
		}
		return make(), ops, nil
	})
}

// need is the first read round: the present, or the draft.
func (s *Service) need(c command) store.Need {
	n := store.Need{Keys: c.keys}
	if key, ok := draftKey(c.r); ok {
		n.Keys = append(n.Keys, key)
	} else if c.r != "" {
		n.Queries = append(n.Queries, presentQuery(c.r))
	}
	n.Queries = append(n.Queries, c.queries...)
	return n
}

// begin finds the reception and its policy, checks that the actor may see and
// do this, that the state allows it and that the version is the newest.
func (t *turn) begin(c command) (err error) {
	if c.r == "" {
		return nil
	}
	if err = t.open(c); err != nil {
		return err
	}
	return t.admit(c)
}

// open finds the reception and its policy for somebody who may see it.
func (t *turn) open(c command) (err error) {
	if t.Reception, err = t.s.found(t.ctx, c.r, t.company, t.read); err != nil {
		return err
	}
	if !t.knows(c.verb) {
		return fault.Missing()
	}
	t.policy, err = t.s.Policies.Get(t.ctx, t.Head.Policy.ID, t.Head.Policy.Version)
	return err
}

// fetch is one read round of a command.
func fetch(ctx context.Context, s *Service, c command) (store.Read, error) {
	return store.Fetch(ctx, s.DB, s.need(c))
}

// knows says whether the actor may know of this reception for what he wants to
// do: who sees it, guests and drivers by their links, the gate for its check-ins.
func (t *turn) knows(verb Verb) bool {
	return t.act.By == System || t.visible(t.company, t.act.By, t.act.At) || t.Guest(t.act.By) != nil || t.drives(t.act.By) ||
		verb == VerbCheckin && t.is(staff.Gate)
}

// admit answers forbidden, wrong-state and stale-version, in this order.
func (t *turn) admit(c command) error {
	if c.allowed != nil && t.act.By != System && !c.allowed(t) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if !t.Head.State.May(c.verb) {
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	}
	if c.version == anyVersion {
		return nil
	}
	return fault.Stale(c.version, t.Version())
}

// found gives the reception of the first round, or reads the one that a draft
// has become.
func (s *Service) found(ctx context.Context, id string, company *staff.Company, read store.Read) (*Reception, error) {
	key, isDraft := draftKey(id)
	if !isDraft {
		return decode(read.Lists[0], company.Zone())
	}
	r, number, err := decodeDraft(read.Docs[key], company.Zone())
	if err != nil || number == "" {
		return r, err
	}
	docs, err := store.All(ctx, s.DB, presentQuery(number))
	if err != nil {
		return nil, err
	}
	return decode(docs, company.Zone())
}

// finish turns a decided command into operations: the aggregate's documents,
// what the command added, and one event.
func (t *turn) finish() ([]store.Op, error) {
	if t.kind != "" {
		t.Head.Stage = t.stage()
	}
	ops, err := t.encode()
	if err != nil {
		return nil, err
	}
	ops = append(ops, t.ops...)
	if t.kind == "" {
		return ops, nil
	}
	e, err := t.event()
	return append(ops, e), err
}

// event is the one event of this command.
func (t *turn) event() (store.Op, error) {
	t.data.shorten()
	data, err := json.Marshal(t.data)
	if err != nil {
		return store.Op{}, fmt.Errorf("encode event: %w", err)
	}
	return event.NewOp(event.Event{PK: Partition(t.Head.Number), Kind: t.kind, By: t.act.By, At: t.act.At, Command: t.own,
		Count: t.sequence(), Comment: t.data.Text, Changes: t.changes, Data: data, Tells: len(t.data.Tell) > 0 || t.data.Cancel || len(t.data.Days) > 0})
}
