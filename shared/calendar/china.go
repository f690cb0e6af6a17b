package calendar

import (
	_ "embed" // the announced years
	"encoding/json"
	"time"
)

//go:embed china.json
var china []byte

// China gives the years announced by the State Council that this release
// knows. A company adds the next one as data.
func China() []Year {
	var years []Year
	if err := json.Unmarshal(china, &years); err != nil {
		panic("calendar: china.json: " + err.Error()) // embedded: a broken build, not a broken day
	}
	return years
}

// ForChina is the calendar of a site with default hours and China's years.
func ForChina(zone *time.Location) *Calendar {
	c, err := New(zone, Default, China()...)
	if err != nil {
		panic("calendar: " + err.Error())
	}
	return c
}
