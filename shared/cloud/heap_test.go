package cloud

import (
	"math"
	"runtime/debug"
	"testing"
)

// The heap may grow within the memory that Lambda gives; who sets GOGC knows better.
func TestCollect(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	for _, c := range []struct {
		env     map[string]string
		percent int
		limit   int64
	}{
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512"}, HeapGrowth, 384 << 20},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "GOGC": "50"}, 100, 192 << 20},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "much"}, HeapGrowth, math.MaxInt64},
		{nil, HeapGrowth, math.MaxInt64},
	} {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
		collect(func(name string) string { return c.env[name] })
		if percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); percent != c.percent || limit != c.limit {
			t.Errorf("%v: %d %%, %d bytes; want %d %%, %d", c.env, percent, limit, c.percent, c.limit)
		}
	}
}
