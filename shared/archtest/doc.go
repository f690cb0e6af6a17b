// Package archtest holds tests that are policies: who may import whom, that
// every package is documented, that only infra reads the clock, what a Lambda
// binary may link. It has no code of its own.
package archtest
