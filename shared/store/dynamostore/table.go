package dynamostore

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/store"
)

// TableInput describes the table as the stack's template does.
func TableInput(name string) *dynamodb.CreateTableInput {
	in := &dynamodb.CreateTableInput{TableName: aws.String(name), BillingMode: types.BillingModePayPerRequest,
		KeySchema: keySchema("pk", "sk"), AttributeDefinitions: texts("pk", "sk"),
		StreamSpecification: &types.StreamSpecification{StreamEnabled: aws.Bool(true), StreamViewType: types.StreamViewTypeNewAndOldImages}}
	rows := &types.Projection{ProjectionType: types.ProjectionTypeInclude, NonKeyAttributes: []string{"row"}}
	keys := &types.Projection{ProjectionType: types.ProjectionTypeKeysOnly}
	for i, shows := range [...]*types.Projection{store.Desk: rows, store.List: rows, store.Due: keys} {
		if shows == nil {
			continue // the table itself
		}
		x := keysOf[i]
		in.AttributeDefinitions = append(in.AttributeDefinitions, texts(x.in, x.at)...)
		in.GlobalSecondaryIndexes = append(in.GlobalSecondaryIndexes, types.GlobalSecondaryIndex{
			IndexName: aws.String(x.index), KeySchema: keySchema(x.in, x.at), Projection: shows})
	}
	return in
}

func keySchema(in, at string) []types.KeySchemaElement {
	return []types.KeySchemaElement{{AttributeName: aws.String(in), KeyType: types.KeyTypeHash},
		{AttributeName: aws.String(at), KeyType: types.KeyTypeRange}}
}

func texts(names ...string) []types.AttributeDefinition {
	var all []types.AttributeDefinition
	for _, n := range names {
		all = append(all, types.AttributeDefinition{AttributeName: aws.String(n), AttributeType: types.ScalarAttributeTypeS})
	}
	return all
}

// CreateTable makes the table in a local engine and waits until it can be
// used. In AWS the stack makes it.
func (db *DB) CreateTable(ctx context.Context) error {
	if _, err := db.calls.createTable(ctx, TableInput(*db.table)); err != nil {
		return explain(ctx, err)
	}
	for {
		out, err := db.calls.describeTable(ctx, &dynamodb.DescribeTableInput{TableName: db.table})
		if err != nil {
			return explain(ctx, err)
		}
		if out.Table.TableStatus == types.TableStatusActive {
			return nil
		}
		if err := db.opts.Sleep(ctx, 200*time.Millisecond); err != nil {
			return err
		}
	}
}
