// Package venue knows the rooms, vehicles, hotels, restaurants and equipment
// of the company, and who has booked them when.
//
// Resources are documents VENUE#v, CAR#x and SUPPLIER#x of the company, read
// with its cache. Bookings lie in the partition of their day, day#D: one
// document ROOM#x, CAR#x, EQUIPMENT#x or STAFF#s for each thing and local day
// of the site, versioned, so that of two planners who want the same room the
// one whose commit comes first wins and the other reads again. Overlap and
// buffers are judged here, to the minute; past midnight a booking lies in two
// documents.
//
// A Ledger is the working copy of such documents: open it over what was read,
// Release and Take, and commit its Ops with the command that wanted it.
// Hotels and restaurants take many parties at once and are never booked out.
package venue
