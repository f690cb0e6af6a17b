package lambdas

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"yingbin/shared/moment"
)

// A Deliver tells everybody who must know what the event document (pk, sk)
// says. It is idempotent: the stream may bring an event again.
type Deliver func(ctx context.Context, pk, sk string) error

// Stream delivers the new events of a batch in order and stops at the first
// that fails, which is reported by its sequence number: the service retries
// from there. The filter of the mapping lets only new events through; what
// else arrives is passed over.
func Stream(deliver Deliver) func(context.Context, events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	return func(ctx context.Context, e events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
		for _, rec := range e.Records {
			if err := record(ctx, rec, deliver); err != nil {
				slog.ErrorContext(ctx, "stream record", "sequence", rec.Change.SequenceNumber, "error", err)
				return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{
					{ItemIdentifier: rec.Change.SequenceNumber}}}, nil
			}
		}
		return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}, nil
	}
}

// record delivers one record, if it is a new event.
func record(ctx context.Context, rec events.DynamoDBEventRecord, deliver Deliver) error {
	if rec.EventName != string(events.DynamoDBOperationTypeInsert) {
		return nil
	}
	pk, sk := rec.Change.Keys["pk"], rec.Change.Keys["sk"]
	if pk.DataType() != events.DataTypeString || sk.DataType() != events.DataTypeString {
		return fmt.Errorf("record %s has no key", rec.Change.SequenceNumber)
	}
	at := rec.Change.ApproximateCreationDateTime.UTC()
	return deliver(moment.With(ctx, at), pk.String(), sk.String())
}

// Schedule runs what falls due at the time that the schedule names.
func Schedule(run func(ctx context.Context, at time.Time) error) func(context.Context, events.CloudWatchEvent) error {
	return func(ctx context.Context, e events.CloudWatchEvent) error {
		if e.Time.IsZero() {
			return errors.New("a schedule event without a time")
		}
		at := e.Time.UTC()
		return run(moment.With(ctx, at), at)
	}
}
