package event

import (
	"context"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// Undelivered lists the events in the outbox that are at least as old as
// before, oldest first, at most limit (0: all). A zero before means any age.
func Undelivered(ctx context.Context, db store.DB, before time.Time, limit int) ([]store.Key, error) {
	q := store.Query{Index: store.Due, In: Outbox, Limit: limit}
	if !before.IsZero() {
		q.To = Stamp(before)
	}
	return keys(ctx, db, q)
}

// ParkedKeys lists what waits for a person, oldest first, at most limit (0: all).
func ParkedKeys(ctx context.Context, db store.DB, limit int) ([]store.Key, error) {
	return keys(ctx, db, store.Query{Index: store.Due, In: Parked, Limit: limit})
}

// keys collects the keys of a query.
func keys(ctx context.Context, db store.DB, q store.Query) ([]store.Key, error) {
	docs, err := store.All(ctx, db, q)
	if err != nil {
		return nil, err
	}
	found := make([]store.Key, len(docs))
	for i, d := range docs {
		found[i] = d.Key
	}
	return found, nil
}

// Park takes an event that cannot be delivered (a poison record) out of the
// outbox, to where operators look. What has left the outbox stays as it is.
func Park(ctx context.Context, db store.DB, key store.Key, at time.Time) error {
	return GiveUp(ctx, db, key, at, at)
}

// GiveUp parks an event that is in the outbox since before or longer.
func GiveUp(ctx context.Context, db store.DB, key store.Key, before, at time.Time) error {
	return move(ctx, db, key, func(due store.Place) store.Place {
		if due.In == Outbox && due.At <= Stamp(before) {
			return store.Place{In: Parked, At: Stamp(at)}
		}
		return due
	})
}

// Again puts an event back into the outbox and frees its parked letters: what
// was sent is not sent again. key is an event's or a claim's.
func Again(ctx context.Context, db store.DB, key store.Key, at time.Time) error {
	if ref, ok := refOf(key); ok {
		if err := requeue(ctx, db, ref, at); err != nil {
			return err
		}
		key = ref.EventKey()
	}
	return move(ctx, db, key, func(store.Place) store.Place { return store.Place{In: Outbox, At: Stamp(at)} })
}

// move changes an event's place in the due index and nothing else.
func move(ctx context.Context, db store.DB, key store.Key, to func(store.Place) store.Place) error {
	return store.Update(ctx, db, store.Need{Keys: []store.Key{key}}, func(_ context.Context, r store.Read) ([]store.Op, error) {
		d := r.Docs[key]
		if d.Version == 0 {
			return nil, fault.Missing()
		}
		d.Due = to(d.Due)
		return []store.Op{store.Replace(d)}, nil
	})
}

// requeue frees one parked letter.
func requeue(ctx context.Context, db store.DB, ref Ref, at time.Time) error {
	return store.Update(ctx, db, store.Need{Keys: []store.Key{ref.Key()}}, func(_ context.Context, r store.Read) ([]store.Op, error) {
		d := r.Docs[ref.Key()]
		if d.Version == 0 {
			return nil, fault.Missing()
		}
		c, err := DecodeClaim(d)
		if err != nil || c.State != ParkedHere {
			return nil, err
		}
		c.State, c.Attempt, c.At = Queued, 0, at
		op, err := c.op()
		return []store.Op{op}, err
	})
}
