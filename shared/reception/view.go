package reception

import (
	"time"

	"yingbin/shared/policy"
)

// The views. Their JSON tags are the public field names; pages render the same structs.

// A View is all of a reception that its reader may see (GET /receptions/{r}).
type View struct {
	ID          string            `json:"id"`
	Number      string            `json:"number,omitempty"`
	Version     int64             `json:"version"`
	State       State             `json:"state"`
	Stage       string            `json:"stage"` // id of the policy's stage
	Stages      []Stage           `json:"stages"`
	Flags       []string          `json:"flags"` // urgent late at_risk returned
	Policy      PolicyRef         `json:"policy"`
	PolicyTitle map[string]string `json:"policy_title,omitempty"`
	Level       *Level            `json:"level"`
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

// An Outlook is what the policy says now (POST /receptions/evaluate).
type Outlook struct {
	Policy    PolicyRef     `json:"policy"`
	Level     LevelOutlook  `json:"level"`
	Lead      Lead          `json:"lead"`
	Urgent    bool          `json:"urgent"`
	Caps      []CapView     `json:"caps"`
	Approvers []Approver    `json:"approvers"`
	Missing   []string      `json:"missing"` // fields, as JSON pointers
	Findings  []FindingView `json:"findings"`
	Promises  []PromiseView `json:"promises,omitempty"`   // open ones of this customer
	LastGifts []string      `json:"last_gifts,omitempty"` // of the last visit
	Meetings  []MeetView    `json:"must_not_meet,omitempty"`
}

// A LevelOutlook is the proposed level, null while pending, and why.
type LevelOutlook struct {
	Proposed *string  `json:"proposed"`
	Title    string   `json:"title,omitempty"`
	Because  []string `json:"because"`
}

// A Lead says how early the application is: class early, short, late or
// unknown, whether the policy's lead time is met, and the hours left.
type Lead struct {
	Class string `json:"class"`
	Met   *bool  `json:"met"`
	Left  string `json:"left,omitempty"` // "25h30m"
}

// A CapView is a limit with how it was computed: base for so many people,
// extra for each beyond.
type CapView struct {
	Item   string        `json:"item"` // lunch dinner entertainment lodging
	Amount policy.Money  `json:"amount"`
	Base   policy.Money  `json:"base"`
	For    int           `json:"for"`
	Extra  policy.Money  `json:"extra"`
	People int           `json:"people"`
	Basis  string        `json:"basis"` // planned confirmed checked-in
	Spent  *policy.Money `json:"spent,omitempty"`
	Rule   string        `json:"rule,omitempty"`
	Cite   []string      `json:"cite,omitempty"`
}

// An Approver is a person whom the policy will ask.
type Approver struct {
	Staff string   `json:"staff"`
	Name  string   `json:"name"`
	Step  string   `json:"step"`
	Asks  []string `json:"asks,omitempty"`
}

// A FindingView is one rule speaking.
type FindingView struct {
	ID        string   `json:"id"` // rule id, or rule id@thing
	Rule      RuleRef  `json:"rule"`
	Strength  string   `json:"strength"`
	State     string   `json:"state"` // met violated pending
	Gate      string   `json:"gate,omitempty"`
	Blocks    bool     `json:"blocks"`
	Field     string   `json:"field,omitempty"`
	Fact      string   `json:"fact,omitempty"` // what a pending finding waits for
	Text      string   `json:"text"`
	By        []string `json:"by,omitempty"` // who may grant it
	Exception string   `json:"exception,omitempty"`
}

// A RuleRef names the policy entry.
type RuleRef struct {
	Policy  string   `json:"policy"`
	Version string   `json:"version,omitempty"`
	ID      string   `json:"id"`
	Cite    []string `json:"cite,omitempty"`
}

// A MeetView is another reception that this one must not, or had better not, meet.
type MeetView struct {
	Number   string    `json:"number"`
	Customer string    `json:"customer"`
	Start    time.Time `json:"start"`
	End      time.Time `json:"end"`
}

// A PlanView is the sheet as it stands, published or not.
type PlanView struct {
	Items         []Item          `json:"items"`
	Lodging       []Lodging       `json:"lodging"`
	Meals         []Meal          `json:"meals"`
	Entertainment []Entertainment `json:"entertainment"`
	Gifts         []Gift          `json:"gifts"`
	Vehicles      []Vehicle       `json:"vehicles"`
	People        []Assigned      `json:"people"`
	Specialist    *Ref            `json:"specialist"`
	Clashes       []Clash         `json:"clashes"`
	Caps          []CapView       `json:"caps"`
	Findings      []FindingView   `json:"findings"`
	Totals        *Totals         `json:"totals,omitempty"`
	Options       []PlanOption    `json:"options"`     // what the policy's template has and the plan has not
	Unpublished   bool            `json:"unpublished"` // differs from the last revision
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

// A Clash is a booking that collides: stop cannot be published, warn can.
type Clash struct {
	Level    string    `json:"level"`
	Resource string    `json:"resource"`
	Name     string    `json:"name,omitempty"`
	With     string    `json:"with"` // the other reception's number, or what blocks
	Item     string    `json:"item,omitempty"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
}

// Totals are the slip totals: diets per meal and rooms per night.
type Totals struct {
	Diets []DietTotal `json:"diets,omitempty"`
	Rooms []RoomTotal `json:"rooms,omitempty"`
}

// A DietTotal counts one diet at one meal.
type DietTotal struct {
	Meal  string `json:"meal"`
	Diet  string `json:"diet"`
	Count int    `json:"count"`
}

// A RoomTotal counts the rooms of one hotel in one night.
type RoomTotal struct {
	Night string `json:"night"`
	Hotel string `json:"hotel"`
	Rooms int    `json:"rooms"`
}

// A RevisionRef names a published revision.
type RevisionRef struct {
	Revision int       `json:"revision"`
	Hash     string    `json:"hash"`
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Note     string    `json:"note,omitempty"`
}

// A RevisionView is one published sheet and, with against, what changed.
type RevisionView struct {
	Revision int      `json:"revision"`
	Hash     string   `json:"hash"`
	Sheet    Sheet    `json:"sheet"`
	Changes  []Change `json:"changes,omitempty"`
}

// A Sheet is what a revision fixes: the whole execution sheet. Guests are
// there by id and name, never with phones or diets.
type Sheet struct {
	Number        string          `json:"number"`
	Revision      int             `json:"revision"`
	Customer      Ref             `json:"customer"`
	Start         time.Time       `json:"start"`
	End           time.Time       `json:"end"`
	Level         string          `json:"level,omitempty"`
	Purpose       string          `json:"purpose,omitempty"`
	Specialist    Ref             `json:"specialist"`
	Guests        []SheetGuest    `json:"guests"`
	People        []Assigned      `json:"people,omitempty"`
	Items         []Item          `json:"items"`
	Lodging       []Lodging       `json:"lodging,omitempty"`
	Meals         []Meal          `json:"meals,omitempty"`
	Entertainment []Entertainment `json:"entertainment,omitempty"`
	Gifts         []Gift          `json:"gifts,omitempty"`
	Vehicles      []Vehicle       `json:"vehicles,omitempty"`
	Tasks         []SheetTask     `json:"tasks,omitempty"`
	Note          string          `json:"note,omitempty"`
	At            time.Time       `json:"at"`
	By            string          `json:"by"`
}

// A SheetGuest is a guest on a published sheet.
type SheetGuest struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"` // filled in on reading; never stored
	Position string `json:"position,omitempty"`
	Main     bool   `json:"main,omitempty"`
}

// A SheetTask is a department's duty on a published sheet.
type SheetTask struct {
	ID         string            `json:"id"`
	Department string            `json:"department"`
	Owner      string            `json:"owner"`
	Title      map[string]string `json:"title"`
	Due        time.Time         `json:"due"`
}

// A Change is one difference between two revisions.
type Change struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Old   string `json:"old"`
	New   string `json:"new"`
	Major bool   `json:"major"`
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
	Answers   map[string]string `json:"answers,omitempty"`
	State     string            `json:"state"`
	Comment   string            `json:"comment,omitempty"`
	By        *Ref              `json:"by,omitempty"`
	At        *time.Time        `json:"at,omitempty"`
}

// An ExceptionView is one exception.
type ExceptionView struct {
	ID       string `json:"id"`
	Finding  string `json:"finding"`
	Reason   string `json:"reason"`
	State    string `json:"state"`
	By       *Ref   `json:"by,omitempty"`
	Deciders []Ref  `json:"deciders"`
	Comment  string `json:"comment,omitempty"`
	Revision int    `json:"revision"`
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
	Wants       map[string]string `json:"wants"` // value → label
	Values      map[string]string `json:"values,omitempty"`
	Comment     string            `json:"comment,omitempty"`
	Item        string            `json:"item,omitempty"`
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
}

// Counts say who is expected and who is here.
type Counts struct {
	Expected  int `json:"expected"`
	CheckedIn int `json:"checked_in"`
}

// A Listed reception is a line of a list.
type Listed struct {
	ID         string     `json:"id"`
	Number     string     `json:"number"`
	Customer   Ref        `json:"customer"`
	Start      time.Time  `json:"start"`
	End        time.Time  `json:"end"`
	State      State      `json:"state"`
	Stage      string     `json:"stage"`
	Level      string     `json:"level,omitempty"`
	Urgent     bool       `json:"urgent"`
	AtRisk     bool       `json:"at_risk,omitempty"`
	Party      int        `json:"party"`
	Applicant  string     `json:"applicant,omitempty"`
	Department string     `json:"department,omitempty"`
	Specialist string     `json:"specialist,omitempty"`
	Owner      string     `json:"owner,omitempty"`
	Rival      string     `json:"rival,omitempty"`
	Due        *time.Time `json:"due,omitempty"`
	Signs      string     `json:"signs,omitempty"` // whose signature the settlement waits for: owner, finance
}

// A Page is a list with the cursor of its continuation; Back says how far a
// filter has searched when its budget ended first.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
	Back  string `json:"back,omitempty"`
}

// Answers to commands.

// A DraftAnswer is POST /receptions and POST …/application.
type DraftAnswer struct {
	ID          string          `json:"id"`
	Number      string          `json:"number,omitempty"`
	Version     int64           `json:"version"`
	State       State           `json:"state"`
	Application ApplicationView `json:"application"`
	Outlook     Outlook         `json:"outlook"`
	Prefilled   []Prefilled     `json:"prefilled"`
}

// A StateAnswer is submit, withdraw, accept, return, decline, cancel.
type StateAnswer struct {
	ID       string        `json:"id"`
	Number   string        `json:"number,omitempty"`
	Version  int64         `json:"version"`
	State    State         `json:"state"`
	Level    *Level        `json:"level,omitempty"`
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
	State     string         `json:"state"` // open used stale expired
	Decided   *Decided       `json:"decided,omitempty"`
	UndoUntil *time.Time     `json:"undo_until,omitempty"`
	Sheet     *Sheet         `json:"sheet,omitempty"`
	Task      *TaskView      `json:"task,omitempty"`
	Exception *ExceptionView `json:"exception,omitempty"`
	Guest     *GuestPage     `json:"guest,omitempty"`
	Survey    *Response      `json:"survey,omitempty"`
	Money     *MoneyView     `json:"money,omitempty"`
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
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Language  string    `json:"language"`
	Company   string    `json:"company"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Place     string    `json:"place,omitempty"`
	Host      Ref       `json:"host"`
	HostPhone string    `json:"host_phone,omitempty"`
	Items     []Item    `json:"items"`
	Diet      string    `json:"diet"`
	Photo     string    `json:"photo"`
	Pass      string    `json:"pass,omitempty"`
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
}

// A BoardVisit is one reception on the board, with its agenda of the day.
type BoardVisit struct {
	Reception string `json:"reception"`
	Customer  string `json:"customer"`
	Level     string `json:"level,omitempty"`
	State     State  `json:"state"`
	Items     []Item `json:"items"`
	Counts    Counts `json:"counts"`
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

// A PromiseView is a promise of an earlier visit.
type PromiseView struct {
	ID        string `json:"id"`
	Reception string `json:"reception"`
	Text      string `json:"text"`
	Owner     string `json:"owner,omitempty"`
	Due       string `json:"due,omitempty"`
	State     string `json:"state"`
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
}

// A Paste is what POST /receptions/guests/parse understood.
type Paste struct {
	Rows     []GuestRow     `json:"rows"`
	Problems []PasteProblem `json:"problems"`
}
