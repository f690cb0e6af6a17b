package bootstrap

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A Cost is what a process has taken since it was started. Page faults and
// processor time are 0 where the system does not tell them.
type Cost struct {
	Took   time.Duration // by the clock
	CPU    time.Duration // of all threads
	Faults int           // page faults
}

// Cost is what the process has taken until now.
func (p *Process) Cost() Cost {
	pid := p.cmd.Process.Pid
	return Cost{time.Since(p.begun), cpu(pid), faults(pid)}
}

// faults counts page faults without and with reading.
func faults(pid int) int {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	minor, _ := strconv.Atoi(fields[7])
	major, _ := strconv.Atoi(fields[9])
	return minor + major
}

// cpu adds up the threads' time on a processor, which the scheduler counts in
// nanoseconds.
func cpu(pid int) time.Duration {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	var sum time.Duration
	for _, t := range threads {
		if raw, err := os.ReadFile(t); err == nil {
			if f := strings.Fields(string(raw)); len(f) > 0 {
				ns, _ := strconv.ParseInt(f[0], 10, 64)
				sum += time.Duration(ns)
			}
		}
	}
	return sum
}
