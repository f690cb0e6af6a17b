// Package bootstrap runs a function's real binary on this machine: it starts it
// with a clean environment, serves Lambda's Runtime API to it and says what the
// start has cost.
package bootstrap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// A Function is what is to be started.
type Function struct {
	Binary  string
	Name    string // in logs, ids and ARNs
	Timeout time.Duration
	Env     []string // besides what Lambda sets
}

// A Process is a running binary with its own Runtime API.
type Process struct {
	Ready Cost // until it asked for its first event

	fn     Function
	cmd    *exec.Cmd
	api    *http.Server
	events chan []byte
	known  chan struct{} // closed when its process id is; it may ask sooner
	ready  chan struct{}
	once   sync.Once
	answer chan result
	gone   chan struct{}
	n      int
	begun  time.Time
}

// A result is what a function answered: its response, or its error.
type result struct {
	body   []byte
	failed bool
}

// ErrFunction marks an answer that is an error of the function itself.
var ErrFunction = errors.New("function failed")

// startLimit is how long a start may take.
const startLimit = 30 * time.Second

// Start runs a binary and waits until it asks for its first event.
func Start(ctx context.Context, f Function) (*Process, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Process{events: make(chan []byte, 1), answer: make(chan result, 1), known: make(chan struct{}), ready: make(chan struct{}), gone: make(chan struct{}), fn: f}
	p.api = &http.Server{Handler: p.routes(), ReadHeaderTimeout: time.Minute}
	go func() { _ = p.api.Serve(l) }()
	p.cmd = exec.Command(f.Binary)
	p.cmd.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + l.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME=" + f.Name, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512", "LAMBDA_TASK_ROOT=" + filepath.Dir(f.Binary),
		"_HANDLER=bootstrap", "TZ=:UTC"}, f.Env...)
	p.cmd.Stdout, p.cmd.Stderr = os.Stderr, os.Stderr
	p.begun = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, errors.Join(err, p.api.Close())
	}
	close(p.known)
	go func() { _ = p.cmd.Wait(); close(p.gone) }()
	select {
	case <-p.ready:
		return p, nil
	case <-p.gone:
		return nil, errors.Join(errors.New("it ended before its first event"), p.api.Close())
	case <-time.After(startLimit):
		p.Stop()
		return nil, errors.New("it did not ask for an event within half a minute")
	}
}

// Invoke hands an event over and waits for the answer. After an error the
// process is not to be used any more, unless the function itself answered it.
func (p *Process) Invoke(raw []byte) ([]byte, error) {
	limit := time.NewTimer(p.fn.Timeout)
	defer limit.Stop()
	p.events <- raw
	select {
	case r := <-p.answer:
		if r.failed {
			return nil, fmt.Errorf("%w: %s: %s", ErrFunction, p.fn.Name, r.body)
		}
		return r.body, nil
	case <-p.gone:
		return nil, fmt.Errorf("%w: %s ended", ErrFunction, p.fn.Name)
	case <-limit.C:
		p.Stop()
		return nil, fmt.Errorf("%w: %s took more than %s", ErrFunction, p.fn.Name, p.fn.Timeout)
	}
}

// Gone says whether the process has ended.
func (p *Process) Gone() bool {
	select {
	case <-p.gone:
		return true
	default:
		return false
	}
}

// Stop ends the process at once, as the platform may at any time.
func (p *Process) Stop() {
	_ = p.cmd.Process.Kill()
	<-p.gone
	_ = p.api.Close()
}

// routes are the three of the Runtime API.
func (p *Process) routes() http.Handler {
	const api = "/2018-06-01/runtime/"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+api+"invocation/next", p.next)
	mux.HandleFunc("POST "+api+"invocation/{id}/response", func(w http.ResponseWriter, r *http.Request) { p.answered(w, r, false) })
	mux.HandleFunc("POST "+api+"invocation/{id}/error", func(w http.ResponseWriter, r *http.Request) { p.answered(w, r, true) })
	return mux
}

// next waits for an event and gives it.
func (p *Process) next(w http.ResponseWriter, r *http.Request) {
	p.once.Do(func() {
		<-p.known
		p.Ready = p.Cost()
		close(p.ready)
	})
	select {
	case <-r.Context().Done():
	case raw := <-p.events:
		p.n++
		w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprintf("%s-%d", p.fn.Name, p.n))
		w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(p.fn.Timeout).UnixMilli(), 10))
		w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:111122223333:function:"+p.fn.Name)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(raw)
	}
}

// answered takes a response or an error.
func (p *Process) answered(w http.ResponseWriter, r *http.Request, failed bool) {
	body, _ := io.ReadAll(r.Body)
	p.answer <- result{body, failed}
	w.WriteHeader(http.StatusAccepted)
}
