package reception

import (
	"encoding/json"
	"time"
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
	Schema     int        `json:"s"`
	ID         string     `json:"id"`               // the draft's id for as long as it lives
	Number     string     `json:"number,omitempty"` // R-YYYYMMDD-NNN, from submission on
	Base       int64      `json:"base,omitempty"`   // version reached before the number existed, less the nudges since
	State      State      `json:"state"`
	Policy     PolicyRef  `json:"policy"`
	Customer   Ref        `json:"customer"`
	Class      string     `json:"class,omitempty"`
	Visited    bool       `json:"visited,omitempty"` // the customer has been here before
	Rival      string     `json:"rival,omitempty"`   // customers of one rival group must not meet
	Site       string     `json:"site,omitempty"`
	Start      time.Time  `json:"start"`
	End        time.Time  `json:"end"`
	Party      int        `json:"party"`
	Applicant  string     `json:"applicant"`
	Department string     `json:"department"`
	Owner      string     `json:"owner,omitempty"`      // the office person who accepted
	Specialist string     `json:"specialist,omitempty"` // responsible for this one reception
	Level      Level      `json:"level"`
	Urgent     bool       `json:"urgent,omitempty"`
	Late       bool       `json:"late,omitempty"`    // submitted after the lead time
	AtRisk     bool       `json:"at_risk,omitempty"` // an escalation or a decline is open
	Returned   *Returned  `json:"returned,omitempty"`
	Reason     string     `json:"reason,omitempty"` // of declining or cancelling
	Revision   int        `json:"revision,omitempty"`
	Hash       string     `json:"hash,omitempty"`
	Stage      string     `json:"-"`                   // the policy stage that is open; kept in the Row
	Nudged     *time.Time `json:"-"`                   // when who owes something was last nudged; kept in the Row
	Confirmed  int        `json:"confirmed,omitempty"` // the revision that the chains have confirmed
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
