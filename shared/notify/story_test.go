package notify_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/mail"
	"yingbin/shared/notify"
	"yingbin/shared/paper/xlsx"
	"yingbin/shared/policy"
	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/store"
	"yingbin/shared/store/sqlitestore"
	"yingbin/shared/token"
	"yingbin/shared/venue"
)

// A stage is a company with everything it needs to play a visit, and the
// mails that it sent.
type stage struct {
	t     *testing.T
	db    store.DB
	r     *reception.Service
	n     *notify.Notifier
	mails []mail.Message
	steps int
	lang  i18n.Lang
}

// in writes the story's own words as its people write them.
func (s *stage) in(text string) string { return written(s.lang, text) }

// written is a text of ours in the characters of a language.
func written(l i18n.Lang, text string) string {
	if l == i18n.ZHHant {
		return i18n.Traditional(text)
	}
	return text
}

// day is a time of the story at the site.
func day(d, h, m int) time.Time {
	return time.Date(2026, 11, d, h, m, 0, 0, time.FixedZone("CST", 8*3600))
}

// newStage founds the demonstration company; everybody reads one language.
func newStage(t *testing.T, l i18n.Lang) *stage {
	t.Helper()
	db, err := sqlitestore.Open(sqlitestore.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	people := &staff.Service{DB: db}
	info, entries := staff.Fixture()
	entries = append(entries, venue.Fixture()...)
	for i := range entries {
		switch body := entries[i].Body.(type) {
		case staff.Person:
			body.Language, body.Name, body.Position = l, written(l, body.Name), written(l, body.Position)
			entries[i].Body = body
		case staff.Department:
			body.Name = written(l, body.Name)
			entries[i].Body = body
		case venue.Resource:
			body.Name, body.Place, body.Plate = written(l, body.Name), written(l, body.Place), written(l, body.Plate)
			entries[i].Body = body
		}
	}
	info.Name, info.Legal, info.Address = written(l, info.Name), written(l, info.Legal), written(l, info.Address)
	if err := staff.StartTrial(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if err := people.Import(t.Context(), info, entries...); err != nil {
		t.Fatal(err)
	}
	policies := &shelf.Shelf{DB: db}
	for _, name := range info.Policies {
		p, err := load.FS(presets.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := policies.Adopt(t.Context(), p, staff.System, ""); err != nil {
			t.Fatal(err)
		}
	}
	ring, err := token.Generate(bytes.NewReader(bytes.Repeat([]byte{7}, 256)))
	if err != nil {
		t.Fatal(err)
	}
	r := &reception.Service{DB: db, Staff: people, Customers: &customer.Service{DB: db, Staff: people}, Venues: &venue.Service{DB: db, Staff: people}, Policies: policies}
	return &stage{t: t, lang: l, db: db, r: r, n: &notify.Notifier{Workbook: xlsx.Write, Receptions: r, Ring: ring, URL: "https://visits.example.com", Host: "visits.example.com",
		From: mail.Address{Name: "Yingbin", Email: "visits@visits.example.com"}}}
}

// act is somebody doing something.
func (s *stage) act(by string, at time.Time) staff.Act {
	s.steps++
	return staff.Act{By: by, At: at, Key: fmt.Sprint("k", s.steps), Lang: i18n.ZH}
}

// send delivers what waits, and what follows from it, and keeps the mails.
func (s *stage) send(at time.Time) {
	s.t.Helper()
	for {
		keys, err := event.Undelivered(s.t.Context(), s.db, time.Time{}, 0)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(keys) == 0 {
			return
		}
		for _, k := range keys {
			plan := func(ctx context.Context, e event.Event) ([]event.Letter, error) {
				if err := s.r.Succeed(ctx, e, at); err != nil {
					return nil, err
				}
				return s.n.Letters(ctx, e, at)
			}
			err := event.Deliver(s.t.Context(), s.db, k, at, plan, func(_ context.Context, l event.Letter) (string, error) {
				s.mails = append(s.mails, l.Payload.(mail.Message))
				return "id", nil
			})
			if err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// must passes an answer on, or ends the test; then mails go out.
func must[A any](s *stage, at time.Time) func(A, error) A {
	return func(a A, err error) A {
		s.t.Helper()
		if err != nil {
			s.t.Fatalf("%v: %+v", err, err)
		}
		s.send(at)
		return a
	}
}

// find gives the first mail of a kind to an address that begins like this.
func (s *stage) find(kind, to string) mail.Message {
	s.t.Helper()
	for _, m := range s.mails {
		if m.Kind == kind && len(m.To.Email) >= len(to) && m.To.Email[:len(to)] == to {
			return m
		}
	}
	s.t.Fatalf("no mail %s to %s", kind, to)
	return mail.Message{}
}

// play tells a whole visit: everything that mails are written about.
func (s *stage) play() string {
	at := day(22, 9, 0)
	start, end := day(24, 9, 0), day(24, 17, 0)
	d := must[reception.DraftAnswer](s, at)(s.r.Create(s.t.Context(), s.act("sales", at), reception.Application{Policy: "envicool",
		Customer: reception.CustomerRef{Name: s.in("深圳一号科技"), Class: "key-account"}, Start: &start, End: &end, Purpose: new(s.in("技术交流")),
		Requirements: new(s.in("投影仪 <script>alert(1)</script>")), Guests: []reception.Guest{
			{Name: s.in("张建华"), Position: s.in("总经理"), Email: "zhang@guest.example", Phone: "13900000001", Main: true, Diet: s.in("素食")},
			{Name: "=HYPERLINK(1)", Position: "Engineer", Email: "smith@guest.example", Language: "en"}},
		ItineraryWish: []reception.Wish{{Kind: "talk", Start: new(day(24, 9, 30)), End: new(day(24, 11, 0)), Note: s.in("技术交流")},
			{Kind: "meal", Start: new(day(24, 12, 0)), End: new(day(24, 13, 0)), Note: s.in("午餐")}}}))
	sub := must[reception.StateAnswer](s, at)(s.r.Submit(s.t.Context(), s.act("sales", at), d.ID, reception.Submit{Version: d.Version}))
	r := sub.Number
	ret := must[reception.StateAnswer](s, at)(s.r.Return(s.t.Context(), s.act("office", at), r, reception.Return{Version: sub.Version, Comment: s.in("请补充行程")}))
	sub = must[reception.StateAnswer](s, at)(s.r.Submit(s.t.Context(), s.act("sales", at), r, reception.Submit{Version: ret.Version}))
	acc := must[reception.StateAnswer](s, at)(s.r.Accept(s.t.Context(), s.act("office", at), r, reception.Accept{Version: sub.Version, Specialist: "office2"}))
	p := must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r))
	plan := s.plan(p, acc.Version)
	p = must[reception.PlanAnswer](s, at)(s.r.EditPlan(s.t.Context(), s.act("office", at), r, plan))
	must[reception.PublishAnswer](s, at)(s.r.Publish(s.t.Context(), s.act("office", at), r, reception.Publish{Version: p.Version, Note: s.in("首版")}))
	s.review(r, at)
	s.onTheDay(r)
	s.afterwards(r)
	return r
}

// plan adds room, host, meal, lodging, car and gift to the template.
func (s *stage) plan(p reception.PlanAnswer, version int64) reception.EditPlan {
	items, meals := p.Plan.Items, p.Plan.Meals
	items[0].Resources, items[0].Place = []string{"room-a"}, s.in("A会议室")
	items[0].People = []reception.Assigned{{Staff: "office2", Role: "host"}}
	for i := range meals {
		meals[i].Amount, meals[i].Kind, meals[i].Place = policy.Yuan(480), "simple", s.in("公司餐厅")
	}
	return reception.EditPlan{Version: version, Items: &items, Meals: &meals,
		Lodging:  &[]reception.Lodging{{Hotel: s.in("海景酒店"), Stars: 4, Rate: policy.Yuan(520), Payer: "guest"}},
		Vehicles: &[]reception.Vehicle{{Resource: "car", Item: items[0].ID, Driver: reception.Driver{Name: s.in("李师傅"), Email: "driver@cars.example"}}},
		Gifts:    &[]reception.Gift{{Name: s.in("纪念册"), Count: 2, Amount: policy.Yuan(160)}}}
}

// review lets salesperson and department head say yes.
func (s *stage) review(r string, at time.Time) {
	for _, who := range []string{"sales", "head"} {
		v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act(who, at), r))
		must[reception.ReviewAnswer](s, at)(s.r.Review(s.t.Context(), s.act(who, at), r, reception.Decide{Version: v.Version,
			Answers: map[string]string{"executability": "yes", "necessity": "yes"}}))
	}
}

// tick lets time pass for the reception.
func (s *stage) tick(r string, at time.Time) {
	s.t.Helper()
	for _, sk := range []string{"HEAD"} {
		if err := s.r.Tick(s.t.Context(), store.Key{PK: reception.Partition(r), SK: sk}, at); err != nil {
			s.t.Fatal(err)
		}
	}
	s.send(at)
}

func (s *stage) onTheDay(r string) {
	s.tick(r, day(24, 8, 50))
	at := day(24, 8, 50)
	must[reception.CheckinAnswer](s, at)(s.r.Checkin(s.t.Context(), s.act("gate", at), r, reception.Checkin{Guest: "g0000"}))
	v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office2", at), r))
	must[reception.DelayAnswer](s, at)(s.r.Delay(s.t.Context(), s.act("office2", at), r, reception.Delay{Version: v.Version, Item: v.Plan.Items[0].ID, Minutes: 10}))
	v = must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office2", at), r))
	must[reception.IncidentAnswer](s, at)(s.r.ReportIncident(s.t.Context(), s.act("office2", at), r, reception.ReportIncident{Version: v.Version, Text: s.in("电梯故障")}))
	s.tick(r, day(24, 17, 5))
}

func (s *stage) afterwards(r string) {
	at := day(24, 18, 0)
	v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office2", at), r))
	must[reception.SummaryAnswer](s, at)(s.r.WriteSummary(s.t.Context(), s.act("office2", at), r, reception.EditSummary{Version: v.Version, TourResult: new(s.in("好")),
		TalkResult: new(s.in("达成试用意向")), Opinions: new(s.in("希望缩短交期")), Complaints: new(s.in("无")), LookBack: new(s.in("提前确认用车")), File: true}))
	v = must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("sales", at), r))
	e := must[reception.ExpenseAnswer](s, at)(s.r.AddExpense(s.t.Context(), s.act("sales", at), r, reception.AddExpense{Version: v.Version, Category: "lunch", Amount: policy.Yuan(400)}))
	must[reception.SettlementAnswer](s, at)(s.r.Settle(s.t.Context(), s.act("sales", at), r, reception.Settle{Version: e.Version, Do: "submit"}))
	s.tick(r, day(25, 10, 5))
}
