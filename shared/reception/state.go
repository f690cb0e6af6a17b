package reception

import (
	"fmt"
	"strings"
)

// A State is where a reception stands in its life.
type State string

// The states, in the order of an untroubled life; declined and cancelled end it early.
const (
	Draft      State = "draft"
	Submitted  State = "submitted"
	Planning   State = "planning"
	Review     State = "review"
	Preparing  State = "preparing"
	Visiting   State = "visiting"
	Closing    State = "closing"
	Archived   State = "archived"
	Declined   State = "declined"
	Cancelled  State = "cancelled"
	everywhere State = "*"
)

// States lists every state in order.
var States = []State{Draft, Submitted, Planning, Review, Preparing, Visiting, Closing, Archived, Declined, Cancelled}

// Alive says whether work on the reception may still go on.
func (s State) Alive() bool { return s != Declined && s != Cancelled && s != Archived }

// tookPlace says whether the visit has begun at least.
func (s State) tookPlace() bool { return s == Visiting || s == Closing || s == Archived }

// A Verb is what somebody, or the passing of time, does to a reception.
type Verb string

// The verbs that the transition table speaks about.
const (
	VerbEdit      Verb = "application"
	VerbSubmit    Verb = "submit"
	VerbWithdraw  Verb = "withdraw"
	VerbAccept    Verb = "accept"
	VerbReturn    Verb = "return"
	VerbDecline   Verb = "decline"
	VerbPlan      Verb = "plan"
	VerbException Verb = "exceptions"
	VerbPublish   Verb = "publish"
	VerbReview    Verb = "review"
	VerbTask      Verb = "task"
	VerbMove      Verb = "move"
	VerbCancel    Verb = "cancel"
	VerbGuests    Verb = "guests"
	VerbCheckin   Verb = "checkins"
	VerbDelay     Verb = "delay"
	VerbIncident  Verb = "incidents"
	VerbMinutes   Verb = "minutes"
	VerbSummary   Verb = "summary"
	VerbExpense   Verb = "expenses"
	VerbSettle    Verb = "settlement"
	VerbFiles     Verb = "files"
	VerbNudge     Verb = "nudge"
	VerbSurvey    Verb = "survey"
	VerbBegin     Verb = "begin"   // the start has come
	VerbEnd       Verb = "end"     // the end has come
	VerbArchive   Verb = "archive" // the daily step files what is closed
)

// transitions is the one table of what may happen when. A verb maps each state
// it is allowed in to the states it may lead to; the first is the usual one.
var transitions = map[Verb]map[State][]State{
	VerbEdit:      {Draft: {Draft}},
	VerbSubmit:    {Draft: {Submitted}},
	VerbWithdraw:  {Submitted: {Draft}, Planning: {Draft}, Review: {Draft}},
	VerbAccept:    {Submitted: {Planning}},
	VerbReturn:    {Submitted: {Draft}, Review: {Planning}},
	VerbDecline:   {Submitted: {Declined}},
	VerbPlan:      {Planning: {Planning}, Review: {Review}, Preparing: {Preparing}, Visiting: {Visiting}},
	VerbException: {Submitted: {Submitted}, Planning: {Planning}, Review: {Review}, Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbPublish:   {Planning: {Review, Preparing}, Review: {Review, Preparing}, Preparing: {Preparing, Review}, Visiting: {Visiting}},
	VerbReview:    {Review: {Review, Preparing, Planning}, Preparing: {Preparing, Review}, Planning: {Planning, Review}},
	VerbTask:      {Planning: {Planning}, Review: {Review}, Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbMove:      {Submitted: {Submitted}, Planning: {Planning}, Review: {Planning, Review}, Preparing: {Planning, Preparing}},
	VerbCancel:    {Submitted: {Cancelled}, Planning: {Cancelled}, Review: {Cancelled}, Preparing: {Cancelled}, Visiting: {Cancelled}},
	VerbGuests:    {Submitted: {Submitted}, Planning: {Planning}, Review: {Review, Planning}, Preparing: {Preparing, Planning}, Visiting: {Visiting}},
	VerbCheckin:   {Preparing: {Visiting, Preparing}, Visiting: {Visiting}},
	VerbDelay:     {Preparing: {Preparing}, Visiting: {Visiting}},
	VerbIncident:  {Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbMinutes:   {Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbSummary:   {Visiting: {Visiting}, Closing: {Closing}},
	VerbExpense:   {Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbSettle:    {Visiting: {Visiting}, Closing: {Closing}},
	VerbFiles:     {everywhere: {everywhere}},
	VerbNudge:     {Submitted: {Submitted}, Planning: {Planning}, Review: {Review}, Preparing: {Preparing}, Visiting: {Visiting}, Closing: {Closing}},
	VerbSurvey:    {Closing: {Closing}, Archived: {Archived}}, // open for 14 days, whatever is filed meanwhile
	VerbBegin:     {Preparing: {Visiting}},
	VerbEnd:       {Visiting: {Closing}},
	VerbArchive:   {Closing: {Archived}},
}

// May says whether a verb is allowed in a state.
func (s State) May(v Verb) bool {
	_, here := transitions[v][s]
	_, all := transitions[v][everywhere]
	return here || all && s.Alive()
}

// Leads says whether a verb may lead from s to t.
func (s State) Leads(v Verb, t State) bool {
	for _, to := range transitions[v][s] {
		if to == t {
			return true
		}
	}
	return false
}

// Table prints the transitions as the README shows them: a line for each verb,
// in it the states that allow it, each with those it may lead to. A state that
// stands alone stays.
func Table() string {
	out := ""
	for _, v := range verbs {
		var from []string
		for _, s := range append(States, everywhere) {
			if to := transitions[v][s]; to != nil {
				from = append(from, arrow(s, to))
			}
		}
		out += fmt.Sprintf("%-12s %s\n", v, strings.Join(from, "; "))
	}
	return out
}

// arrow prints one state of a verb.
func arrow(s State, to []State) string {
	if s == everywhere {
		return "every open state"
	}
	if len(to) == 1 && to[0] == s {
		return string(s)
	}
	names := make([]string, len(to))
	for i, t := range to {
		names[i] = string(t)
	}
	return string(s) + " → " + strings.Join(names, ", ")
}

// verbs fixes the order of Table.
var verbs = []Verb{VerbEdit, VerbSubmit, VerbWithdraw, VerbAccept, VerbReturn, VerbDecline, VerbPlan, VerbException,
	VerbPublish, VerbReview, VerbTask, VerbMove, VerbCancel, VerbGuests, VerbCheckin, VerbDelay, VerbIncident,
	VerbMinutes, VerbSummary, VerbExpense, VerbSettle, VerbFiles, VerbNudge, VerbSurvey, VerbBegin, VerbEnd, VerbArchive}
