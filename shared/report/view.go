package report

import (
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// A View is GET /reports: a calendar year beside the one before it. Parts that
// the reader may not see are absent.
type View struct {
	Year         int             `json:"year"`
	Years        []int           `json:"years"`    // that may be asked for, newest first
	Through      string          `json:"through"`  // the last month counted: 2026-11
	Compared     string          `json:"compared"` // the year before, through the same month
	Department   string          `json:"department,omitempty"`
	Departments  []reception.Ref `json:"departments"` // that may be asked for
	Volume       *Volume         `json:"volume,omitempty"`
	Cost         *Cost           `json:"cost,omitempty"`
	Deadlines    *Deadlines      `json:"deadlines,omitempty"`
	Satisfaction *Satisfaction   `json:"satisfaction,omitempty"`
}

// Volume says how many receptions there were.
type Volume struct {
	Total       Count        `json:"total"`
	Urgent      int          `json:"urgent"`
	Months      []MonthCount `json:"months"`
	Levels      []Count      `json:"levels"`
	Departments []Count      `json:"departments"`
}

// A Count is how many there were of something, and a year before.
type Count struct {
	ID         string `json:"id,omitempty"`
	Name       string `json:"name,omitempty"`
	Receptions int    `json:"receptions"`
	Before     int    `json:"before"`
	Guests     int    `json:"guests"`
}

// A MonthCount is the receptions of a month and of the same a year before.
type MonthCount struct {
	Month      string `json:"month"`
	Receptions int    `json:"receptions"`
	Before     int    `json:"before"`
	Guests     int    `json:"guests"`
}

// Cost says what receptions cost against what the policies allow. Foreign
// counts receptions in other currencies, which are in no sum.
type Cost struct {
	Claimed     policy.Money   `json:"claimed"`
	Allowed     policy.Money   `json:"allowed"`
	Before      policy.Money   `json:"before"` // allowed, a year before
	Foreign     int            `json:"foreign,omitempty"`
	Months      []MonthCost    `json:"months"`
	Categories  []CategoryCost `json:"categories"`
	Levels      []CostLine     `json:"levels"`
	Departments []CostLine     `json:"departments"`
	Customers   []CostLine     `json:"customers"` // who cost most
}

// A MonthCost is what the receptions of a month cost.
type MonthCost struct {
	Month   string       `json:"month"`
	Claimed policy.Money `json:"claimed"`
	Allowed policy.Money `json:"allowed"`
	Before  policy.Money `json:"before"`
}

// A CategoryCost is what was claimed and allowed of one kind of expense; and of
// the receptions with a cap on it, what they claimed and their caps.
type CategoryCost struct {
	Category string       `json:"category"`
	Claimed  policy.Money `json:"claimed"`
	Allowed  policy.Money `json:"allowed"`
	Capped   policy.Money `json:"capped"`
	Cap      policy.Money `json:"cap"`
}

// A CostLine is the cost of a level, a department or a customer.
type CostLine struct {
	ID         string       `json:"id,omitempty"`
	Name       string       `json:"name,omitempty"`
	Receptions int          `json:"receptions"`
	Allowed    policy.Money `json:"allowed"`
	Each       policy.Money `json:"each"` // allowed for one reception
}

// Deadlines say which deadlines were kept.
type Deadlines struct {
	Total  Kept           `json:"total"`
	Share  float64        `json:"share"` // kept, in percent
	Lines  []DeadlineLine `json:"lines"`
	Months []DeadlineLine `json:"months"`
}

// A DeadlineLine is one kind of deadline, or all those of one month.
type DeadlineLine struct {
	What   string  `json:"what"` // lead, review, summary, tasks; or the month
	Kept   int     `json:"kept"`
	Missed int     `json:"missed"`
	Share  float64 `json:"share"`
	Before float64 `json:"before"` // the share a year before
}

// Satisfaction is what guests answered, from 1 to 5.
type Satisfaction struct {
	Sent      int             `json:"sent"`
	Answered  int             `json:"answered"`
	Average   float64         `json:"average"`
	Before    float64         `json:"before"`
	Questions []QuestionLine  `json:"questions"`
	Lowest    []QuestionLine  `json:"lowest"`
	Months    []MonthAnswered `json:"months"`
}

// A QuestionLine is one question's average.
type QuestionLine struct {
	ID      string  `json:"id"`
	Average float64 `json:"average"`
	Before  float64 `json:"before"`
	Answers int     `json:"answers"`
}

// A MonthAnswered is the average of a month's answers.
type MonthAnswered struct {
	Month    string  `json:"month"`
	Average  float64 `json:"average"`
	Before   float64 `json:"before"`
	Answered int     `json:"answered"`
}
