package reception

import (
	"encoding/json"
	"time"

	"yingbin/shared/policy"
)

// Schema is the version of the stored documents that this release writes.
const Schema = 1

// A Ref names something of another package by id, with its name as it was.
type Ref struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// A PolicyRef pins the version of a policy that a reception is judged by.
type PolicyRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// A Head is the document HEAD: where the reception stands. It is small (1 KB);
// its Row is what lists show.
type Head struct {
	Schema     int       `json:"s"`
	ID         string    `json:"id"`               // the draft's id for as long as it lives
	Number     string    `json:"number,omitempty"` // R-YYYYMMDD-NNN, from submission on
	Base       int64     `json:"base,omitempty"`   // version reached before the number existed
	State      State     `json:"state"`
	Policy     PolicyRef `json:"policy"`
	Customer   Ref       `json:"customer"`
	Class      string    `json:"class,omitempty"`
	Visited    bool      `json:"visited,omitempty"` // the customer has been here before
	Rival      string    `json:"rival,omitempty"`   // customers of one rival group must not meet
	Site       string    `json:"site,omitempty"`
	Start      time.Time `json:"start"`
	End        time.Time `json:"end"`
	Party      int       `json:"party"`
	Applicant  string    `json:"applicant"`
	Department string    `json:"department"`
	Owner      string    `json:"owner,omitempty"`      // the office person who accepted
	Specialist string    `json:"specialist,omitempty"` // responsible for this one reception
	Level      Level     `json:"level"`
	Urgent     bool      `json:"urgent,omitempty"`
	Late       bool      `json:"late,omitempty"`    // submitted after the lead time
	AtRisk     bool      `json:"at_risk,omitempty"` // an escalation or a decline is open
	Returned   *Returned `json:"returned,omitempty"`
	Reason     string    `json:"reason,omitempty"` // of declining or cancelling
	Revision   int       `json:"revision,omitempty"`
	Hash       string    `json:"hash,omitempty"`
	Stage      string    `json:"-"`                   // the policy stage that is open; kept in the Row
	Confirmed  int       `json:"confirmed,omitempty"` // the revision that the chains have confirmed
	// Moments are the events of the policy grammar that have happened:
	// submitted, accepted, published, approved.CHAIN, filed.PAPER, settled, closed.
	Moments map[string]time.Time `json:"moments,omitempty"`
	// Clocks are the moments of the life clock still to come or already fired.
	Clocks []Clock `json:"clocks,omitempty"`
	// Exceptions asked for and their decisions.
	Exceptions []Exception `json:"exceptions,omitempty"`
	Events     int         `json:"events,omitempty"`   // events of this partition so far
	Sequence   int         `json:"sequence,omitempty"` // of the calendar invitation
	Invited    int         `json:"invited,omitempty"`  // guests with a lower number have had their invitation
	Surveyed   bool        `json:"surveyed,omitempty"` // the survey has been sent, or nobody could get it
	Settled    string      `json:"settled,omitempty"`  // "", none, submitted, signed
	Summary    bool        `json:"summary,omitempty"`  // filed
	Archived   bool        `json:"archived,omitempty"`
}

// A Level is the reception level: what the policy proposes and what the office decided.
type Level struct {
	Proposed string `json:"proposed,omitempty"`
	Decided  string `json:"decided,omitempty"`
	By       string `json:"by,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// Is gives the level in force: decided, or else proposed.
func (l Level) Is() string {
	if l.Decided != "" {
		return l.Decided
	}
	return l.Proposed
}

// Returned says who sent the application or the sheet back, when and why.
type Returned struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Comment string    `json:"comment"`
}

// A Clock is one moment at which the passing of time does something to the
// reception. What names it uniquely ("remind:planning", "begin", "tip:x@item").
type Clock struct {
	What  string     `json:"what"`
	At    time.Time  `json:"at"`
	Fired *time.Time `json:"fired,omitempty"`
}

// An Exception is a deviation that somebody entitled may grant.
type Exception struct {
	ID       string          `json:"id"`
	Finding  string          `json:"finding"` // rule id, or rule id@thing
	Rule     string          `json:"rule"`
	Reason   string          `json:"reason"`
	Asker    string          `json:"asker"`
	Deciders []string        `json:"deciders"`
	State    string          `json:"state"` // open granted refused void
	By       string          `json:"by,omitempty"`
	At       time.Time       `json:"at,omitzero"`
	Comment  string          `json:"comment,omitempty"`
	Revision int             `json:"revision,omitempty"` // the revision in the making when asked
	Seen     json.RawMessage `json:"seen,omitempty"`     // what was asked for: item, amount, limit
}

// A Form is the document FORM: the application as submitted.
type Form struct {
	Schema        int               `json:"s"`
	Purpose       string            `json:"purpose,omitempty"`
	Wishes        string            `json:"wishes,omitempty"`
	ItineraryWish []Wish            `json:"itinerary_wish,omitempty"`
	Requirements  string            `json:"requirements,omitempty"`
	Questions     string            `json:"questions,omitempty"`
	PhotoWish     bool              `json:"photo_wish,omitempty"`
	Urgent        bool              `json:"urgent,omitempty"` // declared by the applicant
	UrgentReason  string            `json:"urgent_reason,omitempty"`
	LateReason    string            `json:"late_reason,omitempty"`
	CloneOf       string            `json:"clone_of,omitempty"`
	Arrival       *Leg              `json:"arrival,omitempty"`
	Departure     *Leg              `json:"departure,omitempty"`
	Fields        map[string]string `json:"fields,omitempty"` // what the policy's own fields ask
	Prefilled     []Prefilled       `json:"prefilled,omitempty"`
	Owed          []string          `json:"owed,omitempty"`       // promises to the customer that were open at submission
	LastGifts     []string          `json:"last_gifts,omitempty"` // given at his last visit
}

// A Wish is one entry of the itinerary that the applicant wishes for.
type Wish struct {
	Kind  string     `json:"kind" max:"40"`
	Start *time.Time `json:"start,omitempty"`
	End   *time.Time `json:"end,omitempty"`
	Note  string     `json:"note,omitempty" max:"500"`
}

// A Leg is a journey to us or away: flight or train, when, where, and how to
// know the guests (S003-1.32).
type Leg struct {
	At       *time.Time `json:"at,omitempty"`
	Place    string     `json:"place,omitempty" max:"200"`
	Number   string     `json:"number,omitempty" max:"40"`
	Features string     `json:"features,omitempty" max:"300"`
	// Minutes is the length of the journey, for the return call; 0 is unknown.
	Minutes int `json:"minutes,omitempty"`
}

// Prefilled says from which reception a field was filled in.
type Prefilled struct {
	Field string `json:"field"`
	From  string `json:"from"`
}

// A Guest is one person who comes. Phones and diets are shown only to those who act on them.
type Guest struct {
	ID           string     `json:"id,omitempty"` // names its chunk: g000…; never reused
	Name         string     `json:"name" max:"100"`
	Position     string     `json:"position,omitempty" max:"100"`
	Organisation string     `json:"organisation,omitempty" max:"200"`
	Kind         string     `json:"kind,omitempty" max:"60"`
	Main         bool       `json:"main,omitempty"`
	Language     string     `json:"language,omitempty" max:"10"`
	Email        string     `json:"email,omitempty" max:"200"`
	Phone        string     `json:"phone,omitempty" max:"40"`
	Diet         string     `json:"diet,omitempty" max:"200"`
	Photo        string     `json:"photo,omitempty" max:"10"` // "", yes, no: the guest's own answer
	Dropped      bool       `json:"dropped,omitempty"`
	Unannounced  bool       `json:"unannounced,omitempty"` // added at the gate
	Arrived      *time.Time `json:"arrived,omitempty"`     // first check-in, known from the archive step on
}

// A Guests document is GUESTS#nn: 25 guests a chunk.
type Guests struct {
	Schema int     `json:"s"`
	List   []Guest `json:"guests"`
}

// GuestChunk is how many guests one document holds.
const GuestChunk = 25

// A Plan is the document PLAN: what holds for the whole visit.
type Plan struct {
	Schema        int               `json:"s"`
	People        []Assigned        `json:"people,omitempty"` // roles of the reception
	Entertainment []Entertainment   `json:"entertainment,omitempty"`
	Gifts         []Gift            `json:"gifts,omitempty"`
	Lodging       []Lodging         `json:"lodging,omitempty"`
	Vehicles      []Vehicle         `json:"vehicles,omitempty"`
	ChangeReason  string            `json:"change_reason,omitempty"`
	Reasons       map[string]string `json:"reasons,omitempty"` // finding → the actor's reason
	Approvals     []Approval        `json:"approvals,omitempty"`
	Untold        *Untold           `json:"untold,omitempty"`
	Clashes       []Clash           `json:"clashes,omitempty"` // of what could not be booked
	NextID        int               `json:"next,omitempty"`    // of items, meals and the like
}

// An Assigned person holds a role, of the reception or of one item.
type Assigned struct {
	Staff string `json:"staff" max:"200"`
	Role  string `json:"role,omitempty" max:"60"`
	Name  string `json:"name,omitempty"` // in answers
}

// A Day is the document DAY#n: the n-th day's itinerary and meals. Times are
// stored as minutes from the local midnight of that day, so that a move by days
// does not touch them.
type Day struct {
	Schema int    `json:"s"`
	Items  []Item `json:"items,omitempty"`
	Meals  []Meal `json:"meals,omitempty"`
}

// An Item is one timed entry of the itinerary.
type Item struct {
	ID        string     `json:"id,omitempty" max:"60"`
	Kind      string     `json:"kind" max:"40"`
	Start     time.Time  `json:"start"`
	End       time.Time  `json:"end"`
	Place     string     `json:"place,omitempty" max:"200"`
	Title     string     `json:"title,omitempty" max:"200"`
	People    []Assigned `json:"people,omitempty"`
	Resources []string   `json:"resources,omitempty"`
	Guests    Party      `json:"guests,omitzero"`
	Note      string     `json:"note,omitempty" max:"500"`
}

// A Party is a part of the guests: everybody (the zero Party), a number of
// them, or named ones. In JSON it is absent, a number or a list of ids.
type Party struct {
	Count int
	IDs   []string
}

// A Meal is a meal of the plan; Item names the itinerary entry it belongs to.
type Meal struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Item   string       `json:"item,omitempty" max:"60"`
	Day    string       `json:"day,omitempty" max:"10"`  // local date, when no item says it
	Slot   string       `json:"slot" max:"20"`           // breakfast lunch dinner
	Kind   string       `json:"kind,omitempty" max:"20"` // fast simple banquet rich
	Place  string       `json:"place,omitempty" max:"200"`
	Guests Party        `json:"guests,omitzero"`
	Staff  Party        `json:"staff,omitzero"`
	Amount policy.Money `json:"amount,omitzero"` // for the whole table
}

// Lodging is rooms for some guests.
type Lodging struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Guests Party        `json:"guests,omitzero"`
	Hotel  string       `json:"hotel,omitempty" max:"200"`
	Stars  int          `json:"stars,omitempty"`
	Rate   policy.Money `json:"rate,omitzero"`            // a room and night
	Payer  string       `json:"payer,omitempty" max:"20"` // company guest
	Rooms  int          `json:"rooms,omitempty"`          // 0: one for each guest
	From   string       `json:"from,omitempty" max:"10"`  // local dates; empty: first and last day
	To     string       `json:"to,omitempty" max:"10"`
}

// Entertainment is an evening out.
type Entertainment struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Title  string       `json:"title,omitempty" max:"200"`
	Name   string       `json:"name,omitempty" max:"200"` // another word for title, never stored
	Item   string       `json:"item,omitempty" max:"60"`
	Guests Party        `json:"guests,omitzero"`
	Amount policy.Money `json:"amount,omitzero"`
	Payer  string       `json:"payer,omitempty" max:"20"`
}

// A Gift is what guests are given.
type Gift struct {
	ID     string       `json:"id,omitempty" max:"60"`
	Name   string       `json:"name" max:"200"`
	Count  int          `json:"count,omitempty"`
	Guests Party        `json:"guests,omitzero"`
	Amount policy.Money `json:"amount,omitzero"`
	Reason string       `json:"reason,omitempty" max:"500"`
}

// A Vehicle is a car with its driver on an itinerary item, or for the whole visit.
type Vehicle struct {
	ID       string `json:"id,omitempty" max:"60"`
	Resource string `json:"resource,omitempty" max:"60"`
	Type     string `json:"type,omitempty" max:"20"` // sedan van taxi hired coach
	Driver   Driver `json:"driver,omitzero"`
	Plate    string `json:"plate,omitempty" max:"20"`
	Item     string `json:"item,omitempty" max:"60"`
}

// A Driver has no account; his link needs an address.
type Driver struct {
	Name  string `json:"name,omitempty" max:"100"`
	Phone string `json:"phone,omitempty" max:"40"`
	Email string `json:"email,omitempty" max:"200"`
}

// An Approval is one chain of the policy, started by a publication.
type Approval struct {
	ID       string    `json:"id"`    // the policy's chain
	State    string    `json:"state"` // open yes no void expired
	Step     int       `json:"step"`  // the step that is open
	Revision int       `json:"revision"`
	Since    int       `json:"since,omitempty"` // the revision that was asked about first; what followed is minor
	Hash     string    `json:"hash"`
	Asked    time.Time `json:"asked"`
	Due      time.Time `json:"due,omitzero"`
	Decided  time.Time `json:"decided,omitzero"`
}

// An Ask is the document ASK#subject#person: one person's decision, and the
// receipt of its link. Subject is "review:CHAIN:STEP" or "exception:ID".
type Ask struct {
	Schema    int               `json:"s"`
	Subject   string            `json:"subject"`
	Person    string            `json:"person"`
	Was       string            `json:"was,omitempty"`      // who was asked first, when a successor decides
	Revision  int               `json:"revision,omitempty"` // asked about; later ones differ in small things only
	Decided   int               `json:"decided,omitempty"`  // the revision that was answered
	Hash      string            `json:"hash,omitempty"`
	Against   int               `json:"against,omitempty"` // the revision this person decided before
	Questions []string          `json:"questions,omitempty"`
	Answers   map[string]string `json:"answers,omitempty"` // question → yes, no
	Comment   string            `json:"comment,omitempty"`
	State     string            `json:"state"`        // open yes no void expired
	By        string            `json:"by,omitempty"` // a delegate, if he decided
	At        time.Time         `json:"at,omitzero"`
	Asked     time.Time         `json:"asked"`
	Due       time.Time         `json:"due,omitzero"`
	Until     time.Time         `json:"until,omitzero"` // undo is possible until then
	Key       string            `json:"key,omitempty"`  // hash of the key that decided
	Clocks    []Clock           `json:"clocks,omitempty"`
	HandedTo  []string          `json:"handed_to,omitempty"` // who was asked instead, since its person left or was replaced
	Told      []string          `json:"told,omitempty"`      // who was mailed: its person, or who stood in
}

// A Slip is all tasks of one department: the documents SLIP#dept, SLIP#dept#01 …,
// with a few tasks each.
type Slip struct {
	Schema     int    `json:"s"`
	Department string `json:"department"`
	Tasks      []Task `json:"tasks"`
}

// A Task is work a department owes, due relative to a moment of the visit.
type Task struct {
	ID          string            `json:"id"` // the policy's id, or id@thing
	Version     int64             `json:"version,omitempty"`
	Phase       string            `json:"phase,omitempty"`
	Parent      string            `json:"parent,omitempty"`
	Title       map[string]string `json:"title,omitempty"`    // by language
	Owner       string            `json:"owner,omitempty"`    // staff id
	Told        string            `json:"told,omitempty"`     // who was mailed last: the owner, or who stood in
	Assigned    bool              `json:"assigned,omitempty"` // by a person: the policy's role does not take it back
	Role        string            `json:"role"`               // the policy's role it came from
	Item        string            `json:"item,omitempty"`
	State       string            `json:"state,omitempty"` // waiting asked confirmed declined overdue dropped
	From        time.Time         `json:"from,omitzero"`
	Asked       time.Time         `json:"asked,omitzero"`
	Due         time.Time         `json:"due,omitzero"`
	DueRule     string            `json:"due_rule,omitempty"` // the moment, to move it with the visit
	FromRule    string            `json:"from_rule,omitempty"`
	After       []string          `json:"after,omitempty"`
	Wants       []string          `json:"wants,omitempty"` // values it fills: item.plate, note …
	Values      map[string]string `json:"values,omitempty"`
	Call        string            `json:"call,omitempty"` // a telephone call to this role
	Optional    bool              `json:"optional,omitempty"`
	Provisional bool              `json:"provisional,omitempty"` // urgent: before confirmation
	Comment     string            `json:"comment,omitempty"`
	By          string            `json:"by,omitempty"`
	At          time.Time         `json:"at,omitzero"`
	Until       time.Time         `json:"until,omitzero"`
	Driver      bool              `json:"driver,omitempty"` // the driver of Item has a link of his own
	Clocks      []Clock           `json:"clocks,omitempty"`
	Overdue     []string          `json:"overdue,omitempty"` // staff told when it is overdue
	Failure     string            `json:"failure,omitempty"` // incident kind when it fails
	Cite        []string          `json:"cite,omitempty"`
}

// A Case is the document CASE#id: an incident or a low score.
type Case struct {
	Schema int       `json:"s"`
	ID     string    `json:"id"`
	Kind   string    `json:"kind"`
	Text   string    `json:"text"`
	Item   string    `json:"item,omitempty"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Owner  string    `json:"owner,omitempty"`
	State  string    `json:"state"` // open closed
}

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
	Draft           string    `json:"draft,omitempty"` // the id under which its content was kept before the reception had a number
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
