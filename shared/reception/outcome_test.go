package reception

import (
	"fmt"
	"reflect"

	"yingbin/shared/policy"
)

// Whatever the tests of this package do, what the policy was asked about must
// still be so when its answer is used again: a command that changes something
// says so.
func init() {
	checkAsked = func(t *turn, at policy.Gate) {
		if !reflect.DeepEqual(t.facts(), t.said.facts) {
			panic(fmt.Sprintf("%s: something has changed since the policy was asked", at))
		}
	}
}
