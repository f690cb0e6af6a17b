package reception

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
)

// whole is a summary with the four parts of S000-1.32.
func whole(version int64) EditSummary {
	return EditSummary{Version: version, TourResult: new("参观顺利"), TalkResult: new("达成框架意见"), Opinions: new("希望缩短交期"), Complaints: new("无"), LookBack: new("提前备车"), File: true}
}

// TestSummaryReaders: S000-1.33 department manager and marketing director;
// S000-1.34 the general manager for an important customer only.
func TestSummaryReaders(t *testing.T) {
	for class, want := range map[string][]string{
		"general":     {"head", "director"},
		"important":   {"head", "director", "gm"},
		"key-account": {"head", "director", "gm"},
	} {
		t.Run(class, func(t *testing.T) {
			st := newStory(t)
			st.closed(class)
			a, err := st.s.WriteSummary(t.Context(), st.as("office2"), st.r, whole(st.view("office2").Version))
			st.must(err)
			if d := cmp.Diff(want, a.Mailed); d != "" {
				t.Errorf("readers (-want +got):\n%s", d)
			}
			if !a.Summary.FiledAt.Equal(st.now) {
				t.Errorf("filed at %v", a.Summary.FiledAt)
			}
			for _, k := range st.view("office2").Tasks {
				if k.ID == "summary" && k.State != TaskConfirmed {
					t.Errorf("the task of the summary is %s", k.State)
				}
			}
		})
	}
}

// TestSummaryParts: S000-1.31 two days after the visit, S000-1.32 four parts;
// it is not filed over a promise without owner or date.
func TestSummaryParts(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	c := whole(st.view("office2").Version)
	c.Complaints = nil
	_, err := st.s.WriteSummary(t.Context(), st.as("office2"), st.r, c)
	if e := fault.As(err); e == nil || e.Code != "required" || e.Fields[0].Field != "/complaints" {
		t.Errorf("without complaints: %v", err)
	}
	c.File = false
	draft, err := st.s.WriteSummary(t.Context(), st.as("sales"), st.r, c)
	st.must(err)
	if draft.Summary.Due == nil || draft.Summary.Due.In(site).Format("01-02") != "11-26" {
		t.Errorf("due %v, want two days after the visit", draft.Summary.Due)
	}
	m, err := st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, EditMinutes{Version: draft.Version, Promises: []Promise{{Text: "寄送样品"}}})
	st.must(err)
	_, err = st.s.WriteSummary(t.Context(), st.as("office2"), st.r, EditSummary{Version: m.Version, Complaints: new("无"), File: true})
	if e := fault.As(err); e == nil || len(e.Fields) != 2 || e.Fields[0].Field != "/promises/0/owner" {
		t.Errorf("with an ownerless promise: %v", err)
	}
	if _, err = st.s.WriteSummary(t.Context(), st.as("rd"), st.r, whole(m.Version)); !fault.Is(err, "forbidden") {
		t.Errorf("by a department: %v", err)
	}
}

// TestMinutes: S003-1.48 both sides' matters are recorded, S003-1.49 in
// writing; lines for us stay inside; promises go to the customer's file.
func TestMinutes(t *testing.T) {
	st := newStory(t)
	st.closed("general")
	a, err := st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, EditMinutes{Version: st.view("office2").Version,
		Lines:    []Line{{Text: "我方报价底线"}, {Text: "双方同意试产", Audience: ForCustomer}},
		Promises: []Promise{{Text: "寄送样品", Owner: "rd@demo.example", Due: "2026-12-01"}, {Text: "更新报价"}}})
	st.must(err)
	m := a.Minutes
	if a.Revision != 1 || m.Lines[0].Audience != Internal || len(m.CustomerLines()) != 1 || m.Promises[0].Owner != "rd" || m.Promises[0].ID != st.r+"-1" {
		t.Errorf("minutes %+v", m)
	}
	again, err := st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, EditMinutes{Version: a.Version, Promises: m.Promises[:1]})
	st.must(err)
	if again.Revision != 2 || len(again.Minutes.Lines) != 2 || len(again.Minutes.Promises) != 1 {
		t.Errorf("second revision %+v", again.Minutes)
	}
	id := st.view("office2").Customer.ID
	f, err := st.s.Customers.Read(t.Context(), id)
	st.must(err)
	if open := f.OpenPromises(); len(open) != 1 || open[0].Department != "rd" || open[0].Due != "2026-12-01" {
		t.Errorf("promises in the customer's file %+v", f.Promises)
	}
	desk, err := st.s.Desk(t.Context(), st.as("rd"))
	st.must(err)
	if !slices.ContainsFunc(desk.Owed, func(o Owed) bool { return o.What == "promise" && o.Text == "寄送样品" }) {
		t.Errorf("the owner's desk has no promise: %+v", desk.Owed)
	}
	if v := st.view("finance"); v.Minutes != nil {
		t.Error("finance reads internal minutes")
	}
	for name, c := range map[string]EditMinutes{
		"/promises/0/owner": {Promises: []Promise{{Text: "x", Owner: "nobody"}}},
		"/promises/0/due":   {Promises: []Promise{{Text: "x", Due: "bald"}}},
		"/promises/1/due":   {Promises: []Promise{{Text: "x"}, {Text: "y", Due: "2026-11-01"}}},
		"/lines/0/audience": {Lines: []Line{{Text: "x", Audience: "press"}}},
		"/lines/0/text":     {Lines: []Line{{Text: " "}}},
	} {
		c.Version = again.Version
		_, err := st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, c)
		if e := fault.As(err); e == nil || len(e.Fields) == 0 || e.Fields[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestClosing: what keeps a reception open, one after the other, and the
// archive that follows (S000-3.20–.23).
func TestClosing(t *testing.T) {
	st := newStory(t)
	st.closed("important")
	closing := func() []string {
		tt, err := st.s.look(t.Context(), st.as("office2"), st.r)
		st.must(err)
		codes := []string{}
		for _, r := range tt.closable(tt.policy, "zh") {
			codes = append(codes, r.Code)
		}
		return codes
	}
	m, err := st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, EditMinutes{Version: st.view("office2").Version, Promises: []Promise{{Text: "寄送样品"}}})
	st.must(err)
	if d := cmp.Diff([]string{"summary", "money", "promise", "survey"}, closing()); d != "" {
		t.Errorf("reasons (-want +got):\n%s", d)
	}
	m.Minutes.Promises[0].Owner, m.Minutes.Promises[0].Due = "rd", "2026-12-01"
	m, err = st.s.WriteMinutes(t.Context(), st.as("office2"), st.r, EditMinutes{Version: m.Version, Promises: m.Minutes.Promises})
	st.must(err)
	f, err := st.s.WriteSummary(t.Context(), st.as("office2"), st.r, whole(m.Version))
	st.must(err)
	_, err = st.s.Settle(t.Context(), st.as("office2"), st.r, Settle{Version: f.Version, Do: "none"})
	st.must(err)
	st.until(at(25, 12, 0))
	if got := closing(); len(got) != 0 {
		t.Errorf("still open: %v", got)
	}
	st.until(at(27, 4, 0))
	if v := st.view("office2"); v.State != Archived || v.Counts.CheckedIn != 4 {
		t.Fatalf("state %s, counts %+v", v.State, v.Counts)
	}
	st.archived()
}

// archived checks the customer's file: S000-3.20 sorted by class, S000-3.21
// the archive of the visit, S000-3.22 what the next one is prepared from.
func (st *story) archived() {
	st.t.Helper()
	v := st.view("office2")
	f, err := st.s.Customers.Read(st.t.Context(), v.Customer.ID)
	st.must(err)
	if f.Head.Class != "important" || f.Head.Latest != st.r || f.Head.Visits != 1 || len(f.Contacts) != 4 {
		st.t.Errorf("customer %+v, %d contacts", f.Head, len(f.Contacts))
	}
	likes := f.Likes("2026-12-01")
	if len(likes) != 1 || likes[0].What != "不吃牛肉" || likes[0].Source != st.r || likes[0].Confirmed {
		st.t.Errorf("preferences %+v", likes)
	}
	docs, err := st.db.Get(st.t.Context(), FactKey(at(24, 9, 0), st.r))
	st.must(err)
	if docs[0].Version == 0 {
		st.t.Error("no figures for the reports")
	}
	if !v.History[0].At.Equal(at(27, 3, 0)) && v.History[0].What != EventArchived && v.History[0].Text == "" {
		st.t.Errorf("history begins with %+v", v.History[0])
	}
	st.now = st.now.Add(time.Hour)
}
