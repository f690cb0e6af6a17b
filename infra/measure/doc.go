// Command measure says what Yingbin consumes, on this machine, without AWS.
//
//	go run ./infra/measure cost [-engine URL | -dynoxide PROGRAM]
//
// plays a whole reception over a DynamoDB engine and bills each kind of command:
// units consumed, beside the least they could be (each new document at its size,
// each changed one a single unit, the same transactions and indexes), and US$ at
// list price. Units do not vary with the load of the machine.
package main
