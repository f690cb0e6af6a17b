package dynamostore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"yingbin/shared/fault"
)

const (
	retries  = 5                     // after the first attempt
	backoff  = 25 * time.Millisecond // the longest first pause; each next is twice as long
	failed   = "ConditionalCheckFailed"
	conflict = "TransactionConflict"
)

// An outcome is what an error says about the request.
type outcome int

const (
	settled outcome = iota // the answer stands
	refused                // not applied for now; try again
	unclear                // perhaps applied; try again
)

// attempts repeats a request until its answer stands. maybe says that an
// earlier attempt than the last may have been applied.
func (db *DB) attempts(ctx context.Context, request func() error) (maybe bool, err error) {
	for n := 0; ; n++ {
		if ctx.Err() != nil {
			return maybe, ctx.Err()
		}
		err = request()
		o := judge(err)
		if o == settled || n == retries || ctx.Err() != nil {
			return maybe, err
		}
		maybe = maybe || o == unclear
		if err := db.pause(ctx, n); err != nil {
			return maybe, err
		}
	}
}

// pause waits a random part of a time that doubles with each attempt.
func (db *DB) pause(ctx context.Context, attempt int) error {
	return db.opts.Sleep(ctx, time.Duration(db.opts.Jitter()*float64(backoff<<attempt)))
}

// judge reads an error. Only an answer from the service settles a request.
func judge(err error) outcome {
	var api smithy.APIError
	switch {
	case err == nil:
		return settled
	case !errors.As(err, &api):
		return unclear
	}
	if cancelled := (*types.TransactionCanceledException)(nil); errors.As(err, &cancelled) {
		return judgeReasons(cancelled.CancellationReasons)
	}
	if api.ErrorCode() == "TransactionConflictException" {
		return refused
	}
	if _, ok := retry.DefaultThrottleErrorCodes[api.ErrorCode()]; ok {
		return refused
	}
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) && response.HTTPStatusCode() >= 500 {
		return unclear
	}
	return settled
}

// judgeReasons settles a cancelled transaction unless all that stood in its
// way is passing: one failed condition decides, whatever else is listed.
func judgeReasons(reasons []types.CancellationReason) outcome {
	o := settled
	for _, r := range reasons {
		switch aws.ToString(r.Code) {
		case "None", "":
		case conflict, "ThrottlingError", "ProvisionedThroughputExceeded":
			o = refused
		default:
			return settled
		}
	}
	return o
}

// indexes are the operations that were cancelled for this reason.
func indexes(reasons []types.CancellationReason, code string) []int {
	var found []int
	for i, r := range reasons {
		if aws.ToString(r.Code) == code {
			found = append(found, i)
		}
	}
	return found
}

// explain makes a fault of what is left after all attempts; the end of the
// caller's own context stays what it is.
func explain(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case judge(err) == settled:
		return fault.Wrap(fault.Internal, "internal", err)
	}
	return fault.Wrap(fault.Unavailable, "unavailable", err)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// randomPart is the jitter of production.
func randomPart() float64 {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return float64(binary.BigEndian.Uint32(b[:])) / math.MaxUint32
}
