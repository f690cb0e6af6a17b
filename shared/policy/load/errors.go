package load

import (
	"fmt"
	"strings"

	"yingbin/shared/policy"
)

// NotRunning is the kind of error about a construct that the grammar has and
// the engine does not run yet.
const NotRunning = policy.NotRunning

// An Error is one thing that is wrong, and where.
type Error struct {
	Kind  policy.ProblemKind
	File  string
	Line  int // 0 when the file could not be read
	Entry string
	Text  string
}

// Error writes "file:line: entry: text".
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d: ", e.File, e.Line)
	if e.Entry != "" {
		s += e.Entry + ": "
	}
	if e.Kind == NotRunning {
		s += "not running yet: "
	}
	return s + e.Text
}

// Errors are all that is wrong with a policy.
type Errors []*Error

// Error writes one per line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// OnlyNotRunning tells whether the policy is right but for constructs that
// the engine does not run yet. Such a policy can be read, not adopted.
func (e Errors) OnlyNotRunning() bool {
	for _, err := range e {
		if err.Kind != NotRunning {
			return false
		}
	}
	return true
}
