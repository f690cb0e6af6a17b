package cloud

import "runtime/debug"

// HeapGrowth lets the heap grow to four times of what is in use before it is
// collected: what is in use is small, and a page makes much that dies at once.
// By the runtime's own rule, twice, the first page of a function takes a third
// more of the processor.
const HeapGrowth = 300

// collect says when a function's heap is collected: seldom, until it fills three
// quarters of the bytes that the function has, if they are known. GOGC overrules
// it, as everywhere.
func collect(gogc string, memory int64) {
	if gogc == "" {
		debug.SetGCPercent(HeapGrowth)
	}
	if memory > 0 {
		debug.SetMemoryLimit(memory / 4 * 3)
	}
}
