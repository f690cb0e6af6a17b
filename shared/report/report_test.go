package report_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/report"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
)

var zone = time.FixedZone("CST", 8*3600)

var now = time.Date(2026, 11, 24, 9, 0, 0, 0, zone)

// A world is a store with the demonstration company.
type world struct {
	*testing.T
	db      *sqlitestore.DB
	count   *store.Counter
	reports *report.Service
	n       int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w := &world{T: t, db: db, count: store.Counting(db)}
	info, entries := staff.Fixture()
	put := func(sk string, v any) {
		body, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Commit(t.Context(), store.Put(store.Doc{Key: store.Key{PK: staff.Partition, SK: sk}, Body: body})); err != nil {
			t.Fatal(err)
		}
	}
	put("HEAD", info)
	for _, e := range entries {
		put(e.SK, e.Body)
	}
	w.reports = &report.Service{DB: w.count, Staff: &staff.Service{DB: db}}
	return w
}

// fact stores a reception in figures.
func (w *world) fact(day string, f reception.Fact) {
	w.Helper()
	start, err := time.ParseInLocation("2006-01-02", day, zone)
	if err != nil {
		w.Fatal(err)
	}
	w.n++
	f.Number, f.Start = fmt.Sprintf("R-%03d", w.n), start
	body, err := json.Marshal(f)
	if err != nil {
		w.Fatal(err)
	}
	if err := w.db.Commit(w.Context(), store.Put(store.Doc{Key: reception.FactKey(start, f.Number), Body: body})); err != nil {
		w.Fatal(err)
	}
}

// sample is a small history: two departments, two levels, two years.
func (w *world) sample() {
	dinner := map[string]policy.Money{"dinner": policy.Yuan(500)}
	w.fact("2025-03-10", reception.Fact{Department: "sales", Level: "senior", Expected: 4, Claimed: policy.Yuan(400), Allowed: policy.Yuan(400), Late: true,
		Scores: map[string]float64{"product": 3}, Answered: 1, Sent: 2})
	w.fact("2026-03-02", reception.Fact{Department: "sales", Level: "senior", Expected: 5, Came: 4, Customer: reception.Ref{ID: "c1", Name: "深圳一号"},
		Claimed: policy.Yuan(900), Allowed: policy.Yuan(700), Claims: map[string]policy.Money{"dinner": policy.Yuan(700), "gift": policy.Yuan(200)},
		Costs: map[string]policy.Money{"dinner": policy.Yuan(500), "gift": policy.Yuan(200)}, Caps: map[string]policy.Money{"dinner": policy.Yuan(500), "lunch": policy.Yuan(300)},
		Deadlines: map[string]bool{"lead": true, "review": true, "summary": false}, Tasks: 4, TasksLate: 1, Sent: 3, Answered: 2,
		Scores: map[string]float64{"product": 4, "service": 5}, Answers: map[string]int{"product": 2, "service": 1}})
	w.fact("2026-03-20", reception.Fact{Department: "rd", Level: "ordinary", Expected: 2, Urgent: true, Deadlines: map[string]bool{"lead": false}})
	w.fact("2026-11-03", reception.Fact{Department: "sales", Level: "ordinary", Expected: 1, Came: 1, Customer: reception.Ref{ID: "c1", Name: "深圳一号"},
		Claimed: policy.Yuan(500), Allowed: policy.Yuan(500), Claims: dinner, Costs: dinner}) // of a policy without caps
}

// report asks as somebody.
func (w *world) report(who string, ask report.Ask) report.View {
	w.Helper()
	v, err := w.reports.Report(w.Context(), staff.Act{By: who, At: now, Lang: i18n.ZH}, ask)
	if err != nil {
		w.Fatalf("%s: %v", who, err)
	}
	return v
}

func TestFigures(t *testing.T) {
	w := newWorld(t)
	w.sample()
	v := w.report("office", report.Ask{})
	if d := cmp.Diff(report.Count{Receptions: 3, Before: 1, Guests: 7}, v.Volume.Total); d != "" {
		t.Errorf("volume (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]report.Count{{ID: "ordinary", Receptions: 2, Guests: 3}, {ID: "senior", Receptions: 1, Before: 1, Guests: 4}}, v.Volume.Levels); d != "" {
		t.Errorf("levels (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]report.CategoryCost{{"dinner", policy.Yuan(1200), policy.Yuan(1000), policy.Yuan(700), policy.Yuan(500)},
		{"gift", policy.Yuan(200), policy.Yuan(200), policy.Money{}, policy.Money{}}}, v.Cost.Categories); d != "" {
		t.Errorf("categories (-want +got):\n%s", d)
	}
	if v.Cost.Allowed != policy.Yuan(1200) || v.Cost.Before != policy.Yuan(400) || v.Cost.Customers[0].Each != policy.Yuan(600) {
		t.Errorf("cost %+v", v.Cost)
	}
	if d := cmp.Diff([]report.DeadlineLine{{"lead", 1, 1, 50, 0}, {"review", 1, 0, 100, 0}, {"tasks", 3, 1, 75, 0}, {"summary", 0, 1, 0, 0}}, v.Deadlines.Lines[:4]); d == "" {
		t.Error("the third reception knows its lead time too")
	}
	if d := cmp.Diff(report.DeadlineLine{"lead", 2, 1, 66.7, 0}, v.Deadlines.Lines[0]); d != "" {
		t.Errorf("lead (-want +got):\n%s", d)
	}
	s := v.Satisfaction
	if s.Average != 4.33 || s.Before != 3 || s.Sent != 3 || len(s.Lowest) != 1 || s.Lowest[0].ID != "product" || s.Lowest[0].Before != 3 {
		t.Errorf("satisfaction %+v", s)
	}
	if m := v.Volume.Months; len(m) != 11 || m[2].Receptions != 2 || m[2].Before != 1 || m[10].Month != "2026-11" {
		t.Errorf("months %+v", m)
	}
}

// TestMergedCustomers: what was filed under two records, of which one went into
// the other since, are the costs of one customer.
func TestMergedCustomers(t *testing.T) {
	w := newWorld(t)
	s := &customer.Service{DB: w.db, Staff: &staff.Service{DB: w.db}}
	enter := func(name string) customer.View {
		v, err := s.Create(t.Context(), staff.Act{By: staff.System, At: now, Key: name}, customer.Create{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	stays, goes := enter("华海精密"), enter("HUAHAI")
	for i, v := range []customer.View{stays, goes, goes} {
		w.fact(fmt.Sprintf("2026-0%d-10", i+1), reception.Fact{Department: "sales", Level: "senior", Customer: reception.Ref{ID: v.Customer.ID, Name: v.Customer.Name},
			Allowed: policy.Yuan(300), Claimed: policy.Yuan(300)})
	}
	if v := w.report("gm", report.Ask{}); len(v.Cost.Customers) != 2 {
		t.Fatalf("two records: %+v", v.Cost.Customers)
	}
	if _, err := s.Merge(t.Context(), staff.Act{By: staff.System, At: now, Key: "m"}, stays.Customer.ID, goes.Customer.ID,
		customer.Merge{Version: stays.Version, Take: map[string]string{"name": customer.TakeThis}}); err != nil {
		t.Fatal(err)
	}
	want := []report.CostLine{{ID: stays.Customer.ID, Name: "华海精密", Receptions: 3, Allowed: policy.Yuan(900), Each: policy.Yuan(300)}}
	if d := cmp.Diff(want, w.report("gm", report.Ask{}).Cost.Customers); d != "" {
		t.Errorf("one customer (-want +got):\n%s", d)
	}
}

// The sums of finished months say the same as the facts, and cost three
// queries in one round, and one Get for the customers' names; a reception filed
// late is counted at once.
func TestRollUp(t *testing.T) {
	w := newWorld(t)
	w.sample()
	want := w.report("office", report.Ask{})
	for range 2 {
		if err := w.reports.Roll(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	w.count.Reset()
	if d := cmp.Diff(want, w.report("office", report.Ask{})); d != "" {
		t.Errorf("rolled up (-facts +sums):\n%s", d)
	}
	if n := w.count.Counts(); n.Queries != 3 || n.Rounds != 2 {
		t.Errorf("%d queries in %d rounds", n.Queries, n.Rounds)
	}
	w.fact("2026-03-21", reception.Fact{Department: "rd", Expected: 1})
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, zone)
	if err := w.db.Commit(t.Context(), store.Put(store.Doc{Key: reception.StaleKey(march), Body: []byte(`{"s":1}`)})); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if n := w.report("office", report.Ask{}).Volume.Total.Receptions; n != 4 {
			t.Errorf("%d receptions after a late one", n)
		}
		if err := w.reports.Roll(t.Context(), now); err != nil {
			t.Fatal(err)
		}
	}
	docs, err := w.db.Get(t.Context(), reception.StaleKey(march))
	if err != nil || docs[0].Version != 0 {
		t.Errorf("the mark stays: %v %v", docs, err)
	}
}

func TestReaders(t *testing.T) {
	w := newWorld(t)
	w.sample()
	for who, want := range map[string]struct {
		receptions  int
		cost        policy.Money
		departments int
	}{"office": {3, policy.Yuan(1200), 8}, "director": {3, policy.Yuan(1200), 8}, "gm": {3, policy.Yuan(1200), 8},
		"head": {2, policy.Yuan(1200), 1}, "finance": {-1, policy.Yuan(1200), 8}} {
		v := w.report(who, report.Ask{})
		got := -1
		if v.Volume != nil {
			got = v.Volume.Total.Receptions
		}
		if got != want.receptions || v.Cost.Allowed != want.cost || len(v.Departments) != want.departments || (v.Satisfaction == nil) != (got < 0) {
			t.Errorf("%s: %d receptions, cost %v, %d departments", who, got, v.Cost.Allowed, len(v.Departments))
		}
	}
	for _, who := range []string{"sales", "rd", "gate", "admin", "stranger", ""} {
		if _, err := w.reports.Report(t.Context(), staff.Act{By: who, At: now}, report.Ask{}); !fault.Is(err, "forbidden") {
			t.Errorf("%s: %v", who, err)
		}
	}
	for _, ask := range []report.Ask{{Year: 2027}, {Year: 2010}, {Department: "rd"}} {
		if _, err := w.reports.Report(t.Context(), staff.Act{By: "head", At: now}, ask); err == nil || fault.As(err).Kind != fault.Invalid {
			t.Errorf("%+v: %v", ask, err)
		}
	}
	if v := w.report("office", report.Ask{Department: "rd"}); v.Volume.Total.Receptions != 1 {
		t.Errorf("one department: %+v", v.Volume.Total)
	}
}

// A company that has received nobody yet has a report of zeros.
func TestEmpty(t *testing.T) {
	v := newWorld(t).report("gm", report.Ask{})
	if v.Volume.Total.Receptions != 0 || len(v.Volume.Months) != 11 || v.Satisfaction.Average != 0 || v.Deadlines.Share != 0 {
		t.Errorf("%+v", v)
	}
}

// TestAverageIsRounded: the cost of one reception is to the nearest cent, not
// cut off.
func TestAverageIsRounded(t *testing.T) {
	w := newWorld(t)
	for day, cents := range map[string]int64{"2026-03-02": 10000, "2026-03-03": 5000, "2026-03-04": 5000} {
		cost := policy.Money{Minor: cents, Currency: policy.Currency}
		w.fact(day, reception.Fact{Department: "sales", Level: "senior", Customer: reception.Ref{ID: "c1", Name: "深圳一号"}, Claimed: cost, Allowed: cost})
	}
	cost := w.report("office", report.Ask{}).Cost
	for _, line := range []report.CostLine{cost.Levels[0], cost.Customers[0]} {
		if line.Each.Minor != 6667 { // 200 yuan for three
			t.Errorf("%d cents each of %+v", line.Each.Minor, line)
		}
	}
}
