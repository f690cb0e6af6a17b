// Package policy holds regulations as data and says what they say:
//
//	Evaluate(policy, facts, gate) → Outcome
//
// It is pure: no clock, no store, no I/O; the time is a fact. Same policy,
// same facts, same outcome.
package policy
