// Package moment carries the time of a request or event in its context.
//
// Only infra reads the clock. What a Lambda is told ("timeEpoch", a schedule's
// "time") or what the local process stamps is put here by package lambdas and
// read by package web, so that a moved clock moves everything.
package moment

import (
	"context"
	"time"
)

type key struct{}

// With gives a context that knows its time.
func With(ctx context.Context, at time.Time) context.Context {
	return context.WithValue(ctx, key{}, at)
}

// Of gives the context's time; a context without one has the zero time.
func Of(ctx context.Context) time.Time {
	at, _ := ctx.Value(key{}).(time.Time)
	return at
}
