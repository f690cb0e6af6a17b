package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A function is one Lambda function with at most one process, which starts
// with the first event and stays warm.
type function struct {
	step    string
	name    string // logical name in the template
	timeout time.Duration
	build   func(context.Context) (binary string, err error)
	env     []string

	mu      sync.Mutex // one event at a time
	process *process
	started []startCost
}

// startCost is what one cold start took until the function asked for its first event.
type startCost struct {
	took   time.Duration
	faults int // page faults of the process
}

// A process is a running bootstrap with its own Runtime API.
type process struct {
	cmd    *exec.Cmd
	api    *http.Server
	events chan []byte
	ready  chan struct{}
	once   sync.Once
	answer chan result
	gone   chan struct{}
	n      int
	fn     *function
	begun  time.Time
}

// A result is what a function answered: its response, or its error.
type result struct {
	body   []byte
	failed bool
}

// errFunction marks an answer that is an error of the function itself.
var errFunction = errors.New("function failed")

// invoke hands an event to the function and waits for its answer.
func (f *function) invoke(ctx context.Context, event any) ([]byte, error) {
	raw, err := json.Marshal(event)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.process == nil {
		if err := f.start(ctx); err != nil {
			return nil, fmt.Errorf("start %s: %w", f.step, err)
		}
	}
	p := f.process
	limit := time.NewTimer(f.timeout)
	defer limit.Stop()
	p.events <- raw
	select {
	case r := <-p.answer:
		if r.failed {
			return nil, fmt.Errorf("%w: %s: %s", errFunction, f.step, r.body)
		}
		return r.body, nil
	case <-p.gone:
		f.process = nil
		return nil, fmt.Errorf("%w: %s ended", errFunction, f.step)
	case <-limit.C:
		f.halt()
		return nil, fmt.Errorf("%w: %s took more than %s", errFunction, f.step, f.timeout)
	}
}

// start runs the binary and waits until it asks for its first event.
func (f *function) start(ctx context.Context) error {
	binary, err := f.build(ctx)
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p := &process{events: make(chan []byte, 1), answer: make(chan result, 1), ready: make(chan struct{}), gone: make(chan struct{}), fn: f}
	p.api = &http.Server{Handler: p.routes(), ReadHeaderTimeout: time.Minute}
	go func() { _ = p.api.Serve(l) }()
	p.cmd = exec.Command(binary)
	p.cmd.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + l.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME=" + f.name, "LAMBDA_TASK_ROOT=" + filepath.Dir(binary),
		"_HANDLER=bootstrap", "TZ=:UTC"}, f.env...)
	p.cmd.Stdout, p.cmd.Stderr = os.Stderr, os.Stderr
	p.begun = time.Now()
	if err := p.cmd.Start(); err != nil {
		return errors.Join(err, p.api.Close())
	}
	go func() { _ = p.cmd.Wait(); close(p.gone) }()
	f.process = p
	select {
	case <-p.ready:
		return nil
	case <-p.gone:
		f.process = nil
		return errors.Join(errors.New("it ended before its first event"), p.api.Close())
	case <-time.After(30 * time.Second):
		f.halt()
		return errors.New("it did not ask for an event within half a minute")
	}
}

// routes are the three of the Runtime API.
func (p *process) routes() http.Handler {
	const api = "/2018-06-01/runtime/"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+api+"invocation/next", p.next)
	mux.HandleFunc("POST "+api+"invocation/{id}/response", func(w http.ResponseWriter, r *http.Request) { p.answered(w, r, false) })
	mux.HandleFunc("POST "+api+"invocation/{id}/error", func(w http.ResponseWriter, r *http.Request) { p.answered(w, r, true) })
	return mux
}

// next waits for an event and gives it.
func (p *process) next(w http.ResponseWriter, r *http.Request) {
	p.once.Do(func() {
		p.fn.started = append(p.fn.started, startCost{time.Since(p.begun), faults(p.cmd.Process.Pid)})
		close(p.ready)
	})
	select {
	case <-r.Context().Done():
	case raw := <-p.events:
		p.n++
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprintf("%s-%d", p.fn.step, p.n))
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(p.fn.timeout).UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:111122223333:function:"+p.fn.name)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(raw)
	}
}

// answered takes a response or an error.
func (p *process) answered(w http.ResponseWriter, r *http.Request, failed bool) {
	body, _ := io.ReadAll(r.Body)
	p.answer <- result{body, failed}
	w.WriteHeader(http.StatusAccepted)
}

// halt ends the process at once, as the platform may at any time.
func (f *function) halt() {
	if p := f.process; p != nil {
		_ = p.cmd.Process.Kill()
		<-p.gone
		_ = p.api.Close()
		f.process = nil
	}
}

// chill ends the process between two events: the next start is a cold one.
func (f *function) chill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.halt()
}

// faults counts a process's page faults without and with reading; 0 where
// the system does not tell.
func faults(pid int) int {
	if runtime.GOOS != "linux" {
		return 0
	}
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	minor, _ := strconv.Atoi(fields[7])
	major, _ := strconv.Atoi(fields[9])
	return minor + major
}
