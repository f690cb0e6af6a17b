// Package reception is the aggregate that everything turns on: one visit of one
// customer's party, from the application to the archive. It holds the rules and
// no technology; policies are data that it asks package policy about.
//
// A reception is one partition of the store, r#NUMBER. Its present is a handful
// of documents, each with one part of it:
//
//	HEAD         where it stands: state, dates, people, level, clocks, exceptions
//	FORM         the application as submitted
//	GUESTS#nn    25 guests a chunk
//	PLAN         what holds for the whole visit; the approval chains
//	DAY#nn       itinerary and meals of one day, as wall-clock minutes
//	SLIP#DEPT    the tasks of one department, a few in each document (SLIP#DEPT#01 …)
//	ASK#S#PERSON one person's decision, the receipt of his link
//	CASE#ID      an incident or a low score
//	MONEY#01, MINUTES, SUMMARY, FILES
//
// Beside it lie what never changes or only grows: rev#nnn (published
// revisions), event#… (the history, with the mails beneath) and response#GUEST
// (survey answers). A draft that has no number yet is one document of its
// applicant, me#STAFF / DRAFT#HASH, and its receipt afterwards. In day#DATE lie
// VISIT#NUMBER and in#NUMBER#GUEST, which gate and board read.
//
// A command is a struct and a method of Service with that name. All of them run
// the same way (turn.go): read the present in one round, check visibility,
// right, state and version, change the aggregate in pure Go, store what changed
// together with exactly one event and the receipt of the command's key. Whom
// the event tells is decided here; package notify writes the mails.
//
// What time does is a clock of the document that it concerns (life.go): the
// sweeps find documents whose earliest clock has come, and Tick re-reads the
// truth before it acts. Moving a visit moves its clocks in the same commit.
package reception
