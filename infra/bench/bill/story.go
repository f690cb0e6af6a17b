package bill

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/app/core"
	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/lambdas"
	"yingbin/shared/mail/mailtest"
	"yingbin/shared/moment"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// A story is one reception from the first draft to the archive, every command
// charged to the bill.
type story struct {
	ctx  context.Context
	app  *app.App
	box  *mailtest.Fake
	bill *bill

	r        string // id, then number
	now      time.Time
	commands int
	reported int // mails whose delivery was reported
	guests   int
	items    int
	tasks    int
	// revisions published
	revisions int
}

var (
	site  = time.FixedZone("CST", 8*3600)
	first = time.Date(2026, 11, 26, 9, 0, 0, 0, site) // of two days
)

// command charges one command of somebody, then lets everybody be told.
func (s *story) command(name, by string, do func(act staff.Act, version int64) error) error {
	version := int64(0)
	if s.r != "" {
		v, err := s.view()
		if err != nil {
			return err
		}
		version = v.Version
	}
	s.commands++
	act := staff.Act{By: by, At: s.now, Lang: i18n.ZH, Key: fmt.Sprintf("cost-%d", s.commands)}
	if err := s.bill.run(name, func() error { return do(act, version) }); err != nil {
		return err
	}
	return s.deliver()
}

// view is read for the story's own sake and charged to nobody.
func (s *story) view() (v reception.View, err error) {
	before := s.bill.db.Consumed()
	v, err = s.app.Receptions.View(s.ctx, staff.Act{By: "office", At: s.now, Lang: i18n.ZH}, s.r)
	if after := s.bill.db.Consumed(); after.Write != before.Write {
		return v, fmt.Errorf("a view wrote")
	}
	return v, err
}

// deliver is what the stream starts, and what the mail service reports.
func (s *story) deliver() error {
	keys, err := event.Undelivered(s.ctx, s.bill.db, time.Time{}, 0)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := s.bill.run("notify: an event", func() error { return s.app.Deliver(moment.With(s.ctx, s.now), k.PK, k.SK) }); err != nil {
			return err
		}
	}
	for _, m := range s.box.Sent()[s.reported:] {
		s.reported++
		d := lambdas.Delivery{MessageID: fmt.Sprintf("fake-%d", s.reported), Recipient: m.To.Email, State: "delivered", At: s.now, Tags: m.Tags}
		if err := s.bill.run("delivery: a report", func() error { return s.app.Delivered(s.ctx, d) }); err != nil {
			return err
		}
	}
	return nil
}

// pass moves the clock; each moment that strikes is charged.
func (s *story) pass(day int, clock string) error {
	to, err := time.ParseInLocation("2006-01-02 15:04", fmt.Sprintf("2026-11-%02d %s", day, clock), site)
	if err != nil {
		return err
	}
	struck := map[core.Due]bool{}
	for {
		due, err := s.app.Due(s.ctx, to, 100, core.Sweeps()...)
		if err != nil {
			return err
		}
		due = slices.DeleteFunc(due, func(d core.Due) bool { return struck[d] }) // tried once: it is of no use yet
		if len(due) == 0 {
			s.now = to
			return nil
		}
		struck[due[0]] = true
		if due[0].At.After(s.now) {
			s.now = due[0].At
		}
		if err := s.bill.run("clock: "+due[0].Sweep, func() error { _, err := s.app.Pass(s.ctx, s.now, core.Sweeps()...); return err }); err != nil {
			return err
		}
		if err := s.deliver(); err != nil {
			return err
		}
		if err := s.confirm(); err != nil { // who is nudged does it, and says so
			return err
		}
	}
}

// play is the whole of it.
func (s *story) play() error {
	s.now = time.Date(2026, 11, 22, 9, 0, 0, 0, site)
	for _, part := range []func() error{s.apply, s.plan, s.prepare, s.visit, s.after} {
		if err := part(); err != nil {
			return err
		}
	}
	v, err := s.view()
	s.guests, s.tasks, s.revisions = len(v.Application.Guests), len(v.Tasks), v.Revision
	if err == nil && v.State != reception.Archived {
		err = fmt.Errorf("the reception is %s, not archived", v.State)
	}
	return err
}

// application is saved twice as a draft before it is submitted.
func (s *story) application() reception.Application {
	end := first.AddDate(0, 0, 1).Add(7 * time.Hour)
	a := reception.Application{Policy: "envicool", Customer: reception.CustomerRef{Name: "深圳宏远精密", Class: "important"}, Start: &first, End: &end,
		Purpose: new("洽谈2027年框架合同，参观样品室、车间和实验室"), Wishes: new("参观实验室"), Requirements: new("需要英文讲解，投影"), PhotoWish: new(true)}
	for i, name := range []string{"张伟", "李娜", "John Smith", "王强", "赵敏"} {
		g := reception.Guest{Name: name, Position: "总经理", Organisation: "深圳宏远精密", Main: i == 0, Language: "zh", Phone: fmt.Sprintf("1390000000%d", i)}
		if i < 2 {
			g.Email = fmt.Sprintf("guest%d@hongyuan.example", i)
		}
		a.Guests = append(a.Guests, g)
	}
	at := first.Add(time.Hour)
	a.ItineraryWish = []reception.Wish{{Kind: "talk", Start: &at, Note: "框架合同会谈"}, {Kind: "tour-stop", Note: "参观实验室"}}
	return a
}

func (s *story) apply() error {
	r := s.app.Receptions
	err := s.command("draft: made", "sales", func(act staff.Act, _ int64) error {
		d, err := r.Create(s.ctx, act, s.application())
		s.r = d.ID
		return err
	})
	if err != nil {
		return err
	}
	draft := int64(1)
	for i := range 2 {
		a := s.application()
		*a.Purpose += strings.Repeat("。", i+1)
		s.commands++
		act := staff.Act{By: "sales", At: s.now, Lang: i18n.ZH, Key: fmt.Sprintf("cost-%d", s.commands)}
		if err := s.bill.run("draft: saved", func() error {
			d, err := r.EditApplication(s.ctx, act, s.r, reception.EditApplication{Version: draft, Application: a})
			draft = d.Version
			return err
		}); err != nil {
			return err
		}
	}
	s.commands++
	act := staff.Act{By: "sales", At: s.now, Lang: i18n.ZH, Key: "cost-submit"}
	if err := s.bill.run("submit (new customer)", func() error {
		a, err := r.Submit(s.ctx, act, s.r, reception.Submit{Version: draft})
		s.r = a.Number
		return err
	}); err != nil {
		return err
	}
	if err := s.deliver(); err != nil {
		return err
	}
	return s.command("accept", "office", func(act staff.Act, v int64) error {
		_, err := r.Accept(s.ctx, act, s.r, reception.Accept{Version: v, Specialist: "office2"})
		return err
	})
}

// itinerary is 14 items on two days.
func (s *story) itinerary() []reception.Item {
	kinds := []struct {
		kind, title, room string
		day               int
		from              float64
	}{{"pickup", "接站", "", 0, 0}, {"talk", "商务交流", "room-a", 0, 1}, {"tour-stop", "参观样品室", "", 0, 2}, {"meal", "午餐", "", 0, 3},
		{"tour-stop", "参观车间", "", 0, 4.5}, {"tour-stop", "参观实验室", "", 0, 5.5}, {"leaders-talk", "领导合作会谈", "room-b", 0, 6.5}, {"meal", "晚宴", "", 0, 9},
		{"lodging", "入住", "", 0, 11.5}, {"talk", "技术交流", "room-a", 1, 0}, {"meal", "午餐", "", 1, 3}, {"talk", "合同条款", "room-a", 1, 4.5}, {"activity", "游览深圳湾", "", 1, 5.5}, {"see-off", "送客", "", 1, 6.5}}
	var list []reception.Item
	for i, k := range kinds {
		at := first.AddDate(0, 0, k.day).Add(time.Duration(k.from * float64(time.Hour)))
		it := reception.Item{ID: fmt.Sprintf("i%02d", i), Kind: k.kind, Title: k.title, Place: "一楼", Start: at, End: at.Add(45 * time.Minute)}
		if k.room != "" {
			it.Resources, it.People = []string{k.room}, []reception.Assigned{{Staff: "sales", Role: "host"}, {Staff: "rd", Role: "presenter"}}
		}
		list = append(list, it)
	}
	s.items = len(list)
	return list
}

func (s *story) plan() error {
	items := s.itinerary()
	van := reception.Vehicle{ID: "v1", Resource: "van", Item: "i00", Driver: reception.Driver{Name: "老周", Phone: "13800020001", Email: "driver@demo.example"}}
	edits := []reception.EditPlan{
		{Items: new(items[:9])},
		{Items: new(items)},
		{Meals: &[]reception.Meal{{ID: "m1", Item: "i03", Slot: "lunch", Kind: "simple", Amount: policy.Yuan(300)}, {ID: "m2", Item: "i07", Slot: "dinner", Kind: "banquet", Place: "海岸城酒楼", Amount: policy.Yuan(1500)}}},
		{Lodging: &[]reception.Lodging{{ID: "l1", Hotel: "南山酒店", Stars: 4, Rate: policy.Yuan(600), Payer: "company", Rooms: 3}}, Vehicles: &[]reception.Vehicle{van}},
		{Gifts: &[]reception.Gift{{ID: "g1", Name: "茶叶", Count: 5, Amount: policy.Yuan(600), Reason: "首次签约"}}},
		{People: &[]reception.Assigned{{Staff: "sales", Role: "host"}, {Staff: "office2", Role: "guide"}}},
	}
	for _, e := range edits {
		if err := s.edit(e); err != nil {
			return err
		}
	}
	if err := s.publish("publish revision 1"); err != nil {
		return err
	}
	items[2].Title = "参观样品室与展厅"
	if err := s.edit(reception.EditPlan{Items: &items}); err != nil {
		return err
	}
	return s.publish("publish revision 2")
}

func (s *story) edit(e reception.EditPlan) error {
	return s.command("plan", "office", func(act staff.Act, v int64) error {
		e.Version = v
		_, err := s.app.Receptions.EditPlan(s.ctx, act, s.r, e)
		return err
	})
}

// publish publishes, and lets everybody who is asked say yes.
func (s *story) publish(name string) error {
	err := s.command(name, "office", func(act staff.Act, v int64) error {
		_, err := s.app.Receptions.Publish(s.ctx, act, s.r, reception.Publish{Version: v, Note: "按客户要求安排", Reason: "按客户要求安排"})
		return err
	})
	for range 8 {
		if err != nil {
			return err
		}
		v, look := s.view()
		if look != nil {
			return look
		}
		asked := asked(v)
		if asked == nil {
			return nil
		}
		err = s.command("decide", asked.Person.ID, func(act staff.Act, v int64) error {
			_, err := s.app.Receptions.Review(s.ctx, act, s.r, reception.Decide{Version: v, Answers: map[string]string{"executability": "yes", "necessity": "yes"}})
			return err
		})
	}
	return err
}

// asked is the first open step of an open chain.
func asked(v reception.View) *reception.StepView {
	for _, c := range v.Approvals {
		for i := range c.Steps {
			if c.State == reception.AskOpen && c.Steps[i].State == reception.AskOpen {
				return &c.Steps[i]
			}
		}
	}
	return nil
}
