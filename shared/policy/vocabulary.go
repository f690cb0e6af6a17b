package policy

import "slices"

// A Gate is a step of a reception that a policy may guard.
type Gate string

// The gates, in the order in which a reception passes them.
const (
	GateSubmit  Gate = "submit"
	GateAccept  Gate = "accept"
	GatePublish Gate = "publish"
	GateAssign  Gate = "assign"
	GateBook    Gate = "book"
	GateIssue   Gate = "issue"
	GateDraw    Gate = "draw"
	GateReceive Gate = "receive"
	GateAdmit   Gate = "admit"
	GatePresent Gate = "present"
	GatePhoto   Gate = "photo"
	GateSend    Gate = "send"
	GateClaim   Gate = "claim"
	GateClose   Gate = "close"
)

// Gates lists the gates in order.
func Gates() []Gate {
	return []Gate{GateSubmit, GateAccept, GatePublish, GateAssign, GateBook, GateIssue, GateDraw,
		GateReceive, GateAdmit, GatePresent, GatePhoto, GateSend, GateClaim, GateClose}
}

var gateOrder = func() map[Gate]int {
	m := map[Gate]int{}
	for i, g := range Gates() {
		m[g] = i
	}
	return m
}()

// Before tells whether g comes before o.
func (g Gate) Before(o Gate) bool { return gateOrder[g] < gateOrder[o] }

// A Strength says what a violated rule does.
type Strength string

// The strengths: refuse; exception: someone entitled grants it; reason: the
// actor gives a reason, recorded; warn; deduct: the excess is not paid.
const (
	Refuse    Strength = "refuse"
	Exception Strength = "exception"
	Reason    Strength = "reason"
	Warn      Strength = "warn"
	Deduct    Strength = "deduct"
)

var strengths = []string{string(Refuse), string(Exception), string(Reason), string(Warn), string(Deduct)}

// ItemKinds lists the built-in kinds of itinerary items. A policy adds its
// own, each on the base of one of these.
func ItemKinds() []string {
	return []string{"pickup", "welcome", "talk", "tour", "tour-stop", "leaders-talk", "meal", "lodging", "activity", "training", "trip", "see-off"}
}

// thingKinds are the kinds of things that are not itinerary items.
var thingKinds = []string{"guest", "host", "leg", "day", "department", "expense", "gift", "material", "promise", "incident", "match",
	"item", "ride", "entertainment", "refreshments"}

// Roles that are built in; a policy adds its own, mapped to positions once.
var builtinRoles = []string{"applicant", "specialist", "contact", "guests", "hosts", "leaders", "departments", "departments.all",
	"supplier", "host", "item.hosts", "promise.owner", "match.owner", "owner"}

// States of a reception, and of a request, as a policy may cover or skip them.
var states = []string{"draft", "submitted", "planning", "review", "preparing", "visiting", "closing", "archived", "declined", "cancelled", "accepted", "closed"}

// Status facts: prefix → they are none unless stated.
var statusPrefixes = []string{"paper.", "approval.", "exception.", "reason.", "task.", "role.", "state."}

// relations are the suffixes that tests may put behind a person or role.
func hasAny(s string, list []string) bool { return slices.Contains(list, s) }
