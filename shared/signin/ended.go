package signin

import (
	"context"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/token"
)

// endedKey names the mark that a session was signed out. A session is a signed
// statement, good for thirty days wherever it is; the mark, kept as long, is
// what ends it.
func endedKey(hash string) store.Key { return store.Key{PK: "session#" + hash, SK: "-"} }

// End marks a session, named by its hash, as signed out. Twice is once.
func (s *Service) End(ctx context.Context, hash string, at time.Time) error {
	d := store.Doc{Key: endedKey(hash), Body: []byte(`{"s":1}`), Expires: at.Add(token.SessionLife)}
	if err := s.DB.Commit(ctx, store.Create(d)); err != nil && fault.As(err).Kind != fault.Conflict {
		return err
	}
	return nil
}

// Ended says whether a session was signed out.
func (s *Service) Ended(ctx context.Context, hash string) (bool, error) {
	docs, err := s.DB.Get(ctx, endedKey(hash))
	return err == nil && docs[0].Version > 0, err
}
