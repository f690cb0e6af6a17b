package reception

import (
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/policy"
)

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
	Known     *KnownView    `json:"known,omitempty"` // the customer, if he is known
	// Similar are known customers that a new one may be.
	Similar   []customer.Similar `json:"similar,omitempty"`
	Promises  []PromiseView      `json:"promises,omitempty"`   // open ones of this customer
	LastGifts []string           `json:"last_gifts,omitempty"` // of the last visit
	Meetings  []MeetView         `json:"must_not_meet,omitempty"`
}

// A KnownView is what the archive knows of the customer of an application.
type KnownView struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Class  string     `json:"class,omitempty"`
	Grade  string     `json:"grade,omitempty"`
	Visits int        `json:"visits"`
	Last   string     `json:"last,omitempty"` // number of the last visit
	Start  *time.Time `json:"start,omitempty"`
}

// A LevelOutlook is the proposed level, null while pending, and why.
type LevelOutlook struct {
	Proposed *string  `json:"proposed"`
	Title    string   `json:"title,omitempty"`
	Because  []string `json:"because"`
	None     bool     `json:"-"` // the policy knows no levels, and no caps
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

// A PromiseView is a promise of an earlier visit.
type PromiseView struct {
	ID        string `json:"id"`
	Reception string `json:"reception"`
	Text      string `json:"text"`
	Owner     string `json:"owner,omitempty"`
	Due       string `json:"due,omitempty"`
	State     string `json:"state"`
}
