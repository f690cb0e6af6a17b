package reception

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
)

// received plays a showroom reception of a level to the dinner, with n of
// five guests checked in.
func (st *story) received(level string, n int) {
	st.t.Helper()
	st.apply("showroom", "general")
	st.now = at(20, 10, 0)
	st.accept(level)
	st.host()
	st.publish("standard")
	st.until(at(24, 9, 5))
	if n > 0 {
		st.checkIn(n)
	}
	st.until(at(24, 17, 0))
}

// host names the receptionist, whom showroom asks for.
func (st *story) host() {
	st.t.Helper()
	v := st.view("office2")
	_, err := st.s.EditPlan(st.t.Context(), st.as("office2"), st.r, EditPlan{Version: v.Version,
		People: &[]Assigned{{Staff: "office2", Role: "receptionist"}, {Staff: "office2", Role: "host"}}})
	st.must(err)
}

// spend claims an amount in yuan.
func (st *story) spend(category string, yuan int64) ExpenseView {
	st.t.Helper()
	a, err := st.s.AddExpense(st.t.Context(), st.as("office2"), st.r, AddExpense{Version: st.view("office2").Version, Category: category, Amount: policy.Yuan(yuan), Invoice: "No. 1"})
	st.must(err)
	return a.Expense
}

// TestWrongExpenses: a claim has an amount in the currency of the limits, and a
// day that has come. Each mistake is named once, after other expenses too.
func TestWrongExpenses(t *testing.T) {
	st := newStory(t)
	st.received("ordinary", 2)
	st.spend("lunch", 100)
	for name, c := range map[string]AddExpense{
		"/amount required":         {},
		"/amount out-of-range":     {Amount: policy.Money{Currency: "CNY"}},
		"/amount/currency invalid": {Amount: policy.Money{Minor: 100, Currency: "USD"}},
		"/on out-of-range":         {Amount: policy.Yuan(1), On: "2026-11-25"},
		"/on invalid":              {Amount: policy.Yuan(1), On: "gestern"},
	} {
		c.Version, c.Category = st.view("office2").Version, "dinner"
		_, err := st.s.AddExpense(t.Context(), st.as("office2"), st.r, c)
		if e := fault.As(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Field+" "+e.Fields[0].Code != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAllowed: caps are judged by who really came (S003-1.07, .10, .14, .20,
// .23, .28); where the policy sets none, nothing is over.
func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		level, category        string
		came                   int
		claim, allowed, excess int64
	}{
		{"ordinary", "dinner", 4, 600, 500, 100}, // 400 for two, 50 for each more: five were planned, four came
		{"ordinary", "dinner", 4, 480, 480, 0},
		{"ordinary", "lunch", 4, 500, 400, 100},
		{"senior", "dinner", 2, 700, 500, 200},
		{"special", "dinner", 5, 1600, 1300, 300},
		{"special", "ride", 5, 90, 90, 0},
		{"senior", "dinner", 0, 900, 800, 100}, // the gate was not used: the five who were expected count
		{"senior", "lodging", 0, 600, 0, 600},  // the guest pays (S003-1.13)
	} {
		t.Run(tt.level+" "+tt.category, func(t *testing.T) {
			st := newStory(t)
			st.received(tt.level, tt.came)
			e := st.spend(tt.category, tt.claim)
			if e.Allowed.Minor != tt.allowed*100 || e.Over.Minor != tt.excess*100 {
				t.Errorf("allowed %v, over %v; cap %+v", e.Allowed, e.Over, e.Cap)
			}
			if tt.excess > 0 && (e.Rule == nil || len(e.Rule.Cite) == 0) {
				t.Errorf("no rule says so: %+v", e.Rule)
			}
		})
	}
}

func TestNoCapsNothingOver(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	if e := st.spend("dinner", 99999); e.Over.Minor != 0 || e.Allowed != e.Claimed || e.Rule != nil {
		t.Errorf("envicool sets no caps, but: %+v", e)
	}
}

// TestOneOccasionOneCap: two vouchers of the same dinner share its limit.
func TestOneOccasionOneCap(t *testing.T) {
	st := newStory(t)
	st.received("ordinary", 4)
	st.spend("dinner", 300)
	if e := st.spend("dinner", 300); e.Allowed.Minor != 200_00 || e.Over.Minor != 100_00 {
		t.Errorf("second voucher: %+v", e)
	}
}

// TestFewerAtTheTable: the limit counts who was there, as the voucher says, but
// nobody who was not checked in (S003-1.10): what a voucher claims above is no
// reason. Two vouchers of one dinner count those of the larger.
func TestFewerAtTheTable(t *testing.T) {
	for _, tt := range []struct {
		name         string
		came         int
		people       []int
		allowed, cap int64 // of the last, claimed at 900
		capped       int
	}{
		{"as many as came", 4, []int{4}, 500, 500, 4},
		{"fewer", 4, []int{3}, 450, 450, 3},
		{"below the base", 4, []int{1}, 400, 400, 1},
		{"more than came", 4, []int{5}, 500, 500, 4},
		{"not said", 4, []int{0}, 500, 500, 4},
		{"the gate was not used", 0, []int{3}, 450, 450, 3},
		{"more than were expected", 0, []int{9}, 550, 550, 5},
		{"two vouchers", 4, []int{2, 3}, 0, 450, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			st := newStory(t)
			st.received("ordinary", tt.came)
			var last ExpenseView
			for _, n := range tt.people {
				a, err := st.s.AddExpense(t.Context(), st.as("office2"), st.r, AddExpense{Version: st.view("office2").Version, Category: "dinner", Amount: policy.Yuan(900), People: n})
				st.must(err)
				last = a.Expense
			}
			if len(tt.people) == 1 && last.Allowed.Minor != tt.allowed*100 {
				t.Errorf("allowed %v", last.Allowed)
			}
			if last.Cap == nil || last.Cap.Amount.Minor != tt.cap*100 || last.Cap.People != tt.capped {
				t.Errorf("cap %+v", last.Cap)
			}
		})
	}
}

// TestExceptionIsNotBoundless: a dinner of 900 was granted above the standard of
// 800 for five; a voucher of 1,000 is over by 100, and who does not say which
// meal the second voucher was for gets no second limit.
func TestExceptionIsNotBoundless(t *testing.T) {
	st := newStory(t)
	st.apply("showroom", "general")
	st.now = at(20, 10, 0)
	st.accept("senior")
	st.host()
	v := st.view("office2")
	_, err := st.s.EditPlan(t.Context(), st.as("office2"), st.r, EditPlan{Version: v.Version,
		Meals: &[]Meal{{ID: "m1", Day: "2026-11-24", Slot: "dinner", Kind: "banquet", Amount: policy.Yuan(900)}}})
	st.must(err)
	x, err := st.s.AskException(t.Context(), st.as("office2"), st.r, AskException{Version: st.view("office2").Version, Finding: "dinner-senior@m1", Reason: "贵客"})
	st.must(err)
	_, err = st.s.DecideException(t.Context(), st.as("director"), st.r, x.Exception.ID, DecideException{Version: st.view("office2").Version, Decision: "grant"})
	st.must(err)
	st.publish("standard")
	st.until(at(24, 17, 0))
	spend := func(item string, yuan int64) ExpenseView {
		a, err := st.s.AddExpense(t.Context(), st.as("office2"), st.r, AddExpense{Version: st.view("office2").Version, Category: "dinner", Item: item, Amount: policy.Yuan(yuan)})
		st.must(err)
		return a.Expense
	}
	if e := spend("m1", 1000); e.Allowed.Minor != 900_00 || e.Over.Minor != 100_00 {
		t.Errorf("%+v", e)
	}
	if e := spend("", 100); e.Allowed.Minor != 0 || e.Over.Minor != 100_00 {
		t.Errorf("without naming the meal: %+v", e)
	}
}

// TestSettlement: owner, then finance; a return with its reason; none in one step.
func TestSettlement(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	st.spend("dinner", 300)
	do := func(who, what, comment string) (SettlementView, error) {
		a, err := st.s.Settle(t.Context(), st.as(who), st.r, Settle{Version: st.view("office2").Version, Do: what, Comment: comment})
		return a.Settlement, err
	}
	if _, err := do("office2", "none", ""); !fault.Is(err, "wrong-state") {
		t.Errorf("none with expenses: %v", err)
	}
	if _, err := do("office", "sign", ""); !fault.Is(err, "wrong-state") {
		t.Errorf("signed before submission: %v", err)
	}
	_, err := do("office2", "submit", "")
	st.must(err)
	if _, err := do("finance", "sign", ""); !fault.Is(err, "forbidden") {
		t.Errorf("finance before the owner: %v", err)
	}
	owes := func(who string) bool {
		desk, err := st.s.Desk(t.Context(), st.as(who))
		st.must(err)
		return slices.ContainsFunc(desk.Owed, func(o Owed) bool { return o.What == "settlement" && o.Reception == st.r })
	}
	if !owes("office") || owes("finance") {
		t.Error("the settlement is on the wrong desk: it is the owner's turn")
	}
	_, err = do("office", "sign", "")
	st.must(err)
	if owes("office") || !owes("finance") {
		t.Error("the settlement is on the wrong desk: it is finance's turn")
	}
	if _, err := do("finance", "return", ""); !fault.Is(err, "comment-required") {
		t.Errorf("return without a comment: %v", err)
	}
	v, err := do("finance", "return", "缺少发票")
	st.must(err)
	if v.State != MoneyReturned || len(v.Signatures) != 0 {
		t.Errorf("returned %+v", v)
	}
	for _, step := range []struct{ who, do string }{{"office2", "submit"}, {"office", "sign"}, {"finance", "sign"}} {
		v, err = do(step.who, step.do, "")
		st.must(err)
	}
	if v.State != MoneySigned || len(v.Signatures) != 2 || v.Signatures[0].Step != "owner" || v.Signatures[1].Step != "finance" {
		t.Errorf("settled %+v", v)
	}
	if d := cmp.Diff(policy.Yuan(300), v.Allowed); d != "" {
		t.Error(d)
	}
	if _, err := st.s.AddExpense(t.Context(), st.as("office2"), st.r, AddExpense{Version: st.view("office2").Version, Category: "other", Amount: policy.Yuan(1)}); !fault.Is(err, "wrong-state") {
		t.Errorf("expense after the signatures: %v", err)
	}
}

// TestSettlementLink: the link shows where it stands, and signs.
func TestSettlementLink(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	st.spend("dinner", 300)
	_, err := st.s.Settle(t.Context(), st.as("office2"), st.r, Settle{Version: st.view("office2").Version, Do: "submit"})
	st.must(err)
	link := LinkRef{Purpose: "settlement", Person: "office", Reception: st.r, Revision: 1}
	v, err := st.s.SettlementLink(t.Context(), st.as("office"), link)
	st.must(err)
	if v.State != "open" || v.Money == nil {
		t.Errorf("link %+v", v)
	}
	v, err = st.s.AnswerSettlement(t.Context(), st.as("office"), link, AnswerLink{Do: "sign"})
	st.must(err)
	if v.State != "used" || v.Decided == nil || v.Decided.By.ID != "office" {
		t.Errorf("after signing %+v", v)
	}
}
