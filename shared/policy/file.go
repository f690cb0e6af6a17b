package policy

import "encoding/json"

// Schema is the version of the stored snapshot that this release writes.
const Schema = 1

// A Policy is one regulation as data: what package load made of a file with
// all it includes, or a stored snapshot. It is immutable after Decode.
type Policy struct {
	Schema   int               `json:"s,omitempty" load:"-"`
	ID       string            `json:"policy,omitempty"`
	Fragment string            `json:"fragment,omitempty"` // instead of policy: only for inclusion
	Draft    bool              `json:"draft,omitempty"`    // not proven yet: nobody may adopt it
	Governs  string            `json:"governs,omitempty"`  // reception or request
	Sources  []string          `json:"sources,omitempty"`
	Articles map[string]string `json:"articles,omitempty"` // citation → label
	Include  []string          `json:"include,omitempty"`
	Drop     []string          `json:"drop,omitempty"` // ids of included entries that do not hold here
	Suits    When              `json:"suits,omitzero"`
	Skips    []string          `json:"skips,omitempty"`
	Words
	Kinds     []Kind                `json:"kinds,omitempty"`
	Fields    []Field               `json:"fields,omitempty"`
	Roles     []Role                `json:"roles,omitempty"`
	Decisions []Decision            `json:"decisions,omitempty"`
	Standards map[string][]Standard `json:"standards,omitempty"`
	Stages    []Stage               `json:"stages,omitempty"`
	Itinerary []Item                `json:"itinerary,omitempty"`
	Rules     []Rule                `json:"rules,omitempty"`
	Approvals []Approval            `json:"approvals,omitempty"`
	Tasks     []Task                `json:"tasks,omitempty"`
	Papers    []Paper               `json:"papers,omitempty"`
	Messages  []Message             `json:"messages,omitempty"`
	Proposals []Proposal            `json:"proposals,omitempty"`
	// Settings are the company's values for blanks and decisions: decision id,
	// or decision/row, → value as it would stand in the file.
	Settings map[string]Literal `json:"settings,omitempty" load:"-"`
	// Version is the number of the snapshot, given when it is adopted ("0007").
	Version string `json:"version,omitempty" load:"-"`
	// Hash is of all that decides, WordsHash of the words people read: a typo
	// is no new version for what runs. See Seal.
	Hash      string `json:"hash,omitempty" load:"-"`
	WordsHash string `json:"words_hash,omitempty" load:"-"`

	index *index
}

// An Entry is the head that entries of every section share.
type Entry struct {
	ID   string   `json:"id"`
	Was  string   `json:"was,omitempty"` // the id before a rename
	Cite []string `json:"cite,omitempty"`
	Ours bool     `json:"ours,omitempty"` // our default, not the source's
	Words
	When   When   `json:"when,omitzero"`
	Unless When   `json:"unless,omitzero"`
	Each   Names  `json:"each,omitempty"`
	File   string `json:"file,omitempty" load:"-"` // the fragment it was included from

	outer []*Task // the groups around a task, while it is expanded
}

// A Kind of itinerary items, on the base of a built-in one.
type Kind struct {
	Entry
	Base string `json:"base"`
}

// A Field is asked by this regulation; its id is a fact.
type Field struct {
	Entry
	Type          Type     `json:"type"`
	Choices       []Choice `json:"choices,omitempty"`
	Rows          []Column `json:"rows,omitempty"`
	Ask           string   `json:"ask,omitempty"` // the role that is asked; default the applicant
	NeverRequired bool     `json:"never_required,omitempty"`
}

// A Choice is one of an ordered list, lowest first.
type Choice struct {
	ID string `json:"id"`
	Words
}

// A Column of the rows of a paper or field, or a field of a paper's own.
type Column struct {
	ID       string   `json:"id"`
	Type     Type     `json:"type"`
	Required bool     `json:"required,omitempty"`
	Choices  []Choice `json:"choices,omitempty"`
	Words
}

// A Role of the regulation. Without Is, Of or Per it is a position that the
// company maps once.
type Role struct {
	Entry
	Is   string `json:"is,omitempty"`  // a built-in role under the regulation's name
	Of   string `json:"of,omitempty"`  // the position above or beside: applicant, customer, item, role.x
	Per  string `json:"per,omitempty"` // named anew for each: reception, guest, item
	Many bool   `json:"many,omitempty"`
}

// A Decision is a number, a table, a blank or a setting. It is a fact for
// others and $id wherever a value stands. A blank without more says `is: blank`.
type Decision struct {
	Entry
	Type    TypeSpec `json:"type,omitzero"`
	Is      Literal  `json:"is,omitzero"`
	Rows    []Row    `json:"rows,omitempty"`
	By      string   `json:"by,omitempty"`     // the role that decides
	Suggest Literal  `json:"suggest,omitzero"` // for a blank: our proposal; true for a table: a person confirms what it says
}

// A Row of a decision: the first that fits speaks.
type Row struct {
	ID string `json:"id"`
	Words
	Cite   []string `json:"cite,omitempty"`
	When   When     `json:"when,omitzero"`
	Unless When     `json:"unless,omitzero"`
	Is     Literal  `json:"is"`
	// Suggest is our proposal for a row that is blank.
	Suggest Literal `json:"suggest,omitzero"`
}

// A Standard is a row for things of one kind: what they shall be, and what
// they may cost.
type Standard struct {
	Entry
	Shall map[string]Test `json:"shall,omitempty"`
	Cap   *Cap            `json:"cap,omitempty"`
	Then  Literal         `json:"then"`
	By    string          `json:"by,omitempty"`
}

// A Cap is base + max(0, n − for) × extra. Count says which people n counts:
// planned, confirmed or checked-in; by default what the gate knows.
type Cap struct {
	Base  Literal `json:"base"`
	For   Literal `json:"for,omitzero"`
	Extra Literal `json:"extra,omitzero"`
	Count string  `json:"count,omitempty"`
}

// A Stage is done when all that it covers is done.
type Stage struct {
	Entry
	Covers []string `json:"covers"`
}

// An Item is one entry of the template of the visit.
type Item struct {
	Entry
	Kind     string   `json:"kind"`
	At       Moment   `json:"at,omitzero"`
	After    string   `json:"after,omitempty"`
	Takes    Literal  `json:"takes,omitzero"`
	With     []string `json:"with,omitempty"`
	Place    string   `json:"place,omitempty"`
	Optional bool     `json:"optional,omitempty"`
}

// A Rule speaks when its condition holds and, where it needs something, when
// that is missing.
type Rule struct {
	Entry
	At    Names   `json:"at"`
	Needs Refs    `json:"needs,omitempty"`
	Then  Literal `json:"then"`
	By    string  `json:"by,omitempty"`
}

// An Approval is a chain of signatures before gates.
type Approval struct {
	Entry
	Before  Names    `json:"before"`
	Shows   []string `json:"shows,omitempty"`
	From    Moment   `json:"from,omitzero"`
	Within  Literal  `json:"within,omitzero"`
	Remind  []Moment `json:"remind,omitempty"`
	Overdue []string `json:"overdue,omitempty"`
	Steps   []Step   `json:"steps"`
}

// A Step of an approval.
type Step struct {
	ID      string   `json:"id"`
	When    When     `json:"when,omitzero"`
	Unless  When     `json:"unless,omitzero"`
	Who     Names    `json:"who"`
	Need    string   `json:"need,omitempty"` // all, any, or a number; default all
	Asks    []Choice `json:"asks,omitempty"`
	Fills   []string `json:"fills,omitempty"`
	Refused string   `json:"refused,omitempty"` // end, or the state to go back to: plan, submit
	Own     string   `json:"own,omitempty"`     // allowed: also by him who applied
	Cite    []string `json:"cite,omitempty"`
	Words
}

// A Task is work that somebody owes. A task with tasks is a group: it is done
// when they are, and they inherit from it what they do not say.
type Task struct {
	Entry
	Phase    string   `json:"phase,omitempty"` // before, during, after
	Tasks    []Task   `json:"tasks,omitempty"`
	From     Moment   `json:"from,omitzero"`
	After    []string `json:"after,omitempty"`
	Due      Moment   `json:"due,omitzero"`
	Remind   []Moment `json:"remind,omitempty"`
	Overdue  []string `json:"overdue,omitempty"`
	Owner    Names    `json:"owner,omitempty"`
	Fills    []string `json:"fills,omitempty"`
	Call     string   `json:"call,omitempty"`
	Times    Literal  `json:"times,omitzero"`
	Optional bool     `json:"optional,omitempty"`
	Again    []Moment `json:"again,omitempty"`
	Failure  string   `json:"failure,omitempty"`
	Sheet    string   `json:"sheet,omitempty"` // key, forgotten
	Standard *Words   `json:"standard,omitempty"`
}

// A Paper has a shape and leaves the system as a file or a page.
type Paper struct {
	Entry
	Of          string       `json:"of,omitempty"` // reception, guest, customer, policy or a kind
	By          string       `json:"by,omitempty"`
	To          []string     `json:"to,omitempty"`
	Fields      []PaperField `json:"fields,omitempty"`
	Rows        []Column     `json:"rows,omitempty"`
	Number      bool         `json:"number,omitempty"`
	Signed      string       `json:"signed,omitempty"`
	ConfirmedBy string       `json:"confirmed_by,omitempty"`
	Freezes     string       `json:"freezes,omitempty"`
	Language    string       `json:"language,omitempty"`
	Print       string       `json:"print,omitempty"`
	Boxes       []string     `json:"boxes,omitempty"`
}

// A Message only informs.
type Message struct {
	Entry
	Upon Moment   `json:"upon"`
	To   []string `json:"to"`
	Via  string   `json:"via"` // mail, chat, screen
	With []string `json:"with,omitempty"`
}

// A Proposal names the Go function of that id that the policy uses.
type Proposal struct {
	Entry
	Give map[string]Literal `json:"give,omitempty"`
}

// Decode reads a stored snapshot, leniently: a newer release may have written
// more. It fails on what is no policy at all.
func Decode(snapshot []byte) (*Policy, error) {
	p := &Policy{}
	if err := json.Unmarshal(snapshot, p); err != nil {
		return nil, err
	}
	p.prepare()
	return p, nil
}

// Encode writes the snapshot that Decode reads.
func (p *Policy) Encode() ([]byte, error) {
	q := *p
	q.Schema = Schema
	return json.Marshal(&q)
}

// Name is the id of the policy or fragment.
func (p *Policy) Name() string {
	if p.ID != "" {
		return p.ID
	}
	return p.Fragment
}
