package dynamostore

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// loadSize is how many documents one request loads, the service's limit.
const loadSize = 25

// Dump reads all keys first, because the service knows no order among
// partitions, then the documents in key order. Keys are held in memory.
func (db *DB) Dump(ctx context.Context) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		keys, err := db.keys(ctx, 0)
		if err != nil {
			yield(store.Doc{}, err)
			return
		}
		slices.SortFunc(keys, func(a, b store.Key) int { return cmp.Or(cmp.Compare(a.PK, b.PK), cmp.Compare(a.SK, b.SK)) })
		for some := range slices.Chunk(keys, store.MaxGet) {
			docs, err := db.Get(ctx, some...)
			if err != nil {
				yield(store.Doc{}, err)
				return
			}
			for _, d := range docs {
				if d.Version > 0 && !yield(d, nil) {
					return
				}
			}
		}
	}
}

// keys scans the table for its keys, at most limit of them unless it is 0.
func (db *DB) keys(ctx context.Context, limit int32) ([]store.Key, error) {
	in := &dynamodb.ScanInput{TableName: db.table, ProjectionExpression: aws.String("pk, sk"), ConsistentRead: aws.Bool(true),
		ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal}
	if limit > 0 {
		in.Limit = aws.Int32(limit)
	}
	var keys []store.Key
	for {
		var out *dynamodb.ScanOutput
		_, err := db.attempts(ctx, func() (err error) { out, err = db.calls.scan(ctx, in); return err })
		if err != nil {
			return nil, explain(ctx, err)
		}
		db.reads(orNone(out.ConsumedCapacity))
		for _, it := range out.Items {
			keys = append(keys, fromItem(it).Key)
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; len(in.ExclusiveStartKey) == 0 || limit > 0 && len(keys) > 0 {
			return keys, nil
		}
	}
}

// Load stores documents in batches; after an error a part of them is there.
func (db *DB) Load(ctx context.Context, docs iter.Seq2[store.Doc, error]) error {
	there, err := db.keys(ctx, 1)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return fault.Wrap(fault.Invalid, "invalid", errors.New("the table is not empty"))
	}
	var batch []types.WriteRequest
	for d, err := range docs {
		if err == nil {
			err = store.CheckLoad(d)
		}
		if err != nil {
			return err
		}
		batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: toItem(d)}})
		if len(batch) == loadSize {
			if err := db.putAll(ctx, batch); err != nil {
				return err
			}
			batch = nil
		}
	}
	return db.putAll(ctx, batch)
}

// putAll writes a batch until nothing of it is left unprocessed.
func (db *DB) putAll(ctx context.Context, left []types.WriteRequest) error {
	for idle := 0; len(left) > 0; idle++ {
		var out *dynamodb.BatchWriteItemOutput
		_, err := db.attempts(ctx, func() (err error) {
			out, err = db.calls.batchWrite(ctx, &dynamodb.BatchWriteItemInput{
				RequestItems:           map[string][]types.WriteRequest{*db.table: left},
				ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal})
			return err
		})
		if err != nil {
			return explain(ctx, err)
		}
		db.writes(out.ConsumedCapacity...)
		rest := out.UnprocessedItems[*db.table]
		if len(rest) < len(left) {
			idle = 0
		}
		if left = rest; idle == retries {
			return explain(ctx, errUnprocessed)
		}
		if len(left) > 0 {
			if err := db.pause(ctx, idle); err != nil {
				return err
			}
		}
	}
	return nil
}
