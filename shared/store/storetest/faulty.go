package storetest

import (
	"context"
	"errors"
	"sync"

	"yingbin/shared/fault"
	"yingbin/shared/store"
)

// A Failure is how a commit goes wrong.
type Failure int

// The failures, as the caller of Commit sees them.
const (
	None       Failure = iota // nothing goes wrong
	Lost                      // not applied
	Unanswered                // applied, but reported failed
)

// String names the failure.
func (f Failure) String() string {
	return [...]string{"none", "lost", "unanswered"}[f]
}

// ErrInjected is in the chain of every injected failure; its kind is Unavailable.
var ErrInjected = errors.New("injected failure")

// A Flaky is a database whose commits fail as its script says.
type Flaky struct {
	store.DB
	mu      sync.Mutex
	script  []Failure
	commits int
}

// Faulty wraps a database. Without a script nothing fails.
func Faulty(db store.DB) *Flaky { return &Flaky{DB: db} }

// Fail says what happens to the next commits, one after the other; those
// after the script's end succeed.
func (f *Flaky) Fail(script ...Failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = script
}

// FailAt lets the n-th commit from now fail, the next one being 0.
func (f *Flaky) FailAt(n int, failure Failure) {
	f.Fail(append(make([]Failure, n), failure)...)
}

// Commits counts all commits that were tried.
func (f *Flaky) Commits() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.commits
}

// next takes the next line of the script.
func (f *Flaky) next() Failure {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.commits++
	if len(f.script) == 0 {
		return None
	}
	failure := f.script[0]
	f.script = f.script[1:]
	return failure
}

// Commit fails as the script says. A commit that would have failed by itself
// gives its own error.
func (f *Flaky) Commit(ctx context.Context, ops ...store.Op) error {
	failure := f.next()
	if failure == Lost {
		return fault.Wrap(fault.Unavailable, "unavailable", ErrInjected)
	}
	err := f.DB.Commit(ctx, ops...)
	if failure == Unanswered && err == nil {
		return fault.Wrap(fault.Unavailable, "unavailable", ErrInjected)
	}
	return err
}
