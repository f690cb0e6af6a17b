package main

import (
	"fmt"
	"time"
)

// starts is how often the process is started on a store that is there already.
const starts = 5

// start measures the first start of a trial, until its first page and until the
// demonstration is complete; then how long a process takes to be ready on that
// store, and what memory it holds when it idles.
func start(r *report, _ options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	began := time.Now()
	took, err := h.start("-trial")
	if err != nil {
		return err
	}
	r.add("first start of a trial to first answer", ms(took), "ms")
	if _, err := h.ask("", "GET", "/_local/clock", "", nil); err != nil { // answers when nothing is left to do
		return err
	}
	whole := time.Since(began)
	used, err := h.cpu()
	if err != nil {
		return err
	}
	r.add("demonstration complete", whole.Seconds(), fmt.Sprintf("s, %.2f s of processor", used.Seconds()))
	for range starts {
		if err := h.stop(); err != nil {
			return err
		}
		if err := h.restart(r); err != nil {
			return err
		}
	}
	return h.stop()
}

// restart starts on the store that is there.
func (h *house) restart(r *report) error {
	took, err := h.start()
	if err != nil {
		return err
	}
	used, err := h.cpu()
	if err != nil {
		return err
	}
	r.add("start to first answer, demonstration stored", ms(took), fmt.Sprintf("ms, %.0f ms of processor", ms(used)))
	time.Sleep(2 * time.Second) // memory is that of a process that idles
	mb, err := h.memory()
	if err != nil {
		return err
	}
	r.add("idle memory (RSS)", mb, "MB")
	return nil
}
