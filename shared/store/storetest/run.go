// Package storetest proves that a driver keeps the contract of package store,
// and lends tests the wrappers that make a database misbehave: Faulty fails
// commits on command, Lagging shows indexes of a while ago.
//
// Every driver runs the same cases, so that what a test of the domain sees on
// the embedded driver is what production does.
package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// Options are what a driver can do beyond the contract.
type Options struct {
	// Reopen opens a durable database in dir again, after the process that
	// wrote it was killed. The driver's TestMain must call Child with the same
	// function. Without it, surviving a kill is not tested.
	Reopen func(dir string) (store.DB, error)
}

// Run runs the conformance suite. open gives a new, empty database and
// closes it at the end of the test.
func Run(t *testing.T, open func(t *testing.T) store.DB, options Options) {
	for _, c := range append(append(append(readCases, indexCases...), writeCases...), togetherCases...) {
		t.Run(c.name, func(t *testing.T) { c.run(&suite{T: t, DB: open(t)}) })
	}
	t.Run("a dump loaded and dumped again is identical", func(t *testing.T) { dumpAndLoad(t, open) })
	if options.Reopen != nil {
		t.Run("acknowledged commits survive kill -9 and reopening", func(t *testing.T) { crash(t, options.Reopen) })
	}
}

// A testCase is one sentence of the contract.
type testCase struct {
	name string
	run  func(s *suite)
}

// A suite is a test with its database.
type suite struct {
	*testing.T
	DB store.DB
}

// key is a key in the partition most cases use.
func key(sk string) store.Key { return store.Key{PK: "r#1", SK: sk} }

// doc is a small document.
func doc(sk string) store.Doc {
	return store.Doc{Key: key(sk), Row: []byte(`{"name":"` + sk + `"}`), Body: []byte(`{"s":1}`)}
}

// at gives a document the same place in all three indexes.
func at(d store.Doc, in, order string) store.Doc {
	p := store.Place{In: in, At: order}
	d.Desk, d.List, d.Due = p, p, p
	return d
}

// commit applies operations that must succeed.
func (s *suite) commit(ops ...store.Op) {
	s.Helper()
	if err := s.DB.Commit(s.Context(), ops...); err != nil {
		s.Fatalf("commit: %v", err)
	}
}

// create stores new documents, a hundred at a time.
func (s *suite) create(docs ...store.Doc) {
	s.Helper()
	for len(docs) > 0 {
		n := min(len(docs), store.MaxOps)
		ops := make([]store.Op, n)
		for i, d := range docs[:n] {
			ops[i] = store.Create(d)
		}
		s.commit(ops...)
		docs = docs[n:]
	}
}

// get reads one document.
func (s *suite) get(k store.Key) store.Doc {
	s.Helper()
	docs, err := s.DB.Get(s.Context(), k)
	if err != nil {
		s.Fatalf("get %q: %v", k, err)
	}
	return docs[0]
}

// version expects the version of a document; 0 is absent.
func (s *suite) version(k store.Key, want int64) {
	s.Helper()
	if got := s.get(k).Version; got != want {
		s.Errorf("version of %q is %d, want %d", k, got, want)
	}
}

// all collects a query.
func (s *suite) all(q store.Query) []store.Doc {
	s.Helper()
	docs, err := store.All(s.Context(), s.DB, q)
	if err != nil {
		s.Fatalf("query %+v: %v", q, err)
	}
	return docs
}

// shows expects the sort keys that a query gives, in order.
func (s *suite) shows(q store.Query, want ...string) {
	s.Helper()
	if d := cmp.Diff(want, sortKeys(s.all(q))); d != "" {
		s.Errorf("query %+v (-want +got):\n%s", q, d)
	}
}

// same expects two lists of documents to be identical.
func (s *suite) same(got, want []store.Doc) {
	s.Helper()
	if d := cmp.Diff(want, got); d != "" {
		s.Errorf("documents differ (-want +got):\n%s", d)
	}
}

func sortKeys(docs []store.Doc) []string {
	var sks []string
	for _, d := range docs {
		sks = append(sks, d.SK)
	}
	return sks
}

// invalid expects a commit to be refused for what it is.
func (s *suite) invalid(what string, ops ...store.Op) {
	s.Helper()
	s.isInvalid(what, s.DB.Commit(s.Context(), ops...))
}

func (s *suite) isInvalid(what string, err error) {
	s.Helper()
	if err == nil || fault.As(err).Kind != fault.Invalid {
		s.Errorf("%s: got %v, want Invalid", what, err)
	}
}

// conflict expects a commit to fail with exactly these operations named.
func (s *suite) conflict(want []int, ops ...store.Op) {
	s.Helper()
	err := s.DB.Commit(s.Context(), ops...)
	var c *store.Conflict
	if !errors.As(err, &c) {
		s.Errorf("got %v, want a conflict in %v", err, want)
		return
	}
	if d := cmp.Diff(want, c.Failed); d != "" {
		s.Errorf("failed operations (-want +got):\n%s", d)
	}
}

// cancelled is a context that has ended.
func cancelled(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
