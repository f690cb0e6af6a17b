package reception

import (
	"context"
	"testing"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/venue"
)

// shipped finds the shipped policies, as if they had been adopted.
type shipped map[string]*policy.Policy

func (p shipped) Get(_ context.Context, id, _ string) (*policy.Policy, error) {
	if p[id] != nil {
		return p[id], nil
	}
	loaded, err := load.FS(presets.FS, id)
	if err != nil {
		return nil, err
	}
	raw, err := loaded.Encode()
	if err != nil {
		return nil, err
	}
	if p[id], err = policy.Decode(raw); err == nil {
		p[id].Version = "0001"
	}
	return p[id], err
}

// A story plays a reception through in the fixture's company.
type story struct {
	t   testing.TB
	s   *Service
	db  *store.Counter
	now time.Time
	r   string
	// guests come; five inspectors unless a test says otherwise.
	guests []Guest
}

// site is where the fixture's company is.
var site = time.FixedZone("Asia/Shanghai", 8*3600)

// at is a moment of November 2026 at the site; the visits are on the 24th.
func at(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, site) }

func newStory(t testing.TB) *story {
	t.Helper()
	raw, err := sqlitestore.Open(sqlitestore.Memory, sqlitestore.Unsynced())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	db := store.Counting(raw)
	if err := staff.StartTrial(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	people := &staff.Service{DB: db}
	info, entries := staff.Fixture()
	if err := people.Import(t.Context(), info, append(entries, venue.Fixture()...)...); err != nil {
		t.Fatal(err)
	}
	s := &Service{DB: db, Staff: people, Customers: &customer.Service{DB: db, Staff: people}, Venues: &venue.Service{DB: db, Staff: people},
		Policies: shipped{}}
	return &story{t: t, s: s, db: db, now: at(20, 9, 0), guests: party()}
}

// as is somebody acting now.
func (st *story) as(who string) staff.Act { return staff.Act{By: who, At: st.now, Lang: i18n.ZH} }

// must fails the story.
func (st *story) must(err error) {
	st.t.Helper()
	if err != nil {
		st.t.Fatal(err)
	}
}

// until lets time pass.
func (st *story) until(to time.Time) {
	st.t.Helper()
	st.now = to
	st.must(st.s.Tick(st.t.Context(), store.Key{PK: Partition(st.r), SK: "HEAD"}, to))
}

// view is what somebody sees now.
func (st *story) view(who string) View {
	st.t.Helper()
	v, err := st.s.View(st.t.Context(), st.as(who), st.r)
	st.must(err)
	return v
}

// party is five guests: inspectors, so that showroom proposes ordinary.
func party() []Guest {
	return []Guest{
		{Name: "张伟", Position: "总经理", Kind: "inspector", Main: true, Language: "zh", Email: "zhang@huahai.example", Phone: "13800138000", Diet: "不吃牛肉"},
		{Name: "李敏", Kind: "inspector", Email: "li@huahai.example", Phone: "13800138001"},
		{Name: "王芳芳", Kind: "inspector"}, {Name: "赵云", Kind: "inspector"}, {Name: "Tom Smith", Kind: "inspector", Language: "en"},
	}
}

// apply submits an application of a policy for the 24th from 9 to 17.
func (st *story) apply(policy, class string) {
	st.t.Helper()
	start, end := at(24, 9, 0), at(24, 17, 0)
	purpose, wish := "洽谈年度合作", "参观展厅，午餐清淡"
	draft, err := st.s.Create(st.t.Context(), st.as("sales"), Application{Policy: policy, Customer: CustomerRef{Name: "华海精密", Class: class},
		Start: &start, End: &end, Purpose: &purpose, Wishes: &wish, Requirements: &wish, Guests: st.guests})
	st.must(err)
	sent, err := st.s.Submit(st.t.Context(), st.as("sales"), draft.ID, Submit{Version: draft.Version})
	st.must(err)
	st.r = sent.Number
}

// accept has the office accept with office2 as specialist, and plan a dinner.
func (st *story) accept(level string) {
	st.t.Helper()
	v := st.view("office")
	_, err := st.s.Accept(st.t.Context(), st.as("office"), st.r, Accept{Version: v.Version, Level: level, Reason: "客户要求", Specialist: "office2"})
	st.must(err)
}

// publish publishes and lets the reviewers agree.
func (st *story) publish(questions ...string) {
	st.t.Helper()
	p, err := st.s.Publish(st.t.Context(), st.as("office2"), st.r, Publish{Version: st.view("office2").Version, Reason: "合作需要"})
	st.must(err)
	answers := map[string]string{}
	for _, q := range questions {
		answers[q] = "yes"
	}
	for p.State == Review {
		v := st.view("office2")
		for _, a := range v.Approvals {
			for _, step := range a.Steps {
				if step.State != AskOpen {
					continue
				}
				d, err := st.s.Review(st.t.Context(), st.as(step.Person.ID), st.r, Decide{Version: st.view("office2").Version, Answers: answers})
				st.must(err)
				p.State = d.State
			}
		}
	}
}

// closed plays an envicool reception to its end: visited by all, closing.
func (st *story) closed(class string) {
	st.t.Helper()
	st.apply("envicool", class)
	st.now = at(20, 10, 0)
	st.accept("")
	st.publish("executability", "necessity")
	st.until(at(24, 9, 5))
	st.checkIn(4)
	st.until(at(24, 17, 0))
	if v := st.view("office2"); v.State != Closing {
		st.t.Fatalf("state %s", v.State)
	}
}

// checkIn lets the first n guests in.
func (st *story) checkIn(n int) {
	st.t.Helper()
	var ids []string
	for _, g := range st.view("office2").Application.Guests[:n] {
		ids = append(ids, g.ID)
	}
	_, err := st.s.Checkin(st.t.Context(), st.as("gate"), st.r, Checkin{Guests: ids})
	st.must(err)
}
