package dynamostore_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

var (
	head   = store.Doc{Key: store.Key{PK: "r#1", SK: "HEAD"}, Version: 3, Body: []byte(`{"s":1}`)}
	plan   = store.Doc{Key: store.Key{PK: "r#1", SK: "PLAN"}, Version: 1, Body: []byte(`{"s":1}`)}
	event  = store.Doc{Key: store.Key{PK: "r#1", SK: "event#1"}, Body: []byte(`{"s":1}`)}
	one    = []store.Op{store.Replace(head)}
	put    = []store.Op{store.Put(head)}
	remove = []store.Op{store.Delete(head)}
	many   = []store.Op{store.Replace(head), store.Check(plan.Key, 1), store.Create(event)}
)

const (
	putItem  = "PutItem"
	delItem  = "DeleteItem"
	transact = "TransactWriteItems"
	mine     = `{"pk":{"S":"r#1"},"sk":{"S":"HEAD"},"v":{"N":"4"},"body":{"S":"{\"s\":1}"}}`
	others   = `{"pk":{"S":"r#1"},"sk":{"S":"HEAD"},"v":{"N":"4"},"body":{"S":"{\"s\":2}"}}`
	before   = `{"pk":{"S":"r#1"},"sk":{"S":"HEAD"},"v":{"N":"2"},"body":{"S":"{\"s\":1}"}}`
)

func TestCommitReadsEveryAnswerRight(t *testing.T) {
	throttled := refusal(putItem, "ProvisionedThroughputExceededException", "")
	busy := refusal(putItem, "TransactionConflictException", "")
	inProgress := refusal(transact, "TransactionInProgressException", "")
	invalid := refusal(transact, "ValidationException", "")
	denied := refusal(putItem, "AccessDeniedException", "")
	cut := ok(transact, `{"ConsumedCap`)
	for _, c := range []struct {
		name  string
		ops   []store.Op
		steps []step
		want  any // nil, a fault.Kind, or the operations in conflict
	}{
		{"one, applied", one, []step{ok(putItem, `{}`)}, nil},
		{"one, request lost", one, []step{lost(putItem), ok(putItem, `{}`)}, nil},
		{"one, response lost", one, []step{lost(putItem), conditionFailed(putItem, mine)}, nil},
		{"one, response lost, then throttled", one, []step{lost(putItem), throttled, conditionFailed(putItem, mine)}, nil},
		{"one, request lost and somebody faster", one, []step{lost(putItem), conditionFailed(putItem, others)}, []int{0}},
		{"one, request lost and somebody deleted it", one, []step{lost(putItem), conditionFailed(putItem, "")}, []int{0}},
		{"one, server failed", one, []step{broken(putItem), conditionFailed(putItem, mine)}, nil},
		{"one, the same by somebody else", one, []step{conditionFailed(putItem, mine)}, []int{0}},
		{"one, throttled, the same by somebody else", one, []step{throttled, conditionFailed(putItem, mine)}, []int{0}},
		{"one, stale", one, []step{conditionFailed(putItem, before)}, []int{0}},
		{"one, throttled and then applied", one, append(times(5, throttled), ok(putItem, `{}`)), nil},
		{"one, throttled all the time", one, times(6, throttled), fault.Unavailable},
		{"one, denied", one, []step{denied}, fault.Internal},
		{"one, throttled, then denied", one, []step{throttled, denied}, fault.Internal},
		{"one, in a transaction's way", one, []step{busy, ok(putItem, `{}`)}, nil},
		{"one, in a transaction's way all the time", one, times(6, busy), []int{0}},
		{"one, no connection", one, times(6, lost(putItem)), fault.Unavailable},
		{"put, response lost", put, []step{lost(putItem), ok(putItem, `{}`)}, nil},
		{"delete, response lost", remove, []step{lost(delItem), conditionFailed(delItem, "")}, nil},
		{"delete, request lost and somebody faster", remove, []step{lost(delItem), conditionFailed(delItem, others)}, []int{0}},
		{"delete of what is gone", remove, []step{conditionFailed(delItem, "")}, []int{0}},

		{"several, applied", many, []step{ok(transact, `{}`)}, nil},
		{"several, request or response lost", many, []step{lost(transact), ok(transact, `{}`)}, nil},
		{"several, answer cut", many, []step{cut, ok(transact, `{}`)}, nil},
		{"several, server failed", many, []step{broken(transact), inProgress, ok(transact, `{}`)}, nil},
		{"several, a condition", many, []step{cancelledBy("None", "ConditionalCheckFailed", "None")}, []int{1}},
		{"several, two conditions", many, []step{cancelledBy("ConditionalCheckFailed", "None", "ConditionalCheckFailed")}, []int{0, 2}},
		{"several, a condition beside a conflict", many, []step{cancelledBy("TransactionConflict", "ThrottlingError", "ConditionalCheckFailed")}, []int{2}},
		{"several, a conflict that passes", many, []step{cancelledBy("None", "TransactionConflict", "None"), ok(transact, `{}`)}, nil},
		{"several, a conflict that becomes a condition", many, []step{cancelledBy("None", "TransactionConflict", "None"), cancelledBy("ConditionalCheckFailed", "None", "None")}, []int{0}},
		{"several, a conflict that stays", many, times(6, cancelledBy("None", "TransactionConflict", "ThrottlingError")), []int{1}},
		{"several, throttled all the time", many, times(6, cancelledBy("ThrottlingError", "None", "ProvisionedThroughputExceeded")), fault.Unavailable},
		{"several, no connection", many, times(6, lost(transact)), fault.Unavailable},
		{"several, refused as they are", many, []step{cancelledBy("ValidationError", "TransactionConflict", "None")}, fault.Internal},
		{"several, denied", many, []step{refusal(transact, "AccessDeniedException", "")}, fault.Internal},
		{"several, throttled, then applied", many, append(times(5, refusal(transact, "ThrottlingException", "")), ok(transact, `{}`)), nil},
		{"several, the account's limit all the time", many, times(6, refusal(transact, "RequestLimitExceeded", "")), fault.Unavailable},
		{"several, not understood", many, []step{invalid}, fault.Internal},
		{"a check alone", many[1:2], []step{ok(transact, `{}`)}, nil},
		{"nothing", nil, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, s := play(t, c.steps...)
			expect(t, db.Commit(t.Context(), c.ops...), c.want)
			for _, body := range s.bodies { // every attempt is the same, with the same token
				if d := cmp.Diff(s.bodies[0], body); d != "" {
					t.Errorf("a repetition differs:\n%s", d)
				}
			}
		})
	}
}

func expect(t *testing.T, err error, want any) {
	t.Helper()
	var conflict *store.Conflict
	switch want := want.(type) {
	case nil:
		if err != nil {
			t.Errorf("got %v", err)
		}
	case fault.Kind:
		if err == nil || errors.As(err, &conflict) || fault.As(err).Kind != want {
			t.Errorf("got %v, want kind %v", err, want)
		}
	case []int:
		if !errors.As(err, &conflict) {
			t.Fatalf("got %v, want a conflict in %v", err, want)
		}
		if d := cmp.Diff(want, conflict.Failed); d != "" {
			t.Errorf("failed operations (-want +got):\n%s", d)
		}
	}
}

func TestTokensDifferBetweenCommits(t *testing.T) {
	db, s := play(t, ok(transact, `{}`), ok(transact, `{}`))
	expect(t, db.Commit(t.Context(), many...), nil)
	expect(t, db.Commit(t.Context(), many...), nil)
	if a, b := s.bodies[0]["ClientRequestToken"], s.bodies[1]["ClientRequestToken"]; a == b || a == "" {
		t.Errorf("tokens %q and %q", a, b)
	}
}

func TestPausesDoubleAndEndWithTheContext(t *testing.T) {
	db, s := play(t, times(6, lost(putItem))...)
	expect(t, db.Commit(t.Context(), one...), fault.Unavailable)
	ms := time.Millisecond
	if d := cmp.Diff([]time.Duration{25 * ms, 50 * ms, 100 * ms, 200 * ms, 400 * ms}, s.waited); d != "" {
		t.Errorf("pauses (-want +got):\n%s", d)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, s = play(t, lost(putItem))
	db = onScript(&cancelling{script: s, cancel: cancel})
	if err := db.Commit(ctx, one...); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
