// Command bench measures Yingbin on one machine:
//
//	go run ./infra/bench [-json FILE] start | requests | pages | policy | kill [-n 200] | cold | cost | warm | growth [-n 1000] [-engine]
//
// -profile FILE adds a CPU profile of the process, -only submit measures one kind
// of request.
//
// Every run prints what was got, once, on the machine it names; nothing is
// averaged away, no aim is built in. It starts the real local process on a
// store of its own and speaks HTTP with it, so client and server share the
// machine's cores. Cold, cost, warm and growth need a DynamoDB engine: the one
// that DYNAMODB_ENDPOINT names, or Dynoxide, whose program DYNOXIDE names.
//
// Warm and growth ask the product in this process, without HTTP. Warm prints
// each command and page beside the same requests repeated by the bare SDK.
// Growth fills stores with 10³, 10⁵ and -n thousand receptions, SQLite's and, with
// -engine, tables of an engine that the program DYNOXIDE names imports.
package main
