package signin

import (
	"context"
	"encoding/json"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/token"
)

// counter is the document that limits how often something happens: the times
// within the window.
type counter struct {
	Schema int         `json:"s"`
	Times  []time.Time `json:"times"`
}

// counterKey names a counter without giving away whose it is.
func counterKey(kind, subject string) store.Key {
	return store.Key{PK: "code#" + token.Hash("limit", kind, subject), SK: "-"}
}

// count adds one occurrence, or answers too-many.
func count(d store.Doc, key store.Key, at time.Time, max int) (store.Op, error) {
	var c counter
	if d.Version > 0 {
		if err := json.Unmarshal(d.Body, &c); err != nil {
			return store.Op{}, fault.Wrap(fault.Internal, "internal", err)
		}
	}
	kept := []time.Time{}
	for _, t := range c.Times {
		if age := at.Sub(t); age >= 0 && age < Window { // a clock set back forgets what has not happened yet
			kept = append(kept, t)
		}
	}
	if len(kept) >= max {
		return store.Op{}, fault.New(fault.TooMany, "too-many")
	}
	body, _ := json.Marshal(counter{schema, append(kept, at)}) // plain values always encode
	next := store.Doc{Key: key, Version: d.Version, Body: body, Expires: at.Add(forgetAfter)}
	if d.Version == 0 {
		return store.Create(next), nil
	}
	return store.Replace(next), nil
}

// Limit counts one occurrence of a kind by a subject and refuses more than
// max within Window, for public pages.
func (s *Service) Limit(ctx context.Context, kind, subject string, max int, at time.Time) error {
	key := counterKey(kind, subject)
	return store.Update(ctx, s.DB, store.Need{Keys: []store.Key{key}}, func(_ context.Context, read store.Read) ([]store.Op, error) {
		op, err := count(read.Docs[key], key, at, max)
		return []store.Op{op}, err
	})
}
