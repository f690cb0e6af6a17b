package reception

import (
	"time"
)

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
