package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// A stream reads the changes of the table from the engine, as the mapping of
// the template does.
type stream struct {
	engine, table string
	arn           string
	seen          map[string]string // by shard: the last sequence number read
}

// A record is one change in the form that the engine and Lambda share.
type record map[string]any

// inside walks down in a record.
func (r record) inside(path ...string) any {
	var v any = map[string]any(r)
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

// sequence is the record's number.
func (r record) sequence() string { s, _ := r.inside("dynamodb", "SequenceNumber").(string); return s }

// wanted plays the filter of the mapping.
func (r record) wanted() bool {
	due, _ := r.inside("dynamodb", "NewImage", "due", "S").(string)
	return r.inside("eventName") == "INSERT" && strings.HasPrefix(due, "outbox#")
}

// call asks the engine in DynamoDB's protocol.
func (s *stream) call(ctx context.Context, target string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.engine, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.0")
	r.Header.Set("X-Amz-Target", target)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=operator/20261122/"+region+"/dynamodb/aws4_request, SignedHeaders=host, Signature=0")
	r.Header.Set("X-Amz-Date", "20261122T000000Z")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %d %s", target, res.StatusCode, body)
	}
	return json.Unmarshal(body, out)
}

// create makes the table and waits until it can be used.
func (s *stream) create(ctx context.Context, in map[string]any) error {
	if err := s.call(ctx, "DynamoDB_20120810.CreateTable", in, new(any)); err != nil {
		return err
	}
	for {
		var out struct{ Table struct{ TableStatus string } }
		err := s.call(ctx, "DynamoDB_20120810.DescribeTable", map[string]any{"TableName": s.table}, &out)
		if err != nil || out.Table.TableStatus == "ACTIVE" {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// read gives all records that are new, shard by shard.
func (s *stream) read(ctx context.Context) ([]record, error) {
	const streams = "DynamoDBStreams_20120810."
	if s.arn == "" {
		var table struct {
			Table struct{ LatestStreamArn string }
		}
		if err := s.call(ctx, "DynamoDB_20120810.DescribeTable", map[string]any{"TableName": s.table}, &table); err != nil {
			return nil, err
		}
		s.arn = table.Table.LatestStreamArn
	}
	var d struct {
		StreamDescription struct{ Shards []struct{ ShardId string } }
	}
	if err := s.call(ctx, streams+"DescribeStream", map[string]any{"StreamArn": s.arn}, &d); err != nil {
		return nil, err
	}
	var all []record
	for _, shard := range d.StreamDescription.Shards {
		in := map[string]any{"StreamArn": s.arn, "ShardId": shard.ShardId, "ShardIteratorType": "TRIM_HORIZON"}
		if last := s.seen[shard.ShardId]; last != "" {
			in["ShardIteratorType"], in["SequenceNumber"] = "AFTER_SEQUENCE_NUMBER", last
		}
		var it struct{ ShardIterator string }
		if err := s.call(ctx, streams+"GetShardIterator", in, &it); err != nil {
			return nil, err
		}
		for it.ShardIterator != "" {
			var page struct {
				Records           []record
				NextShardIterator string
			}
			if err := s.call(ctx, streams+"GetRecords", map[string]any{"ShardIterator": it.ShardIterator, "Limit": 1000}, &page); err != nil {
				return nil, err
			}
			if len(page.Records) == 0 {
				break
			}
			all = append(all, page.Records...)
			s.seen[shard.ShardId], it.ShardIterator = page.Records[len(page.Records)-1].sequence(), page.NextShardIterator
		}
	}
	return all, nil
}

// The mapping of the template.
const (
	batchSize    = 10
	mostAttempts = 1 + 8
)

// deliver brings what is new to notify, until nothing is. What fails after
// all attempts is left to the minute, as in the stack.
func (s *stack) deliver(ctx context.Context) error {
	for !s.held {
		all, err := s.stream.read(ctx)
		if err != nil {
			return err
		}
		var batch []record
		for _, r := range all {
			if r.wanted() {
				r["dynamodb"].(map[string]any)["ApproximateCreationDateTime"] = s.clock.now().Unix()
				batch = append(batch, r)
			}
		}
		if len(all) == 0 {
			return nil
		}
		for len(batch) > 0 {
			n := min(len(batch), batchSize)
			s.batch(ctx, batch[:n], 1)
			batch = batch[n:]
		}
	}
	return nil
}

// batch hands over records. From the record that failed on they come again; an
// error of the whole batch halves it, until one record is left that is given up.
func (s *stack) batch(ctx context.Context, records []record, attempt int) {
	if len(records) == 0 || attempt > mostAttempts || ctx.Err() != nil {
		return
	}
	raw, err := s.functions["notify"].invoke(ctx, map[string]any{"Records": records})
	var res events.DynamoDBEventResponse
	if err == nil {
		err = json.Unmarshal(raw, &res)
	}
	if err == nil && len(res.BatchItemFailures) == 0 {
		return
	}
	from := 0
	for i, r := range records {
		for _, f := range res.BatchItemFailures {
			if r.sequence() == f.ItemIdentifier && (from == 0 || i < from) {
				from = i
			}
		}
	}
	rest := records[from:]
	if len(rest) == 1 {
		s.batch(ctx, rest, attempt+1)
		return
	}
	s.batch(ctx, rest[:len(rest)/2], attempt+1)
	s.batch(ctx, rest[len(rest)/2:], attempt+1)
}

// scheduled is the event of a schedule at a moment.
func scheduled(rule string, at time.Time) events.CloudWatchEvent {
	return events.CloudWatchEvent{Version: "0", ID: "local", DetailType: "Scheduled Event", Source: "aws.events", AccountID: "111122223333", Time: at,
		Region: region, Resources: []string{"arn:aws:events:" + region + ":111122223333:rule/" + rule}, Detail: json.RawMessage("{}")}
}
