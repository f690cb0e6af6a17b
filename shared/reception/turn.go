package reception

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

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
	ctx     context.Context
	s       *Service
	act     staff.Act
	company *staff.Company
	policy  *policy.Policy
	cal     *calendar.Calendar
	ops     []store.Op // beyond the aggregate's own documents
	kind    string     // of the event; empty: none
	data    Data
	changes []event.Change
	own     string // id of what this command makes, from its key
}

// A command is what all commands have in common.
type command struct {
	verb    Verb
	r       string // id or number
	version int64  // 0: carries none
	body    any    // for the receipt of the idempotency key
	allowed func(t *turn) bool
}

// run reads, decides and commits one command: one read round (a draft that has
// been submitted since costs a second), one transaction. decide changes the
// aggregate and gives a function that makes the answer from the final state.
func run[A any](ctx context.Context, s *Service, act staff.Act, c command, decide func(t *turn) (func() A, error)) (A, error) {
	var answer A
	company, err := s.Staff.Load(ctx)
	if err != nil {
		return answer, err
	}
	err = store.Update(ctx, s.DB, s.need(act, c), func(ctx context.Context, read store.Read) ([]store.Op, error) {
		var replayed bool
		if answer, replayed, err = replay[A](read, act, c); replayed || err != nil {
			return nil, err
		}
		t, err := s.begin(ctx, act, c, company, read)
		if err != nil {
			return nil, err
		}
		make, err := decide(t)
		if err != nil {
			return nil, err
		}
		return finish(t, c, make, &answer)
	})
	return answer, err
}

// need is the first read round: the present and the receipt of the key.
func (s *Service) need(act staff.Act, c command) store.Need {
	var n store.Need
	if key, ok := draftKey(c.r); ok {
		n.Keys = append(n.Keys, key)
	} else if c.r != "" {
		n.Queries = append(n.Queries, presentQuery(c.r))
	}
	if act.Key != "" {
		n.Keys = append(n.Keys, receiptKey(act, c))
	}
	return n
}

// begin finds the reception, checks that the actor may see and do this, that
// the state allows it and that the version is the newest.
func (s *Service) begin(ctx context.Context, act staff.Act, c command, company *staff.Company, read store.Read) (*turn, error) {
	t := &turn{ctx: ctx, s: s, act: act, company: company, own: ownID(act, c)}
	if c.r == "" {
		return t, nil
	}
	r, err := s.found(ctx, c.r, company, read)
	if err != nil {
		return nil, err
	}
	t.Reception = r
	if err := t.admit(c); err != nil {
		return nil, err
	}
	if t.policy, err = s.Policies.Get(ctx, r.Head.Policy.ID, r.Head.Policy.Version); err != nil {
		return nil, err
	}
	t.cal = company.Calendar()
	return t, nil
}

// admit answers not-found, forbidden, wrong-state and stale-version, in this order.
func (t *turn) admit(c command) error {
	if t.act.By != System && !t.Reception.visible(t.company, t.act.By, t.act.At) {
		return fault.Missing()
	}
	if c.allowed != nil && t.act.By != System && !c.allowed(t) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if !t.Head.State.May(c.verb) {
		return fault.New(fault.Conflict, "wrong-state", string(t.Head.State))
	}
	if c.version != anyVersion && c.version != t.Version() {
		e := fault.New(fault.Conflict, "stale-version")
		e.CurrentVersion = t.Version()
		return e
	}
	return nil
}

// anyVersion marks commands that carry no version.
const anyVersion = -1

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
// what the command added, one event, and the receipt of its key.
func finish[A any](t *turn, c command, make func() A, answer *A) ([]store.Op, error) {
	if t.kind != "" {
		t.Head.Stage = t.stage()
	}
	ops, err := t.encode()
	if err != nil {
		return nil, err
	}
	ops = append(ops, t.ops...)
	if t.kind != "" {
		e, err := t.event()
		if err != nil {
			return nil, err
		}
		ops = append(ops, e)
	}
	*answer = make()
	if t.act.Key != "" {
		op, err := receiptOp(t.act, c, *answer)
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	return ops, nil
}

// event is the one event of this command.
func (t *turn) event() (store.Op, error) {
	data, err := json.Marshal(t.data)
	if err != nil {
		return store.Op{}, fmt.Errorf("encode event: %w", err)
	}
	return event.NewOp(event.Event{PK: Partition(t.Head.Number), Kind: t.kind, By: t.act.By, At: t.act.At, Command: t.own,
		Changes: t.changes, Data: data, Tells: len(t.data.Tell) > 0}, t.sequence())
}

// A receipt is the document cmd#…: this command is done, this was its answer.
type receipt struct {
	Schema int             `json:"s"`
	Body   string          `json:"body"`
	Answer json.RawMessage `json:"answer"`
}

// receiptKeep is how long a repeated key gets its first answer again.
const receiptKeep = 48 * time.Hour

// receiptKey names the receipt by actor, route and key.
func receiptKey(act staff.Act, c command) store.Key {
	return store.Key{PK: "cmd#" + digest(act.By, string(c.verb), c.r, act.Key), SK: "-"}
}

// ownID is the id of what a command makes: from the hash of its key, never the
// client's key itself. Without a key the time and the body must do.
func ownID(act staff.Act, c command) string {
	if act.Key != "" {
		return digest(act.By, string(c.verb), c.r, act.Key)[:12]
	}
	return digest(act.By, string(c.verb), c.r, timeKey(act.At), bodyHash(c.body))[:12]
}

func bodyHash(body any) string {
	b, _ := json.Marshal(body) // command structs always encode
	return digest(string(b))
}

// digest hashes parts, each kept apart from the next.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// receiptOp creates the receipt; a second command with the same key fails on it
// and is answered from it.
func receiptOp(act staff.Act, c command, answer any) (store.Op, error) {
	a, err := json.Marshal(answer)
	if err != nil {
		return store.Op{}, fmt.Errorf("encode answer: %w", err)
	}
	b, err := json.Marshal(receipt{Schema: Schema, Body: bodyHash(c.body), Answer: a})
	if err != nil {
		return store.Op{}, fmt.Errorf("encode receipt: %w", err)
	}
	return store.Create(store.Doc{Key: receiptKey(act, c), Body: b, Expires: act.At.Add(receiptKeep)}), nil
}

// replay answers a repeated key from its receipt; another body is refused.
func replay[A any](read store.Read, act staff.Act, c command) (answer A, done bool, err error) {
	d := read.Docs[receiptKey(act, c)]
	if act.Key == "" || d.Version == 0 {
		return answer, false, nil
	}
	var r receipt
	if err := json.Unmarshal(d.Body, &r); err != nil {
		return answer, false, fmt.Errorf("decode receipt: %w", err)
	}
	if r.Body != bodyHash(c.body) {
		return answer, false, fault.New(fault.Conflict, "key-reused")
	}
	return answer, true, json.Unmarshal(r.Answer, &answer)
}
