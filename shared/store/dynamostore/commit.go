package dynamostore

import (
	"context"
	"errors"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/store"
)

// Commit writes one operation alone and several as a transaction.
func (db *DB) Commit(ctx context.Context, ops ...store.Op) error {
	if err := store.CheckCommit(ops); err != nil || len(ops) == 0 {
		return err
	}
	if len(ops) == 1 && ops[0].Kind != store.OpCheck {
		return db.commitOne(ctx, ops[0])
	}
	return db.commitAll(ctx, ops)
}

// commitOne writes one document. Its condition may fail because an earlier
// attempt arrived and only its answer was lost.
func (db *DB) commitOne(ctx context.Context, op store.Op) error {
	maybe, err := db.attempts(ctx, func() error { return db.writeOne(ctx, op) })
	var lost *types.ConditionalCheckFailedException
	if errors.As(err, &lost) {
		if maybe && arrived(op, lost.Item) {
			return nil
		}
		return &store.Conflict{Failed: []int{0}}
	}
	if busy := (*types.TransactionConflictException)(nil); errors.As(err, &busy) {
		return &store.Conflict{Failed: []int{0}}
	}
	return explain(ctx, err)
}

func (db *DB) writeOne(ctx context.Context, op store.Op) error {
	condition, values := conditionOf(op)
	onFailure := types.ReturnValuesOnConditionCheckFailureAllOld
	if condition == nil {
		onFailure = ""
	}
	if op.Kind == store.OpDelete {
		out, err := db.calls.delete(ctx, &dynamodb.DeleteItemInput{TableName: db.table, Key: toKey(op.Doc.Key),
			ConditionExpression: condition, ExpressionAttributeValues: values,
			ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal, ReturnValuesOnConditionCheckFailure: onFailure})
		if err == nil {
			db.writes(orNone(out.ConsumedCapacity))
		}
		return err
	}
	out, err := db.calls.put(ctx, &dynamodb.PutItemInput{TableName: db.table, Item: toItem(op.Stored()),
		ConditionExpression: condition, ExpressionAttributeValues: values,
		ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal, ReturnValuesOnConditionCheckFailure: onFailure})
	if err == nil {
		db.writes(orNone(out.ConsumedCapacity))
	}
	return err
}

// arrived says whether what is stored is what the operation would have left.
func arrived(op store.Op, stored item) bool {
	if op.Kind == store.OpDelete {
		return len(stored) == 0
	}
	return reflect.DeepEqual(stored, toItem(op.Stored()))
}

// commitAll writes a transaction. The token makes all attempts one.
func (db *DB) commitAll(ctx context.Context, ops []store.Op) error {
	in := &dynamodb.TransactWriteItemsInput{TransactItems: make([]types.TransactWriteItem, len(ops)),
		ClientRequestToken: aws.String(db.opts.Token()), ReturnConsumedCapacity: types.ReturnConsumedCapacityTotal}
	for i, op := range ops {
		in.TransactItems[i] = db.transactItem(op)
	}
	_, err := db.attempts(ctx, func() error {
		out, err := db.calls.transact(ctx, in)
		if err == nil {
			db.writes(out.ConsumedCapacity...)
		}
		return err
	})
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) {
		which := indexes(cancelled.CancellationReasons, failed)
		if which == nil && judge(err) == refused {
			which = indexes(cancelled.CancellationReasons, conflict)
		}
		if which != nil {
			return &store.Conflict{Failed: which}
		}
	}
	return explain(ctx, err)
}

func (db *DB) transactItem(op store.Op) types.TransactWriteItem {
	condition, values := conditionOf(op)
	switch op.Kind {
	case store.OpDelete:
		return types.TransactWriteItem{Delete: &types.Delete{TableName: db.table, Key: toKey(op.Doc.Key),
			ConditionExpression: condition, ExpressionAttributeValues: values}}
	case store.OpCheck:
		return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{TableName: db.table, Key: toKey(op.Doc.Key),
			ConditionExpression: condition, ExpressionAttributeValues: values}}
	}
	return types.TransactWriteItem{Put: &types.Put{TableName: db.table, Item: toItem(op.Stored()),
		ConditionExpression: condition, ExpressionAttributeValues: values}}
}

// conditionOf is what must hold before the operation.
func conditionOf(op store.Op) (*string, item) {
	switch {
	case op.Kind == store.OpPut:
		return nil, nil
	case op.Kind == store.OpCreate, op.Doc.Version == 0:
		return aws.String("attribute_not_exists(pk)"), nil
	}
	return aws.String("v = :v"), item{":v": number(op.Doc.Version)}
}
