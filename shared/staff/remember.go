package staff

import (
	"context"
	"sync"
)

// A kept company is what one request has loaded, and at which age.
type kept struct {
	mu      sync.Mutex
	company *Company
	age     int64
}

type keptKey struct{}

// Remember gives a context in which the company is read once: for one request
// or event, never for a process. A change of the company is seen at once.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, keptKey{}, &kept{})
}

// keptIn finds what a context remembers; one that remembers nothing is as good
// as new each time.
func keptIn(ctx context.Context) *kept {
	if k, ok := ctx.Value(keptKey{}).(*kept); ok {
		return k
	}
	return &kept{}
}

// Load gives the company as it is, the same throughout a request.
func (s *Service) Load(ctx context.Context) (*Company, error) {
	k := keptIn(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	age := s.age.Load()
	if k.company != nil && k.age == age {
		return k.company, nil
	}
	c, err := s.load(ctx)
	if err == nil {
		k.company, k.age = c, age
	}
	return c, err
}
