package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yingbin/shared/token"
)

// A second opinion: AWS's own Runtime Interface Emulator runs each function once
// with the sample that lies beside it. LAMBDA_RIE names the program, which comes
// with the SAM CLI (samcli/local/rapid).
func TestEverySampleUnderTheEmulatorOfAWS(t *testing.T) {
	emulator := os.Getenv("LAMBDA_RIE")
	if emulator == "" {
		t.Skip("LAMBDA_RIE is not set: no emulator")
	}
	s := running(t)
	if status, got := call(t, s, "", "POST", "/_local/reset", `{"data":"company","now":"2026-11-22T09:00:00+08:00"}`); status != http.StatusOK {
		t.Fatal(status, got)
	}
	session := s.ring.SignSession(token.Session{Staff: "admin", Issued: s.clock.now(), Trial: true})
	for step, f := range s.functions {
		t.Run(step, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("../../functions", step, "event.json"))
			if err != nil {
				t.Fatal(err)
			}
			event := strings.NewReplacer("TOKEN-OF-THE-PERSON", session, "reception.example.com", host).Replace(string(raw))
			binary, err := f.build(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			answered(t, emulate(t, emulator, binary, f.env, event))
		})
	}
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

// answered wants an answer that is no failure of the function.
func answered(t *testing.T, body []byte) {
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
	if answer.ErrorType != "" || answer.StatusCode >= http.StatusInternalServerError || len(answer.BatchItemFailures) > 0 {
		t.Errorf("%s", body)
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
