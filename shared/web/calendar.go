package web

import (
	"cmp"
	"time"

	"yingbin/shared/reception"
)

// A Calendar is GET /calendar. The view of one day has the agendas of its
// published plans.
type Calendar struct {
	Days   []reception.CalendarDay `json:"days"`
	Visits []reception.BoardVisit  `json:"visits,omitempty"`
}

// calendar gives a stretch of days: from one to another, or the month, week or
// day of a date.
func (s *Services) calendar(c *Call) (v Calendar, err error) {
	from, to := c.Ask("from"), c.Ask("to")
	if from == "" && to == "" {
		if from, to, err = c.stretch(); err != nil {
			return v, err
		}
	}
	if v.Days, err = s.Receptions.Calendar(c.Context(), c.Act(), from, to); err != nil || c.Ask("view") != "day" {
		return v, err
	}
	board, err := s.Receptions.Board(c.Context(), c.Act(), from)
	v.Visits = board.Visits
	return v, err
}

// stretch is the first and last day of the view that was asked for.
func (c *Call) stretch() (from, to string, err error) {
	day, err := time.Parse(time.DateOnly, cmp.Or(c.Ask("date"), c.Company.Today(c.At)))
	if err != nil {
		return "", "", err
	}
	first, last := day, day
	switch c.Ask("view") {
	case "", "month":
		first = day.AddDate(0, 0, 1-day.Day())
		last = first.AddDate(0, 1, -1)
	case "week":
		first = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		last = first.AddDate(0, 0, 6)
	}
	return first.Format(time.DateOnly), last.Format(time.DateOnly), nil
}
