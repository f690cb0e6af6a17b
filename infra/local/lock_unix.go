//go:build unix

package main

import (
	"os"
	"syscall"
)

// locked takes a file for this process alone, until it is closed or the process ends.
func locked(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
