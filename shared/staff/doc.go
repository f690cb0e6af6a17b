// Package staff is the company as every process caches it: who works here, in
// which department, with which roles, who stands in for whom, which policy
// position falls to whom, when the company works.
//
// Everything lies in the partition "company": HEAD, STAFF#s, DEPT#d,
// POSITIONS#p, HOLIDAYS#yyyy, and what other packages add (resources, policies,
// texts). Each change also writes HEAD, so HEAD's version is the cache's key:
// a request costs one read of HEAD while nothing has changed. TRIAL lies beside
// it and marks a store whose clock may be moved.
//
// A Company is an immutable snapshot, safe for concurrent use; a Service loads
// it and runs the commands. Commands take actor and time from an Act; nothing
// here reads a clock.
package staff
