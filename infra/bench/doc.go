// Command bench measures Yingbin on one machine:
//
//	go run ./infra/bench [-json FILE] start | requests | pages | policy | kill [-n 200] | cost
//
// -profile FILE adds a CPU profile of the process, -only submit measures one kind
// of request.
//
// Every run prints what was got, once, on the machine it names; nothing is
// averaged away, no aim is built in. It starts the real local process on a
// store of its own and speaks HTTP with it, so client and server share the
// machine's cores. Cost needs a DynamoDB engine: the one that DYNAMODB_ENDPOINT
// names, or Dynoxide, whose program DYNOXIDE names.
package main
