package reception

import (
	"time"

	"yingbin/shared/policy"
)

// The views. Their JSON tags are the public field names; pages render the same
// structs.

// A View is all of a reception that its reader may see (GET /receptions/{r}).
type View struct {
	ID          string            `json:"id"`
	Number      string            `json:"number"` // "" before the first submission
	Version     int64             `json:"version"`
	State       State             `json:"state"`
	Stage       string            `json:"stage"` // id of the policy's stage
	Stages      []Stage           `json:"stages"`
	Flags       []string          `json:"flags"` // urgent late at_risk returned
	Policy      PolicyRef         `json:"policy"`
	PolicyTitle map[string]string `json:"policy_title,omitempty"`
	Left        []LeftRole        `json:"left,omitempty"`
	Level       *LevelView        `json:"level"`
	Levels      []LevelChoice     `json:"levels,omitempty"` // that may be decided on
	Customer    Ref               `json:"customer"`
	Start       time.Time         `json:"start"`
	End         time.Time         `json:"end"`
	Applicant   Ref               `json:"applicant"`
	Department  Ref               `json:"department"`
	Owner       *Ref              `json:"owner,omitempty"`
	Specialist  *Ref              `json:"specialist,omitempty"`
	Returned    *Returned         `json:"returned,omitempty"`
	Reason      string            `json:"reason,omitempty"`
	Application *ApplicationView  `json:"application,omitempty"`
	Outlook     *Outlook          `json:"outlook,omitempty"` // drafts and applications being judged
	Plan        *PlanView         `json:"plan,omitempty"`
	Revision    int               `json:"revision"`
	Hash        string            `json:"hash,omitempty"`
	Revisions   []RevisionRef     `json:"revisions,omitempty"`
	Approvals   []ApprovalView    `json:"approvals"`
	Exceptions  []ExceptionView   `json:"exceptions"`
	Tasks       []TaskView        `json:"tasks"`
	Readiness   *Readiness        `json:"readiness,omitempty"`
	Money       *MoneyView        `json:"money,omitempty"`
	Minutes     *Minutes          `json:"minutes,omitempty"`
	Summary     *SummaryView      `json:"summary,omitempty"`
	Incidents   []Case            `json:"incidents,omitempty"`
	Files       []File            `json:"files,omitempty"`
	Tips        []Tip             `json:"tips,omitempty"`
	Papers      []PaperView       `json:"papers,omitempty"` // from the submission on
	Due         []DueView         `json:"due"`
	Mails       []MailView        `json:"mails"`
	History     []HistoryLine     `json:"history"`
	Counts      Counts            `json:"counts"`
	Actions     []string          `json:"actions"` // verbs this reader may use now
}

// A Stage is one stage of the policy with its state: done, now or next.
type Stage struct {
	ID    string            `json:"id"`
	Title map[string]string `json:"title"`
	State string            `json:"state"`
}

// A LevelChoice is one of the policy's levels, lowest first.
type LevelChoice struct {
	ID    string            `json:"id"`
	Title map[string]string `json:"title"`
}

// An ApplicationView is the application as its reader may see it.
type ApplicationView struct {
	Policy        string            `json:"policy"`
	Department    string            `json:"department"`
	Customer      CustomerRef       `json:"customer"`
	Start         *time.Time        `json:"start,omitempty"`
	End           *time.Time        `json:"end,omitempty"`
	Site          string            `json:"site,omitempty"`
	Purpose       string            `json:"purpose,omitempty"`
	Guests        []Guest           `json:"guests"`
	Wishes        string            `json:"wishes,omitempty"`
	ItineraryWish []Wish            `json:"itinerary_wish,omitempty"`
	Requirements  string            `json:"requirements,omitempty"`
	Questions     string            `json:"questions,omitempty"`
	PhotoWish     bool              `json:"photo_wish"`
	Urgent        bool              `json:"urgent"`
	UrgentReason  string            `json:"urgent_reason,omitempty"`
	Arrival       *Leg              `json:"arrival,omitempty"`
	Departure     *Leg              `json:"departure,omitempty"`
	Fields        map[string]string `json:"fields,omitempty"`
	SubmittedAt   *time.Time        `json:"submitted_at,omitempty"`
	Prefilled     []Prefilled       `json:"prefilled,omitempty"`
}

// A PlanOption is an entry of the policy's itinerary that the planner may add:
// with its usual place and whom the policy would have there.
type PlanOption struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`
	Title string     `json:"title"`
	Place string     `json:"place,omitempty"`
	Start *time.Time `json:"start,omitempty"`
	With  []string   `json:"with,omitempty"`
	Cite  []string   `json:"cite,omitempty"`
}

// An ApprovalView is one chain with its asks.
type ApprovalView struct {
	ID       string            `json:"id"`
	Title    map[string]string `json:"title,omitempty"`
	State    string            `json:"state"`
	Revision int               `json:"revision"`
	Due      *time.Time        `json:"due,omitempty"`
	Steps    []StepView        `json:"steps"`
}

// A StepView is one person's part of a chain.
type StepView struct {
	Step      string            `json:"step"`
	Person    Ref               `json:"person"`
	Questions []string          `json:"questions"`
	Texts     map[string]string `json:"texts,omitempty"` // the questions in words
	Answers   map[string]string `json:"answers,omitempty"`
	State     string            `json:"state"`
	Comment   string            `json:"comment,omitempty"`
	By        *Ref              `json:"by,omitempty"`
	At        *time.Time        `json:"at,omitempty"`
}

// A LeftRole is a part in a reception whose person has left the company: who
// came after, or nobody, and then somebody must be named.
type LeftRole struct {
	Role   string `json:"role"` // specialist owner
	Person Ref    `json:"person"`
	Now    *Ref   `json:"now,omitempty"`
}

// An ExceptionView is one exception.
type ExceptionView struct {
	ID       string     `json:"id"`
	Finding  string     `json:"finding"`
	Reason   string     `json:"reason"`
	State    string     `json:"state"`
	By       *Ref       `json:"by,omitempty"`
	At       *time.Time `json:"at,omitempty"` // when it was decided
	Deciders []Ref      `json:"deciders"`
	Comment  string     `json:"comment,omitempty"`
	Revision int        `json:"revision"`
}

// A TaskView is one task. Do is what is wanted, in the reader's language.
type TaskView struct {
	ID          string            `json:"id"`
	Reception   string            `json:"reception"`
	Customer    string            `json:"customer,omitempty"`
	Department  string            `json:"department"`
	Do          string            `json:"do"`
	Owner       Ref               `json:"owner"`
	Role        string            `json:"role,omitempty"`
	Phase       string            `json:"phase,omitempty"`
	Due         *time.Time        `json:"due,omitempty"`
	State       string            `json:"state"`
	Wants       Wants             `json:"wants"`
	Values      map[string]string `json:"values,omitempty"`
	Known       map[string]string `json:"known,omitempty"` // what it wants that is said already elsewhere
	Comment     string            `json:"comment,omitempty"`
	Item        string            `json:"item,omitempty"`
	About       string            `json:"about,omitempty"` // which meal, room or hour it is for
	Needs       []string          `json:"needs,omitempty"` // of the guests: diets rooms
	Place       string            `json:"place,omitempty"` // where its item is
	Start       *time.Time        `json:"start,omitempty"` // when its item, or else the visit, begins
	Party       int               `json:"party,omitempty"` // how many guests it is for
	Provisional bool              `json:"provisional,omitempty"`
	Version     int64             `json:"version"`
	Cite        []string          `json:"cite,omitempty"`
	Actions     []string          `json:"actions,omitempty"`
}

// Readiness is go or no-go with its reasons.
type Readiness struct {
	Go      bool     `json:"go"`
	Reasons []Reason `json:"reasons"`
}

// A Reason says what is in the way: code is sheet clash exception or task.
type Reason struct {
	Code string `json:"code"`
	Text string `json:"text"`
	Task string `json:"task,omitempty"`
	Who  string `json:"who,omitempty"`
}

// A MoneyView is money against caps.
type MoneyView struct {
	State      string       `json:"state"`
	Expenses   []Expense    `json:"expenses"`
	Signatures []Signature  `json:"signatures"`
	Claimed    policy.Money `json:"claimed"`
	Allowed    policy.Money `json:"allowed"`
	Caps       []CapView    `json:"caps"`
	Comment    string       `json:"comment,omitempty"`
}

// A SummaryView is the summary with its deadline.
type SummaryView struct {
	Summary
	Due     *time.Time `json:"due,omitempty"`
	Readers []Ref      `json:"readers,omitempty"`
}

// A Tip is guidance of the policy at its moment.
type Tip struct {
	ID   string   `json:"id"`
	Text string   `json:"text"`
	Cite []string `json:"cite,omitempty"`
}

// A DueView is something that falls due.
type DueView struct {
	What string    `json:"what"`
	At   time.Time `json:"at"`
	Who  []string  `json:"who"`
}

// A MailView is a mail that was sent, without its links.
type MailView struct {
	Kind     string    `json:"kind"`
	To       string    `json:"to"`
	Person   string    `json:"person"` // id of whom it is for: staff, guest or driver
	Subject  string    `json:"subject"`
	State    string    `json:"state"`
	At       time.Time `json:"at"`
	Revision int       `json:"revision,omitempty"`
}

// A HistoryLine is one event as people read it.
type HistoryLine struct {
	At    time.Time  `json:"at"`
	Who   Ref        `json:"who"`
	What  string     `json:"what"` // the event's kind
	Text  string     `json:"text"` // in the reader's language
	Mails []MailView `json:"mails,omitempty"`
	Case  string     `json:"-"` // which of the kind's sentences it is
}

// Counts say who is expected and who is here.
type Counts struct {
	Expected  int `json:"expected"`
	CheckedIn int `json:"checked_in"`
}
