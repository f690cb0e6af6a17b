package reception

import (
	"slices"
	"strings"
)

// The kinds of event, past tense, never renamed. Each command writes exactly
// one (a draft writes none); the events are the history.
const (
	EventSubmitted        = "reception.submitted"
	EventWithdrawn        = "reception.withdrawn"
	EventAccepted         = "reception.accepted"
	EventReturned         = "reception.returned"
	EventDeclined         = "reception.declined"
	EventPlanned          = "reception.planned"
	EventAskedException   = "reception.exception-asked"
	EventDecidedException = "reception.exception-decided"
	EventPublished        = "reception.published"
	EventReviewed         = "reception.reviewed"  // one answer of several
	EventConfirmed        = "reception.confirmed" // the last yes
	EventSentBack         = "reception.sent-back" // a no: the sheet returns to the office
	EventUndone           = "reception.review-undone"
	EventTask             = "reception.task-done"
	EventMoved            = "reception.moved"
	EventCancelled        = "reception.cancelled"
	EventGuests           = "reception.guests-changed"
	EventGuestAnswered    = "reception.guest-answered"
	EventCheckedIn        = "reception.checked-in"
	EventDelayed          = "reception.delayed"
	EventIncident         = "reception.incident"
	EventMinutes          = "reception.minutes-written"
	EventSummary          = "reception.summary-drafted"
	EventFiled            = "reception.summary-filed"
	EventExpense          = "reception.expense-added"
	EventSettlement       = "reception.settlement-moved"
	EventFile             = "reception.file-added"
	EventSurveyAnswered   = "reception.survey-answered"
	EventClock            = "reception.clock-struck" // a moment has come; Data.Clock says which
	EventArchived         = "reception.archived"
	EventNudged           = "reception.nudged"    // who owes something was asked to go on
	EventHandedOn         = "reception.handed-on" // open work of who left, or lost a role, is another's
)

// Data is what an event carries besides its changes (at most 4 KB).
type Data struct {
	Tell      []Told            `json:"tell,omitempty"`
	Revision  int               `json:"revision,omitempty"`
	Since     int               `json:"since,omitempty"` // the revision the recipients knew before
	Clock     string            `json:"clock,omitempty"`
	Task      string            `json:"task,omitempty"`
	Do        string            `json:"do,omitempty"`
	Item      string            `json:"item,omitempty"`
	Guest     string            `json:"guest,omitempty"`
	Case      string            `json:"case,omitempty"`
	Exception string            `json:"exception,omitempty"`
	Text      string            `json:"text,omitempty"` // comment or reason, cut at 500 runes
	Answers   map[string]string `json:"answers,omitempty"`
	Minutes   int               `json:"minutes,omitempty"` // of a delay
	Major     bool              `json:"major,omitempty"`
	Days      []string          `json:"days,omitempty"`   // local dates whose bookings may be left behind
	Cancel    bool              `json:"cancel,omitempty"` // calendar entries are withdrawn
}

// Told says which kind of mail goes to whom. To are staff ids, guest ids
// ("g0003"), or "driver:ITEM"; About narrows it: an ask's subject, task ids,
// an exception's id, an item.
type Told struct {
	Kind  string   `json:"k"`
	To    []string `json:"to"`
	About []string `json:"a,omitempty"`
}

// Mailed lists the people of all tellings, each once, in order.
func (d Data) Mailed() []string {
	list, seen := []string{}, map[string]bool{}
	for _, t := range d.Tell {
		for _, p := range t.To {
			if !seen[p] {
				seen[p] = true
				list = append(list, p)
			}
		}
	}
	return list
}

// tell adds a telling; people named twice or nobody are left out.
func (d *Data) tell(kind string, about []string, to ...string) {
	var list []string
	seen := map[string]bool{"": true}
	for _, p := range to {
		if !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	if len(list) > 0 {
		d.Tell = append(d.Tell, Told{Kind: kind, To: list, About: about})
	}
}

// The kinds of mail, as the interface names them.
const (
	MailReceived       = "received"
	MailApplication    = "application"
	MailAccepted       = "accepted"
	MailReturned       = "returned"
	MailDeclined       = "declined"
	MailWithdrawn      = "withdrawn"
	MailSheet          = "sheet"
	MailReview         = "review"
	MailReviewReminder = "review-reminder"
	MailEscalation     = "escalation"
	MailException      = "exception"
	MailTasks          = "tasks"
	MailTaskReminder   = "task-reminder"
	MailDayBefore      = "day-before"
	MailNudge          = "nudge"
	MailInvitation     = "invitation"
	MailChanged        = "changed"
	MailCancelled      = "cancelled"
	MailCheckedIn      = "checked-in"
	MailIncident       = "incident"
	MailDelay          = "delay"
	MailSummaryDue     = "summary-due"
	MailSummary        = "summary"
	MailSurvey         = "survey"
	MailSurveyReminder = "survey-reminder"
	MailSettlement     = "settlement"
)

// AllGuests stands for every guest who can be reached, where naming them all
// would make an event too large.
const AllGuests = "guests"

// maxTold is how many bytes of an event tellings may take before they are said
// more shortly.
const maxTold = 3 << 10

// shorten keeps an event within its limit: a large party is told as one, and
// who got many tasks is told of those that were asked at the event's time.
func (d *Data) shorten() {
	size := 0
	for _, t := range d.Tell {
		for _, s := range append(t.To, t.About...) {
			size += len(s) + 3
		}
	}
	if size <= maxTold {
		return
	}
	for i := range d.Tell {
		t := &d.Tell[i]
		t.To = partyAsOne(t.To)
		if t.Kind == MailTasks {
			t.About = nil
		}
	}
}

// fewGuests is how many guests a shortened telling still names.
const fewGuests = 20

// partyAsOne replaces many guests by AllGuests; others stay.
func partyAsOne(to []string) []string {
	others := slices.DeleteFunc(slices.Clone(to), isGuestID)
	if len(to)-len(others) <= fewGuests {
		return to
	}
	return append(others, AllGuests)
}

// isGuestID tells a guest's id "gCCNN" from a person's.
func isGuestID(id string) bool {
	return len(id) == 5 && id[0] == 'g' && strings.Trim(id[1:], "0123456789") == ""
}
