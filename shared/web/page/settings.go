package page

import (
	"strconv"
	"time"

	"yingbin/shared/calendar"
	"yingbin/shared/venue"
	"yingbin/shared/web"
)

// holidays are the company's own days of this year and the next, each with
// empty places for more, so that saving them loses none.
func holidays(p web.Page) []calendar.Year {
	v, _ := p.View.(web.CompanyView)
	first := local(p, now(p)).Year()
	list := make([]calendar.Year, 2)
	for i := range list {
		list[i].Year = first + i
		for _, y := range v.Holidays {
			if y.Year == list[i].Year {
				list[i] = y
			}
		}
		list[i].Off = append(append([]string{}, list[i].Off...), make([]string, 4)...)
		list[i].Work = append(append([]string{}, list[i].Work...), make([]string, 2)...)
		scope := "h-" + strconv.Itoa(list[i].Year)
		for failed(p, scope) && p.Input.Has("off["+strconv.Itoa(len(list[i].Off))+"]") {
			list[i].Off = append(list[i].Off, "")
		}
	}
	return list
}

// blocked is what the reader has just blocked, to take it back.
func blocked(p web.Page) *venue.Block {
	from, err1 := time.Parse(time.RFC3339, p.Query.Get("from"))
	to, err2 := time.Parse(time.RFC3339, p.Query.Get("to"))
	if id := p.Query.Get("blocked"); id != "" && err1 == nil && err2 == nil {
		return &venue.Block{ID: id, Resource: p.Query.Get("resource"), From: from, To: to}
	}
	return nil
}

// driverOf is who drives a vehicle; nobody has no name.
func driverOf(r venue.View) venue.Driver {
	if r.Driver == nil {
		return venue.Driver{}
	}
	return *r.Driver
}
