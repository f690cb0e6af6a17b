package staff

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/memo"
	"yingbin/shared/store"
)

// A Service loads the company and runs its commands. Its methods are safe for
// concurrent use.
type Service struct {
	DB store.DB

	mu    sync.Mutex
	known *Company
	age   atomic.Int64 // grows with every change made here
}

// loaded is the company in the memory of a request, at an age.
type loaded struct {
	of  *Service
	age int64
}

// Load gives the company as it is, the same throughout a request.
func (s *Service) Load(ctx context.Context) (*Company, error) {
	return memo.Read(ctx, loaded{s, s.age.Load()}, func() (*Company, error) { return s.load(ctx) })
}

// load reads the company: HEAD alone when nothing has changed since the last
// call, otherwise one query more. In a store without a company Founded is false.
func (s *Service) load(ctx context.Context) (*Company, error) {
	docs, err := s.DB.Get(ctx, headKey())
	if err != nil {
		return nil, err
	}
	version := docs[0].Version
	s.mu.Lock()
	known := s.known
	s.mu.Unlock()
	if known != nil && known.Version == version {
		return known, nil
	}
	// The version was read before the rest: what changes meanwhile has a higher
	// one and is read again by the next Load.
	all, err := store.All(ctx, s.DB, present())
	if err != nil {
		return nil, err
	}
	c, err := newCompany(version, all)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.known = c
	s.mu.Unlock()
	return c, nil
}

// Forget drops what was cached, for when a store was emptied or imported.
func (s *Service) Forget() {
	s.mu.Lock()
	s.known = nil
	s.mu.Unlock()
	s.age.Add(1)
}

// A Turn is one change of the company being decided. It may be decided more
// than once; nothing in it has an effect of its own.
type Turn struct {
	Act     Act
	Company *Company
	Read    store.Read // what the command needed besides the company
	Own     string     // id for what this command makes
	Event   event.Event
	docs    map[string]store.Doc
	changed map[string]any
	extra   []store.Op
}

// Put stores a document of the company partition, new or changed.
func (t *Turn) Put(sk string, v any) { t.changed[sk] = v }

// Add adds an operation outside the company partition.
func (t *Turn) Add(ops ...store.Op) { t.extra = append(t.extra, ops...) }

// Changed names what happened: the kind of the event (past tense), and the
// fields.
func (t *Turn) Changed(kind string, changes ...event.Change) {
	t.Event.Kind, t.Event.Changes = kind, append(t.Event.Changes, changes...)
}

// Admin refuses everybody but an administrator and the system itself.
func (t *Turn) Admin() error { return t.Needs(Admin) }

// Needs refuses everybody who has none of the roles; the system may all.
func (t *Turn) Needs(any ...Role) error {
	if t.Act.By == System {
		return nil
	}
	if p := t.Company.Person(t.Act.By); p == nil || !p.Has(any...) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	return nil
}

// At refuses a version that is not the newest.
func (t *Turn) At(shown, current int64) error {
	return fault.Stale(shown, current)
}

// Change runs one command on the company: reads the whole of it, decides, and
// commits the changed documents, HEAD, one event, and the receipt of the
// command's key together. Without a call of Changed nothing is written.
func Change[A any](ctx context.Context, s *Service, act Act, c Command, decide func(*Turn) (A, error)) (A, error) {
	c.Need.Queries = append(slices.Clone(c.Need.Queries), present())
	defer s.age.Add(1)
	return Once(ctx, s.DB, act, c, func(_ context.Context, read store.Read) (a A, ops []store.Op, err error) {
		last := len(read.Lists) - 1
		t, err := newTurn(act, c, read.Lists[last])
		if err != nil {
			return a, nil, err
		}
		t.Read = store.Read{Docs: read.Docs, Lists: read.Lists[:last]}
		if a, err = decide(t); err != nil || t.Event.Kind == "" {
			return a, nil, err
		}
		ops, err = t.ops()
		return a, ops, err
	})
}

func newTurn(act Act, c Command, docs []store.Doc) (*Turn, error) {
	t := &Turn{Act: act, Own: Own(act, c), docs: map[string]store.Doc{}, changed: map[string]any{}}
	for _, d := range docs {
		t.docs[d.SK] = d
	}
	var err error
	t.Company, err = newCompany(t.docs["HEAD"].Version, docs)
	return t, err
}

// ops turns the decision into operations: the documents, HEAD and the event.
func (t *Turn) ops() ([]store.Op, error) {
	info, ok := t.changed["HEAD"].(*Info)
	if !ok {
		copied := t.Company.Info
		info = &copied
	}
	t.Event.PK, t.Event.By, t.Event.At, t.Event.Command = Partition, t.Act.By, t.Act.At, t.Own
	t.Event.Count = info.Events
	info.Schema, info.Events = Schema, info.Events+1
	t.changed["HEAD"] = info
	var ops []store.Op
	for _, sk := range slices.Sorted(maps.Keys(t.changed)) {
		old := t.docs[sk]
		old.Key = key(sk)
		op, err := Encode(old, t.changed[sk])
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	op, err := event.NewOp(t.Event)
	return append(append(ops, t.extra...), op), err
}

// sortedIDs lists the keys of a map of people.
func sortedIDs(people map[string]*Person) []string { return slices.Sorted(maps.Keys(people)) }
