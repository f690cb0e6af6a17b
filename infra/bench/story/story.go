// Package story plays a whole reception, from the first draft to the archive, by
// the services of the product over any store, for measurements.
package story

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
	"yingbin/shared/store"
	"yingbin/shared/token"
)

// A Story is one reception from the first draft to the archive. Every step of
// it, a command, a mail or a moment of the clock, goes through Run.
type Story struct {
	App  *app.App
	DB   store.DB
	Box  *mailtest.Fake
	Ring *token.Ring
	// Run runs a step of that kind; who measures wraps it.
	Run func(name string, do func() error) error
	// Look is called once, on the day of the visit with everybody there; may be nil.
	Look func() error

	R         string // the reception's id, then its number
	Now       time.Time
	Commands  int
	Guests    int
	Items     int
	Tasks     int
	Revisions int // published

	ctx      context.Context
	reported int // mails whose delivery was reported
}

var (
	site  = time.FixedZone("CST", 8*3600)
	start = time.Date(2026, 11, 22, 9, 0, 0, 0, site)
	first = time.Date(2026, 11, 26, 9, 0, 0, 0, site) // of two days
)

// command is a step of somebody, then lets everybody be told.
func (s *Story) command(name, by string, do func(act staff.Act, version int64) error) error {
	version := int64(0)
	if s.R != "" {
		v, err := s.view()
		if err != nil {
			return err
		}
		version = v.Version
	}
	s.Commands++
	act := staff.Act{By: by, At: s.Now, Lang: i18n.ZH, Key: fmt.Sprintf("story-%d", s.Commands)}
	if err := s.Run(name, func() error { return do(act, version) }); err != nil {
		return err
	}
	return s.deliver()
}

// view is read for the story's own sake, in no step.
func (s *Story) view() (v reception.View, err error) {
	return s.App.Receptions.View(s.ctx, staff.Act{By: "office", At: s.Now, Lang: i18n.ZH}, s.R)
}

// deliver is what the stream starts, and what the mail service reports.
func (s *Story) deliver() error {
	keys, err := event.Undelivered(s.ctx, s.DB, time.Time{}, 0)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := s.Run("notify: an event", func() error { return s.App.Deliver(moment.With(s.ctx, s.Now), k.PK, k.SK) }); err != nil {
			return err
		}
	}
	for _, m := range s.Box.Sent()[s.reported:] {
		s.reported++
		d := lambdas.Delivery{MessageID: fmt.Sprintf("fake-%d", s.reported), Recipient: m.To.Email, State: "delivered", At: s.Now, Tags: m.Tags}
		if err := s.Run("delivery: a report", func() error { return s.App.Delivered(s.ctx, d) }); err != nil {
			return err
		}
	}
	return nil
}

// pass moves the clock; each moment that strikes is a step.
func (s *Story) pass(day int, clock string) error {
	to, err := time.ParseInLocation("2006-01-02 15:04", fmt.Sprintf("2026-11-%02d %s", day, clock), site)
	if err != nil {
		return err
	}
	struck := map[core.Due]bool{}
	for {
		due, err := s.App.Due(s.ctx, to, 100, core.Sweeps()...)
		if err != nil {
			return err
		}
		due = slices.DeleteFunc(due, func(d core.Due) bool { return struck[d] }) // tried once: it is of no use yet
		if len(due) == 0 {
			s.Now = to
			return nil
		}
		struck[due[0]] = true
		if due[0].At.After(s.Now) {
			s.Now = due[0].At
		}
		if err := s.Run("clock: "+due[0].Sweep, func() error { _, err := s.App.Pass(s.ctx, s.Now, core.Sweeps()...); return err }); err != nil {
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

// Play is the whole of it.
func (s *Story) Play(ctx context.Context) error {
	s.ctx, s.Now = ctx, start
	for _, part := range []func() error{s.apply, s.plan, s.prepare, s.visit, s.after} {
		if err := part(); err != nil {
			return err
		}
	}
	v, err := s.view()
	s.Guests, s.Tasks, s.Revisions = len(v.Application.Guests), len(v.Tasks), v.Revision
	if err == nil && v.State != reception.Archived {
		err = fmt.Errorf("the reception is %s, not archived", v.State)
	}
	return err
}

// Apply plays it as far as the sheet.
func (s *Story) Apply(ctx context.Context) error {
	s.ctx, s.Now = ctx, start
	return s.apply()
}

// application is saved twice as a draft before it is submitted.
func (s *Story) application() reception.Application {
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

func (s *Story) apply() error {
	r := s.App.Receptions
	err := s.command("draft: made", "sales", func(act staff.Act, _ int64) error {
		d, err := r.Create(s.ctx, act, s.application())
		s.R = d.ID
		return err
	})
	if err != nil {
		return err
	}
	draft := int64(1)
	for i := range 2 {
		a := s.application()
		*a.Purpose += strings.Repeat("。", i+1)
		s.Commands++
		act := staff.Act{By: "sales", At: s.Now, Lang: i18n.ZH, Key: fmt.Sprintf("story-%d", s.Commands)}
		if err := s.Run("draft: saved", func() error {
			d, err := r.EditApplication(s.ctx, act, s.R, reception.EditApplication{Version: draft, Application: a})
			draft = d.Version
			return err
		}); err != nil {
			return err
		}
	}
	s.Commands++
	act := staff.Act{By: "sales", At: s.Now, Lang: i18n.ZH, Key: "story-submit"}
	if err := s.Run("submit (new customer)", func() error {
		a, err := r.Submit(s.ctx, act, s.R, reception.Submit{Version: draft})
		s.R = a.Number
		return err
	}); err != nil {
		return err
	}
	if err := s.deliver(); err != nil {
		return err
	}
	return s.command("accept", "office", func(act staff.Act, v int64) error {
		_, err := r.Accept(s.ctx, act, s.R, reception.Accept{Version: v, Specialist: "office2"})
		return err
	})
}

// itinerary is 14 items on two days.
func (s *Story) itinerary() []reception.Item {
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
	s.Items = len(list)
	return list
}

func (s *Story) plan() error {
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

func (s *Story) edit(e reception.EditPlan) error {
	return s.command("plan", "office", func(act staff.Act, v int64) error {
		e.Version = v
		_, err := s.App.Receptions.EditPlan(s.ctx, act, s.R, e)
		return err
	})
}

// publish publishes, and lets everybody who is asked say yes.
func (s *Story) publish(name string) error {
	err := s.command(name, "office", func(act staff.Act, v int64) error {
		_, err := s.App.Receptions.Publish(s.ctx, act, s.R, reception.Publish{Version: v, Note: "按客户要求安排", Reason: "按客户要求安排"})
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
			_, err := s.App.Receptions.Review(s.ctx, act, s.R, reception.Decide{Version: v, Answers: map[string]string{"executability": "yes", "necessity": "yes"}})
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
