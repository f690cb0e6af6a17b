// Package cloud offers what AWS offers to a function: the table, the mail
// service and the bucket, found by the environment that template.yaml sets.
//
// Variables lists every variable with its meaning. All are checked before the
// first event: a function whose environment is incomplete does not start, and
// says which variable is wrong. Credentials are the ones that Lambda puts into
// the environment; package config of the SDK, which would also look in files and
// in the machine's metadata, is not linked, because it costs start time.
package cloud
