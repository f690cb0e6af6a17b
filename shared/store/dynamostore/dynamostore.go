// Package dynamostore keeps the documents in one DynamoDB table with three
// sparse indexes. The contract is package store's, proven by storetest.
//
// A commit of several operations is one TransactWriteItems with one
// ClientRequestToken for all attempts. A commit of one operation is a plain
// conditional write, which costs half; when a repetition of it finds its
// condition failed, what is stored, returned with the failure, tells whether
// an earlier attempt had arrived.
//
// This package owns all retries of a request, and the SDK's own are off,
// because only who counts the attempts can read a failed condition right:
//
//   - a failed condition is a *store.Conflict at once, never retried;
//   - throttling and conflicts between transactions are tried again up to five
//     times with jitter, then Unavailable or a *store.Conflict;
//   - a lost connection and a server's own failure are tried again likewise,
//     and are Unavailable in the end: nobody knows whether they were applied.
//
// Jitter, waiting and tokens come from outside.
//
// Writes are charged by the kilobyte: Body and Row are packed where that saves
// one (pack.go, infra/decisions/0011-packing.md), and come back as they were.
package dynamostore

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"yingbin/shared/sdkhttp"
	"yingbin/shared/store"
)

// A DB is a table. It is a store.DB and a store.Porter.
type DB struct {
	calls calls
	table *string
	opts  Options

	mu       sync.Mutex
	consumed Capacity
}

var (
	_ store.DB     = (*DB)(nil)
	_ store.Porter = (*DB)(nil)
)

// Options are the driver's inputs; the zero value suits production.
type Options struct {
	// Jitter gives a number from 0 to 1, the part of the longest pause to wait.
	Jitter func() float64
	// Sleep waits, or returns the context's error.
	Sleep func(ctx context.Context, d time.Duration) error
	// Token makes a ClientRequestToken of at most 36 characters, never twice the same.
	Token func() string
}

// New uses a table through a client. The client's own retries are not used.
func New(client *dynamodb.Client, table string, opts Options) *DB {
	if opts.Jitter == nil {
		opts.Jitter = randomPart
	}
	if opts.Sleep == nil {
		opts.Sleep = sleep
	}
	if opts.Token == nil {
		opts.Token = rand.Text
	}
	return &DB{calls: callsOf(client), table: aws.String(table), opts: opts}
}

// Name is the table's.
func (db *DB) Name() string { return *db.table }

// Client makes a client without package config, which would triple the start
// of a function. An empty endpoint is AWS's own in that region.
func Client(region, endpoint string, credentials aws.CredentialsProvider, http dynamodb.HTTPClient) *dynamodb.Client {
	o := dynamodb.Options{Region: region, Credentials: credentials, HTTPClient: sdkhttp.Whole(http), Retryer: aws.NopRetryer{}}
	if endpoint != "" {
		o.BaseEndpoint = aws.String(endpoint)
	}
	return dynamodb.New(o)
}

// Capacity is what requests have consumed, in units as AWS bills them.
type Capacity struct{ Read, Write float64 }

// Consumed gives what all answered requests of this DB consumed. A request
// that failed consumes too, but its answer does not say how much.
func (db *DB) Consumed() Capacity {
	db.mu.Lock()
	defer db.mu.Unlock()
	return db.consumed
}

func (db *DB) reads(all ...types.ConsumedCapacity) {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, c := range all {
		db.consumed.Read += aws.ToFloat64(c.CapacityUnits)
	}
}

func (db *DB) writes(all ...types.ConsumedCapacity) {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, c := range all {
		db.consumed.Write += aws.ToFloat64(c.CapacityUnits)
	}
}

// orNone is what an answer without capacity says.
func orNone(c *types.ConsumedCapacity) types.ConsumedCapacity {
	if c == nil {
		return types.ConsumedCapacity{}
	}
	return *c
}
