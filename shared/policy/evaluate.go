package policy

// Evaluate says what a policy says about facts, with the reception standing
// at a gate. It is pure: no clock, no store; the time is in the facts.
func Evaluate(p *Policy, f *Facts, at Gate) Outcome {
	return Outcome{Gate: at}
}
