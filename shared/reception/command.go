package reception

import (
	"time"

	"yingbin/shared/policy"
)

// The commands. Their JSON tags are the public field names; `max` is the
// longest text in runes, or the largest list; `req` marks what must be given.
// A pointer or an empty value that was left out says nothing. Every command on
// a reception carries the version that its sender saw; 0 is refused unless the
// command says otherwise.

// An Application is a draft's content, whole or in part.
type Application struct {
	Policy        string            `json:"policy,omitempty" max:"60"`
	Department    string            `json:"department,omitempty" max:"60"`
	Customer      CustomerRef       `json:"customer,omitzero"`
	Start         *time.Time        `json:"start,omitempty"`
	End           *time.Time        `json:"end,omitempty"`
	Site          *string           `json:"site,omitempty" max:"100"`
	Purpose       *string           `json:"purpose,omitempty" max:"1000"`
	Guests        []Guest           `json:"guests,omitempty" max:"300"`
	Wishes        *string           `json:"wishes,omitempty" max:"4000"`
	ItineraryWish []Wish            `json:"itinerary_wish,omitempty" max:"60"`
	Requirements  *string           `json:"requirements,omitempty" max:"4000"`
	Questions     *string           `json:"questions,omitempty" max:"4000"`
	PhotoWish     *bool             `json:"photo_wish,omitempty"`
	Urgent        *bool             `json:"urgent,omitempty"`
	UrgentReason  *string           `json:"urgent_reason,omitempty" max:"1000"`
	CloneOf       string            `json:"clone_of,omitempty" max:"60"`
	Arrival       *Leg              `json:"arrival,omitempty"`
	Departure     *Leg              `json:"departure,omitempty"`
	Fields        map[string]string `json:"fields,omitempty" max:"60"`
}

// A CustomerRef names a customer by id, or by name; a name equal to a known
// customer's is that customer.
type CustomerRef struct {
	ID      string `json:"id,omitempty" max:"60"`
	Name    string `json:"name,omitempty" max:"200"`
	Class   string `json:"class,omitempty" max:"40"`
	Country string `json:"country,omitempty" max:"60"`
	Latin   string `json:"latin,omitempty" max:"200"` // the name for readers of no Chinese
}

// EditApplication replaces a draft's application (POST …/application). With
// Prefill what it leaves out or empty comes from the customer's last visit, as
// in a new draft.
type EditApplication struct {
	Version int64 `json:"version"`
	Prefill bool  `json:"prefill,omitempty"`
	Application
}

// Submit sends a draft to the office.
type Submit struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason,omitempty" max:"1000"` // for findings that ask for one
}

// Withdraw takes a submitted application back.
type Withdraw struct {
	Version int64  `json:"version"`
	Comment string `json:"comment,omitempty" max:"1000"`
}

// Accept is the office's yes: level and specialist.
type Accept struct {
	Version    int64  `json:"version"`
	Level      string `json:"level,omitempty" max:"40"`
	Reason     string `json:"reason,omitempty" max:"1000"`
	Specialist string `json:"specialist,omitempty" max:"200"`
	Comment    string `json:"comment,omitempty" max:"1000"`
}

// Return sends the application back to the applicant; the comment is obligatory.
type Return struct {
	Version int64  `json:"version"`
	Comment string `json:"comment,omitempty" max:"1000"`
}

// Decline ends an application; the reason is obligatory.
type Decline struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason,omitempty" max:"1000"`
	Comment string `json:"comment,omitempty" max:"1000"`
}

// EditPlan replaces the lists it names; lists that are nil stay. An entry
// without id is new.
type EditPlan struct {
	Version       int64            `json:"version"`
	Items         *[]Item          `json:"items,omitempty" max:"180"`
	Lodging       *[]Lodging       `json:"lodging,omitempty" max:"60"`
	Meals         *[]Meal          `json:"meals,omitempty" max:"120"`
	Entertainment *[]Entertainment `json:"entertainment,omitempty" max:"30"`
	Gifts         *[]Gift          `json:"gifts,omitempty" max:"60"`
	Vehicles      *[]Vehicle       `json:"vehicles,omitempty" max:"60"`
	People        *[]Assigned      `json:"people,omitempty" max:"60"`
	Specialist    string           `json:"specialist,omitempty" max:"200"`
	Owner         string           `json:"owner,omitempty" max:"200"`
	ChangeReason  string           `json:"change_reason,omitempty" max:"1000"`
}

// AskException asks for a deviation from a limit.
type AskException struct {
	Version int64  `json:"version"`
	Finding string `json:"finding" req:"true" max:"120"`
	Reason  string `json:"reason" req:"true" max:"1000"`
}

// DecideException grants or refuses one.
type DecideException struct {
	Version  int64  `json:"version"`
	Decision string `json:"decision" req:"true" max:"20"` // grant refuse
	Comment  string `json:"comment,omitempty" max:"1000"`
}

// Publish makes the plan a numbered, immutable revision.
type Publish struct {
	Version int64  `json:"version"`
	Note    string `json:"note,omitempty" max:"1000"`
	Reason  string `json:"reason,omitempty" max:"1000"` // for findings that ask for one
}

// Decide answers a review, in the app (POST …/review) or by link. Do "undo"
// takes the answer back within ten minutes.
type Decide struct {
	Version int64             `json:"version,omitempty"`
	Answers map[string]string `json:"answers,omitempty" max:"10"` // question → yes, no
	Comment string            `json:"comment,omitempty" max:"1000"`
	Do      string            `json:"do,omitempty" max:"20"`
}

// DoTask does something with a task: confirm decline reopen assign.
type DoTask struct {
	Version int64             `json:"version"`
	Do      string            `json:"do" req:"true" max:"20"`
	Values  map[string]string `json:"values,omitempty" max:"20"`
	Comment string            `json:"comment,omitempty" max:"1000"`
	Owner   string            `json:"owner,omitempty" max:"200"` // for assign; or as a value
}

// Move changes the dates after submission; everything moves with them.
type Move struct {
	Version int64      `json:"version"`
	Start   *time.Time `json:"start" req:"true"`
	End     *time.Time `json:"end,omitempty"`
	Reason  string     `json:"reason,omitempty" max:"1000"`
}

// Cancel ends a submitted reception; the reason is obligatory.
type Cancel struct {
	Version int64  `json:"version"`
	Reason  string `json:"reason" req:"true" max:"1000"`
}

// EditGuests changes the party after submission.
type EditGuests struct {
	Version int64        `json:"version"`
	Add     []Guest      `json:"add,omitempty" max:"300"`
	Drop    []string     `json:"drop,omitempty" max:"300"`
	Edit    []GuestNames `json:"edit,omitempty" max:"300"`
	Reason  string       `json:"reason,omitempty" max:"1000"`
}

// GuestNames are a guest's name and position for readers of no Chinese; what is
// left out stays, what is empty is cleared.
type GuestNames struct {
	ID            string  `json:"id" req:"true" max:"60"`
	Latin         *string `json:"latin,omitempty" max:"100"`
	LatinPosition *string `json:"latin_position,omitempty" max:"100"`
}

// Checkin is what the gate sends; it carries no version. One of Pass, Guest,
// Guests, Unannounced says who; At is the device's claim and only recorded.
type Checkin struct {
	Pass        string     `json:"pass,omitempty" max:"600"`
	Guest       string     `json:"guest,omitempty" max:"60"`
	Guests      []string   `json:"guests,omitempty" max:"300"`
	ClientID    string     `json:"client_id,omitempty" max:"80"`
	At          *time.Time `json:"at,omitempty"`
	Undo        bool       `json:"undo,omitempty"`
	Unannounced *Guest     `json:"unannounced,omitempty"`
}

// Delay shifts an item and what follows it that day.
type Delay struct {
	Version int64  `json:"version"`
	Item    string `json:"item" req:"true" max:"60"`
	Minutes int    `json:"minutes"`
	Reason  string `json:"reason,omitempty" max:"500"`
}

// ReportIncident tells that something went wrong.
type ReportIncident struct {
	Version int64  `json:"version"`
	Text    string `json:"text" req:"true" max:"2000"`
	Kind    string `json:"kind,omitempty" max:"60"`
	Item    string `json:"item,omitempty" max:"60"`
}

// EditMinutes writes a new revision of the minutes.
type EditMinutes struct {
	Version  int64     `json:"version"`
	Lines    []Line    `json:"lines,omitempty" max:"200"`
	Promises []Promise `json:"promises,omitempty" max:"60"`
}

// EditSummary drafts or, with File, files the summary.
type EditSummary struct {
	Version    int64   `json:"version"`
	TourResult *string `json:"tour_result,omitempty" max:"4000"`
	TalkResult *string `json:"talk_result,omitempty" max:"4000"`
	Opinions   *string `json:"opinions,omitempty" max:"4000"`
	Complaints *string `json:"complaints,omitempty" max:"4000"`
	LookBack   *string `json:"look_back,omitempty" max:"4000"`
	File       bool    `json:"file,omitempty"`
}

// AddExpense claims one cost.
type AddExpense struct {
	Version  int64        `json:"version"`
	Category string       `json:"category" req:"true" max:"40"`
	Item     string       `json:"item,omitempty" max:"60"`
	Amount   policy.Money `json:"amount"`
	People   int          `json:"people,omitempty"`
	Invoice  string       `json:"invoice,omitempty" max:"100"`
	On       string       `json:"on,omitempty" max:"10"`
}

// Settle moves the settlement: submit sign return none.
type Settle struct {
	Version int64  `json:"version"`
	Do      string `json:"do" req:"true" max:"20"`
	Comment string `json:"comment,omitempty" max:"1000"`
}

// AddFile records an upload whose content is stored already.
type AddFile struct {
	Version         int64  `json:"version,omitempty"` // not required
	ID              string `json:"-"`
	Name            string `json:"-"`
	Type            string `json:"-"`
	Size            int64  `json:"-"`
	SHA256          string `json:"-"`
	Upload          string `json:"-"` // what it was brought as, past the application
	Kind            string `json:"kind,omitempty" max:"40"`
	Confidentiality string `json:"confidentiality,omitempty" max:"40"`
}

// AnswerLink is what any mailed link may post; its purpose decides which fields count.
type AnswerLink struct {
	Answers  Answers           `json:"answers,omitempty" max:"20"`
	Comment  string            `json:"comment,omitempty" max:"2000"`
	Do       string            `json:"do,omitempty" max:"20"`
	Values   map[string]string `json:"values,omitempty" max:"20"`
	Decision string            `json:"decision,omitempty" max:"20"`
	Diet     *string           `json:"diet,omitempty" max:"200"`
	Photo    YesNo             `json:"photo,omitempty"`
	Phone    *string           `json:"phone,omitempty" max:"40"`
	Language string            `json:"language,omitempty" max:"10"`
}

// Answers is either a map (a review: question → yes, no) or a list (a survey:
// question and score).
type Answers struct {
	Review map[string]string
	Survey []Score
}

// A Score is one answered survey question, 1 to 5.
type Score struct {
	Question string `json:"question" max:"40"`
	Score    int    `json:"score"`
	Text     string `json:"text,omitempty" max:"2000"`
}

// A ListFilter is what GET /receptions asks for. From and To are local dates,
// both inclusive, at most a year apart; the default is this month ± 1.
type ListFilter struct {
	From, To   string
	State      State
	Level      string
	Department string
	Customer   string
	Mine       bool
	Q          string
	Oldest     bool // the earliest start first
	Limit      int
	After      string // opaque cursor, already unsealed
}

// A TaskFilter is what GET /tasks asks for.
type TaskFilter struct {
	Mine       bool
	Department string
	State      string
	Reception  string
	Limit      int
	After      string
}
