// Package lambdas translates between AWS events and what the project is made
// of: API Gateway (payload 2.0) ⇄ http.Handler, DynamoDB stream batches,
// schedules, and mail delivery events of SES.
//
// The local process goes through the same translation, so that the quirks of
// the payload (cookies in a list, lower-case headers, base64 bodies, the
// decoded path) are met on every laptop. The time of each event is put in its
// context (package moment); nothing here reads the clock.
package lambdas
