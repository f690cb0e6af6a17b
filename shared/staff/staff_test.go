package staff_test

import (
	"context"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/store/storetest"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// demo opens a trial with the demonstration company.
func demo(t *testing.T) (*staff.Service, *storetest.Flaky) {
	t.Helper()
	db, err := sqlitestore.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	flaky := storetest.Faulty(db)
	if err := staff.StartTrial(t.Context(), flaky); err != nil {
		t.Fatal(err)
	}
	s := &staff.Service{DB: flaky}
	info, entries := staff.Fixture()
	if err := s.Import(t.Context(), info, entries...); err != nil {
		t.Fatal(err)
	}
	return s, flaky
}

func load(t *testing.T, s *staff.Service) *staff.Company {
	t.Helper()
	c, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// code is the public code of an error, "" for none.
func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func admin(key string) staff.Act { return staff.Act{By: "admin", At: now, Key: key, Lang: i18n.ZH} }

func TestFixtureIsTheCompanyOfTheInterface(t *testing.T) {
	s, _ := demo(t)
	c := load(t, s)
	var people []string
	for _, v := range c.Views(i18n.ZH) {
		people = append(people, v.ID)
		if v.Email != v.ID+"@demo.example" || v.Department == "" || len(v.Roles) == 0 || v.Name == "" {
			t.Errorf("%+v is not complete", v)
		}
	}
	want := []string{"admin", "director", "driver-head", "finance", "gate", "general-affairs", "gm", "head", "office", "office2",
		"production", "rd", "sales", "sales2", "supply"}
	if d := cmp.Diff(want, people); d != "" {
		t.Error(d)
	}
	heads := map[string]string{}
	for _, d := range c.Departments() {
		heads[d.ID] = c.HeadOf(d.ID).ID
	}
	if d := cmp.Diff(map[string]string{"sales": "head", "office": "office", "general-affairs": "general-affairs", "rd": "rd", "supply": "supply",
		"production": "production", "drivers": "driver-head", "finance": "finance"}, heads); d != "" {
		t.Error(d)
	}
	if c.Info.Policy != "envicool" || c.Zone().String() != "Asia/Shanghai" || c.Today(now.Add(7*time.Hour)) != "2026-11-23" {
		t.Errorf("company %+v", c.Info)
	}
	if p := c.Person(" Office@Demo.example "); p == nil || p.ID != "office" || p.Called(i18n.EN) != "Chen Jing" || p.Called(i18n.ZHHant) != "陈静" {
		t.Errorf("found %+v", p)
	}
}

func TestPositions(t *testing.T) {
	s, _ := demo(t)
	c := load(t, s)
	for _, x := range []struct{ role, holder string }{
		{"office", "office"}, {"director", "director"}, {"gm", "gm"}, {"general-affairs", "general-affairs"},
		{"drivers", "driver-head"}, {"supply", "supply"}, {"nobody", ""},
		{"sales", "head"}, {"gate", "gate"}, {"office2", "office2"}, // by name
	} {
		got := ""
		if p := c.Holder("envicool", x.role); p != nil {
			got = p.ID
		}
		if got != x.holder {
			t.Errorf("%s falls to %q, want %q", x.role, got, x.holder)
		}
	}
	var all []string
	for _, p := range c.Holders("envicool", "general-affairs") {
		all = append(all, p.ID)
	}
	if d := cmp.Diff([]string{"general-affairs", "gate"}, all); d != "" {
		t.Error(d)
	}
	p, err := s.MapRole(t.Context(), admin("m"), staff.MapRole{Policy: "envicool", Role: "director", Position: staff.Position{Staff: []string{"gm@demo.example"}}})
	if err != nil || p.Staff[0] != "gm" || load(t, s).Holder("envicool", "director").ID != "gm" {
		t.Errorf("mapped to %v, %v", p, err)
	}
	_, err = s.MapRole(t.Context(), admin("n"), staff.MapRole{Policy: "envicool", Role: "x", Position: staff.Position{Staff: []string{"ghost"}}})
	if code(err) != "unknown-id" {
		t.Error(err)
	}
}

func TestAboveAndHeads(t *testing.T) {
	s, _ := demo(t)
	c := load(t, s)
	for person, want := range map[string]string{"sales": "head", "head": "director", "director": "gm", "office2": "office", "office": "director",
		"rd": "director"} {
		if p := c.Above(person); p == nil || p.ID != want {
			t.Errorf("above %s is %v, want %s", person, p, want)
		}
	}
	if p := c.Above("gm"); p != nil {
		t.Errorf("above the general manager is %s", p.ID)
	}
	if !c.Heads("head", "sales") || c.Heads("sales", "sales") || c.Heads("head", "rd") {
		t.Error("heads are wrong")
	}
}

func TestAddEditLeave(t *testing.T) {
	s, _ := demo(t)
	ctx := t.Context()
	add := staff.AddStaff{Email: "New@Demo.Example", Name: "钱多", Roles: []string{"office", "sales"}, Department: "office", Language: "en"}
	v, err := s.Add(ctx, admin("k1"), add)
	if err != nil || v.Email != "new@demo.example" || v.Version != 1 || cmp.Diff(v.Roles, []staff.Role{staff.Sales, staff.Office}) != "" {
		t.Fatalf("%+v, %v", v, err)
	}
	again, err := s.Add(ctx, admin("k1"), add)
	if err != nil || again.ID != v.ID {
		t.Errorf("the same key made %v, %v", again, err)
	}
	add.Name = "别人"
	if _, err := s.Add(ctx, admin("k1"), add); code(err) != "key-reused" {
		t.Error(err)
	}
	if _, err := s.Add(ctx, admin("k2"), add); code(err) != "invalid" {
		t.Errorf("the address twice: %v", err)
	}
	if _, err := s.Add(ctx, staff.Act{By: "sales", At: now}, staff.AddStaff{Email: "x@demo.example", Name: "x"}); code(err) != "forbidden" {
		t.Error(err)
	}
	if _, err := s.Edit(ctx, admin("k3"), v.ID, staff.EditStaff{Version: 9, Position: new("x")}); code(err) != "stale-version" {
		t.Error(err)
	}
	own := staff.Act{By: v.ID, At: now}
	if v, err = s.Edit(ctx, own, v.ID, staff.EditStaff{Version: 1, Phone: new("138")}); err != nil || v.Phone != "138" || v.Version != 2 {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := s.Edit(ctx, own, v.ID, staff.EditStaff{Version: 2, Roles: []string{"admin"}}); code(err) != "forbidden" {
		t.Error(err)
	}
	if v, err = s.Leave(ctx, admin("k4"), v.ID, staff.Leave{Version: 2, Successor: "office"}); err != nil || v.Active {
		t.Errorf("%+v, %v", v, err)
	}
	c := load(t, s)
	if p := c.Present(v.ID); p == nil || p.ID != "office" || c.Person(v.ID).Has(staff.Office) {
		t.Errorf("after leaving: %v", p)
	}
	back, err := s.Add(ctx, admin("k5"), staff.AddStaff{Email: "new@demo.example", Name: "钱多"})
	if err != nil || load(t, s).Person("new@demo.example").ID != back.ID {
		t.Errorf("the address of who left: %+v, %v", back, err)
	}
}

func TestHeadWhoLeftIsReplaced(t *testing.T) {
	s, _ := demo(t)
	v, _ := load(t, s).View("head", i18n.ZH)
	if _, err := s.Leave(t.Context(), admin(""), "head", staff.Leave{Version: v.Version, Successor: "sales2"}); err != nil {
		t.Fatal(err)
	}
	if c := load(t, s); c.HeadOf("sales").ID != "sales2" || !c.MayActFor("sales2", "head", "review", now) {
		t.Error("the successor does not stand in")
	}
}

func TestCheckedFields(t *testing.T) {
	s, _ := demo(t)
	for field, cmd := range map[string]staff.AddStaff{
		"/email":      {Email: "not an address", Name: "x"},
		"/name":       {Email: "x@demo.example", Name: " "},
		"/roles":      {Email: "x@demo.example", Name: "x", Roles: []string{"king"}},
		"/department": {Email: "x@demo.example", Name: "x", Department: "moon"},
		"/language":   {Email: "x@demo.example", Name: "x", Language: "tlh"},
	} {
		_, err := s.Add(t.Context(), admin(""), cmd)
		if e := fault.As(err); e == nil || len(e.Fields) == 0 || e.Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestLoadReadsOneDocumentWhileNothingChanges(t *testing.T) {
	s, flaky := demo(t)
	first := load(t, s)
	counting := &reads{DB: flaky}
	s.DB = counting
	if load(t, s) != first || counting.queries != 0 {
		t.Error("an unchanged company was read again")
	}
	s.DB = flaky
	if _, err := s.SetHolidays(t.Context(), admin(""), staff.SetHolidays{Year: 2031, Off: []string{"2031-05-02"}}); err != nil {
		t.Fatal(err)
	}
	c := load(t, s)
	if c == first || c.Calendar().Workday(time.Date(2031, 5, 2, 9, 0, 0, 0, c.Zone())) {
		t.Error("the holiday is not known")
	}
}

// reads counts queries.
type reads struct {
	store.DB
	queries int
}

func (r *reads) Query(ctx context.Context, q store.Query) iter.Seq2[store.Doc, error] {
	r.queries++
	return r.DB.Query(ctx, q)
}

func TestEveryCommandLeavesOneEvent(t *testing.T) {
	s, flaky := demo(t)
	ctx := t.Context()
	if _, err := s.SetCompany(ctx, admin("a"), staff.SetCompany{Version: load(t, s).Version, Closes: "17:30", Settings: map[string]string{"x": "1"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SetDepartment(ctx, admin("b"), staff.SetDepartment{ID: "lab", Name: "实验室", Head: new("rd"), Parent: new("rd")}); err != nil {
		t.Fatal(err)
	}
	page, err := event.History(ctx, flaky, staff.Partition, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range page.Entries {
		kinds = append(kinds, e.Kind)
	}
	if d := cmp.Diff([]string{staff.EventDepartment, staff.EventCompany}, kinds); d != "" {
		t.Error(d)
	}
	if c := load(t, s); c.Info.Hours.Closes != "17:30" || c.Setting("x", "0") != "1" || c.Department("lab").Head != "rd" {
		t.Errorf("%+v", c.Info)
	}
}

func TestInjectedFailures(t *testing.T) {
	for _, failure := range []storetest.Failure{storetest.Lost, storetest.Unanswered} {
		t.Run(failure.String(), func(t *testing.T) {
			s, flaky := demo(t)
			cmd := staff.AddStaff{Email: "new@demo.example", Name: "钱多"}
			flaky.FailAt(0, failure)
			if _, err := s.Add(t.Context(), admin("k"), cmd); code(err) != "unavailable" {
				t.Fatal(err)
			}
			v, err := s.Add(t.Context(), admin("k"), cmd)
			if err != nil || v.Email != cmd.Email {
				t.Fatalf("%+v, %v", v, err)
			}
			page, _ := event.History(t.Context(), flaky, staff.Partition, "", 10)
			if len(page.Entries) != 1 {
				t.Errorf("%d events, want 1", len(page.Entries))
			}
		})
	}
}

func TestFoundAndTrial(t *testing.T) {
	db, err := sqlitestore.Open(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	ctx, s := t.Context(), &staff.Service{DB: db}
	if c := load(t, s); c.Founded() || c.Zone() != time.UTC {
		t.Error("an empty store has a company")
	}
	cmd := staff.Found{Name: "某公司", Zone: "Asia/Shanghai", Admin: "张三", Email: "zhang@firm.example"}
	v, err := s.Found(ctx, staff.Act{By: staff.System, At: now}, cmd)
	if err != nil || !load(t, s).Person(v.ID).Has(staff.Admin) {
		t.Fatal(err)
	}
	if _, err := s.Found(ctx, staff.Act{By: staff.System, At: now.Add(1)}, cmd); code(err) != "wrong-state" {
		t.Error(err)
	}
	if err := staff.StartTrial(ctx, db); code(err) != "forbidden" {
		t.Errorf("a company became a trial: %v", err)
	}
	if err := s.Import(ctx, staff.Info{}); code(err) != "forbidden" {
		t.Errorf("a company was reset: %v", err)
	}
	if err := staff.SetClock(ctx, db, now, true); code(err) != "not-found" {
		t.Error(err)
	}
}

func TestTrialClock(t *testing.T) {
	s, flaky := demo(t)
	ctx := t.Context()
	if err := staff.StartTrial(ctx, flaky); err != nil {
		t.Errorf("a trial did not stay one: %v", err)
	}
	if err := staff.SetClock(ctx, flaky, now, true); err != nil {
		t.Fatal(err)
	}
	got, ok, err := staff.LoadTrial(ctx, flaky)
	if err != nil || !ok || !got.Now.Equal(now) || !got.Frozen {
		t.Errorf("%+v %v %v", got, ok, err)
	}
	if !load(t, s).Founded() {
		t.Error("no company")
	}
}

func TestWhatANewerReleaseWroteIsNotWrittenOver(t *testing.T) {
	s, flaky := demo(t)
	docs, err := flaky.Get(t.Context(), store.Key{PK: staff.Partition, SK: "STAFF#sales"})
	if err != nil {
		t.Fatal(err)
	}
	d := docs[0]
	d.Body = []byte(`{"s":99,"id":"sales","email":"sales@demo.example","name":"王芳","badge":7}`)
	if err := flaky.Commit(t.Context(), store.Replace(d)); err != nil {
		t.Fatal(err)
	}
	s.Forget()
	if _, err := s.Edit(t.Context(), admin(""), "sales", staff.EditStaff{Version: d.Version + 1, Phone: new("1")}); code(err) != "newer-release" {
		t.Error(err)
	}
	if p := load(t, s).Person("sales"); p == nil || p.Name != "王芳" {
		t.Errorf("read as %+v", p)
	}
}
