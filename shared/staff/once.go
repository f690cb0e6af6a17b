package staff

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// receiptKeep is how long a repeated key gets its first answer again.
const receiptKeep = 48 * time.Hour

// A Command is what Once must know to do something once.
type Command struct {
	Route string     // names what is done, and to what: "customer.edit c123"
	Body  any        // the command struct, for comparing repetitions
	Need  store.Need // the first read round
}

// Own gives the id of what a command makes, 12 hexadecimal digits: from the
// hash of its key, never the key itself. Without a key, time, mark and body must do.
func Own(act Act, c Command) string {
	if act.Key != "" {
		return Digest(act.By, c.Route, act.Key)[:12]
	}
	return Digest(act.By, c.Route, act.At.UTC().Format(time.RFC3339Nano)+act.Mark, bodyHash(c.Body))[:12]
}

// A receipt is the document cmd#…: this command is done, this was its answer.
type receipt struct {
	Schema int             `json:"s"`
	Body   string          `json:"body"`
	Answer json.RawMessage `json:"answer"`
}

func receiptKey(act Act, route string) store.Key {
	return store.Key{PK: "cmd#" + Digest(act.By, route, act.Key), SK: "-"}
}

func bodyHash(body any) string {
	b, _ := json.Marshal(body) // command structs always encode
	return Digest(string(b))
}

// Once reads what the command needs, decides and commits, at most once for an
// idempotency key: a repetition gets the first answer again, another body with
// the same key is a Conflict "key-reused". decide may run more than once. A
// command that changes nothing makes no receipt: its repetition finds the same.
func Once[A any](ctx context.Context, db store.DB, act Act, c Command, decide func(context.Context, store.Read) (A, []store.Op, error)) (A, error) {
	var answer A
	need := c.Need
	if act.Key != "" {
		need.Keys = append([]store.Key{receiptKey(act, c.Route)}, need.Keys...)
	}
	err := store.Update(ctx, db, need, func(ctx context.Context, read store.Read) ([]store.Op, error) {
		done, err := replay(read, act, c, &answer)
		if done || err != nil {
			return nil, err
		}
		fresh, ops, err := decide(ctx, read)
		if answer = fresh; err != nil || len(ops) == 0 || act.Key == "" {
			return ops, err
		}
		op, err := receiptOp(act, c, answer)
		return append(ops, op), err
	})
	if err != nil && act.Key != "" && fault.As(err).Kind != fault.Unavailable {
		return meanwhile(ctx, db, act, c, answer, err)
	}
	return answer, err
}

// meanwhile looks once more for a receipt before a command with a key fails. The
// reads of a round are no snapshot: the first of two equal commands may commit
// after the second has looked for a receipt and before it reads what both
// change, and the second would be told that it came too late.
func meanwhile[A any](ctx context.Context, db store.DB, act Act, c Command, answer A, failed error) (A, error) {
	read, err := store.Fetch(ctx, db, store.Need{Keys: []store.Key{receiptKey(act, c.Route)}})
	if err != nil {
		return answer, failed
	}
	var first A
	if done, err := replay(read, act, c, &first); done || err != nil {
		return first, err
	}
	return answer, failed
}

// replay fills answer from the receipt of a repeated key. What an attempt before
// put there goes first: it may share slices with what everybody reads.
func replay[A any](read store.Read, act Act, c Command, answer *A) (done bool, err error) {
	d := read.Docs[receiptKey(act, c.Route)]
	if act.Key == "" || d.Version == 0 {
		return false, nil
	}
	var r receipt
	if err := json.Unmarshal(d.Body, &r); err != nil {
		return false, fmt.Errorf("decode receipt: %w", err)
	}
	if r.Body != bodyHash(c.Body) {
		return false, fault.New(fault.Conflict, "key-reused")
	}
	*answer = *new(A)
	return true, json.Unmarshal(r.Answer, answer)
}

// receiptOp creates the receipt; a second commit with the same key fails on
// it, reads again and is answered from it.
func receiptOp(act Act, c Command, answer any) (store.Op, error) {
	a, err := json.Marshal(answer)
	if err != nil {
		return store.Op{}, fmt.Errorf("encode answer: %w", err)
	}
	b, err := json.Marshal(receipt{Schema: Schema, Body: bodyHash(c.Body), Answer: a})
	if err != nil {
		return store.Op{}, fmt.Errorf("encode receipt: %w", err)
	}
	return store.Create(store.Doc{Key: receiptKey(act, c.Route), Body: b, Expires: act.At.Add(receiptKeep)}), nil
}

// Merge adds a second read round to a first one.
func Merge(first, second store.Read) store.Read {
	docs := maps.Clone(first.Docs)
	maps.Copy(docs, second.Docs)
	return store.Read{Docs: docs, Lists: append(first.Lists[:len(first.Lists):len(first.Lists)], second.Lists...)}
}
