package policy

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

// parts are what papers show and rules and tasks refer to besides facts:
// tables and texts that the engine's callers make.
var parts = map[string]Words{
	"guests": {"来宾名单", "guests"}, "hosts": {"接待人员", "hosts"}, "roles": {"接待分工", "who does what"},
	"itinerary": {"行程", "itinerary"}, "stops": {"参观点", "stops"}, "rides": {"用车", "cars"},
	"lodging": {"住宿", "lodging"}, "meals": {"用餐", "meals"}, "places.meal": {"用餐地点", "places of the meals"},
	"gifts": {"礼品", "gifts"}, "entertainment": {"娱乐", "entertainment"}, "budget": {"预算", "budget"},
	"expenses": {"费用", "expenses"}, "readiness": {"准备情况", "readiness"}, "departments": {"相关部门", "departments concerned"},
	"tasks": {"部门任务", "tasks"}, "sheet-lines": {"督办事项", "lines of the sheet"}, "promises": {"承诺事项", "promises"},
	"application": {"接待申请", "application"}, "sheet": {"执行表", "execution sheet"}, "specialist": {"接待专员", "reception specialist"},
	"areas": {"可到区域", "areas"}, "valid": {"有效期", "valid"}, "instruction": {"批示", "instruction"},
	"note": {"备注", "note"}, "worked": {"工时", "time worked"}, "call-plan": {"回访计划", "plan of return visits"},
	"preferences": {"客户喜好", "preferences"}, "seating": {"座次", "seating"}, "introductions": {"介绍顺序", "order of introduction"},
	"policy.text": {"制度文本", "text of the regulation"}, "minutes": {"纪要", "minutes"}, "summary": {"接待总结", "summary"},
	"survey": {"满意度调查", "survey"}, "settlement": {"费用结算", "settlement"}, "photos": {"影像记录", "photos"},
	"incidents": {"异常情况", "incidents"}, "vehicles": {"车辆", "cars"}, "passes": {"探访凭证", "passes"},
}
