package dynamostore_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"yingbin/shared/store"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/store/storetest"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "local", SecretAccessKey: "local"}, nil
})

// noWait are options under which nothing takes time and all is repeatable.
func noWait() dynamostore.Options {
	var n atomic.Int64
	return dynamostore.Options{
		Jitter: func() float64 { return 1 },
		Sleep:  func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
		Token:  func() string { return fmt.Sprint("token-", n.Add(1)) },
	}
}

var tables atomic.Int64

// engine gives a new table in the engine that DYNAMODB_ENDPOINT names.
func engine(t *testing.T, via dynamodb.HTTPClient) *dynamostore.DB {
	t.Helper()
	endpoint := os.Getenv("DYNAMODB_ENDPOINT")
	if endpoint == "" {
		t.Skip("DYNAMODB_ENDPOINT is not set: no engine to test against")
	}
	options := noWait()
	options.Token = nil // the engine remembers tokens of earlier runs
	name := fmt.Sprintf("t%d-%d", os.Getpid(), tables.Add(1))
	client := dynamostore.Client("local", endpoint, credentials, via)
	db := dynamostore.New(client, name, options)
	if err := db.CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := client.DeleteTable(context.Background(), &dynamodb.DeleteTableInput{TableName: &name}); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestContractOnEngine(t *testing.T) {
	if os.Getenv("DYNAMODB_ENDPOINT") == "" {
		t.Skip("DYNAMODB_ENDPOINT is not set: no engine to test against")
	}
	storetest.Run(t, func(t *testing.T) store.DB { return engine(t, &http.Client{}) }, storetest.Options{})
}
