// Package calendar knows when a site works: its time zone, its working hours,
// weekends, and the holidays and make-up workdays of each year that has been
// announced. All arithmetic is on the wall clock of the site, so that a day
// with 23 or 25 hours is still one day.
//
// Chinese holidays follow no formula; the State Council announces a year in
// the autumn before it. They are data here (China, and the company's own
// years), and Announced says when an answer rests on weekends alone.
package calendar

import (
	"slices"
	"time"

	"yingbin/shared/fault"
)

// Dates are written like this in JSON and as keys.
const dateForm = time.DateOnly

// A Year is what was announced for one year: dates ("2026-01-01") that are
// free although weekdays, or worked although weekend.
type Year struct {
	Schema int      `json:"s"`
	Year   int      `json:"year"`
	Off    []string `json:"off"`
	Work   []string `json:"work"`
}

// Hours are a site's working hours as wall clock ("09:00", "18:00").
type Hours struct {
	Opens  string `json:"opens"`
	Closes string `json:"closes"`
}

// Default hours, from 09:00 to 18:00.
var Default = Hours{Opens: "09:00", Closes: "18:00"}

// A Calendar is immutable and safe for concurrent use.
type Calendar struct {
	zone          *time.Location
	opens, closes time.Duration   // from midnight
	special       map[string]bool // date → worked
	announced     map[int]bool
}

// New makes the calendar of a site. Errors are faults of kind Invalid whose
// field is "zone", "hours" or "years".
func New(zone *time.Location, h Hours, years ...Year) (*Calendar, error) {
	if zone == nil {
		return nil, fault.Field("zone", "required")
	}
	c := &Calendar{zone: zone, special: map[string]bool{}, announced: map[int]bool{}}
	var err error
	if c.opens, err = clock(h.Opens); err != nil {
		return nil, err
	}
	if c.closes, err = clock(h.Closes); err != nil {
		return nil, err
	}
	if c.opens >= c.closes {
		return nil, fault.Field("hours", "end-before-start")
	}
	for _, y := range years {
		if err := c.add(y); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// clock reads "09:00" as time since midnight.
func clock(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fault.Field("hours", "invalid", s)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}

// add takes a year in; a later announcement of the same year adds to it.
func (c *Calendar) add(y Year) error {
	for _, s := range slices.Concat(y.Off, y.Work) {
		d, err := time.Parse(dateForm, s)
		if err != nil || d.Year() != y.Year {
			return fault.Field("years", "invalid", s)
		}
	}
	c.announced[y.Year] = true
	for _, s := range y.Off {
		c.special[s] = false
	}
	for _, s := range y.Work {
		c.special[s] = true
	}
	return nil
}

// Zone is the site's time zone.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Announced tells whether the holidays of a year are known.
func (c *Calendar) Announced(year int) bool { return c.announced[year] }

// Unannounced lists the years between two moments whose holidays are not
// known: what was computed across them holds for weekends only.
func (c *Calendar) Unannounced(from, to time.Time) []int {
	if to.Before(from) {
		from, to = to, from
	}
	var years []int
	for y := from.In(c.zone).Year(); y <= to.In(c.zone).Year(); y++ {
		if !c.announced[y] {
			years = append(years, y)
		}
	}
	return years
}

// Workday tells whether the site works on the day of t.
func (c *Calendar) Workday(t time.Time) bool {
	t = t.In(c.zone)
	if worked, ok := c.special[t.Format(dateForm)]; ok {
		return worked
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}
