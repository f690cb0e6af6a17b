package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/store/storetest"
)

func open(t *testing.T) store.DB {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func key(sk string) store.Key { return store.Key{PK: "r#1", SK: sk} }

func doc(sk, body string) store.Doc { return store.Doc{Key: key(sk), Body: []byte(body)} }

// Sizes by hand: names and UTF-8 bytes, a number by its significant digits.
func TestSizeIsDynamoDBsFormula(t *testing.T) {
	for _, c := range []struct {
		what string
		doc  store.Doc
		want int
	}{
		{"key and version", store.Doc{Key: store.Key{PK: "ab", SK: "c"}, Version: 1}, 2 + 2 + 2 + 1 + 1 + 2},
		{"two digits", store.Doc{Key: store.Key{PK: "ab", SK: "c"}, Version: 12}, 2 + 2 + 2 + 1 + 1 + 2},
		{"three digits", store.Doc{Key: store.Key{PK: "ab", SK: "c"}, Version: 123}, 2 + 2 + 2 + 1 + 1 + 3},
		{"zeros at the end do not count", store.Doc{Key: store.Key{PK: "ab", SK: "c"}, Version: 1000}, 2 + 2 + 2 + 1 + 1 + 2},
		{"characters of several bytes", store.Doc{Key: store.Key{PK: "深", SK: "🙂"}, Version: 1}, 2 + 3 + 2 + 4 + 1 + 2},
		{"row and body", store.Doc{Key: store.Key{PK: "a", SK: "b"}, Version: 1, Row: []byte("{}"), Body: []byte("{ }")}, 6 + 3 + 3 + 2 + 4 + 3},
		{"a place", store.Doc{Key: store.Key{PK: "a", SK: "b"}, Version: 1, Due: store.Place{In: "xy", At: "z"}}, 6 + 3 + 3 + 2 + 5 + 1},
		{"an end", store.Doc{Key: store.Key{PK: "a", SK: "b"}, Version: 1, Expires: time.Unix(1800000001, 0)}, 6 + 3 + 3 + 6},
	} {
		if got := c.doc.Size(); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.what, got, c.want)
		}
	}
}

func TestCountingCountsRounds(t *testing.T) {
	db := store.Counting(open(t))
	ctx := t.Context()
	err := store.Update(ctx, db, store.Need{Keys: []store.Key{key("A"), key("B")}, Queries: []store.Query{{In: "r#1"}, {In: "r#2"}}},
		func(ctx context.Context, _ store.Read) ([]store.Op, error) {
			_, err := store.Fetch(ctx, db, store.Need{Keys: []store.Key{key("C")}})
			return []store.Op{store.Create(doc("A", "{}")), store.Create(doc("B", "{}"))}, err
		})
	if err != nil {
		t.Fatal(err)
	}
	want := store.Counts{Rounds: 2, Gets: 2, Queries: 2, Commits: 1, Ops: 2}
	if d := cmp.Diff(want, db.Reset()); d != "" {
		t.Errorf("a command in two rounds (-want +got):\n%s", d)
	}
	page := store.Round(ctx)
	if _, err := store.All(page, db, store.Query{In: "r#1"}); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Get(page, key("A"), key("none")); err != nil {
		t.Fatal(err)
	}
	if err := db.Commit(ctx, store.Create(doc("A", "{}"))); err == nil {
		t.Error("created twice")
	}
	want = store.Counts{Rounds: 1, Gets: 1, Queries: 1, Docs: 3, Commits: 1, Ops: 1, Conflicts: 1}
	want.Bytes = 3 * store.Create(doc("A", "{}")).Stored().Size()
	if d := cmp.Diff(want, db.Counts()); d != "" {
		t.Errorf("a page in one round (-want +got):\n%s", d)
	}
}

func TestUpdateReadsAgainAfterAConflict(t *testing.T) {
	inner := open(t)
	db := store.Counting(inner)
	if err := db.Commit(t.Context(), store.Create(doc("A", "0"))); err != nil {
		t.Fatal(err)
	}
	for _, disturbed := range []int{2, 9} {
		runs := 0
		err := store.Update(t.Context(), db, store.Need{Keys: []store.Key{key("A")}}, func(ctx context.Context, r store.Read) ([]store.Op, error) {
			d := r.Docs[key("A")]
			if runs++; runs <= disturbed {
				other := d
				other.Body = []byte(strings.Repeat("1", runs))
				if err := inner.Commit(ctx, store.Replace(other)); err != nil {
					t.Fatal(err)
				}
			}
			d.Body = []byte(strings.Repeat("2", disturbed))
			return []store.Op{store.Replace(d)}, nil
		})
		var c *store.Conflict
		if wantRuns := min(disturbed, store.Tries) + 1; runs != wantRuns || errors.As(err, &c) != (disturbed > store.Tries) {
			t.Errorf("disturbed %d times: %d runs, %v", disturbed, runs, err)
		}
	}
}

func TestUpdateDropsWhatDoesNotChange(t *testing.T) {
	db := store.Counting(open(t))
	d := doc("A", "{}")
	d.Expires = time.Unix(1800000000, 5)
	if err := db.Commit(t.Context(), store.Create(d)); err != nil {
		t.Fatal(err)
	}
	db.Reset()
	need := store.Need{Keys: []store.Key{key("A")}}
	err := store.Update(t.Context(), db, need, func(_ context.Context, r store.Read) ([]store.Op, error) {
		again := r.Docs[key("A")]
		again.Expires = d.Expires // kept to the second: no change
		return []store.Op{store.Replace(again)}, nil
	})
	if n := db.Counts().Commits; err != nil || n != 0 {
		t.Errorf("%d commits, %v", n, err)
	}
}

func TestUpdatePassesFailuresOn(t *testing.T) {
	db := storetest.Faulty(open(t))
	db.Fail(storetest.Lost)
	none := func(context.Context, store.Read) ([]store.Op, error) {
		return []store.Op{store.Create(doc("A", "{}"))}, nil
	}
	if err := store.Update(t.Context(), db, store.Need{}, none); !errors.Is(err, storetest.ErrInjected) || fault.As(err).Kind != fault.Unavailable {
		t.Errorf("got %v", err)
	}
	db.FailAt(1, storetest.Unanswered)
	if err := store.Update(t.Context(), db, store.Need{}, none); err != nil {
		t.Errorf("the first commit: %v", err)
	}
	if db.Commits() != 2 {
		t.Errorf("%d commits", db.Commits())
	}
}

// The service refuses a start outside the range and a range that is empty,
// so neither may reach it.
func TestQueriesThatCannotMatchAreEmpty(t *testing.T) {
	cursor := doc("M", "{}").Cursor()
	for _, c := range []struct {
		what  string
		query store.Query
		empty bool
		start string
	}{
		{"no range", store.Query{After: cursor}, false, "M"},
		{"inside", store.Query{From: "A", To: "Z", After: cursor}, false, "M"},
		{"before the range", store.Query{From: "N", After: cursor}, false, ""},
		{"behind the range", store.Query{To: "L", After: cursor}, true, "M"},
		{"before the range, descending", store.Query{To: "L", Desc: true, After: cursor}, false, ""},
		{"behind the range, descending", store.Query{From: "N", Desc: true, After: cursor}, true, "M"},
		{"a range upside down", store.Query{From: "Z", To: "A"}, true, ""},
	} {
		c.query.In = "r#1"
		w, err := store.CheckQuery(c.query)
		if err != nil || w.Empty != c.empty || (w.Start.At != c.start && !w.Empty) {
			t.Errorf("%s: empty %v, start %q, %v", c.what, w.Empty, w.Start.At, err)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(store.Doc{Key: key("A"), List: store.Place{In: "深", At: "1"}}.Cursor())
	f.Add("")
	f.Fuzz(func(t *testing.T, cursor string) {
		w, err := store.CheckQuery(store.Query{In: "r#1", After: cursor})
		if err != nil && fault.As(err).Kind != fault.Invalid {
			t.Errorf("%q: %v", cursor, err)
		}
		if err == nil && cursor != "" && (w.Start.PK != "r#1" || w.Start.At != w.Start.SK) {
			t.Errorf("%q starts at %+v", cursor, w.Start)
		}
	})
}
