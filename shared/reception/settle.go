package reception

import (
	"context"
	"slices"
	"strings"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/staff"
)

// The states of the settlement, and its two signatures in order.
const (
	MoneySubmitted = "submitted"
	MoneySigned    = "signed"
	MoneyNone      = "none"
	MoneyReturned  = "returned"
	signOwner      = "owner"
	signFinance    = "finance"
)

// categories are the kinds of expense.
var categories = []string{"breakfast", "lunch", "dinner", "entertainment", "lodging", "gift", "ride", "other"}

// AddExpense records a cost and says how much of it the policy allows, given
// the people who really came. What is over stays visible; it is not paid
// without an exception.
func (s *Service) AddExpense(ctx context.Context, act staff.Act, r string, c AddExpense) (ExpenseAnswer, error) {
	cmd := command{verb: VerbExpense, r: r, version: c.Version, body: c, allowed: maySpend}
	return run(ctx, s, act, cmd, func(t *turn) (func() ExpenseAnswer, error) {
		if t.Money.State == MoneySubmitted || t.Money.State == MoneySigned {
			return nil, fault.New(fault.Conflict, "wrong-state", t.Money.State)
		}
		if err := t.checkExpense(c); err != nil {
			return nil, err
		}
		e := Expense{ID: "e" + t.own[:8], Category: c.Category, Item: c.Item, Amount: c.Amount, People: c.People, Invoice: clean(c.Invoice),
			On: c.On, By: act.By, At: act.At}
		if e.On == "" {
			e.On = t.expenseDay(c.Item)
		}
		t.Money.Schema = Schema
		t.Money.Expenses = append(t.Money.Expenses, e)
		if t.Money.State == MoneyNone { // there are costs after all
			t.Money.State, t.Head.Settled = "", ""
		}
		claim, err := t.judgeMoney()
		if err != nil {
			return nil, err
		}
		t.kind, t.data.Item = EventExpense, e.ID
		view := claim.view(t.Money.Expenses[len(t.Money.Expenses)-1])
		return func() ExpenseAnswer { return ExpenseAnswer{Version: t.Version(), Expense: view} }, nil
	})
}

// maySpend is who records costs: those who receive, and finance.
func maySpend(t *turn) bool { return mayRecord(t) || t.is(staff.Finance) }

// checkExpense checks what was sent.
func (t *turn) checkExpense(c AddExpense) error {
	var wrong fault.List
	if !slices.Contains(categories, c.Category) {
		wrong.Add("/category", "invalid", c.Category)
	}
	t.checkMoney(&wrong, "/amount", c.Amount)
	if c.Amount == (policy.Money{}) {
		wrong.Add("/amount", "required")
	} else if c.Amount.Minor == 0 {
		wrong.Add("/amount", "out-of-range")
	} else if spent := t.Money.Expenses; len(t.policy.Standards) == 0 && len(spent) > 0 && spent[0].Amount.Currency != c.Amount.Currency {
		wrong.Add("/amount/currency", "invalid", spent[0].Amount.Currency) // they are added up
	}
	if c.People < 0 || c.People > maxGuests {
		wrong.Add("/people", "out-of-range", 0, maxGuests)
	}
	if c.Item != "" && t.Item(c.Item) == nil && t.meal(c.Item) == nil {
		wrong.Add("/item", "unknown-id", c.Item)
	}
	if _, err := time.Parse(time.DateOnly, c.On); c.On != "" && err != nil {
		wrong.Add("/on", "invalid", c.On)
	} else if c.On > t.Day(t.act.At) {
		wrong.Add("/on", "out-of-range", c.On) // nothing has been spent tomorrow
	}
	return wrong.Err()
}

// meal finds a meal by its id, or by the item it belongs to.
func (r *Reception) meal(id string) *Meal {
	for i := range r.Meals {
		if m := &r.Meals[i]; id != "" && (m.ID == id || m.Item == id) {
			return m
		}
	}
	return nil
}

// expenseDay is the day of an expense that names none: its item's, else the first.
func (t *turn) expenseDay(item string) string {
	if it := t.Item(item); it != nil {
		return t.Day(it.Start)
	}
	return t.Day(t.Head.Start)
}

// Settle moves the settlement: submit it, sign it (the owner, then finance),
// return it with a comment, or declare in one step that there were no costs.
func (s *Service) Settle(ctx context.Context, act staff.Act, r string, c Settle) (SettlementAnswer, error) {
	cmd := command{verb: VerbSettle, r: r, version: c.Version, body: c, allowed: func(t *turn) bool { return t.seesMoney() }}
	return run(ctx, s, act, cmd, func(t *turn) (func() SettlementAnswer, error) {
		if err := t.settleMoney(c); err != nil {
			return nil, err
		}
		return func() SettlementAnswer {
			return SettlementAnswer{Version: t.Version(), Settlement: t.settlementView()}
		}, nil
	})
}

// settleMoney takes one step of the settlement.
func (t *turn) settleMoney(c Settle) error {
	if _, err := t.judgeMoney(); err != nil {
		return err
	}
	steps := map[string]func(Settle) error{"submit": t.submitMoney, "sign": t.signMoney, "return": t.returnMoney, "none": t.noMoney}
	step := steps[c.Do]
	if step == nil {
		return fault.Field("/do", "invalid", c.Do)
	}
	if err := step(c); err != nil {
		return err
	}
	t.Money.Schema = Schema
	t.Money.Comment = clean(c.Comment)
	t.kind, t.data.Do, t.data.Text = EventSettlement, c.Do, cut(clean(c.Comment))
	return nil
}

// submitMoney hands the settlement in: the owner is asked to sign.
func (t *turn) submitMoney(Settle) error {
	if !mayRecord(t) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if t.Money.State == MoneySubmitted || t.Money.State == MoneySigned {
		return fault.New(fault.Conflict, "wrong-state", t.Money.State)
	}
	if !t.signsMoney() {
		return t.moneySigned()
	}
	t.Money.State, t.Money.Signatures, t.Head.Settled = MoneySubmitted, nil, MoneySubmitted
	t.Money.Round++
	t.Money.Told = nil
	t.tellSigners()
	return nil
}

// signMoney adds the next signature: owner, then finance, two persons.
func (t *turn) signMoney(Settle) error {
	m := &t.Money
	if m.State != MoneySubmitted {
		return fault.New(fault.Conflict, "wrong-state", m.State)
	}
	step := t.nextSignature()
	if !t.maySign(step) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	m.Signatures = append(slices.Clone(m.Signatures), Signature{Step: step, By: t.act.By, At: t.act.At})
	if step == signOwner {
		m.Told = nil
		t.tellSigners()
		return nil
	}
	return t.moneySigned()
}

// signsMoney says whether the policy has the settlement signed.
func (t *turn) signsMoney() bool {
	return slices.ContainsFunc(t.policy.Approvals, func(a policy.Approval) bool { return a.ID == SubjectSettlement })
}

// moneySigned ends the settlement.
func (t *turn) moneySigned() error {
	t.Money.State, t.Head.Settled = MoneySigned, MoneySigned
	t.Head.Moments = with(t.Head.Moments, "settled", t.act.At)
	t.fulfil("paper.settlement")
	t.data.tell(MailSettlement, []string{MoneySigned}, t.Head.Specialist, t.Head.Applicant)
	t.changed()
	return t.refresh()
}

// nextSignature is the step that is open.
func (r *Reception) nextSignature() string {
	if len(r.Money.Signatures) == 0 {
		return signOwner
	}
	return signFinance
}

// maySign says whether a step's signature is the actor's; nobody signs twice.
func (t *turn) maySign(step string) bool {
	if step == signOwner {
		return t.actsFor(t.Head.Owner, SubjectSettlement)
	}
	twice := slices.ContainsFunc(t.Money.Signatures, func(s Signature) bool { return s.By == t.act.By })
	return t.settles(t.company, t.act.By, t.act.At) && t.policyRole(signFinance) != nil && !twice
}

// financePeople are those who sign for finance, or stand in for them; where all
// have left, who came after them.
func (t *turn) financePeople() []string {
	if t.policyRole(signFinance) == nil {
		return nil
	}
	holders := t.company.WithRole(staff.Finance)
	if len(holders) == 0 {
		holders = t.company.Successors(staff.Finance)
	}
	var list []string
	for _, p := range holders {
		if in := t.company.StandIn(p.ID, SubjectSettlement, t.act.At); in != nil && !slices.Contains(list, in.ID) {
			list = append(list, in.ID)
		}
	}
	return list
}

// tellSigners asks for the next signature, whoever is to sign it now; nobody
// twice in a round.
func (t *turn) tellSigners() bool {
	step := t.nextSignature()
	fresh := without(t.signers(step), t.Money.Told)
	if t.Money.State != MoneySubmitted || len(fresh) == 0 {
		return false
	}
	t.Money.Told = append(slices.Clone(t.Money.Told), fresh...)
	t.data.tell(MailSettlement, []string{step}, fresh...)
	return true
}

// returnMoney sends the settlement back; the comment is obligatory.
func (t *turn) returnMoney(c Settle) error {
	if t.Money.State != MoneySubmitted {
		return fault.New(fault.Conflict, "wrong-state", t.Money.State)
	}
	if !t.maySign(t.nextSignature()) && !t.settles(t.company, t.act.By, t.act.At) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if strings.TrimSpace(c.Comment) == "" {
		return fault.Field("/comment", "comment-required")
	}
	t.Money.State, t.Money.Signatures, t.Head.Settled = MoneyReturned, nil, ""
	t.data.tell(MailSettlement, []string{MoneyReturned}, t.Head.Specialist, t.Head.Applicant)
	return nil
}

// noMoney declares that there were no costs: one step, no signatures.
func (t *turn) noMoney(Settle) error {
	if !mayArrange(t) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	if len(t.Money.Expenses) > 0 {
		return fault.New(fault.Conflict, "wrong-state", "expenses")
	}
	t.Money.State, t.Money.Signatures, t.Head.Settled = MoneyNone, nil, MoneyNone
	t.Head.Moments = with(t.Head.Moments, "settled", t.act.At)
	t.fulfil("paper.settlement")
	t.changed()
	return t.refresh()
}

// seesMoney says whether the actor may know what the reception costs:
// applicant, owner, specialist, office, the heads of the department, finance,
// directors.
func (t *turn) seesMoney() bool {
	return mayChange(t) || t.is(staff.Finance, staff.Director, staff.GM) || t.company.Heads(t.act.By, t.Head.Department) ||
		t.actsFor(t.Head.Owner, SubjectSettlement) || t.settles(t.company, t.act.By, t.act.At)
}

// settlementView sums the settlement up.
func (t *turn) settlementView() SettlementView {
	claimed, allowed := t.Money.Totals()
	return SettlementView{State: t.Money.State, Signatures: list(t.Money.Signatures), Claimed: claimed, Allowed: allowed}
}

// Totals are what is claimed and what of it is allowed, in the one currency
// of the expenses.
func (m *MoneyDoc) Totals() (claimed, allowed policy.Money) {
	claimed, allowed = policy.Money{Currency: policy.Currency}, policy.Money{Currency: policy.Currency}
	for i, e := range m.Expenses {
		if i == 0 {
			claimed.Currency, allowed.Currency = e.Amount.Currency, e.Amount.Currency
		}
		claimed.Minor += e.Amount.Minor
		allowed.Minor += e.Allowed.Minor
	}
	return claimed, allowed
}
