package main

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// median is the middle time of n runs, after one that warms up.
func median(n int, do func(i int) error) (time.Duration, error) {
	var all []time.Duration
	for i := range n + 1 {
		began := time.Now()
		if err := do(i); err != nil {
			return 0, err
		}
		if i > 0 {
			all = append(all, time.Since(began))
		}
	}
	slices.Sort(all)
	return all[len(all)/2], nil
}

// rate runs n pieces of work by so many workers and tells how many a second.
func rate(workers, n int, do func(i int) error) (float64, error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, workers)
	began := time.Now()
	for w := range workers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || errs[w] != nil {
					return
				}
				errs[w] = do(i)
			}
		})
	}
	wg.Wait()
	return float64(n) / time.Since(began).Seconds(), errors.Join(errs...)
}
