// Command local is all of Yingbin in one process: the same handlers that the
// Lambda functions call, over an embedded store, for a laptop, a trial or a
// small company.
//
//	go run ./infra/local [flags]
//	go run ./infra/local [flags] backup FILE
//	go run ./infra/local [flags] restore FILE
//	go run ./infra/local export|import [-data FOLDER | -table TABLE] FILE|-
//	go run ./infra/local found [-data FOLDER | -table TABLE] -name NAME -admin EMAIL
//
// Requests go through the form that API Gateway gives them (HTTP → event →
// handler → event → HTTP), so what works here works there. Time comes from this
// process's clock, which a trial may move; whatever falls due on the way happens
// in its order. Mail is kept in a folder, or sent by SMTP.
package main
