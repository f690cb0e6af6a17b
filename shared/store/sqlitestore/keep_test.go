package sqlitestore_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

func document(pk, sk string) store.Doc {
	return store.Doc{Key: store.Key{PK: pk, SK: sk}, Row: []byte(`{}`), Body: []byte(`{"s":1}`)}
}

func mustCommit(t testing.TB, db store.DB, ops ...store.Op) {
	t.Helper()
	if err := db.Commit(t.Context(), ops...); err != nil {
		t.Error(err) // not Fatal: several goroutines commit
	}
}

func lines(t *testing.T, db store.Porter) string {
	t.Helper()
	var out bytes.Buffer
	if err := store.WriteLines(&out, db.Dump(t.Context())); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestBackupWhileRunningAndRestore(t *testing.T) {
	dir := t.TempDir()
	db := open(t, filepath.Join(dir, "live.db"))
	mustCommit(t, db, store.Create(document("r#1", "HEAD")), store.Create(document("r#1", "PLAN")))
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 200 {
			mustCommit(t, db, store.Create(document("r#2", fmt.Sprint(i))), store.Create(document("r#3", fmt.Sprint(i))))
		}
	})
	backup := filepath.Join(dir, "it's a copy.db")
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	for _, name := range []string{"live.db", "live.db-wal", "it's a copy.db"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if err := db.Backup(t.Context(), backup); fault.As(err).Kind != fault.Invalid {
		t.Errorf("a backup over a file: %v", err)
	}
	restored := filepath.Join(dir, "restored.db")
	if err := sqlitestore.Restore(backup, restored); err != nil {
		t.Fatal(err)
	}
	copied := open(t, restored)
	if docs, err := copied.Get(t.Context(), store.Key{PK: "r#1", SK: "PLAN"}); err != nil || docs[0].Version != 1 {
		t.Errorf("restored %+v, %v", docs, err)
	}
	two, _ := store.All(t.Context(), copied, store.Query{In: "r#2"})
	three, _ := store.All(t.Context(), copied, store.Query{In: "r#3"})
	if len(two) != len(three) {
		t.Errorf("the backup cut a commit: %d and %d", len(two), len(three))
	}
	mustCommit(t, copied, store.Create(document("r#4", "HEAD")))
}

func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.db")
	if err := os.WriteFile(broken, bytes.Repeat([]byte("rubbish "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, "target.db")
	for what, backup := range map[string]string{"rubbish": broken, "nothing": filepath.Join(dir, "absent.db")} {
		if err := sqlitestore.Restore(backup, target); fault.As(err).Kind != fault.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if left, _ := filepath.Glob(target + "*"); left != nil {
		t.Errorf("left behind: %v", left)
	}
	if err := sqlitestore.Restore(broken, broken); fault.As(err).Kind != fault.Invalid {
		t.Errorf("over a file: %v", err)
	}
}

func TestLinesComeBackByteForByte(t *testing.T) {
	db := open(t, sqlitestore.Memory)
	odd := document("r#深", "HEAD<&>")
	odd.Body = []byte("{ \"a\" : \"\\u0041\u2028<&>\" }\n")
	odd.Desk, odd.Due = store.Place{In: "a", At: "b"}, store.Place{In: "c", At: "d"}
	odd.Expires = time.Unix(1800000000, 0)
	mustCommit(t, db, store.Create(odd), store.Create(document("r#1", "HEAD")))
	first := lines(t, db)
	again := open(t, sqlitestore.Memory)
	if err := again.Load(t.Context(), store.ReadLines(bytes.NewBufferString(first))); err != nil {
		t.Fatal(err)
	}
	if second := lines(t, again); first != second {
		t.Errorf("first\n%s\nsecond\n%s", first, second)
	}
	half := open(t, sqlitestore.Memory)
	empty := lines(t, half)
	one, _, _ := strings.Cut(first, "\n")
	for what, cut := range map[string]string{"in a line": one[:20], "behind a line": one + "\n", "a line missing": strings.TrimPrefix(first, one+"\n")} {
		err := half.Load(t.Context(), store.ReadLines(bytes.NewBufferString(cut)))
		if f := fault.As(err); f == nil || f.Kind != fault.Invalid || lines(t, half) != empty {
			t.Errorf("cut %s: %v, %s", what, err, lines(t, half))
		}
	}
	err := half.Load(t.Context(), store.ReadLines(bytes.NewBufferString(first+first)))
	if fault.As(err).Kind != fault.Invalid || lines(t, half) != empty {
		t.Errorf("a key twice: %v", err)
	}
}

func TestExpireRemovesWhatExpired(t *testing.T) {
	db := open(t, sqlitestore.Memory)
	now := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	for i := range 1500 {
		d := document("r#1", fmt.Sprintf("%04d", i))
		d.Expires = now.Add(time.Duration(i-1200) * time.Second)
		mustCommit(t, db, store.Create(d))
	}
	mustCommit(t, db, store.Create(document("r#1", "stays")))
	if n, err := db.Expire(t.Context(), now); n != 1200 || err != nil {
		t.Errorf("%d removed, %v", n, err)
	}
	if docs, _ := store.All(t.Context(), db, store.Query{In: "r#1"}); len(docs) != 301 {
		t.Errorf("%d are left", len(docs))
	}
}

func TestCloseAnswersEverybody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yingbin.db")
	db, err := sqlitestore.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := make([]bool, 64)
	var wg sync.WaitGroup
	for i := range acknowledged {
		wg.Go(func() {
			err := db.Commit(t.Context(), store.Create(document("r#1", fmt.Sprint(i))))
			if acknowledged[i] = err == nil; err != nil && fault.As(err).Kind != fault.Unavailable {
				t.Error(err)
			}
		})
	}
	if err := errors.Join(db.Close(), db.Close()); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if err := db.Commit(t.Context(), store.Create(document("r#1", "late"))); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("commit after close: %v", err)
	}
	if _, err := db.Get(t.Context(), store.Key{PK: "r#1", SK: "0"}); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("get after close: %v", err)
	}
	again := open(t, path)
	for i, ok := range acknowledged {
		docs, err := again.Get(t.Context(), store.Key{PK: "r#1", SK: fmt.Sprint(i)})
		if err != nil || (docs[0].Version == 1) != ok {
			t.Errorf("%d: acknowledged %v, stored %+v, %v", i, ok, docs, err)
		}
	}
}

func TestOpenSaysWhatFailed(t *testing.T) {
	if _, err := sqlitestore.Open(filepath.Join(t.TempDir(), "no folder", "yingbin.db")); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}
