package reception

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
	"yingbin/shared/store"
)

// A checkinDoc is the document in#no#guest of a day, as far as money and
// archive need it.
type checkinDoc struct {
	At     time.Time `json:"at"`
	Undone bool      `json:"gone,omitempty"`
}

// everCame tells when each guest first checked in: known from the archive step
// on, until then read from the days of the visit in one round.
func (t *turn) everCame() (map[string]time.Time, error) {
	came := map[string]time.Time{}
	for _, g := range t.Present() {
		if g.Arrived != nil {
			came[g.ID] = *g.Arrived
		}
	}
	if t.Head.State == Archived {
		return came, nil
	}
	var need store.Need
	for _, day := range t.visitDays() {
		need.Queries = append(need.Queries, checkinsQuery(day, t.Head.Number))
	}
	read, err := store.Fetch(t.ctx, t.s.DB, need)
	if err != nil {
		return nil, err
	}
	for _, docs := range read.Lists {
		takeArrivals(docs, t.Head.Number, came)
	}
	return came, nil
}

// checkinsQuery reads the check-ins of a reception on one local day.
func checkinsQuery(day, number string) store.Query {
	return store.Query{In: "day#" + day, From: "in#" + number + "#", To: "in#" + number + "#~"}
}

// takeArrivals adds what check-in documents say, the first arrival of each guest.
func takeArrivals(docs []store.Doc, number string, came map[string]time.Time) {
	for _, d := range docs {
		var a checkinDoc
		guest := strings.TrimPrefix(d.SK, "in#"+number+"#")
		if json.Unmarshal(d.Body, &a) != nil || a.Undone {
			continue
		}
		if at, had := came[guest]; !had || a.At.Before(at) {
			came[guest] = a.At
		}
	}
}

// visitDays are the local days of the visit.
func (r *Reception) visitDays() []string {
	var days []string
	last := r.Day(r.Head.End)
	for n := 1; n <= maxDays+1; n++ {
		day := r.midnight(n).Format(time.DateOnly)
		days = append(days, day)
		if day >= last {
			break
		}
	}
	return days
}

// A claim is what the policy says of the expenses, given how many really came.
type claim struct {
	*turn
	came   int
	limits []policy.Limit
}

// judgeMoney computes anew what the policy allows of every expense, from the
// people who really came. Where nobody was checked in at all, the planned
// party counts: then the gate was not used.
func (t *turn) judgeMoney() (*claim, error) {
	c := &claim{turn: t}
	if len(t.Money.Expenses) == 0 {
		return c, nil
	}
	came, err := t.everCame()
	if err != nil {
		return nil, err
	}
	c.came, c.limits = len(came), t.claimLimits(len(came))
	used := map[string]int64{}
	t.Money.Expenses = slices.Clone(t.Money.Expenses)
	for i := range t.Money.Expenses {
		c.judge(&t.Money.Expenses[i], used)
	}
	return c, nil
}

// judge says what of one expense is allowed; used holds what earlier expenses
// of the same occasion have taken of its limit.
func (c *claim) judge(e *Expense, used map[string]int64) {
	e.Allowed, e.Over, e.Rule = e.Amount, policy.Money{}, ""
	limit, rule, ok := c.limitOf(*e)
	if ok {
		limit, ok = c.lifted(limit, rule, *e)
	}
	if !ok {
		return
	}
	occasion := c.occasion(*e)
	left := max(0, limit-used[occasion])
	if e.Amount.Minor > left {
		if e.Rule = rule; c.deducts() {
			e.Allowed.Minor = left
		}
		e.Over = policy.Money{Minor: e.Amount.Minor - left, Currency: e.Amount.Currency}
	}
	used[occasion] += e.Allowed.Minor
}

// occasion is what a limit holds for once: the planned thing, or the kind of
// expense, on its day; vouchers of one dinner share it whether they name it or not.
func (c *claim) occasion(e Expense) string {
	if l := c.standardOf(e); l != nil && l.Thing.ID != "" {
		return l.Thing.ID + "/" + e.On
	}
	return e.Category + "/" + e.On
}

// lifted is the limit after the exceptions that were granted: as much as was
// planned when somebody said yes, or none where the plan gives no amount.
func (c *claim) lifted(limit int64, rule string, e Expense) (int64, bool) {
	x := c.granted(rule, e.Item)
	if x == nil {
		return limit, true
	}
	_, thing, _ := strings.Cut(x.Finding, "@")
	planned := c.plannedCost(thing)
	return max(limit, planned), planned > 0
}

// plannedCost is what the sheet says of a meal, an evening or a lodging, in
// minor units; 0 where it gives no amount.
func (c *claim) plannedCost(thing string) int64 {
	if m := c.meal(thing); m != nil {
		return m.Amount.Minor
	}
	for _, e := range c.Plan.Entertainment {
		if e.ID == thing {
			return e.Amount.Minor
		}
	}
	for _, l := range c.Plan.Lodging {
		if l.ID == thing {
			return l.Rate.Minor * int64(max(1, c.roomNights(c.people())))
		}
	}
	return 0
}

// people is how many a limit counts: who came, or where the gate was not used,
// the party.
func (c *claim) people() int {
	if c.came > 0 {
		return c.came
	}
	return len(c.Present())
}

// fed is how many a limit counts for an expense: no more than came, and no more
// than its vouchers say were there; who was checked in and ate elsewhere has no
// part in it.
func (c *claim) fed(e Expense) int {
	stated := 0
	for _, x := range c.Money.Expenses {
		if c.occasion(x) == c.occasion(e) {
			stated = max(stated, x.People)
		}
	}
	if n := c.people(); stated == 0 || stated > n {
		return n
	}
	return stated
}

// deducts says whether the policy pays what is within the standard only.
func (c *claim) deducts() bool {
	return slices.ContainsFunc(c.policy.Rules, func(r policy.Rule) bool {
		return slices.Contains(r.At, string(policy.GateClaim)) && r.Then.String() == string(policy.Deduct)
	})
}

// claimLimits is what the standards say at the claim, given how many came.
// Where nobody was checked in, they count whom they counted the day before.
func (t *turn) claimLimits(came int) []policy.Limit {
	f, gate := t.facts(), policy.GateReceive
	if came > 0 {
		f.SetNumber("count.checked_in", came)
		gate = policy.GateClaim
	}
	o := policy.Evaluate(t.policy, f, gate)
	return append(slices.Clone(o.Standards), o.Outlook...)
}

// limitOf is the most that may be spent on the occasion of an expense, in
// minor units, and the rule that says so; false where there is no limit.
func (c *claim) limitOf(e Expense) (limit int64, rule string, ok bool) {
	l := c.standardOf(e)
	if l == nil {
		return 0, "", false
	}
	for _, s := range l.Shall { // what the guest pays himself is not ours to pay
		if strings.HasSuffix(s.Fact, ".payer") && strings.Contains(s.Test, "guest") && s.State != policy.Met {
			return 0, s.Row, true
		}
	}
	top := l.Cap
	if top == nil || top.State != policy.StateDecided || top.Amount.Currency != e.Amount.Currency {
		return 0, "", false
	}
	amount, n := top.Amount.Minor, c.fed(e)
	if c.came > 0 && top.Count != "checked-in" || n < c.people() {
		amount = top.Base.Minor + int64(max(0, n-top.For))*top.Extra.Minor
	}
	if e.Category == "lodging" {
		amount *= int64(max(1, c.roomNights(n)))
	}
	return amount, top.Row, true
}

// standardOf finds the limit of an expense: of the very meal, otherwise of its kind.
func (c *claim) standardOf(e Expense) *policy.Limit {
	thing := e.Item
	if m := c.meal(e.Item); m != nil {
		thing = m.ID
	}
	var kind *policy.Limit
	for i := range c.limits {
		l := &c.limits[i]
		if l.Name != e.Category {
			continue
		}
		if thing != "" && l.Thing.ID == thing {
			return l
		}
		if kind == nil {
			kind = l
		}
	}
	return kind
}

// view is one expense with its cap and, where it is over, the rule that cut it.
func (c *claim) view(e Expense) ExpenseView {
	v := ExpenseView{ID: e.ID, Claimed: e.Amount, Allowed: e.Allowed, Over: e.Over}
	if v.Over.IsZero() {
		v.Over = policy.Money{Currency: e.Amount.Currency}
	}
	var cite []string
	if l := c.standardOf(e); l != nil {
		for _, s := range l.Shall {
			if s.Row == e.Rule {
				cite = s.Cite
			}
		}
		if views := capViews([]policy.Limit{*l}); len(views) > 0 {
			v.Cap = &views[0]
			if n := c.fed(e); n < c.people() { // the limit for those who were there
				v.Cap.People, v.Cap.Amount.Minor = n, v.Cap.Base.Minor+int64(max(0, n-v.Cap.For))*v.Cap.Extra.Minor
			}
			if v.Cap.Spent = nil; v.Cap.Rule == e.Rule {
				cite = v.Cap.Cite
			}
		}
	}
	if e.Rule != "" {
		v.Rule = new(c.ruleRef(e.Rule, cite))
	}
	return v
}

// roomNights are the rooms times the nights of the visit.
func (t *turn) roomNights(came int) int {
	nights, rooms := max(1, len(t.visitDays())-1), 0
	for _, l := range t.Plan.Lodging {
		rooms += l.roomCount(max(came, 1))
	}
	if rooms == 0 {
		rooms = max(came, 1)
	}
	return rooms * nights
}

// granted finds the exception to a rule that was granted for everything or for
// the thing.
func (t *turn) granted(rule, thing string) *Exception {
	i := slices.IndexFunc(t.Head.Exceptions, func(e Exception) bool {
		id, of, one := strings.Cut(e.Finding, "@")
		return e.State == ExceptionGranted && id == rule && (!one || thing == "" || of == thing || t.mealIs(of, thing))
	})
	if i < 0 {
		return nil
	}
	return &t.Head.Exceptions[i]
}

// mealIs says whether a meal belongs to an item.
func (t *turn) mealIs(meal, item string) bool {
	m := t.meal(meal)
	return m != nil && m.Item == item
}
