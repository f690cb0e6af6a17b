// Package customer is the archive: the organisations that visit us and the
// people in them, what they like and until when we believe it, what we
// promised, and what every visit was like.
//
// A customer is the partition c#ID: HEAD, CONTACT#p, PROMISE#no-n and
// MONTH#yyyy-mm are the present, log#D#visit#no the finished visits. A File is
// the working copy of one customer's present: a reception's commit reads it,
// lets it change and adds its Ops, so that archive and reception never differ.
//
// Customers and contacts are found by words: find#<first rune> holds one
// document for every way a name may begin: hanzi, pinyin, initials, from every
// syllable on, and phone and mail of contacts. Words are folded alike when
// written and when looked for (case, width, spaces and marks do not count).
//
// Two records of one customer are merged: one stays, the other becomes a way to
// it (Head.Into) and keeps what it held, so that a merge can be taken back for
// UndoDays. What it held is copied over by the event's consumer (Arrange), a
// commit's worth at a time; MERGED#id in the record that stays says how far that
// is, and what it took. Whoever comes with the old id is led on (Follow).
package customer
