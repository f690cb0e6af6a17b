package reception

import (
	"time"
)

// A Listed reception is a line of a list.
type Listed struct {
	ID         string     `json:"id"`
	Number     string     `json:"number"`
	Customer   Ref        `json:"customer"`
	Start      time.Time  `json:"start"`
	End        time.Time  `json:"end"`
	State      State      `json:"state"`
	Stage      string     `json:"stage"`
	Level      string     `json:"level"`
	Urgent     bool       `json:"urgent"`
	AtRisk     bool       `json:"at_risk,omitempty"`
	Party      int        `json:"party"`
	Applicant  string     `json:"applicant,omitempty"`
	Department string     `json:"department,omitempty"`
	Specialist string     `json:"specialist,omitempty"`
	Owner      string     `json:"owner,omitempty"`
	Rival      string     `json:"rival,omitempty"`
	Due        *time.Time `json:"due"`
	Signs      string     `json:"signs,omitempty"`  // whose signature the settlement waits for: owner, finance
	Waits      []string   `json:"waits,omitempty"`  // staff who have been asked
	Since      *time.Time `json:"since,omitempty"`  // since when it waits
	Nudged     *time.Time `json:"nudged,omitempty"` // when who it waits for was last nudged
}

// A Page is a list with the cursor of its continuation; Back says how far a
// filter has searched when its budget ended first.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
	Back  string `json:"back,omitempty"`
}

// A Board is GET /today.
type Board struct {
	Date     string       `json:"date"`
	Expected []BoardGuest `json:"expected"`
	OnSite   []BoardGuest `json:"on_site"`
	Late     []BoardGuest `json:"late"`
	Visits   []BoardVisit `json:"visits"`
}

// A BoardGuest is one guest on the board; of the gate's least knowledge.
type BoardGuest struct {
	Reception    string     `json:"reception"`
	ID           string     `json:"id"`
	Name         string     `json:"name"`
	Organisation string     `json:"organisation"`
	Time         time.Time  `json:"time"`
	Host         string     `json:"host"`
	Photo        string     `json:"photo,omitempty"`
	At           *time.Time `json:"at,omitempty"`
	phone        string     // the last digits
}

// A BoardVisit is one reception on the board, with its agenda of the day.
type BoardVisit struct {
	Reception string `json:"reception"`
	Customer  string `json:"customer"`
	Level     string `json:"level,omitempty"`
	State     State  `json:"state"`
	Items     []Item `json:"items"`
	Host      Ref    `json:"host"` // who receives the guests
	Counts    Counts `json:"counts"`
}

// A CalendarDay is one day of GET /calendar.
type CalendarDay struct {
	Date       string      `json:"date"`
	Receptions []Listed    `json:"receptions"`
	Clashes    []MeetClash `json:"clashes"`
}

// A MeetClash is two receptions whose customers must not meet that day.
type MeetClash struct {
	A string `json:"a"`
	B string `json:"b"`
}

// A GuestRow is one row of a pasted list.
type GuestRow struct {
	Row int `json:"row"` // line of the paste, from 1
	Guest
}

// A PasteProblem is a cell that could not be taken as it is.
type PasteProblem struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Code   string `json:"code"`
	// Message says it in the reader's language; who shows it fills it in.
	Message string `json:"message,omitempty"`
}

// A Paste is what POST /receptions/guests/parse understood.
type Paste struct {
	Rows     []GuestRow     `json:"rows"`
	Problems []PasteProblem `json:"problems"`
}
