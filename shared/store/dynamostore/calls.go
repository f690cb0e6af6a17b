package dynamostore

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
)

// calls are the requests that a table is asked. They are functions and not the
// client: pages are written by reflection, and what reflection may reach stays
// in the program with all its methods. A client has sixty.
type calls struct {
	get           call[dynamodb.GetItemInput, dynamodb.GetItemOutput]
	batchGet      call[dynamodb.BatchGetItemInput, dynamodb.BatchGetItemOutput]
	query         call[dynamodb.QueryInput, dynamodb.QueryOutput]
	put           call[dynamodb.PutItemInput, dynamodb.PutItemOutput]
	delete        call[dynamodb.DeleteItemInput, dynamodb.DeleteItemOutput]
	transact      call[dynamodb.TransactWriteItemsInput, dynamodb.TransactWriteItemsOutput]
	scan          call[dynamodb.ScanInput, dynamodb.ScanOutput]
	batchWrite    call[dynamodb.BatchWriteItemInput, dynamodb.BatchWriteItemOutput]
	createTable   call[dynamodb.CreateTableInput, dynamodb.CreateTableOutput]
	describeTable call[dynamodb.DescribeTableInput, dynamodb.DescribeTableOutput]
}

// A call is one kind of request, sent once.
type call[In, Out any] func(context.Context, *In) (*Out, error)

// callsOf gives the requests of a client, without its own retries.
func callsOf(c *dynamodb.Client) calls {
	return calls{single(c.GetItem), single(c.BatchGetItem), single(c.Query), single(c.PutItem), single(c.DeleteItem), single(c.TransactWriteItems),
		single(c.Scan), single(c.BatchWriteItem), single(c.CreateTable), single(c.DescribeTable)}
}

// single turns off the SDK's retries in a call.
func single[In, Out any](send func(context.Context, *In, ...func(*dynamodb.Options)) (*Out, error)) call[In, Out] {
	return func(ctx context.Context, in *In) (*Out, error) {
		return send(ctx, in, func(o *dynamodb.Options) { o.Retryer = aws.NopRetryer{} })
	}
}
