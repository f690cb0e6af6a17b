// Package shelf keeps the immutable snapshots of policies in the store.
//
// Keys: `policy#ID` / `v#0007` is a snapshot, created once and never changed;
// `policy#ID` / `HEAD` says which version is in force. A snapshot once read is
// kept in memory: it cannot change.
package shelf

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"yingbin/shared/fault"
	"yingbin/shared/memo"
	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// A Shelf finds policies by name and version.
type Shelf struct {
	DB store.DB

	kept sync.Map     // "id@version" → *policy.Policy
	age  atomic.Int64 // grows with every adoption made here
}

// An inForceKey is a policy's version in the memory of a request, at an age.
type inForceKey struct {
	of  *Shelf
	age int64
	id  string
}

// A head says which version of a policy is in force.
type head struct {
	Schema  int    `json:"s"`
	Version string `json:"version"`
	By      string `json:"by"`
	At      string `json:"at"`
}

func headKey(id string) store.Key { return store.Key{PK: "policy#" + id, SK: "HEAD"} }

func snapshotKey(id, version string) store.Key {
	return store.Key{PK: "policy#" + id, SK: "v#" + version}
}

// Get gives a snapshot; version "" is the one in force. An unknown policy is
// not found.
func (s *Shelf) Get(ctx context.Context, id, version string) (*policy.Policy, error) {
	if version == "" {
		var err error
		version, err = memo.Read(ctx, inForceKey{s, s.age.Load(), id}, func() (string, error) {
			v, _, err := s.inForce(ctx, id)
			return v, err
		})
		if err != nil {
			return nil, err
		}
	}
	if p, ok := s.kept.Load(id + "@" + version); ok {
		return p.(*policy.Policy), nil
	}
	docs, err := s.DB.Get(ctx, snapshotKey(id, version))
	if err != nil {
		return nil, err
	}
	if docs[0].Version == 0 {
		return nil, fault.Missing()
	}
	p, err := policy.Decode(docs[0].Body)
	if err != nil {
		return nil, fmt.Errorf("policy %s %s: %w", id, version, err)
	}
	s.kept.Store(id+"@"+version, p)
	return p, nil
}

// inForce reads which version of a policy is in force, and the version of the
// document that says so.
func (s *Shelf) inForce(ctx context.Context, id string) (string, int64, error) {
	docs, err := s.DB.Get(ctx, headKey(id))
	if err != nil {
		return "", 0, err
	}
	if docs[0].Version == 0 {
		return "", 0, fault.Missing()
	}
	var h head
	if err := json.Unmarshal(docs[0].Body, &h); err != nil {
		return "", 0, fmt.Errorf("policy %s: %w", id, err)
	}
	return h.Version, docs[0].Version, nil
}

// Adopt stores a snapshot as the next version and puts it in force. A
// snapshot whose rules are in force already changes nothing.
func (s *Shelf) Adopt(ctx context.Context, p *policy.Policy, by, at string) (string, error) {
	n, docVersion := 0, int64(0)
	current, v, err := s.inForce(ctx, p.ID)
	if err == nil {
		old, err := s.Get(ctx, p.ID, current)
		if err != nil {
			return "", err
		}
		if old.Hash == p.Hash && old.WordsHash == p.WordsHash {
			return current, nil
		}
		if n, err = strconv.Atoi(current); err != nil {
			return "", fmt.Errorf("policy %s: version %q: %w", p.ID, current, err)
		}
		docVersion = v
	} else if !fault.Is(err, "not-found") {
		return "", err
	}
	next := *p
	next.Version = fmt.Sprintf("%04d", n+1)
	return next.Version, s.put(ctx, &next, docVersion, by, at)
}

// put writes snapshot and head in one commit.
func (s *Shelf) put(ctx context.Context, p *policy.Policy, headVersion int64, by, at string) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("policy %s: %w", p.ID, err)
	}
	h, err := json.Marshal(head{Schema: 1, Version: p.Version, By: by, At: at})
	if err != nil {
		return fmt.Errorf("policy %s: %w", p.ID, err)
	}
	d := store.Doc{Key: headKey(p.ID), Version: headVersion, Body: h}
	op := store.Replace(d)
	if headVersion == 0 {
		op = store.Create(d)
	}
	defer s.age.Add(1)
	return s.DB.Commit(ctx, op, store.Create(store.Doc{Key: snapshotKey(p.ID, p.Version), Body: body}))
}
