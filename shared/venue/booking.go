package venue

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/store"
)

// keep is how long the bookings of a day are kept after it.
const keep = 90 * 24 * time.Hour

// A Thing is what can be booked: a resource or a person.
type Thing struct {
	Type string // ROOM CAR EQUIPMENT STAFF
	ID   string
	Gap  time.Duration // that must lie between two bookings
}

// Person is a member of staff as something to be booked; people need no gap.
func Person(id string) Thing { return Thing{Type: "STAFF", ID: id} }

// SK is the thing's sort key in the partition of a day.
func (t Thing) SK() string { return t.Type + "#" + t.ID }

// A Booking is a stretch of time of one thing, for a reception or, with Why,
// for something else.
type Booking struct {
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Reception string    `json:"r,omitempty"` // number
	Item      string    `json:"i,omitempty"` // itinerary item
	Customer  string    `json:"c,omitempty"` // customer id
	Rival     string    `json:"g,omitempty"` // rival group of the customer
	Block     string    `json:"b,omitempty"` // id of a block outside receptions
	Why       string    `json:"why,omitempty"`
	By        string    `json:"by,omitempty"` // staff id
}

// With names whose booking it is: the reception's number, or the block's id.
func (b Booking) With() string {
	if b.Reception != "" {
		return b.Reception
	}
	return b.Block
}

// clashes tells whether two bookings are too close: touching ones are not,
// unless a gap must lie between them. Seconds do not count.
func (b Booking) clashes(other Booking, gap time.Duration) bool {
	from, to := b.From.Truncate(time.Minute), b.To.Truncate(time.Minute)
	return from.Before(other.To.Truncate(time.Minute).Add(gap)) && other.From.Truncate(time.Minute).Before(to.Add(gap))
}

// A Level says what a clash means: stop cannot be published, warn can.
type Level string

// The levels of a clash.
const (
	Stop Level = "stop"
	Warn Level = "warn"
)

// A Clash is a booking that collides with a wish, or a rival customer at the
// same place on the same day (Warn).
type Clash struct {
	Level    Level     `json:"level"`
	Resource string    `json:"resource"` // resource or staff id
	With     string    `json:"with"`     // reception number or block id
	Item     string    `json:"item,omitempty"`
	Why      string    `json:"why,omitempty"` // of a block
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Rival    string    `json:"-"` // id of the rival customer, of a warning that they may meet
}

// A day is the document of one thing on one day.
type day struct {
	Schema int       `json:"s"`
	List   []Booking `json:"list"`
}

// drop removes bookings that fit and tells whether there were any.
func (d *day) drop(fits func(Booking) bool) bool {
	before := len(d.List)
	d.List = slices.DeleteFunc(d.List, fits)
	return len(d.List) != before
}

// DayKey names the document of a thing on a local day ("2026-11-24").
func DayKey(date string, t Thing) store.Key { return store.Key{PK: "day#" + date, SK: t.SK()} }

// DayQuery reads all bookings of a local day.
func DayQuery(date string) store.Query {
	return store.Query{Index: store.Table, In: "day#" + date, From: "CAR#", To: "STAFF#~"}
}

// dates lists the local days a booking touches. The gap after it counts, so
// that what follows across midnight meets it in the same document.
func dates(from, to time.Time, gap time.Duration, zone *time.Location) []string {
	from, end := from.In(zone), to.Add(gap).In(zone)
	var list []string
	for d := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, zone); d.Before(end) || len(list) == 0; d = d.AddDate(0, 0, 1) {
		list = append(list, d.Format(time.DateOnly))
	}
	return list
}

// expires is when the document of a day becomes rubbish.
func expires(key store.Key, zone *time.Location) time.Time {
	date, _ := time.ParseInLocation(time.DateOnly, strings.TrimPrefix(key.PK, "day#"), zone)
	return date.Add(keep)
}

// isBooking tells the documents of this package from others of a day.
func isBooking(k store.Key) bool {
	t := thingOf(k)
	return strings.HasPrefix(k.PK, "day#") && slices.Contains([]string{"ROOM", "CAR", "EQUIPMENT", "STAFF"}, t.Type)
}

// thingOf reads the thing of a key; its gap is not known there.
func thingOf(k store.Key) Thing {
	kind, id, _ := strings.Cut(k.SK, "#")
	return Thing{Type: kind, ID: id}
}
