package event

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"yingbin/shared/store"
)

// forgiven is how long an address stays suppressed at least; after it the
// store may forget, and a new bounce suppresses it again.
const forgiven = 366 * 24 * time.Hour

// addressKey hashes an address, so that the list of suppressed ones names nobody.
func addressKey(address string) store.Key {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(address))))
	return store.Key{PK: "mail#" + hex.EncodeToString(sum[:16]), SK: "-"}
}

// suppression notes that nothing must go to an address any more.
func suppression(address, reason string, at time.Time) store.Op {
	body, _ := json.Marshal(map[string]any{"s": schema, "reason": reason, "at": at.UTC()}) // strings and a time: cannot fail
	return store.Put(store.Doc{Key: addressKey(address), Body: body, Expires: at.Add(forgiven)})
}

// Suppress notes that nothing must go to an address any more.
func Suppress(ctx context.Context, db store.DB, address, reason string, at time.Time) error {
	return db.Commit(ctx, suppression(address, reason, at))
}

// Unsuppress lets mails go to an address again.
func Unsuppress(ctx context.Context, db store.DB, address string) error {
	key := addressKey(address)
	return store.Update(ctx, db, store.Need{Keys: []store.Key{key}}, func(_ context.Context, r store.Read) ([]store.Op, error) {
		if d := r.Docs[key]; d.Version > 0 {
			return []store.Op{store.Delete(d)}, nil
		}
		return nil, nil
	})
}

// Suppressed tells which of the addresses get nothing; at most 100 are asked at once.
func Suppressed(ctx context.Context, db store.DB, addresses ...string) (map[string]bool, error) {
	byKey := map[store.Key][]string{}
	var keys []store.Key
	for _, a := range addresses {
		k := addressKey(a)
		if byKey[k] == nil {
			keys = append(keys, k)
		}
		byKey[k] = append(byKey[k], a)
	}
	found := map[string]bool{}
	for len(keys) > 0 {
		n := min(len(keys), 100)
		docs, err := db.Get(ctx, keys[:n]...)
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			for _, a := range byKey[d.Key] {
				found[a] = found[a] || d.Version > 0
			}
		}
		keys = keys[n:]
	}
	return found, nil
}
