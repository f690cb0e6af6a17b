package sqlitestore_test

import (
	"os"
	"path/filepath"
	"testing"

	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Child(reopen)
	os.Exit(m.Run())
}

func reopen(dir string) (store.DB, error) { return sqlitestore.Open(filepath.Join(dir, "yingbin.db")) }

func open(t testing.TB, path string, opts ...sqlitestore.Option) *sqlitestore.DB {
	t.Helper()
	db, err := sqlitestore.Open(path, opts...)
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

func TestContractInFile(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.DB {
		return open(t, filepath.Join(t.TempDir(), "yingbin.db"))
	}, storetest.Options{Reopen: reopen})
}

func TestContractInMemory(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.DB { return open(t, sqlitestore.Memory) }, storetest.Options{})
}
