package reception

import (
	"time"

	"yingbin/shared/policy"
)

// A DraftAnswer is POST /receptions and POST …/application.
type DraftAnswer struct {
	ID          string          `json:"id"`
	Number      string          `json:"number"` // "" before the first submission
	Version     int64           `json:"version"`
	State       State           `json:"state"`
	Application ApplicationView `json:"application"`
	Outlook     Outlook         `json:"outlook"`
	Prefilled   []Prefilled     `json:"prefilled"`
	SavedAt     time.Time       `json:"saved_at"` // at the site
}

// A StateAnswer is submit, withdraw, accept, return, decline, cancel.
type StateAnswer struct {
	ID       string        `json:"id"`
	Number   string        `json:"number,omitempty"`
	Version  int64         `json:"version"`
	State    State         `json:"state"`
	Level    *LevelView    `json:"level,omitempty"`
	Urgent   bool          `json:"urgent,omitempty"`
	Due      []DueView     `json:"due"`
	Mailed   []string      `json:"mailed,omitempty"`
	Findings []FindingView `json:"findings,omitempty"`
}

// A PlanAnswer is POST …/plan.
type PlanAnswer struct {
	Version  int64         `json:"version"`
	Plan     PlanView      `json:"plan"`
	Clashes  []Clash       `json:"clashes"`
	Caps     []CapView     `json:"caps"`
	Findings []FindingView `json:"findings"`
	Tasks    []TaskView    `json:"tasks"`
}

// An ExceptionAnswer is POST …/exceptions and …/decide.
type ExceptionAnswer struct {
	Version   int64         `json:"version"`
	Exception ExceptionView `json:"exception"`
}

// A PublishAnswer is POST …/publish.
type PublishAnswer struct {
	Version    int64     `json:"version"`
	State      State     `json:"state"`
	Revision   int       `json:"revision"`
	Hash       string    `json:"hash"`
	Changes    []Change  `json:"changes,omitempty"`
	Recipients []Receipt `json:"recipients"`
}

// A Receipt says which kind of mail a person gets.
type Receipt struct {
	Person string `json:"person"`
	Gets   string `json:"gets"`
}

// A ReviewAnswer is POST …/review.
type ReviewAnswer struct {
	Version   int64        `json:"version"`
	Approval  ApprovalView `json:"approval"`
	State     State        `json:"state"`
	UndoUntil *time.Time   `json:"undo_until,omitempty"`
}

// A LinkView is GET /l/{token}: what it is for and where it stands.
type LinkView struct {
	Purpose   string         `json:"purpose"` // review task exception guest survey settlement
	Person    Ref            `json:"person"`
	Reception string         `json:"reception"`
	Revision  int            `json:"revision,omitempty"`
	Questions []LinkQuestion `json:"questions"`
	Changes   []Change       `json:"changes"`
	State     string         `json:"state"`              // open used stale expired
	Lapsed    string         `json:"lapsed,omitempty"`   // why it is stale, where not by a newer sheet: over back newer gone
	Language  string         `json:"language,omitempty"` // of a guest or survey page: the guest's
	Decided   *Decided       `json:"decided,omitempty"`
	UndoUntil *time.Time     `json:"undo_until,omitempty"`
	Sheet     *Sheet         `json:"sheet,omitempty"`
	Task      *TaskView      `json:"task,omitempty"`
	Exception *ExceptionView `json:"exception,omitempty"`
	Guest     *GuestPage     `json:"guest,omitempty"`
	Survey    *Response      `json:"survey,omitempty"`
	Money     *MoneyView     `json:"money,omitempty"`
	NowWith   []Ref          `json:"now_with,omitempty"` // who has it now, where the link's person left or was replaced
	Contact   *Contact       `json:"contact,omitempty"`  // whom to ask; of links for staff and drivers
}

// A Contact is somebody of the company who can be asked.
type Contact struct {
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
}

// A LinkQuestion is asked by a link; Scale is 0 for yes and no.
type LinkQuestion struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Scale int    `json:"scale,omitempty"`
}

// Decided says who decided when.
type Decided struct {
	By      Ref               `json:"by"`
	At      time.Time         `json:"at"`
	Answers map[string]string `json:"answers,omitempty"`
}

// A GuestPage is what a guest sees: his own data and the visit, nobody else's.
type GuestPage struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"`
	Position   string    `json:"position,omitempty"`
	Language   string    `json:"language"`
	Company    string    `json:"company"`
	Start      time.Time `json:"start"`
	End        time.Time `json:"end"`
	Place      string    `json:"place,omitempty"`
	PlaceLatin string    `json:"place_latin,omitempty"`
	Host       Ref       `json:"host"`
	HostPhone  string    `json:"host_phone,omitempty"`
	Items      []Item    `json:"items"`
	Diet       string    `json:"diet"`
	Photo      string    `json:"photo"`
	Pass       string    `json:"pass,omitempty"`
	Passes     bool      `json:"-"` // the policy gives guests a pass, and the visit is not over
	Over       bool      `json:"-"` // the visit is over
}

// A TaskAnswer is POST …/tasks/{t}.
type TaskAnswer struct {
	Task      TaskView  `json:"task"`
	Readiness Readiness `json:"readiness"`
}

// A ChangeAnswer is POST …/move, …/cancel and …/guests.
type ChangeAnswer struct {
	Version  int64     `json:"version"`
	State    State     `json:"state"`
	Revision int       `json:"revision,omitempty"`
	Reopened []string  `json:"reopened"`
	Mailed   []string  `json:"mailed"`
	Due      []DueView `json:"due,omitempty"`
}

// A CheckinAnswer is POST …/checkins.
type CheckinAnswer struct {
	Guest   *GuestState  `json:"guest,omitempty"`
	Guests  []GuestState `json:"guests,omitempty"`
	Verdict string       `json:"verdict"` // green red
	Reason  string       `json:"reason,omitempty"`
	Rule    *RuleRef     `json:"rule,omitempty"` // of the policy that keeps the gate shut
	Counts  Counts       `json:"counts"`
}

// A GuestState is a guest at the gate: expected checked-in dropped.
type GuestState struct {
	ID    string     `json:"id"`
	Name  string     `json:"name"`
	State string     `json:"state"`
	At    *time.Time `json:"at,omitempty"`
	Photo string     `json:"photo,omitempty"`
}

// A DelayAnswer is POST …/delay.
type DelayAnswer struct {
	Version int64    `json:"version"`
	Shifted []Item   `json:"shifted"`
	Clashes []Clash  `json:"clashes,omitempty"`
	Mailed  []string `json:"mailed"`
}

// An IncidentAnswer is POST …/incidents.
type IncidentAnswer struct {
	Version  int64    `json:"version"`
	Incident Case     `json:"incident"`
	Mailed   []string `json:"mailed"`
}

// A MinutesAnswer is GET and POST …/minutes.
type MinutesAnswer struct {
	Version  int64   `json:"version"`
	Revision int     `json:"revision"`
	Minutes  Minutes `json:"minutes"`
}

// A SummaryAnswer is POST …/summary.
type SummaryAnswer struct {
	Version int64       `json:"version"`
	Summary SummaryView `json:"summary"`
	Mailed  []string    `json:"mailed"`
}

// An ExpenseAnswer is POST …/expenses.
type ExpenseAnswer struct {
	Version int64       `json:"version"`
	Expense ExpenseView `json:"expense"`
}

// An ExpenseView is claimed against allowed.
type ExpenseView struct {
	ID      string       `json:"id"`
	Claimed policy.Money `json:"claimed"`
	Allowed policy.Money `json:"allowed"`
	Over    policy.Money `json:"over"`
	Rule    *RuleRef     `json:"rule,omitempty"`
	Cap     *CapView     `json:"cap,omitempty"`
}

// A SettlementAnswer is POST …/settlement.
type SettlementAnswer struct {
	Version    int64          `json:"version"`
	Settlement SettlementView `json:"settlement"`
}

// A SettlementView is the settlement's state and sums.
type SettlementView struct {
	State      string       `json:"state"`
	Signatures []Signature  `json:"signatures"`
	Claimed    policy.Money `json:"claimed"`
	Allowed    policy.Money `json:"allowed"`
}

// A SurveyView is GET …/survey.
type SurveyView struct {
	Sent        int             `json:"sent"`
	Answered    int             `json:"answered"`
	Average     float64         `json:"average"`
	PerQuestion []QuestionScore `json:"per_question"`
	Lowest      []QuestionScore `json:"lowest"`
	Comments    []string        `json:"comments,omitempty"`
}

// A QuestionScore is the average of one question.
type QuestionScore struct {
	ID      string  `json:"id"`
	Text    string  `json:"text"`
	Average float64 `json:"average"`
	Answers int     `json:"answers"`
}
