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
		gogc    string
		memory  int64
		percent int
		limit   int64
	}{
		{"", 512 << 20, HeapGrowth, 384 << 20},
		{"50", 256 << 20, 100, 192 << 20},
		{"", 0, HeapGrowth, math.MaxInt64},
	} {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
		collect(c.gogc, c.memory)
		if percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); percent != c.percent || limit != c.limit {
			t.Errorf("%+v: %d %%, %d bytes", c, percent, limit)
		}
	}
}
