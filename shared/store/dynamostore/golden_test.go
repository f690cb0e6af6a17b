package dynamostore_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
)

var update = flag.Bool("update", false, "write the golden requests anew")

// What goes over the wire is compared to the letter: a changed request is a
// changed price or a changed meaning.
func TestGoldenRequests(t *testing.T) {
	full := store.Doc{Key: store.Key{PK: "r#R-20261124-003", SK: "HEAD"}, Version: 3,
		Desk: store.Place{In: "sales", At: "20261124T0930"}, List: store.Place{In: "reception", At: "20261124T0930#003"},
		Due: store.Place{In: "minute#0", At: "20261123T1000"}, Row: []byte(`{"customer":"深圳"}`), Body: []byte(`{"s":1}`),
		Expires: time.Unix(1800000000, 0)}
	cursor := full.Cursor()
	commit := func(ops ...store.Op) func(context.Context, *dynamostore.DB) error {
		return func(ctx context.Context, db *dynamostore.DB) error { return db.Commit(ctx, ops...) }
	}
	query := func(q store.Query) func(context.Context, *dynamostore.DB) error {
		return func(ctx context.Context, db *dynamostore.DB) error { _, err := store.All(ctx, db, q); return err }
	}
	get := func(keys ...store.Key) func(context.Context, *dynamostore.DB) error {
		return func(ctx context.Context, db *dynamostore.DB) error { _, err := db.Get(ctx, keys...); return err }
	}
	for _, c := range []struct {
		name, target string
		run          func(context.Context, *dynamostore.DB) error
	}{
		{"create", putItem, commit(store.Create(full))},
		{"replace", putItem, commit(store.Replace(full))},
		{"put", putItem, commit(store.Put(head))},
		{"delete", delItem, commit(store.Delete(full))},
		{"transaction", transact, commit(store.Create(event), store.Replace(full), store.Put(store.Doc{Key: store.Key{PK: "number#D", SK: "-"}}),
			store.Delete(plan), store.Check(store.Key{PK: "company", SK: "HEAD"}, 7), store.Check(store.Key{PK: "company", SK: "none"}, 0))},
		{"get", "GetItem", get(full.Key)},
		{"get-many", batchGet, get(keysABC()...)},
		{"query-table", "Query", query(store.Query{In: "r#R-20261124-003", From: "A", To: "["})},
		{"query-table-after", "Query", query(store.Query{In: "r#R-20261124-003", To: "[", After: cursor, Desc: true, Limit: 80})},
		{"query-list-newest", "Query", query(store.Query{Index: store.List, In: "reception", Desc: true, Limit: 50, After: cursor})},
		{"query-desk", "Query", query(store.Query{Index: store.Desk, In: "sales"})},
		{"query-due", "Query", query(store.Query{Index: store.Due, In: "minute#0", From: "2026", To: "20261124T0930", Limit: 100})},
		{"scan-keys", "Scan", func(ctx context.Context, db *dynamostore.DB) error {
			for _, err := range db.Dump(ctx) {
				return err
			}
			return nil
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, s := play(t, ok(c.target, `{}`))
			expect(t, c.run(t.Context(), db), nil)
			golden(t, c.name, map[string]any{"target": c.target, "body": s.bodies[0]})
		})
	}
	t.Run("create-table", func(t *testing.T) {
		db, s := play(t, ok("CreateTable", `{}`), ok("DescribeTable", `{"Table":{"TableStatus":"CREATING"}}`),
			ok("DescribeTable", `{"Table":{"TableStatus":"ACTIVE"}}`))
		expect(t, db.CreateTable(t.Context()), nil)
		golden(t, "create-table", map[string]any{"target": "CreateTable", "body": s.bodies[0]})
	})
}

// golden compares what was sent with testdata/name.json.
func golden(t *testing.T, name string, sent map[string]any) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sent); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got.String()); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}
