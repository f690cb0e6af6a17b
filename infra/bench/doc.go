// Command bench measures Yingbin on one machine:
//
//	go run ./infra/bench [-json FILE] start | requests | pages | policy | kill [-n 200] | cold | cost | warm | growth [-n 1000] [-engine]
//
// -profile FILE adds a CPU profile of the process that answers, -only submit measures one kind
// of request, -only /tasks the pages whose path begins so.
//
// Pages reads every page there is of a visit of 300 guests, 60 items of the
// itinerary and more than 120 tasks beside one of 3 guests and 4 items, by turns,
// and marks those that are more than 100 KB compressed or take more than 3 times
// as long. The sizes are also a test, TestBig of infra/local; times are not.
//
// Every run prints what was got, once, on the machine it names; nothing is
// averaged away, and no aim but that of pages is built in. It starts the real local process on a
// store of its own and speaks HTTP with it, so client and server share the
// machine's cores. Cold, cost, warm and growth need a DynamoDB engine: the one
// that DYNAMODB_ENDPOINT names, or Dynoxide, whose program DYNOXIDE names.
//
// Warm and growth ask the product in this process, without HTTP. Warm prints
// each command and page beside the same requests repeated by the bare SDK.
// Growth fills stores with 10³, 10⁵ and -n thousand receptions, SQLite's and, with
// -engine, tables of an engine that the program DYNOXIDE names imports: 10⁶ take
// it some four minutes.
package main
