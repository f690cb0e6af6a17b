package dynamostore

import (
	"context"
	"errors"
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/store"
)

// Get reads with strong consistency. Keys that the service leaves
// unprocessed, for size or for load, are asked for again.
func (db *DB) Get(ctx context.Context, keys ...store.Key) ([]store.Doc, error) {
	if err := store.CheckGet(keys); err != nil || len(keys) == 0 {
		return nil, err
	}
	found := make(map[store.Key]store.Doc, len(keys))
	var err error
	if len(keys) == 1 {
		err = db.getOne(ctx, keys[0], found)
	} else {
		err = db.getAll(ctx, keys, found)
	}
	if err != nil {
		return nil, explain(ctx, err)
	}
	docs := make([]store.Doc, len(keys))
	for i, k := range keys {
		docs[i] = found[k]
		docs[i].Key = k
	}
	return docs, nil
}

func (db *DB) getOne(ctx context.Context, key store.Key, found map[store.Key]store.Doc) error {
	_, err := db.attempts(ctx, func() error {
		out, err := db.calls.get(ctx, &dynamodb.GetItemInput{TableName: db.table, Key: toKey(key),
			ConsistentRead: aws.Bool(true), ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal})
		if err == nil {
			db.reads(orNone(out.ConsumedCapacity))
			found[key] = fromItem(out.Item)
		}
		return err
	})
	return err
}

// errUnprocessed says that the service gave nothing at all, five times.
var errUnprocessed = errors.New("keys stay unprocessed")

func (db *DB) getAll(ctx context.Context, keys []store.Key, found map[store.Key]store.Doc) error {
	left := make([]item, len(keys))
	for i, k := range keys {
		left[i] = toKey(k)
	}
	for idle := 0; ; idle++ {
		before := len(left)
		rest, err := db.getBatch(ctx, left, found)
		if err != nil || len(rest) == 0 {
			return err
		}
		if left = rest; len(left) < before {
			idle = 0
		}
		if idle == retries {
			return errUnprocessed
		}
		if err := db.pause(ctx, idle); err != nil {
			return err
		}
	}
}

// getBatch asks once and gives the keys that are still to be asked for.
func (db *DB) getBatch(ctx context.Context, keys []item, found map[store.Key]store.Doc) (rest []item, err error) {
	_, err = db.attempts(ctx, func() error {
		out, err := db.calls.batchGet(ctx, &dynamodb.BatchGetItemInput{
			RequestItems:           map[string]types.KeysAndAttributes{*db.table: {Keys: keys, ConsistentRead: aws.Bool(true)}},
			ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal})
		if err != nil {
			return err
		}
		db.reads(out.ConsumedCapacity...)
		for _, it := range out.Responses[*db.table] {
			d := fromItem(it)
			found[d.Key] = d
		}
		rest = out.UnprocessedKeys[*db.table].Keys
		return nil
	})
	return rest, err
}

// Query reads pages as the service cuts them, at 1 MB, and stops when the
// caller does.
func (db *DB) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	return func(yield func(store.Doc, error) bool) {
		w, err := store.CheckQuery(q)
		if err != nil {
			yield(store.Doc{}, err)
			return
		}
		if err := ctx.Err(); err != nil {
			yield(store.Doc{}, err)
			return
		}
		if !w.Empty {
			db.walk(ctx, w, yield)
		}
	}
}

func (db *DB) walk(ctx context.Context, w store.Walk, yield func(store.Doc, error) bool) {
	in := db.queryInput(w)
	for given := 0; ; {
		if w.Limit > 0 {
			in.Limit = aws.Int32(int32(w.Limit - given))
		}
		out, err := db.page(ctx, in)
		if err != nil {
			yield(store.Doc{}, explain(ctx, err))
			return
		}
		for _, it := range out.Items {
			if given++; !yield(fromItem(it), nil) {
				return
			}
		}
		if in.ExclusiveStartKey = out.LastEvaluatedKey; len(in.ExclusiveStartKey) == 0 || given == w.Limit {
			return
		}
	}
}

func (db *DB) page(ctx context.Context, in *dynamodb.QueryInput) (out *dynamodb.QueryOutput, err error) {
	_, err = db.attempts(ctx, func() error {
		out, err = db.calls.query(ctx, in)
		if err == nil {
			db.reads(orNone(out.ConsumedCapacity))
		}
		return err
	})
	return out, err
}

// keysOf are the partition and the order of each index.
var keysOf = [...]struct{ index, in, at string }{
	store.Table: {"", "pk", "sk"},
	store.Desk:  {"desk", "desk", "deskAt"},
	store.List:  {"list", "list", "listAt"},
	store.Due:   {"due", "due", "dueAt"},
}

// queryInput writes a walk as a request.
func (db *DB) queryInput(w store.Walk) *dynamodb.QueryInput {
	x := keysOf[w.Index]
	in := &dynamodb.QueryInput{TableName: db.table, ScanIndexForward: aws.Bool(!w.Desc),
		ReturnConsumedCapacity:    types.ReturnConsumedCapacityTotal,
		ExpressionAttributeNames:  map[string]string{"#in": x.in},
		ExpressionAttributeValues: item{":in": text(w.In)}}
	if w.Index == store.Table {
		in.ConsistentRead = aws.Bool(true)
	} else {
		in.IndexName = aws.String(x.index)
	}
	condition := "#in = :in" + between(w)
	in.KeyConditionExpression = aws.String(condition)
	if w.From+w.To != "" {
		in.ExpressionAttributeNames["#at"] = x.at
	}
	setText(in.ExpressionAttributeValues, ":from", w.From)
	setText(in.ExpressionAttributeValues, ":to", w.To)
	if w.Start.PK != "" {
		in.ExclusiveStartKey = toKey(w.Start.Key)
		in.ExclusiveStartKey[x.in], in.ExclusiveStartKey[x.at] = text(w.In), text(w.Start.At)
	}
	return in
}

// between is the range in the service's words, which know no open end.
func between(w store.Walk) string {
	switch {
	case w.From != "" && w.To != "":
		return " AND #at BETWEEN :from AND :to"
	case w.From != "":
		return " AND #at >= :from"
	case w.To != "":
		return " AND #at <= :to"
	}
	return ""
}
