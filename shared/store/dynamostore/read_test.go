package dynamostore_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
)

// cancelling ends the caller's context during a request.
type cancelling struct {
	*script
	cancel context.CancelFunc
}

func (c *cancelling) Do(r *http.Request) (*http.Response, error) {
	c.cancel()
	return c.script.Do(r)
}

func onScript(c *cancelling) *dynamostore.DB {
	return dynamostore.New(dynamostore.Client("local", "http://dynamodb.example", credentials, c), "yingbin", noWait())
}

const batchGet = "BatchGetItem"

// stored is an item in the service's notation; left a key it leaves out.
func stored(sk string) string { return `{"pk":{"S":"r#1"},"sk":{"S":"` + sk + `"},"v":{"N":"1"}}` }

func left(sks ...string) string {
	var keys []string
	for _, sk := range sks {
		keys = append(keys, `{"pk":{"S":"r#1"},"sk":{"S":"`+sk+`"}}`)
	}
	return `"UnprocessedKeys":{"yingbin":{"ConsistentRead":true,"Keys":[` + strings.Join(keys, ",") + `]}}`
}

func given(sks ...string) string {
	var items []string
	for _, sk := range sks {
		items = append(items, stored(sk))
	}
	return `"Responses":{"yingbin":[` + strings.Join(items, ",") + `]}`
}

func keysABC() []store.Key {
	return []store.Key{{PK: "r#1", SK: "A"}, {PK: "r#1", SK: "B"}, {PK: "r#1", SK: "C"}}
}

func TestUnprocessedKeysAreAskedForAgain(t *testing.T) {
	db, s := play(t,
		ok(batchGet, `{`+given("B")+`,`+left("A", "C")+`}`),
		lost(batchGet),
		refusal(batchGet, "ThrottlingException", ""),
		ok(batchGet, `{`+given()+`,`+left("A", "C")+`}`),
		ok(batchGet, `{`+given("C")+`,`+left("A")+`}`),
		ok(batchGet, `{`+given("A")+`}`))
	docs, err := db.Get(t.Context(), keysABC()...)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range docs {
		if d.Key != keysABC()[i] || d.Version != 1 {
			t.Errorf("document %d is %+v", i, d)
		}
	}
	last := s.bodies[5]["RequestItems"].(map[string]any)["yingbin"].(map[string]any)
	if n := len(last["Keys"].([]any)); n != 1 || last["ConsistentRead"] != true {
		t.Errorf("the last request asks for %v", last)
	}
}

func TestSlowProgressIsNoFailure(t *testing.T) {
	names := []string{"A", "B", "C", "D", "E", "F", "G", "H", "I"}
	var keys []store.Key
	var steps []step
	for i, name := range names {
		keys = append(keys, store.Key{PK: "r#1", SK: name})
		steps = append(steps, ok(batchGet, `{`+given(name)+`,`+left(names[i+1:]...)+`}`))
	}
	steps[len(steps)-1] = ok(batchGet, `{`+given("I")+`}`)
	db, _ := play(t, steps...)
	docs, err := db.Get(t.Context(), keys...)
	if err != nil || docs[8].Version != 1 {
		t.Errorf("%v, %v", docs, err)
	}
}

func TestKeysThatStayUnprocessedAreUnavailable(t *testing.T) {
	db, s := play(t, times(6, ok(batchGet, `{`+given()+`,`+left("A", "B", "C")+`}`))...)
	_, err := db.Get(t.Context(), keysABC()...)
	expect(t, err, fault.Unavailable)
	if len(s.waited) != 5 {
		t.Errorf("%d pauses", len(s.waited))
	}
}

// A table that is throttled is asked six times and then unavailable; a denied
// permission is asked for once: repeating mends nothing.
func TestReadsOfATableInTrouble(t *testing.T) {
	reads := map[string]func(*dynamostore.DB) error{
		"GetItem": func(db *dynamostore.DB) error { _, err := db.Get(t.Context(), keysABC()[0]); return err },
		batchGet:  func(db *dynamostore.DB) error { _, err := db.Get(t.Context(), keysABC()...); return err },
		"Query": func(db *dynamostore.DB) error {
			_, err := store.All(t.Context(), db, store.Query{In: "r#1"})
			return err
		},
	}
	for target, read := range reads {
		for code, want := range map[string]struct {
			times int
			kind  fault.Kind
		}{
			"ProvisionedThroughputExceededException": {6, fault.Unavailable}, "ThrottlingException": {6, fault.Unavailable},
			"RequestLimitExceeded": {6, fault.Unavailable}, "AccessDeniedException": {1, fault.Internal}, "ResourceNotFoundException": {1, fault.Internal},
		} {
			steps := append(times(want.times, refusal(target, code, "")), ok(target, `{}`))
			db, _ := play(t, steps...)
			expect(t, read(db), want.kind)
			expect(t, read(db), nil) // mended
		}
	}
}

func TestQueryFollowsThePagesUntilItHasEnough(t *testing.T) {
	first := ok("Query", `{"Items":[`+stored("A")+`,`+stored("B")+`],"LastEvaluatedKey":{"pk":{"S":"r#1"},"sk":{"S":"B"}},"ConsumedCapacity":{"CapacityUnits":128.5}}`)
	empty := ok("Query", `{"Items":[],"LastEvaluatedKey":{"pk":{"S":"r#1"},"sk":{"S":"BB"}}}`)
	second := ok("Query", `{"Items":[`+stored("C")+`],"ConsumedCapacity":{"CapacityUnits":1.5}}`)

	db, s := play(t, first, lost("Query"), empty, second)
	docs, err := store.All(t.Context(), db, store.Query{In: "r#1"})
	if err != nil || len(docs) != 3 || docs[2].SK != "C" {
		t.Fatalf("%v, %v", docs, err)
	}
	if d := cmp.Diff(map[string]any{"pk": map[string]any{"S": "r#1"}, "sk": map[string]any{"S": "BB"}}, s.bodies[3]["ExclusiveStartKey"]); d != "" {
		t.Errorf("continues at (-want +got):\n%s", d)
	}
	if got := db.Consumed(); got != (dynamostore.Capacity{Read: 130}) {
		t.Errorf("consumed %+v", got)
	}

	db, s = play(t, first, second)
	docs, err = store.All(t.Context(), db, store.Query{In: "r#1", Limit: 3})
	if err != nil || len(docs) != 3 || s.bodies[0]["Limit"] != 3.0 || s.bodies[1]["Limit"] != 1.0 {
		t.Errorf("with a limit: %v, %v, %v", docs, err, s.bodies)
	}

	db, _ = play(t, first)
	docs, err = store.All(t.Context(), db, store.Query{In: "r#1", Limit: 2})
	if err != nil || len(docs) != 2 {
		t.Errorf("with the limit at a page's end: %v, %v", docs, err)
	}

	db, _ = play(t, first)
	for range db.Query(t.Context(), store.Query{In: "r#1"}) {
		break // stops the reading: the second page must not be asked for
	}
}

func TestConsumedCapacityIsSummed(t *testing.T) {
	db, _ := play(t,
		ok(putItem, `{"ConsumedCapacity":{"TableName":"yingbin","CapacityUnits":4}}`),
		ok(transact, `{"ConsumedCapacity":[{"TableName":"yingbin","CapacityUnits":10.5}]}`),
		ok("GetItem", `{"ConsumedCapacity":{"TableName":"yingbin","CapacityUnits":1}}`),
		ok(batchGet, `{"ConsumedCapacity":[{"TableName":"yingbin","CapacityUnits":3}]}`))
	expect(t, db.Commit(t.Context(), one...), nil)
	expect(t, db.Commit(t.Context(), many...), nil)
	_, err := db.Get(t.Context(), head.Key)
	expect(t, err, nil)
	_, err = db.Get(t.Context(), keysABC()...)
	expect(t, err, nil)
	if got := db.Consumed(); got != (dynamostore.Capacity{Read: 4, Write: 14.5}) {
		t.Errorf("consumed %+v", got)
	}
}

func TestLoadWritesUnprocessedItemsAgain(t *testing.T) {
	rest := `{"UnprocessedItems":{"yingbin":[{"PutRequest":{"Item":` + stored("B") + `}}]}}`
	db, s := play(t, ok("Scan", `{"Items":[]}`), ok("BatchWriteItem", rest), lost("BatchWriteItem"), ok("BatchWriteItem", `{}`))
	err := db.Load(t.Context(), func(yield func(store.Doc, error) bool) {
		for _, k := range keysABC() {
			if !yield(store.Doc{Key: k, Version: 1}, nil) {
				return
			}
		}
	})
	expect(t, err, nil)
	if n := len(s.bodies[3]["RequestItems"].(map[string]any)["yingbin"].([]any)); n != 1 {
		t.Errorf("%d items again", n)
	}
	db, _ = play(t, ok("Scan", `{"Items":[`+stored("A")+`]}`))
	expect(t, db.Load(t.Context(), func(func(store.Doc, error) bool) {}), fault.Invalid)
}
