package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

var togetherCases = []testCase{
	{"64 updates of one document at once are all counted", increments},
	{"commits over A,B and B,A: no deadlock, one wins", crossing},
	{"a failed commit repeated is applied once", repeated},
	{"a cancelled context before sending applies nothing", notSent},
	{"a cursor that was altered or used elsewhere is invalid", cursors},
}

func increments(s *suite) {
	s.create(store.Doc{Key: key("N"), Body: []byte("0")})
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			var c *store.Conflict
			err := error(&store.Conflict{})
			for errors.As(err, &c) || err != nil && fault.As(err).Kind == fault.Unavailable {
				err = increment(s.Context(), s.DB)
			}
			if err != nil {
				s.Error(err)
			}
		})
	}
	wg.Wait()
	if d := s.get(key("N")); string(d.Body) != "64" || d.Version != 65 {
		s.Errorf("%s at version %d, want 64 at 65", d.Body, d.Version)
	}
}

func increment(ctx context.Context, db store.DB) error {
	return store.Update(ctx, db, store.Need{Keys: []store.Key{key("N")}}, func(_ context.Context, r store.Read) ([]store.Op, error) {
		d := r.Docs[key("N")]
		n, err := strconv.Atoi(string(d.Body))
		d.Body = strconv.AppendInt(nil, int64(n+1), 10)
		return []store.Op{store.Replace(d)}, err
	})
}

func crossing(s *suite) {
	s.create(doc("A"), doc("B"))
	for round := range 20 {
		a, b := s.get(key("A")), s.get(key("B"))
		a.Body, b.Body = []byte(strconv.Itoa(round)), []byte(strconv.Itoa(round))
		errs := make([]error, 2)
		var wg sync.WaitGroup
		wg.Go(func() { errs[0] = s.DB.Commit(s.Context(), store.Replace(a), store.Replace(b)) })
		wg.Go(func() { errs[1] = s.DB.Commit(s.Context(), store.Replace(b), store.Replace(a)) })
		wg.Wait()
		var c *store.Conflict
		if (errs[0] == nil) == (errs[1] == nil) || !errors.As(errors.Join(errs...), &c) {
			s.Fatalf("round %d: %v and %v", round, errs[0], errs[1])
		}
	}
	s.version(key("A"), 21)
	s.version(key("B"), 21)
}

func repeated(s *suite) {
	flaky := Faulty(s.DB)
	s.DB = flaky
	for _, failure := range []Failure{Lost, Unanswered} {
		name := failure.String()
		for _, ops := range [][]store.Op{
			{store.Create(doc(name + "1"))},
			{store.Create(doc(name + "2")), store.Create(doc(name + "3")), store.Put(doc(name + "4"))},
		} {
			s.failOnce(flaky, failure, ops)
			next := make([]store.Op, len(ops))
			for i, op := range ops {
				s.version(op.Doc.Key, 1)
				next[i] = store.Replace(s.get(op.Doc.Key))
			}
			s.failOnce(flaky, failure, next)
			for _, op := range next {
				s.version(op.Doc.Key, 2)
			}
		}
	}
}

// failOnce commits with a failure and then again. The repetition may find its
// own work done, which is a conflict, but never does it twice.
func (s *suite) failOnce(flaky *Flaky, failure Failure, ops []store.Op) {
	s.Helper()
	flaky.Fail(failure)
	err := s.DB.Commit(s.Context(), ops...)
	if err == nil || fault.As(err).Kind != fault.Unavailable {
		s.Fatalf("%v: got %v, want Unavailable", failure, err)
	}
	err = s.DB.Commit(s.Context(), ops...)
	var c *store.Conflict
	if err != nil && (failure == Lost || !errors.As(err, &c)) {
		s.Errorf("%v: repeated: %v", failure, err)
	}
}

func notSent(s *suite) {
	ctx := cancelled(s.T)
	if err := s.DB.Commit(ctx, store.Create(doc("A"))); !errors.Is(err, context.Canceled) {
		s.Errorf("one: %v", err)
	}
	if err := s.DB.Commit(ctx, store.Create(doc("A")), store.Create(doc("B"))); !errors.Is(err, context.Canceled) {
		s.Errorf("two: %v", err)
	}
	if _, err := s.DB.Get(ctx, key("A")); !errors.Is(err, context.Canceled) {
		s.Errorf("get: %v", err)
	}
	if _, err := store.All(ctx, s.DB, store.Query{In: "r#1"}); !errors.Is(err, context.Canceled) {
		s.Errorf("query: %v", err)
	}
	s.shows(store.Query{In: "r#1"})
}

func cursors(s *suite) {
	s.create(at(doc("A"), "here", "1"), doc("B"))
	cursor := s.get(key("A")).Cursor()
	s.shows(store.Query{In: "r#1", After: cursor}, "B")
	s.shows(store.Query{In: "here", Index: store.List, After: cursor})
	for i := range len(cursor) {
		altered := []byte(cursor)
		if altered[i]++; altered[i] == cursor[i] {
			continue
		}
		_, err := store.All(s.Context(), s.DB, store.Query{In: "r#1", After: string(altered)})
		s.isInvalid("altered at "+strconv.Itoa(i), err)
	}
	for what, q := range map[string]store.Query{
		"another partition": {In: "r#2", After: cursor},
		"an index":          {In: "r#1", Index: store.Desk, After: cursor},
		"not in that index": {In: "here", Index: store.Desk, After: s.get(key("B")).Cursor()},
		"rubbish":           {In: "r#1", After: "rubbish"},
	} {
		_, err := store.All(s.Context(), s.DB, q)
		s.isInvalid(what, err)
	}
}

func dumpAndLoad(t *testing.T, open func(t *testing.T) store.DB) {
	s := &suite{T: t, DB: open(t)}
	from, ok := s.DB.(store.Porter)
	if !ok {
		t.Fatal("a driver must be able to dump and load")
	}
	var docs []store.Doc
	for i := range 750 {
		d := at(doc(strconv.Itoa(i/3)+"#深"), "here", strconv.Itoa(i%7))
		d.PK = "p#" + strconv.Itoa(i%3)
		docs = append(docs, d)
	}
	s.create(docs...)
	s.commit(store.Replace(s.get(store.Key{PK: "p#1", SK: "7#深"})))
	before := dump(t, from)
	to := open(t).(store.Porter)
	if err := to.Load(t.Context(), from.Dump(t.Context())); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(before, dump(t, to)); d != "" {
		t.Errorf("dumps differ (-before +after):\n%s", d)
	}
	s.isInvalid("loading into what is not empty", to.Load(t.Context(), from.Dump(t.Context())))
}

// dump gives a table as lines.
func dump(t *testing.T, from store.Porter) []string {
	t.Helper()
	var lines []string
	for d, err := range from.Dump(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		line, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	if len(lines) != 750 {
		t.Fatalf("%d documents in a dump of 750", len(lines))
	}
	return lines
}
