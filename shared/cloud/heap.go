package cloud

import (
	"runtime/debug"
	"strconv"
)

// HeapGrowth lets the heap grow to four times of what is in use before it is
// collected: what is in use is small, and a page makes much that dies at once.
// By the runtime's own rule, twice, the first page of a function takes a third
// more of the processor.
const HeapGrowth = 300

// collect says when a function's heap is collected: seldom, until it fills three
// quarters of the memory that Lambda gives. GOGC overrules it, as everywhere.
func collect(env func(string) string) {
	if env("GOGC") == "" {
		debug.SetGCPercent(HeapGrowth)
	}
	if mb, err := strconv.ParseInt(env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 10, 64); err == nil && mb > 0 {
		debug.SetMemoryLimit(mb << 20 / 4 * 3)
	}
}
