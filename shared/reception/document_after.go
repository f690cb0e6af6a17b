package reception

import (
	"time"

	"yingbin/shared/policy"
)

// MoneyDoc is the document MONEY#nn: the expenses and the settlement.
type MoneyDoc struct {
	Schema     int         `json:"s"`
	Expenses   []Expense   `json:"expenses,omitempty"`
	State      string      `json:"state,omitempty"` // "" submitted signed none returned
	Round      int         `json:"round,omitempty"` // how often it was submitted: a link is for one time
	Told       []string    `json:"told,omitempty"`  // who was asked for the next signature
	Signatures []Signature `json:"signatures,omitempty"`
	Comment    string      `json:"comment,omitempty"`
}

// An Expense is one voucher line.
type Expense struct {
	ID       string       `json:"id"`
	Category string       `json:"category"` // lunch dinner breakfast entertainment lodging gift ride other
	Item     string       `json:"item,omitempty"`
	Amount   policy.Money `json:"amount"`
	Allowed  policy.Money `json:"allowed"`
	Over     policy.Money `json:"over,omitzero"`
	Rule     string       `json:"rule,omitempty"`
	People   int          `json:"people,omitempty"`
	Invoice  string       `json:"invoice,omitempty"`
	On       string       `json:"on,omitempty"` // local date
	By       string       `json:"by"`
	At       time.Time    `json:"at"`
}

// A Signature is one step of the settlement: owner, then finance.
type Signature struct {
	Step string    `json:"step"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// Minutes is the document MINUTES: what was said and what we owe.
type Minutes struct {
	Schema   int       `json:"s"`
	Revision int       `json:"revision"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Lines    []Line    `json:"lines,omitempty"`
	Promises []Promise `json:"promises,omitempty"`
	Next     int       `json:"next,omitempty"` // number of the last promise ever made
}

// A Line of the minutes is for us or also for the customer.
type Line struct {
	Text     string `json:"text" max:"2000"`
	Audience string `json:"audience" max:"20"` // internal customer
}

// A Promise is what we owe; it closes nothing while it has no owner or date.
type Promise struct {
	ID    string `json:"id,omitempty" max:"40"`
	Text  string `json:"text" max:"1000"`
	Owner string `json:"owner,omitempty" max:"200"`
	Due   string `json:"due,omitempty" max:"10"`
}

// Summary is the document SUMMARY: four parts (S000-1.32) and the look-back (S000-3.23).
type Summary struct {
	Schema     int       `json:"s"`
	TourResult string    `json:"tour_result,omitempty"`
	TalkResult string    `json:"talk_result,omitempty"`
	Opinions   string    `json:"opinions,omitempty"`
	Complaints string    `json:"complaints,omitempty"`
	LookBack   string    `json:"look_back,omitempty"`
	By         string    `json:"by,omitempty"`
	FiledAt    time.Time `json:"filed_at,omitzero"`
}

// Files is the document FILES: what was uploaded, by reference.
type Files struct {
	Schema int    `json:"s"`
	List   []File `json:"files"`
}

// A File is one upload; its content lies in the blob store under ID.
type File struct {
	ID              string    `json:"id"`
	Name            string    `json:"name"`
	Type            string    `json:"type"`
	Size            int64     `json:"size"`
	SHA256          string    `json:"sha256"`
	Kind            string    `json:"kind,omitempty"`            // photo paper minutes invoice material
	Confidentiality string    `json:"confidentiality,omitempty"` // public internal secret (S000-1.36)
	By              string    `json:"by"`
	At              time.Time `json:"at"`
	Upload          string    `json:"upload,omitempty"` // what it was brought as, past the application
	Draft           string    `json:"draft,omitempty"`  // the id under which its content was kept before the reception had a number
}

// A Response is the document response#guest: one guest's survey answer.
type Response struct {
	Schema   int               `json:"s"`
	Guest    string            `json:"guest"`
	Scores   map[string]int    `json:"scores"`
	Texts    map[string]string `json:"texts,omitempty"` // what was written beside a score
	Comment  string            `json:"comment,omitempty"`
	Language string            `json:"language,omitempty"`
	At       time.Time         `json:"at"`
}
