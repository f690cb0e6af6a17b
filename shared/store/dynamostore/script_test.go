package dynamostore_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"yingbin/shared/store/dynamostore"
)

// A step is one request that must come, and its answer.
type step struct {
	target string // the operation
	status int    // 0: the connection breaks before an answer
	body   string
}

// A script is a service that expects exactly these requests, in this order.
type script struct {
	t      *testing.T
	steps  []step
	bodies []map[string]any // what came
	waited []time.Duration  // between the requests
}

const prefix = "DynamoDB_20120810."

var errLost = errors.New("connection reset by peer")

// play gives a database whose service follows the script to its end.
func play(t *testing.T, steps ...step) (*dynamostore.DB, *script) {
	t.Helper()
	s := &script{t: t, steps: steps}
	t.Cleanup(func() {
		if len(s.steps) > 0 {
			t.Errorf("requests that never came: %v", s.steps)
		}
	})
	options := noWait()
	options.Sleep = func(ctx context.Context, d time.Duration) error {
		s.waited = append(s.waited, d)
		return ctx.Err()
	}
	return dynamostore.New(dynamostore.Client("local", "http://dynamodb.example", credentials, s), "yingbin", options), s
}

// Do answers one request.
func (s *script) Do(r *http.Request) (*http.Response, error) {
	target := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), prefix)
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var body map[string]any
	if err := json.Unmarshal(data, &body); err != nil {
		s.t.Errorf("%s: body %s: %v", target, data, err)
	}
	s.bodies = append(s.bodies, body)
	if len(s.steps) == 0 {
		s.t.Errorf("unexpected %s: %s", target, data)
		return nil, errLost
	}
	now := s.steps[0]
	s.steps = s.steps[1:]
	if target != now.target {
		s.t.Errorf("%s came, want %s", target, now.target)
	}
	if now.status == 0 {
		return nil, errLost
	}
	return &http.Response{StatusCode: now.status, Request: r, Body: io.NopCloser(strings.NewReader(now.body)),
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}}}, nil
}

// Answers of the service.

func ok(target, body string) step { return step{target, http.StatusOK, body} }

func lost(target string) step { return step{target: target} }

func refusal(target, code, more string) step {
	return step{target, http.StatusBadRequest, `{"__type":"com.amazonaws.dynamodb.v20120810#` + code + `","message":"no"` + more + `}`}
}

func broken(target string) step {
	return step{target, http.StatusInternalServerError, `{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"oops"}`}
}

// conditionFailed is a failed condition; stored is the item that is there.
func conditionFailed(target, stored string) step {
	if stored == "" {
		return refusal(target, "ConditionalCheckFailedException", "")
	}
	return refusal(target, "ConditionalCheckFailedException", `,"Item":`+stored)
}

// cancelledBy is a cancelled transaction with a reason for each operation.
func cancelledBy(codes ...string) step {
	var reasons []string
	for _, c := range codes {
		reasons = append(reasons, `{"Code":"`+c+`"}`)
	}
	return refusal("TransactWriteItems", "TransactionCanceledException", `,"CancellationReasons":[`+strings.Join(reasons, ",")+`]`)
}

func times(n int, s step) []step {
	var all []step
	for range n {
		all = append(all, s)
	}
	return all
}
