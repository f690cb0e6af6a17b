package reception

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/staff"
)

func TestList(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	draft, err := st.s.Create(t.Context(), st.as("sales2"), Application{Customer: CustomerRef{Name: "东方机电"}})
	st.must(err)
	for _, tt := range []struct {
		who    string
		filter ListFilter
		want   []string
	}{
		{"sales", ListFilter{}, []string{st.r}},
		{"sales2", ListFilter{}, nil}, // another salesperson's
		{"sales2", ListFilter{Mine: true}, []string{draft.ID}},
		{"office", ListFilter{State: Submitted}, []string{st.r}},
		{"office", ListFilter{State: Archived}, nil},
		{"office", ListFilter{Mine: true}, nil}, // not accepted yet
		{"head", ListFilter{Department: "sales"}, []string{st.r}},
		{"gm", ListFilter{Q: "华海"}, []string{st.r}},
		{"gm", ListFilter{Q: "huahai"}, []string{st.r}},
		{"gm", ListFilter{Q: "hhjm"}, []string{st.r}},
		{"gm", ListFilter{Q: "东方"}, nil},
		{"gm", ListFilter{From: "2026-11-24", To: "2026-11-24"}, []string{st.r}},
		{"gm", ListFilter{From: "2026-11-25", To: "2026-12-31"}, nil},
		{"rd", ListFilter{}, nil}, // no task yet
	} {
		p, err := st.s.List(t.Context(), st.as(tt.who), tt.filter)
		st.must(err)
		var got []string
		for _, l := range p.Items {
			got = append(got, l.ID)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s %+v (-want +got):\n%s", tt.who, tt.filter, d)
		}
	}
	for field, f := range map[string]ListFilter{"/from": {From: "soon"}, "/to": {From: "2026-11-24", To: "2026-11-01"}} {
		_, err := st.s.List(t.Context(), st.as("gm"), f)
		if e := fault.As(err); e == nil || len(e.Fields) == 0 || e.Fields[0].Field != field {
			t.Errorf("%+v: %v", f, err)
		}
	}
	if _, err := st.s.List(t.Context(), st.as("gm"), ListFilter{From: "2025-01-01", To: "2026-11-01"}); !fault.Is(err, "out-of-range") {
		t.Errorf("more than a year: %v", err)
	}
}

// TestCalendar: a visit shows on its days; rivals on one day are named.
func TestCalendar(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	days, err := st.s.Calendar(t.Context(), st.as("office"), "2026-11-23", "2026-11-25")
	st.must(err)
	if len(days) != 3 || len(days[0].Receptions) != 0 || len(days[1].Receptions) != 1 || len(days[2].Receptions) != 0 {
		t.Errorf("days %+v", days)
	}
	if _, err := st.s.Calendar(t.Context(), st.as("office"), "2026-01-01", "2026-12-31"); !fault.Is(err, "out-of-range") {
		t.Errorf("a year: %v", err)
	}
	row := func(number, customer string, day int) Listed {
		return Listed{Number: number, Customer: Ref{ID: customer}, Rival: "servo", Start: at(day, 9, 0), End: at(day, 12, 0), State: Preparing, Department: "sales"}
	}
	company, err := st.s.Staff.Load(t.Context())
	st.must(err)
	l := lister{company: company, act: st.as("office")}
	day := l.day(time.Date(2026, 11, 24, 0, 0, 0, 0, site), []Listed{row("R-1", "a", 24), row("R-2", "b", 24), row("R-3", "a", 24), row("R-4", "c", 25)})
	if d := cmp.Diff([]MeetClash{{A: "R-1", B: "R-2"}, {A: "R-2", B: "R-3"}}, day.Clashes); d != "" {
		t.Errorf("rivals (-want +got):\n%s", d)
	}
}

// TestDesk: what each owes, by due time.
func TestDesk(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	owed := func(who string) []string {
		d, err := st.s.Desk(t.Context(), st.as(who))
		st.must(err)
		var list []string
		for _, o := range d.Owed {
			list = append(list, o.What)
		}
		return list
	}
	if d := cmp.Diff([]string{"accept"}, owed("office")); d != "" {
		t.Errorf("office (-want +got):\n%s", d)
	}
	accepts, err := st.s.Desk(t.Context(), st.as("office"))
	st.must(err)
	if due := accepts.Owed[0].Due; due == nil || !due.Equal(st.now.Add(24*time.Hour)) {
		t.Errorf("planning is due after 24 hours, not at %v: a reminder is no deadline", due)
	}
	waiting, err := st.s.Desk(t.Context(), st.as("sales"))
	st.must(err)
	if len(waiting.Waiting) != 1 || len(waiting.Owed) != 0 || len(waiting.Today) != 0 {
		t.Errorf("applicant's desk %+v", waiting)
	}
	st.now = at(20, 10, 0)
	st.accept("")
	st.must(st.republish())
	if got := owed("head"); len(got) != 1 || got[0] != "review" {
		t.Errorf("head owes %v", got)
	}
	st.now = at(24, 8, 0)
	today, err := st.s.Desk(t.Context(), st.as("office"))
	st.must(err)
	if len(today.Today) != 1 || !today.Owed[0].Overdue {
		t.Errorf("office on the day: today %d, owed %+v", len(today.Today), today.Owed)
	}
}

// republish publishes without anybody answering.
func (st *story) republish() error {
	_, err := st.s.Publish(st.t.Context(), st.as("office2"), st.r, Publish{Version: st.view("office2").Version})
	return err
}

// TestTasksList: by department, by reception, mine; other departments' only for who may.
func TestTasksList(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	mine, err := st.s.Tasks(t.Context(), st.as("production"), TaskFilter{Mine: true})
	st.must(err)
	if len(mine.Items) != 1 || mine.Items[0].ID != "workshop-5s" || mine.Items[0].State != TaskAsked {
		t.Errorf("production's tasks %+v", mine.Items)
	}
	all, err := st.s.Tasks(t.Context(), st.as("office2"), TaskFilter{Reception: st.r})
	st.must(err)
	for i := 1; i < len(all.Items); i++ {
		if compareTimes(all.Items[i-1].Due, all.Items[i].Due) > 0 {
			t.Errorf("%s is before %s", all.Items[i-1].ID, all.Items[i].ID)
		}
	}
	if _, err := st.s.Tasks(t.Context(), st.as("production"), TaskFilter{Department: "rd"}); !fault.Is(err, "forbidden") {
		t.Errorf("another department's: %v", err)
	}
	list, err := st.s.List(t.Context(), st.as("production"), ListFilter{})
	st.must(err)
	if len(list.Items) != 1 {
		t.Errorf("who has a task does not find his reception: %+v", list)
	}
}

func TestSearch(t *testing.T) {
	st := newStory(t)
	st.apply("envicool", "general")
	for q, want := range map[string]string{st.r: "number", "huahai": "pinyin", "华海": "name", "R-20991231-001": "", "zzz": ""} {
		found, err := st.s.Search(t.Context(), st.as("sales"), q, "")
		hits := found.Items
		st.must(err)
		got := ""
		if len(hits) > 0 {
			got = hits[0].Why
		}
		if got != want {
			t.Errorf("%q: %+v", q, hits)
		}
	}
	if hits, err := st.s.Search(t.Context(), st.as("sales2"), st.r, ""); err != nil || len(hits.Items) != 0 {
		t.Errorf("another salesperson finds %+v, %v", hits, err)
	}
}

// TestWithoutDepartment: the first administrator is in no department yet, and
// works all the same: every list opens, and holds what he is to do.
func TestWithoutDepartment(t *testing.T) {
	st := newStory(t)
	who, err := st.s.Staff.Add(t.Context(), st.as("admin"), staff.AddStaff{Name: "周敏", Email: "zhoumin@demo.example", Roles: []string{"staff"}})
	st.must(err)
	st.apply("envicool", "general")
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	theirs, err := st.s.Tasks(t.Context(), st.as("production"), TaskFilter{Mine: true})
	st.must(err)
	k := theirs.Items[0]
	_, err = st.s.DoTask(t.Context(), st.as("production"), st.r, k.ID, DoTask{Version: k.Version, Do: "assign", Owner: who.ID})
	st.must(err)
	for name, f := range map[string]TaskFilter{"mine": {Mine: true}, "home": {}} {
		got, err := st.s.Tasks(t.Context(), st.as(who.ID), f)
		st.must(err)
		if len(got.Items) != 1 || got.Items[0].ID != k.ID {
			t.Errorf("tasks, %s: %+v", name, got.Items)
		}
	}
	desk, err := st.s.Desk(t.Context(), st.as(who.ID))
	st.must(err)
	if len(desk.Owed) != 1 || desk.Owed[0].ID != k.ID {
		t.Errorf("desk %+v", desk.Owed)
	}
	list, err := st.s.List(t.Context(), st.as(who.ID), ListFilter{})
	st.must(err)
	if len(list.Items) != 1 {
		t.Errorf("list %+v", list.Items)
	}
}
