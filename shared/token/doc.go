// Package token makes and reads everything that is signed: sessions, mailed
// links, passes, list cursors, sign-in codes, and forms kept while somebody signs in.
//
// There is one key per purpose, derived from a master secret, and up to two
// masters are active: the first signs, both are believed. So keys rotate
// without signing anybody out. A token is a version letter, the key's id, the
// payload and its seal, in URL-safe letters. A forged token is answered like an
// unknown thing (404 not-found), so that nobody learns which of the two it was.
package token
