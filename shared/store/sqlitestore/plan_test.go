package sqlitestore

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"yingbin/shared/store"
)

// Every query must walk its index in order: no scan, no sorting, and for the
// lists no look into the table.
func TestQueriesWalkTheirIndex(t *testing.T) {
	db, err := Open(filepath.Join(t.TempDir(), "a#b c?.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	cursor := store.Doc{Key: store.Key{PK: "p", SK: "s"}, Desk: store.Place{In: "p", At: "a"},
		List: store.Place{In: "p", At: "a"}, Due: store.Place{In: "p", At: "a"}}.Cursor()
	for i, want := range []string{"sqlite_autoindex_doc_1", "COVERING INDEX doc_desk", "COVERING INDEX doc_list", "COVERING INDEX doc_due"} {
		for _, q := range []store.Query{{}, {From: "a", To: "z"}, {From: "a", After: cursor}, {Desc: true}, {Desc: true, To: "z", After: cursor}} {
			q.In, q.Index = "p", store.Index(i)
			w, err := store.CheckQuery(q)
			if err != nil {
				t.Fatal(err)
			}
			text, args := statement(w)
			if got := explain(t, db, text, args); !strings.Contains(got, want) || strings.Contains(got, "SCAN") || strings.Contains(got, "TEMP") {
				t.Errorf("%s\n%s", text, got)
			}
		}
	}
	got := explain(t, db, `SELECT `+columns+` FROM doc WHERE (pk, sk) IN (VALUES (?,?),(?,?))`, []any{"a", "b", "c", "d"})
	if !strings.Contains(got, "(pk=? AND sk=?)") {
		t.Error(got)
	}
	got = explain(t, db, `SELECT `+columns+` FROM doc WHERE (pk, sk) > (?,?) ORDER BY pk, sk`, []any{"a", "b"})
	if strings.Contains(got, "TEMP") || strings.Contains(got, "SCAN") {
		t.Error(got)
	}
}

// A commit that was answered must survive the power going out, which no test
// can bring about: what SQLite needs for that is switched on.
func TestCommitsAreSynced(t *testing.T) {
	db, err := Open(filepath.Join(t.TempDir(), "yingbin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, pool := range []*sql.DB{db.write, db.read} {
		for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "wal_autocheckpoint": "4000"} {
			var got string
			if err := pool.QueryRow(`PRAGMA ` + pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %s, want %s: %v", pragma, got, want, err)
			}
		}
	}
}

func explain(t *testing.T, db *DB, text string, args []any) string {
	t.Helper()
	var out strings.Builder
	err := db.each(t.Context(), `EXPLAIN QUERY PLAN `+text, args, 100, func(rows *sql.Rows) error {
		var id, parent, unused int
		var detail string
		err := rows.Scan(&id, &parent, &unused, &detail)
		out.WriteString(detail + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
