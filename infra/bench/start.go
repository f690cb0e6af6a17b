package main

import "time"

// start measures how long a process takes to be ready on an existing store, and
// what memory it then holds.
func start(r *report, _ options) error {
	h, cleanUp, err := build()
	if err != nil {
		return err
	}
	defer cleanUp()
	if _, err := h.start("-trial"); err != nil {
		return err
	}
	if err := h.reset("demo"); err != nil {
		return err
	}
	if err := h.stop(); err != nil {
		return err
	}
	for range 5 {
		took, err := h.start()
		if err != nil {
			return err
		}
		r.add("start to first answer, demonstration stored", float64(took.Microseconds())/1000, "ms")
		time.Sleep(2 * time.Second) // memory is that of a process that idles
		mb, err := h.memory()
		if err != nil {
			return err
		}
		r.add("idle memory (RSS)", mb, "MB")
		if err := h.stop(); err != nil {
			return err
		}
	}
	return nil
}
