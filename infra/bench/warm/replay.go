package warm

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/infra/bench/engine"
)

// A call sends one recorded request to the other table.
type call func(ctx context.Context) error

// A twin is the table in which requests are repeated.
type twin struct {
	client *dynamodb.Client
	table  *string
}

// replay repeats what a step asked, in the same order; requests that were under
// way together go together again. It tells how long that took. The inputs are
// made before. A request that failed must fail again: otherwise the tables differ.
func (t *twin) replay(ctx context.Context, recorded []*engine.Request) (time.Duration, error) {
	var waves [][]call
	for _, wave := range together(recorded) {
		var calls []call
		for _, q := range wave {
			c, err := t.call(q)
			if err != nil {
				return 0, err
			}
			calls = append(calls, c)
		}
		waves = append(waves, calls)
	}
	began := time.Now()
	for _, calls := range waves {
		if err := send(ctx, calls); err != nil {
			return 0, err
		}
	}
	return time.Since(began), nil
}

// together groups requests: one that began before any of the group had ended
// cannot have waited for its answer.
func together(recorded []*engine.Request) (waves [][]*engine.Request) {
	var end time.Time
	for _, q := range recorded {
		if len(waves) > 0 && q.Began.Before(end) {
			waves[len(waves)-1] = append(waves[len(waves)-1], q)
			if q.End.Before(end) {
				end = q.End
			}
			continue
		}
		waves, end = append(waves, []*engine.Request{q}), q.End
	}
	return waves
}

// send sends calls at once.
func send(ctx context.Context, calls []call) error {
	if len(calls) == 1 {
		return calls[0](ctx)
	}
	errs := make([]error, len(calls))
	var wg sync.WaitGroup
	for i, c := range calls {
		wg.Go(func() { errs[i] = c(ctx) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// call makes the same request for the other table.
func (t *twin) call(q *engine.Request) (call, error) {
	switch in := q.In.(type) {
	case *dynamodb.GetItemInput:
		other := *in
		other.TableName = t.table
		return bare(t.client.GetItem, &other, q), nil
	case *dynamodb.BatchGetItemInput:
		other := *in
		other.RequestItems = map[string]types.KeysAndAttributes{}
		for _, keys := range in.RequestItems {
			other.RequestItems[*t.table] = keys
		}
		return bare(t.client.BatchGetItem, &other, q), nil
	case *dynamodb.QueryInput:
		other := *in
		other.TableName = t.table
		return bare(t.client.Query, &other, q), nil
	case *dynamodb.PutItemInput:
		other := *in
		other.TableName = t.table
		return bare(t.client.PutItem, &other, q), nil
	case *dynamodb.DeleteItemInput:
		other := *in
		other.TableName = t.table
		return bare(t.client.DeleteItem, &other, q), nil
	case *dynamodb.TransactWriteItemsInput:
		return bare(t.client.TransactWriteItems, t.transaction(in), q), nil
	}
	return nil, fmt.Errorf("no replay of %T", q.In)
}

// transaction is the same transaction, under a token of its own.
func (t *twin) transaction(in *dynamodb.TransactWriteItemsInput) *dynamodb.TransactWriteItemsInput {
	other := *in
	other.ClientRequestToken = aws.String(rand.Text())
	other.TransactItems = slices.Clone(in.TransactItems)
	for i, item := range in.TransactItems {
		o := &other.TransactItems[i]
		switch {
		case item.Put != nil:
			put := *item.Put
			put.TableName, o.Put = t.table, &put
		case item.Delete != nil:
			del := *item.Delete
			del.TableName, o.Delete = t.table, &del
		case item.ConditionCheck != nil:
			check := *item.ConditionCheck
			check.TableName, o.ConditionCheck = t.table, &check
		}
	}
	return &other
}

// bare sends by the SDK alone and wants it to end as it did.
func bare[In, Out any](send func(context.Context, *In, ...func(*dynamodb.Options)) (*Out, error), in *In, was *engine.Request) call {
	return func(ctx context.Context) error {
		_, err := send(ctx, in)
		if (err != nil) != (was.Err != nil) {
			return fmt.Errorf("%T ended at first with %v, repeated with %v", in, was.Err, err)
		}
		return nil
	}
}
