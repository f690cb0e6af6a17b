// Package notify turns what happened into mails: for each event whom the
// domain decided to tell, in whose language, with which links and papers. It
// decides nothing itself; one file per family of mails.
//
// Links are made here, when the mail is sent, and stored nowhere else.
package notify
