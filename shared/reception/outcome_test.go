package reception

import (
	"fmt"
	"reflect"

	"yingbin/shared/policy"
)

// Whatever the tests of this package do, an outcome that is used again must be
// what the policy says now: a command that changes something says so.
func init() {
	checkOutcome = func(t *turn, o *policy.Outcome) {
		now := policy.Evaluate(t.policy, t.facts(), o.Gate)
		if !reflect.DeepEqual(now, *o) {
			panic(fmt.Sprintf("%s: the policy says something else since something changed", o.Gate))
		}
	}
}
