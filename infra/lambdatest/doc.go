// Command lambdatest plays AWS on one machine around the real functions, for
// tests: each function is the binary that would be deployed, started with the
// environment that template.yaml gives it and nothing else.
//
//	go run ./infra/lambdatest -engine http://127.0.0.1:8000 [-addr 127.0.0.1:8090] [-bin FOLDER]
//
// What it plays, all by template.yaml: the Runtime API; API Gateway (a route's
// request becomes an event for its function); the stream of the table, with
// filter, batches, partial failures and halving; the schedules, by a clock that
// is moved and not waited for; SES, which keeps what it is sent; S3. Between a
// function and every service stands a guard that knows the permissions of the
// function's role and refuses everything else.
//
// With -sam the functions run in SAM's containers instead: pages by start-api,
// stream and schedules by start-lambda, at the machine's time. infra/samlocal/start
// prepares that and is the way to start it.
//
// The table lies in an engine that speaks DynamoDB's protocol. /_local/ is
// answered as the local process answers it, so that the scripts of infra/local
// run against this, too. What a script does to the process, /_local/crash does to
// all functions: it kills them, whatever they are doing.
package main
