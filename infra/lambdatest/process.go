package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"yingbin/infra/lambdatest/bootstrap"
)

// A function is one Lambda function with at most one process, which starts
// with the first event and stays warm.
type function struct {
	step    string
	name    string // logical name in the template
	timeout time.Duration
	build   func(context.Context) (binary string, err error)
	env     []string
	sam     *samLocal // runs it, if not this process

	mu      sync.Mutex // one event at a time
	process atomic.Pointer[bootstrap.Process]
	started []bootstrap.Cost
}

// invoke hands an event to the function and waits for its answer.
func (f *function) invoke(ctx context.Context, event any) ([]byte, error) {
	raw, err := json.Marshal(event)
	if err != nil {
		return nil, err
	}
	if f.sam != nil {
		return f.sam.invoke(ctx, f.name, raw)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.process.Load()
	if p == nil {
		if p, err = f.start(ctx); err != nil {
			return nil, fmt.Errorf("start %s: %w", f.step, err)
		}
	}
	answer, err := p.Invoke(raw)
	if err != nil && p.Gone() {
		f.process.CompareAndSwap(p, nil)
	}
	return answer, err
}

// start runs the binary and waits until it asks for its first event.
func (f *function) start(ctx context.Context) (*bootstrap.Process, error) {
	binary, err := f.build(ctx)
	if err != nil {
		return nil, err
	}
	p, err := bootstrap.Start(ctx, bootstrap.Function{Binary: binary, Name: f.name, Timeout: f.timeout, Env: f.env})
	if err != nil {
		return nil, err
	}
	f.process.Store(p)
	f.started = append(f.started, p.Ready)
	return p, nil
}

// chill ends the process between two events: the next start is a cold one.
func (f *function) chill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if p := f.process.Swap(nil); p != nil {
		p.Stop()
	}
}

// kill ends the process whatever it is doing, and says whether there was one.
// Whoever waits for an answer is told that it ended.
func (f *function) kill() bool {
	p := f.process.Swap(nil)
	if p != nil {
		p.Stop()
	}
	return p != nil
}
