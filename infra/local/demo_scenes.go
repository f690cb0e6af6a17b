package main

import (
	"cmp"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/store"
)

// What a teller plays from the application until the guests are there.

func (t *teller) apply(at time.Time) error {
	s, start := t.story, t.story.start(t.now, t.zone)
	end := start.Add(time.Duration(s.hours) * time.Hour)
	a := reception.Application{Policy: s.policy, Customer: reception.CustomerRef{Name: s.customer, Class: s.class}, Start: &start, End: &end,
		Purpose: &s.purpose, Guests: s.guests, Requirements: new("中英文讲解，投影"), Wishes: new("参观展厅和车间"), Urgent: &s.urgent}
	if s.urgent {
		a.UrgentReason = new("客户行程临时提前")
	}
	a.ItineraryWish = t.wishes(start)
	d, err := t.app.Receptions.Create(t.ctx, t.act(s.applicant, at), a)
	t.id, t.version = d.ID, d.Version
	return err
}

// wishes are a talk, a tour and the meals that the day has room for.
func (t *teller) wishes(start time.Time) []reception.Wish {
	at := func(h float64) *time.Time { return new(start.Add(time.Duration(h * float64(time.Hour)))) }
	list := []reception.Wish{{Kind: "talk", Start: at(0), End: at(1.5), Note: t.story.purpose}}
	if t.story.hours > 2 {
		list = append(list, reception.Wish{Kind: "tour-stop", Start: at(1.5), End: at(2.5), Note: "参观展厅"})
	}
	noon := time.Date(start.Year(), start.Month(), start.Day(), 12, 0, 0, 0, t.zone)
	if t.story.lunch > 0 && start.Before(noon) {
		list = append(list, reception.Wish{Kind: "meal", Start: &noon, End: new(noon.Add(time.Hour)), Note: "午餐"})
	}
	return list
}

func (t *teller) submit(at time.Time) error {
	a, err := t.app.Receptions.Submit(t.ctx, t.act(t.story.applicant, at), t.id, reception.Submit{Version: t.version, Reason: "客户临时来访"})
	t.id, t.version = a.Number, a.Version
	return err
}

func (t *teller) accept(at time.Time) error {
	a, err := t.app.Receptions.Accept(t.ctx, t.act("office", at), t.id, reception.Accept{Version: t.version, Specialist: "office2", Reason: "照常受理"})
	t.version = a.Version
	return err
}

func (t *teller) publish(at time.Time) error {
	p, err := t.app.Receptions.Plan(t.ctx, t.act("office", at), t.id)
	if err != nil {
		return err
	}
	c := t.sheet(p)
	done, err := t.app.Receptions.EditPlan(t.ctx, t.act("office", at), t.id, c)
	if err != nil {
		return err
	}
	a, err := t.app.Receptions.Publish(t.ctx, t.act("office", at.Add(time.Minute)), t.id, reception.Publish{Version: done.Version, Note: "", Reason: "按客户要求安排"})
	t.version = a.Version
	return err
}

// draw plans without publishing.
func (t *teller) draw(at time.Time) error {
	p, err := t.app.Receptions.Plan(t.ctx, t.act("office", at), t.id)
	if err != nil {
		return err
	}
	_, err = t.app.Receptions.EditPlan(t.ctx, t.act("office", at), t.id, t.sheet(p))
	return err
}

// sheet fills the policy's template in: room, host, meals, a gift.
func (t *teller) sheet(p reception.PlanAnswer) reception.EditPlan {
	items, meals := slices.Clone(p.Plan.Items), slices.Clone(p.Plan.Meals)
	for i := range items {
		if items[i].Kind == "talk" && t.story.room != "" {
			items[i].Resources, items[i].Place = []string{t.story.room}, "会议室"
		}
		if items[i].Kind == "talk" {
			items[i].People = []reception.Assigned{{Staff: t.story.applicant, Role: "host"}}
		}
	}
	for i := range meals {
		meals[i].Amount, meals[i].Kind, meals[i].Place = policy.Yuan(t.story.lunch), "simple", "公司餐厅"
	}
	if t.story.dinner > 0 {
		meals = append(meals, reception.Meal{Slot: "dinner", Kind: "banquet", Place: t.story.dinnerAt, Amount: policy.Yuan(t.story.dinner)})
	}
	c := reception.EditPlan{Version: p.Version, Items: &items, Meals: &meals}
	if t.story.gift != "" && t.story.policy == "envicool" {
		c.Gifts = &[]reception.Gift{{Name: t.story.gift, Count: len(t.story.guests), Amount: policy.Yuan(200)}}
	}
	return c
}

// review lets everybody who was asked say yes.
func (t *teller) review(at time.Time) error {
	for range 6 {
		v, err := t.app.Receptions.View(t.ctx, t.act("office", at), t.id)
		if err != nil {
			return err
		}
		t.version = v.Version
		asked := firstOpen(v.Approvals)
		if asked == nil {
			return t.prepare(v, at)
		}
		answers := map[string]string{}
		for _, q := range asked.Questions {
			answers[q] = "yes"
		}
		if _, err := t.app.Receptions.Review(t.ctx, t.act(asked.Person.ID, at), t.id, reception.Decide{Version: v.Version, Answers: answers}); err != nil {
			return err
		}
		at = at.Add(20 * time.Minute)
	}
	return nil
}

func firstOpen(chains []reception.ApprovalView) *reception.StepView {
	for _, c := range chains {
		for i := range c.Steps {
			if c.State == reception.AskOpen && c.Steps[i].State == reception.AskOpen {
				return &c.Steps[i]
			}
		}
	}
	return nil
}

// answers are what departments write where a task asks for a value.
var answers = map[string]string{"visit.exact_count": "2 人", "visit.car": "需要，接站一次", "visit.bookings": "酒店客人自订", "note": "已安排妥当",
	"visit.car_free": "有车", "visit.first_stop": "公司", "visit.distance": "市内"}

// prepare confirms what was asked before the visit: two tasks of one that is
// still to come stay open, a few of one long past come late.
func (t *teller) prepare(v reception.View, at time.Time) error {
	switch t.story.to {
	case reception.Cancelled:
		return nil
	case reception.Archived:
		return t.work(v, at, "before", func(i int) bool { return (t.nth*7+i)%11 == 0 })
	}
	return t.work(v, at, "before", func(i int) bool { return i < 2 && t.story.to == reception.Preparing })
}

// work lets the owners of a phase's tasks confirm them, but those that are left.
func (t *teller) work(v reception.View, at time.Time, phase string, left func(i int) bool) error {
	i := 0
	for _, k := range v.Tasks {
		if k.Phase != phase || k.State == reception.TaskConfirmed || k.State == reception.TaskWaiting && phase == "before" {
			continue
		}
		if i++; left(i - 1) {
			continue
		}
		values := map[string]string{}
		for _, w := range k.Wants {
			values[w.Name] = cmp.Or(answers[w.Name], "已安排")
		}
		_, err := t.app.Receptions.DoTask(t.ctx, t.act(k.Owner.ID, at), t.id, k.ID, reception.DoTask{Version: k.Version, Do: "confirm", Values: values})
		if err != nil && !fault.Is(err, "invalid") {
			return err
		}
	}
	return nil
}

// onTheDay confirms what a visit of the past asked for while it lasted, and
// what had been forgotten before it.
func (t *teller) onTheDay(v reception.View, at time.Time) error {
	none := func(int) bool { return false }
	if err := t.work(v, at, "before", none); err != nil {
		return err
	}
	return t.work(v, at, "during", none)
}

// strike does what is due for this reception until a moment.
func (t *teller) strike(at time.Time) error {
	return t.app.Receptions.Tick(t.ctx, store.Key{PK: reception.Partition(t.id), SK: "HEAD"}, at)
}

// visit lets the first guests come.
func (t *teller) visit(at time.Time) error {
	if err := t.strike(at); err != nil {
		return err
	}
	v, err := t.app.Receptions.View(t.ctx, t.act("office", at), t.id)
	if err != nil {
		return err
	}
	guests := v.Application.Guests
	if t.story.to == reception.Visiting {
		guests = guests[:1]
	}
	var ids []string
	for _, g := range guests {
		ids = append(ids, g.ID)
	}
	if _, err := t.app.Receptions.Checkin(t.ctx, t.act("gate", at), t.id, reception.Checkin{Guests: ids, ClientID: t.key}); err != nil {
		return err
	}
	if v, err = t.app.Receptions.View(t.ctx, t.act("office", at), t.id); err != nil {
		return err
	}
	t.version = v.Version
	switch {
	case t.story.to == reception.Archived:
		return t.onTheDay(v, at)
	case !t.story.incident:
		return nil
	}
	a, err := t.app.Receptions.ReportIncident(t.ctx, t.act("office2", at.Add(time.Minute)), t.id, reception.ReportIncident{Version: v.Version, Kind: "delay", Text: "另一位来宾航班晚点，预计一小时后到达"})
	t.version = a.Version
	return err
}
