package policy

// An Outcome is what a policy says about facts at a gate. It is a value: the
// same policy and facts give the same outcome.
type Outcome struct {
	Gate      Gate         `json:"gate"`
	Decisions []Decided    `json:"decisions"`
	Standards []Limit      `json:"standards"` // per thing of the plan
	Outlook   []Limit      `json:"outlook"`   // per kind of thing (meals by slot) as if one were planned
	Findings  []Finding    `json:"findings"`
	Approvals []Chain      `json:"approvals"`
	Itinerary []Planned    `json:"itinerary"`
	Tasks     []Work       `json:"tasks"`
	Groups    []Group      `json:"groups"`
	Papers    []Sheet      `json:"papers"`
	Messages  []Notice     `json:"messages"`
	Stages    []Phase      `json:"stages"`
	Proposals []Ask        `json:"proposals"`
	Blanks    []Blank      `json:"blanks"`
	Missing   []MissingRef `json:"missing"` // what a person must fill in at this gate
}

// The states of a decision.
const (
	StateDecided = "decided"
	StatePending = "pending"
	StateBlank   = "blank"
)

// The states of a finding.
const (
	Met      = "met"
	Violated = "violated"
	Pending  = "pending"
)

// Decided is a decision of the policy as the facts have it.
type Decided struct {
	ID       string    `json:"id"`
	Words    Words     `json:"words"`
	Type     Type      `json:"type"`
	Choices  []Choice  `json:"choices,omitempty"`
	Value    Value     `json:"value"`    // what holds: the person's choice, else the proposal; unknown unless decided
	Proposed Value     `json:"proposed"` // what the rows say
	State    string    `json:"state"`
	Row      string    `json:"row,omitempty"`     // the row that spoke
	Because  []Because `json:"because,omitempty"` // the facts that the row tested
	Waits    []string  `json:"waits,omitempty"`   // facts that would decide it
	By       string    `json:"by,omitempty"`      // the role that decides
	Confirm  bool      `json:"confirm,omitempty"` // a person confirms what the table says
	Chosen   bool      `json:"chosen,omitempty"`  // a person has
	Suggest  Value     `json:"suggest,omitzero"`  // our proposal for a blank
	Cite     []string  `json:"cite,omitempty"`
}

// Because is a fact that spoke, with words in both languages.
type Because struct {
	Fact  string `json:"fact"`
	Value Value  `json:"value"`
	Words Words  `json:"words"` // "来宾人数 5" / "number of guests 5"
}

// A ThingRef names a thing of the facts.
type ThingRef struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Index int    `json:"index"`
	Label Words  `json:"label,omitzero"`
}

// A Limit is what the standards say of one thing.
type Limit struct {
	Thing  ThingRef `json:"thing"`
	Of     string   `json:"of"`   // the kind of standard: meal, lodging, entertainment …
	Name   string   `json:"name"` // as caps name it: lunch, dinner, entertainment, lodging
	Shall  []Shall  `json:"shall,omitempty"`
	Cap    *Capped  `json:"cap,omitempty"`
	Amount Value    `json:"amount,omitzero"` // what is planned or claimed
	Waits  []string `json:"waits,omitempty"` // facts that would say which row holds

	open []*Standard // rows with a cap that may hold
}

// Shall is what one column demands.
type Shall struct {
	Fact  string   `json:"fact"`
	Test  string   `json:"test"`
	State string   `json:"state"`
	Row   string   `json:"row"`
	Then  Strength `json:"then"`
	By    []string `json:"by,omitempty"`
	Cite  []string `json:"cite,omitempty"`
	// Propose are the values that fit, where the test lists them.
	Propose []string `json:"propose,omitempty"`
	Waits   []string `json:"waits,omitempty"`
}

// Capped is a cap with everything it was computed from. While its base or
// the people are not known, State is pending and Waits names them.
type Capped struct {
	Amount Money    `json:"amount,omitzero"`
	Base   Money    `json:"base,omitzero"`
	For    int      `json:"for"`
	Extra  Money    `json:"extra,omitzero"`
	People int      `json:"people"`
	Count  string   `json:"count"` // planned, confirmed, checked-in
	Basis  Words    `json:"basis"` // "500 + 3 × 100"
	State  string   `json:"state"` // decided, pending, blank
	Row    string   `json:"row"`
	Then   Strength `json:"then"`
	By     []string `json:"by,omitempty"`
	Cite   []string `json:"cite,omitempty"`
	Waits  []string `json:"waits,omitempty"`
}

// A Finding is what one rule or standard says at its gate, about the visit or
// about a group of things ("23 guests: …").
type Finding struct {
	Rule     string   `json:"rule"`
	Section  string   `json:"section"` // rules or standards
	Gate     Gate     `json:"gate"`
	Strength Strength `json:"strength"`
	State    string   `json:"state"`
	// Facts are what it read and cannot do without: missing ones of needs,
	// unknown ones while pending, the tested ones otherwise.
	Facts  []string   `json:"facts,omitempty"`
	Fields []string   `json:"fields,omitempty"` // the same as JSON Pointers into the application or plan
	Kind   string     `json:"kind,omitempty"`   // of the things
	Things []ThingRef `json:"things,omitempty"`
	Text   Words      `json:"text"`
	Cite   []string   `json:"cite,omitempty"`
	By     []string   `json:"by,omitempty"` // roles that may grant an exception
	Ours   bool       `json:"ours,omitempty"`
	// Blocks: this gate does not open before it is settled.
	Blocks bool `json:"blocks"`
	// Granted or Reasoned: violated, but an exception was granted or a reason given.
	Granted  bool `json:"granted,omitempty"`
	Reasoned bool `json:"reasoned,omitempty"`
	// Limit and Amount accompany a cap.
	Cap    *Capped `json:"cap,omitempty"`
	Amount Value   `json:"amount,omitzero"`
}

// MissingRef is something that a person must fill in, and the rules that ask.
type MissingRef struct {
	Ref   string   `json:"ref"`   // the fact or reference
	Field string   `json:"field"` // as JSON Pointer, "" if it is no field
	Words Words    `json:"words"`
	Rules []string `json:"rules"`
}

// A Chain is an approval that holds for these facts.
type Chain struct {
	ID      string     `json:"id"`
	Words   Words      `json:"words"`
	Before  []Gate     `json:"before"`
	Shows   []string   `json:"shows,omitempty"`
	From    Moment     `json:"from,omitzero"`
	Within  Span       `json:"within,omitzero"`
	Remind  []Moment   `json:"remind,omitempty"`
	Overdue []string   `json:"overdue,omitempty"`
	Steps   []Sign     `json:"steps"`
	Things  []ThingRef `json:"things,omitempty"`
	Cite    []string   `json:"cite,omitempty"`
	Ours    bool       `json:"ours,omitempty"`
	Waits   []string   `json:"waits,omitempty"` // not known yet whether it is needed
}

// A Sign is a step of a chain.
type Sign struct {
	ID      string   `json:"id"`
	Who     []string `json:"who"`  // roles
	Need    int      `json:"need"` // how many of them; 0 is all
	Asks    []Choice `json:"asks,omitempty"`
	Fills   []string `json:"fills,omitempty"`
	Refused string   `json:"refused,omitempty"`
	Own     bool     `json:"own,omitempty"` // also the applicant may decide
	Cite    []string `json:"cite,omitempty"`
	Words   Words    `json:"words,omitzero"`
	Waits   []string `json:"waits,omitempty"`
}

// Planned is an entry of the template of the visit.
type Planned struct {
	ID       string   `json:"id"` // id, or id@thing
	Kind     string   `json:"kind"`
	Words    Words    `json:"words"`
	At       Moment   `json:"at,omitzero"`
	After    string   `json:"after,omitempty"`
	Takes    Span     `json:"takes,omitzero"`
	With     []string `json:"with,omitempty"`
	Place    string   `json:"place,omitempty"`
	Optional bool     `json:"optional,omitempty"`
	Thing    ThingRef `json:"thing,omitzero"`
	Cite     []string `json:"cite,omitempty"`
	Waits    []string `json:"waits,omitempty"`
}

// Work is a task. Its id is the policy's id, or id@thing. One that waits is
// not known to be needed yet: it is shown, not asked.
type Work struct {
	ID       string     `json:"id"`
	Entry    string     `json:"entry"` // the policy's id
	Phase    string     `json:"phase"`
	Parent   string     `json:"parent,omitempty"` // the group it belongs to
	Title    Words      `json:"title"`
	Standard Words      `json:"standard,omitzero"`
	Owners   []string   `json:"owners,omitempty"` // roles
	From     Moment     `json:"from,omitzero"`
	Due      Moment     `json:"due,omitzero"`
	Remind   []Moment   `json:"remind,omitempty"` // "due - 1h": the base is this task's due
	Overdue  []string   `json:"overdue,omitempty"`
	After    []string   `json:"after,omitempty"` // ids of tasks; one that does not exist counts as done
	Fills    []string   `json:"fills,omitempty"`
	Call     string     `json:"call,omitempty"`
	Times    int        `json:"times,omitempty"`
	Optional bool       `json:"optional,omitempty"`
	Failure  string     `json:"failure,omitempty"`
	Again    []Moment   `json:"again,omitempty"`
	Sheet    string     `json:"sheet,omitempty"`
	Thing    ThingRef   `json:"thing,omitzero"`
	Marks    []ThingRef `json:"marks,omitempty"` // each: guest or leg: one task with a mark for each
	Cite     []string   `json:"cite,omitempty"`
	Ours     bool       `json:"ours,omitempty"`
	Waits    []string   `json:"waits,omitempty"`
}

// A Group is a task with tasks: done when they are.
type Group struct {
	ID    string   `json:"id"`
	Words Words    `json:"words"`
	Tasks []string `json:"tasks"`
	Cite  []string `json:"cite,omitempty"`
}

// A Sheet is a paper that belongs to this visit.
type Sheet struct {
	ID     string     `json:"id"`
	Words  Words      `json:"words"`
	Paper  *Paper     `json:"paper"`
	Things []ThingRef `json:"things,omitempty"` // one for each
	Waits  []string   `json:"waits,omitempty"`
}

// A Notice is a message, with the moment it is sent upon.
type Notice struct {
	ID    string   `json:"id"` // id, or id@thing
	Entry string   `json:"entry"`
	Upon  Moment   `json:"upon"`
	To    []string `json:"to"`
	Via   string   `json:"via"`
	With  []string `json:"with,omitempty"`
	Text  Words    `json:"text"`
	Thing ThingRef `json:"thing,omitzero"`
	Cite  []string `json:"cite,omitempty"`
	Waits []string `json:"waits,omitempty"`
}

// A Phase is a stage of the visit in the regulation's own words.
type Phase struct {
	ID     string   `json:"id"`
	Words  Words    `json:"words"`
	Covers []string `json:"covers"`
	Done   bool     `json:"done"`
	Cite   []string `json:"cite,omitempty"`
}

// An Ask is a proposal that the policy uses, with what it is given.
type Ask struct {
	ID   string           `json:"id"`
	Give map[string]Value `json:"give,omitempty"`
	Cite []string         `json:"cite,omitempty"`
}

// A Blank is a value that the source itself leaves open and the company has
// not filled in.
type Blank struct {
	ID      string `json:"id"` // decision, or decision/row
	Words   Words  `json:"words"`
	Type    Type   `json:"type"`
	Suggest Value  `json:"suggest,omitzero"`
	// Needed: a gate or a due time cannot do without it.
	Needed bool     `json:"needed"`
	Cite   []string `json:"cite,omitempty"`
}

// Decision finds a decision by id.
func (o *Outcome) Decision(id string) (Decided, bool) {
	for _, d := range o.Decisions {
		if d.ID == id {
			return d, true
		}
	}
	return Decided{}, false
}

// Blocking lists the findings that keep this gate shut.
func (o *Outcome) Blocking() []Finding {
	var all []Finding
	for _, f := range o.Findings {
		if f.Blocks {
			all = append(all, f)
		}
	}
	return all
}
