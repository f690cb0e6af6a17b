package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"yingbin/shared/token"
)

// Each function answers the sample that lies beside it, and has done what it asks for.
func TestEverySample(t *testing.T) {
	s := running(t)
	for _, x := range sampled(t, s) {
		t.Run(x.step, func(t *testing.T) {
			answer, err := s.functions[x.step].invoke(t.Context(), x.event)
			if err != nil {
				t.Fatal(err)
			}
			answered(t, x.step, answer)
		})
	}
}

// A second opinion: AWS's own Runtime Interface Emulator runs each function once
// with that sample. LAMBDA_RIE names the program, which comes with the SAM CLI
// (samcli/local/rapid).
func TestEverySampleUnderTheEmulatorOfAWS(t *testing.T) {
	emulator := os.Getenv("LAMBDA_RIE")
	if emulator == "" {
		t.Skip("LAMBDA_RIE is not set: no emulator")
	}
	s := running(t)
	for _, x := range sampled(t, s) {
		t.Run(x.step, func(t *testing.T) {
			f := s.functions[x.step]
			binary, err := f.build(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			answered(t, x.step, emulate(t, emulator, binary, f.env, string(x.event)))
		})
	}
}

// A sampleEvent is a function's sample with everything filled in.
type sampleEvent struct {
	step  string
	event json.RawMessage
}

// person stands in the samples for the session of whoever acts.
var person = regexp.MustCompile(`TOKEN-OF-[a-z0-9-]+`)

// sampled makes what the samples are about and reads them.
func sampled(t *testing.T, s *stack) []sampleEvent {
	t.Helper()
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"samples","now":"2026-11-24T19:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	var list []sampleEvent
	for _, step := range slices.Sorted(maps.Keys(s.functions)) {
		raw, err := os.ReadFile(filepath.Join("../../functions", step, "event.json"))
		if err != nil {
			t.Fatal(err)
		}
		raw = bytes.ReplaceAll(raw, []byte("reception.example.com"), []byte(host))
		list = append(list, sampleEvent{step, person.ReplaceAllFunc(raw, func(who []byte) []byte {
			name := strings.TrimPrefix(string(who), "TOKEN-OF-")
			return []byte(s.ring.SignSession(token.Session{Staff: name, Issued: seedDay.AddDate(0, 0, -3), Trial: true}))
		})})
	}
	return list
}

// emulate starts a function under the emulator and invokes it once.
func emulate(t *testing.T, emulator, binary string, env []string, event string) []byte {
	t.Helper()
	addr, api := free(t), free(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	cmd := exec.CommandContext(ctx, emulator, "--runtime-interface-emulator-address", addr, "--runtime-api-address", api, binary)
	cmd.Env = append([]string{"AWS_LAMBDA_FUNCTION_TIMEOUT=30"}, env...)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { stop(); _ = cmd.Wait() }()
	listening(t, addr)
	res, err := http.Post("http://"+addr+"/2015-03-31/functions/function/invocations", "application/json", strings.NewReader(event))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%d %v %s", res.StatusCode, err, log.String())
	}
	return body
}

// answered wants the answer of a sample that was understood and done: a draft was
// made, everything else is done or shown; what is no request says nothing went wrong.
func answered(t *testing.T, step string, body []byte) {
	t.Helper()
	var answer struct {
		StatusCode        int
		ErrorType         string
		BatchItemFailures []any
	}
	if len(bytes.TrimSpace(body)) > 0 {
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
	}
	want := map[string]int{"apply": http.StatusCreated, "archive": 0, "delivery": 0, "followup": 0, "notify": 0, "remind": 0}
	status, known := want[step]
	if !known {
		status = http.StatusOK
	}
	if answer.ErrorType != "" || answer.StatusCode != status || len(answer.BatchItemFailures) > 0 {
		t.Errorf("want %d: %s", status, body)
	}
}

// free is an address on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// listening waits until somebody listens.
func listening(t *testing.T, addr string) {
	t.Helper()
	for range 500 {
		if c, err := net.Dial("tcp", addr); err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("nobody listens on " + addr)
}
