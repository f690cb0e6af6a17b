// Package shared is what Yingbin means, apart from when it runs (functions/)
// and where (infra/). A tour from the bottom:
//
//   - fault says what went wrong; i18n speaks Chinese and English; moment
//     carries the time of a request, memo what it has read; plain cleans
//     strangers' text; token signs links, sessions and passes; sdkhttp
//     sends what AWS's SDK asks.
//   - store is the document port with DynamoDB's semantics, its drivers and
//     the suite that proves them below it; mail and blob are the other ports.
//   - event is outbox and history in one; calendar knows workdays.
//   - staff, venue, policy, customer and reception are the domain, in this
//     order: each may know those before it. policy reads regulations as data;
//     reception asks it at every gate and never knows a regulation's name.
//   - paper makes files (sheets, calendars, QR codes); notify turns events
//     into mails; web turns requests into commands and answers into pages or
//     JSON, from one route table.
//   - app puts it all together; cloud finds the ports on AWS, infra/local on
//     one machine; lambdas translates AWS's events, in both places.
//
// What may import what is a test: see archtest.
package shared
