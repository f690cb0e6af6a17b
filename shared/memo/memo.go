// Package memo remembers within one request or event what was read already, so
// that the many who need the same (the company, the rules in force) cost one
// read and see the same. What changes meanwhile gets another key.
package memo

import (
	"context"
	"sync"
)

type contextKey struct{}

// A memory is what one request knows.
type memory struct {
	mu    sync.Mutex
	known map[any]any
}

// With gives a context that remembers: for a request or an event, never for a
// process.
func With(ctx context.Context) context.Context {
	return context.WithValue(ctx, contextKey{}, &memory{known: map[any]any{}})
}

// Read gives what the context remembers under a key, or reads it; an error is
// not remembered. Without a memory it reads each time.
func Read[V any](ctx context.Context, key any, read func() (V, error)) (V, error) {
	m, ok := ctx.Value(contextKey{}).(*memory)
	if !ok {
		return read()
	}
	m.mu.Lock()
	known, ok := m.known[key]
	m.mu.Unlock()
	if ok {
		return known.(V), nil
	}
	v, err := read()
	if err == nil {
		m.mu.Lock()
		m.known[key] = v
		m.mu.Unlock()
	}
	return v, err
}
