package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
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
	process *bootstrap.Process
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
	if f.process == nil {
		if err := f.start(ctx); err != nil {
			return nil, fmt.Errorf("start %s: %w", f.step, err)
		}
	}
	answer, err := f.process.Invoke(raw)
	if err != nil && f.process.Gone() {
		f.process = nil
	}
	return answer, err
}

// start runs the binary and waits until it asks for its first event.
func (f *function) start(ctx context.Context) error {
	binary, err := f.build(ctx)
	if err != nil {
		return err
	}
	p, err := bootstrap.Start(ctx, bootstrap.Function{Binary: binary, Name: f.name, Timeout: f.timeout, Env: f.env})
	if err != nil {
		return err
	}
	f.process, f.started = p, append(f.started, p.Ready)
	return nil
}

// chill ends the process between two events: the next start is a cold one.
func (f *function) chill() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.process != nil {
		f.process.Stop()
		f.process = nil
	}
}
