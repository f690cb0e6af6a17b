package reception

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/policy"
	"yingbin/shared/store"
	"yingbin/shared/store/storetest"
)

// many applies for a party of n and plays it to the closing, ready to be filed.
func (st *story) many(n int) {
	st.t.Helper()
	var guests []Guest
	for i := range n {
		guests = append(guests, Guest{Name: fmt.Sprintf("来宾%c%c", rune('一'+i/20), rune('甲'+i%20)), Email: fmt.Sprintf("g%d@huahai.example", i)})
	}
	st.guests = guests
	st.apply("envicool", "general")
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	st.until(at(24, 17, 0))
	f, err := st.s.WriteSummary(st.t.Context(), st.as("office2"), st.r, whole(st.view("office2").Version))
	st.must(err)
	_, err = st.s.Settle(st.t.Context(), st.as("office2"), st.r, Settle{Version: f.Version, Do: "none"})
	st.must(err)
	st.until(at(25, 12, 0))
}

// TestArchiveResumes: a large party is filed in several commits; whatever
// breaks off, the next attempt ends with every contact once and one visit.
func TestArchiveResumes(t *testing.T) {
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		for n := range 4 {
			st := newStory(t)
			st.many(30)
			flaky := storetest.Faulty(st.db)
			flaky.FailAt(n, failure)
			st.s.DB = flaky
			st.now = at(26, 4, 0)
			for range 3 {
				_ = st.s.Tick(t.Context(), store.Key{PK: Partition(st.r), SK: "HEAD"}, st.now)
			}
			v := st.view("office2")
			f, err := st.s.Customers.Read(t.Context(), v.Customer.ID)
			st.must(err)
			if v.State != Archived || len(f.Contacts) != 30 || f.Head.Visits != 1 {
				t.Errorf("%v at commit %d: %s, %d contacts, %d visits", failure, n, v.State, len(f.Contacts), f.Head.Visits)
			}
		}
	}
}

// TestFinishedVisit: S000-3.21: time, itinerary, accompanying leaders, dining
// place, gifts; and what it cost.
func TestFinishedVisit(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "important")
	st.now = at(20, 10, 0)
	st.accept("")
	_, err := st.s.EditPlan(t.Context(), st.as("office2"), st.r, EditPlan{Version: st.view("office2").Version,
		Items: &[]Item{{Kind: "talk", Start: at(24, 9, 0), End: at(24, 10, 30), Title: "商务交流", People: []Assigned{{Staff: "sales", Role: "host"}}},
			{Kind: "leaders-talk", Start: at(24, 11, 0), End: at(24, 12, 0), Title: "领导会谈", People: []Assigned{{Staff: "gm", Role: "leader"}}},
			{Kind: "meal", Start: at(24, 16, 0), End: at(24, 17, 0), Title: "晚餐"}},
		Meals: &[]Meal{{Slot: "lunch", Place: "员工餐厅"}, {Slot: "dinner", Place: "海景楼"}},
		Gifts: &[]Gift{{Name: "茶叶", Count: 5, Reason: "纪念"}}})
	st.must(err)
	tt, err := st.s.look(t.Context(), st.as("office2"), st.r)
	st.must(err)
	tt.Money.Expenses = []Expense{{Category: "dinner", Amount: policy.Yuan(800), Allowed: policy.Yuan(500)}, {Category: "gift", Amount: policy.Yuan(100), Allowed: policy.Yuan(100)}}
	v := tt.finished(nil, []string{"p1"}, SurveyView{Average: 4.5})
	if d := cmp.Diff([]string{"11-24 09:00 商务交流", "11-24 11:00 领导会谈", "11-24 16:00 晚餐"}, v.Itinerary); d != "" {
		t.Errorf("itinerary (-want +got):\n%s", d)
	}
	if v.DinnerPlace != "海景楼" || len(v.Leaders) != 1 || v.Leaders[0] != "gm" || v.Gifts[0] != "茶叶 × 5" || v.Cost != policy.Yuan(600) || v.Party != 5 || v.Score != 4.5 {
		t.Errorf("visit %+v", v)
	}
	f := tt.fact(nil, SurveyView{})
	if f.Claimed != policy.Yuan(900) || f.Allowed != policy.Yuan(600) || f.Costs["dinner"] != policy.Yuan(500) || f.Expected != 5 {
		t.Errorf("figures %+v", f)
	}
}

// TestReturnCall: S003-1.52 the receptionist phones after the guests have
// arrived and notes what they say; S003-1.53 the answers are reported.
func TestReturnCall(t *testing.T) {
	st := newStory(t)
	st.received("ordinary", 4)
	find := func(id string) TaskView {
		for _, k := range st.view("office2").Tasks {
			if k.ID == id {
				return k
			}
		}
		t.Fatalf("no task %s", id)
		return TaskView{}
	}
	call := find("return-call")
	if call.State != TaskAsked || call.Wants.Label("visit.call_products") == "" || call.Wants.Label("visit.call_products") == "visit.call_products" {
		t.Errorf("call %+v", call)
	}
	if report := find("report-call"); report.State != TaskWaiting {
		t.Errorf("the report is %s before the call", report.State)
	}
	_, err := st.s.DoTask(t.Context(), st.as("office2"), st.r, "return-call", DoTask{Version: call.Version, Do: "confirm",
		Values: map[string]string{"visit.call_reception": "满意", "visit.call_products": "希望更多规格"}})
	st.must(err)
	if report := find("report-call"); report.State != TaskAsked {
		t.Errorf("the report is %s after the call", report.State)
	}
}
