package engine

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/smithy-go/middleware"
)

// A Request is one call of the SDK as a program made it.
type Request struct {
	In         any // *dynamodb.QueryInput and its like
	Began, End time.Time
	Err        error
}

// A Recorder keeps the requests of a client in the order in which they began.
type Recorder struct {
	mu  sync.Mutex
	all []*Request
}

// Client gives a client that asks what another asks, and records it. The SDK
// sees no difference: what is recorded is the typed input, before it is written
// as JSON and signed.
func (r *Recorder) Client(c *dynamodb.Client) *dynamodb.Client {
	record := middleware.InitializeMiddlewareFunc("record", r.handle)
	return dynamodb.New(c.Options(), func(o *dynamodb.Options) {
		o.APIOptions = append(o.APIOptions, func(s *middleware.Stack) error { return s.Initialize.Add(record, middleware.Before) })
	})
}

// handle notes a request and lets it pass.
func (r *Recorder) handle(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	q := &Request{In: kept(in.Parameters), Began: time.Now()}
	r.mu.Lock()
	r.all = append(r.all, q)
	r.mu.Unlock()
	out, meta, err := next.HandleInitialize(ctx, in)
	q.End, q.Err = time.Now(), err
	return out, meta, err
}

// kept is an input as it is now: the driver asks for the next page of a query by
// the same one.
func kept(in any) any {
	if q, ok := in.(*dynamodb.QueryInput); ok {
		page := *q
		return &page
	}
	return in
}

// Take gives what was recorded since the last time. No request may be under way.
func (r *Recorder) Take() []*Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.all
	r.all = nil
	return all
}
