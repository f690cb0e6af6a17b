// Package load reads policies from YAML, strictly: a key, fact, role, gate or
// moment that the grammar does not know is an error that names the line. It
// is the only place that knows YAML; everything else reads snapshots.
package load

import (
	"io/fs"
	"os"
	"path/filepath"

	"yingbin/shared/policy"
)

// File loads a policy and what it includes, from the folder of the file.
func File(name string) (*policy.Policy, error) {
	return FS(os.DirFS(filepath.Dir(name)), filepath.Base(name))
}

// FS loads a policy and what it includes. Errors are *Errors: all of them at
// once, each with file, line and entry.
func FS(fsys fs.FS, name string) (*policy.Policy, error) {
	return nil, fs.ErrInvalid
}
