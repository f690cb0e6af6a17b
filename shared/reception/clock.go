package reception

import (
	"slices"
	"strings"
	"time"
)

// The states of a task.
const (
	TaskWaiting   = "waiting" // its moment has not come, or tasks before it are open
	TaskAsked     = "asked"
	TaskConfirmed = "confirmed"
	TaskDeclined  = "declined"
	TaskOverdue   = "overdue"
	TaskDropped   = "dropped"
)

// taskStates lists them in the order of a task's life.
var taskStates = []string{TaskWaiting, TaskAsked, TaskConfirmed, TaskDeclined, TaskOverdue, TaskDropped}

// The states of an approval step and of an ask.
const (
	AskOpen    = "open"
	AskYes     = "yes"
	AskNo      = "no"
	AskVoid    = "void"
	AskExpired = "expired"
)

// The states of an exception.
const (
	ExceptionOpen    = "open"
	ExceptionGranted = "granted"
	ExceptionRefused = "refused"
	ExceptionVoid    = "void"
)

// What the clocks of HEAD do. Those of the policy's messages and reminders are
// named "message:ID@THING" and "remind:WHAT".
const (
	ClockBegin        = "begin"
	ClockEnd          = "end"
	ClockDayBefore    = "day-before"
	ClockSurvey       = "survey"
	ClockSurveyRemind = "survey-reminder"
	ClockSurveyClose  = "survey-close"
	ClockArchive      = "archive"
)

// deadline says whether people wait for the moment: something is due by then, or
// the visit begins or ends. Reminders and what the system does by itself are not.
func (c Clock) deadline() bool {
	return c.What == ClockBegin || c.What == ClockEnd || c.What == clockUnready || strings.HasPrefix(c.What, ClockOverdue+":")
}

// next gives the earliest clock that has not fired.
func next(clocks []Clock) (time.Time, bool) {
	var at time.Time
	for _, c := range clocks {
		if c.Fired == nil && !c.At.IsZero() && (at.IsZero() || c.At.Before(at)) {
			at = c.At
		}
	}
	return at, !at.IsZero()
}

// clockIndex says which sweep looks after a clock of HEAD.
func clockIndex(what string) string {
	switch {
	case strings.HasPrefix(what, ClockSurvey):
		return dueHour
	case what == ClockArchive:
		return dueDay
	}
	return dueMinute
}

// setClock adds a clock or moves one that has not fired.
func setClock(clocks *[]Clock, what string, at time.Time) {
	for i := range *clocks {
		if c := &(*clocks)[i]; c.What == what && c.Fired == nil {
			c.At = at
			return
		}
	}
	*clocks = append(*clocks, Clock{What: what, At: at})
}

// dropClocks removes the clocks that have not fired and whose name fits.
func dropClocks(clocks *[]Clock, fits func(what string) bool) {
	*clocks = slices.DeleteFunc(*clocks, func(c Clock) bool { return c.Fired == nil && fits(c.What) })
}
