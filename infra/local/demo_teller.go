package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/customer"
	"yingbin/shared/fault"
	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
	"yingbin/shared/store"
)

// A teller plays one story, step by step, until it has got as far as it should.
type teller struct {
	ctx     context.Context
	app     *app.App
	zone    *time.Location
	now     time.Time
	story   story
	nth     int
	key     string
	step    int
	id      string
	version int64
}

// act is somebody doing something at a time; each step has a key of its own.
func (t *teller) act(by string, at time.Time) staff.Act {
	t.step++
	return staff.Act{By: by, At: at, Key: t.key + string(rune('a'+t.step)), Lang: i18n.ZH}
}

// until is the last moment of the story: now, or the end of what is past.
func (t *teller) until() time.Time {
	if t.story.to == reception.Archived {
		return t.story.start(t.now, t.zone).AddDate(0, 0, 5)
	}
	return t.now
}

// tell plays the story.
func (t *teller) tell() error {
	start, end := t.story.start(t.now, t.zone), t.story.end(t.now, t.zone)
	applied := t.applied(start)
	scenes := []struct {
		state reception.State
		play  func(at time.Time) error
		at    time.Time
	}{
		{reception.Draft, t.apply, applied}, {reception.Submitted, t.submit, applied.Add(10 * time.Minute)},
		{reception.Planning, t.accept, applied.Add(time.Hour)}, {reception.Review, t.publish, applied.Add(3 * time.Hour)},
		{reception.Preparing, t.review, applied.Add(4 * time.Hour)}, {reception.Visiting, t.visit, start.Add(-10 * time.Minute)},
		{reception.Closing, t.afterwards, end},
		{reception.Archived, t.archive, t.until()},
	}
	for _, s := range scenes {
		if err := s.play(earlier(s.at, t.now)); err != nil {
			return err
		}
		if s.state == reception.Planning && t.story.clash {
			return t.draw(earlier(s.at.Add(time.Hour), t.now))
		}
		if s.state == t.story.to || s.state == reception.Submitted && t.story.to == reception.Declined ||
			s.state == reception.Preparing && t.story.to == reception.Cancelled {
			break
		}
	}
	return t.end()
}

// applied is when the visit was applied for: some days ahead, in a hurry on the
// last day.
func (t *teller) applied(start time.Time) time.Time {
	at := start.AddDate(0, 0, -5).Add(2 * time.Hour)
	switch {
	case t.story.hurry && t.story.to == reception.Archived:
		return start.Add(-20 * time.Hour)
	case t.story.hurry:
		return t.now.Add(-30 * time.Minute)
	case at.After(t.now):
		return t.now.Add(-5 * time.Hour)
	}
	return at
}

func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

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
		for w := range k.Wants {
			values[w] = cmp.Or(answers[w], "已安排")
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

// afterwards writes minutes, summary and money down.
func (t *teller) afterwards(at time.Time) error {
	if err := t.strike(at); err != nil {
		return err
	}
	r, by := t.app.Receptions, "office2"
	v, err := r.View(t.ctx, t.act("office", at), t.id)
	if err != nil {
		return err
	}
	m, err := r.WriteMinutes(t.ctx, t.act(by, at), t.id, reception.EditMinutes{Version: v.Version, Lines: []reception.Line{{Text: "双方同意先试用样品", Audience: "customer"}},
		Promises: []reception.Promise{{Text: t.story.promise, Owner: t.story.applicant, Due: at.AddDate(0, 0, 14).Format(time.DateOnly)}}})
	if err != nil || t.story.to == reception.Closing {
		return err
	}
	v.Version = m.Version
	if t.story.policy == "envicool" {
		s, err := r.WriteSummary(t.ctx, t.act(by, at), t.id, reception.EditSummary{Version: v.Version, TourResult: "客户对样品室印象深刻", TalkResult: "明确下一步试用计划", Opinions: "希望缩短交期", Complaints: "无", LookBack: "下次提前确认用车", File: true})
		if err != nil {
			return err
		}
		v.Version = s.Version
	}
	return t.settle(v.Version, at)
}

// settle claims the meals and has the settlement signed.
func (t *teller) settle(version int64, at time.Time) error {
	r := t.app.Receptions
	for _, x := range []struct {
		category string
		amount   int64
	}{{"lunch", t.story.lunch}, {"dinner", t.story.dinner}} {
		e, err := r.AddExpense(t.ctx, t.act(t.story.applicant, at), t.id, reception.AddExpense{Version: version, Category: x.category, Amount: policy.Yuan(x.amount), People: len(t.story.guests)})
		if err != nil {
			return err
		}
		version = e.Version
	}
	for _, s := range []struct{ by, do string }{{t.story.applicant, "submit"}, {"office", "sign"}, {"finance", "sign"}} {
		e, err := r.Settle(t.ctx, t.act(s.by, at), t.id, reception.Settle{Version: version, Do: s.do})
		if err != nil {
			return err
		}
		version = e.Version
	}
	return nil
}

// archive lets the survey go out, a guest answer, and the daily step file it.
func (t *teller) archive(at time.Time) error {
	sent := t.story.start(t.now, t.zone).AddDate(0, 0, 1).Add(12 * time.Hour)
	if err := t.strike(earlier(sent, at)); err != nil {
		return err
	}
	if g := t.story.guests[0]; g.Email != "" && !t.story.unanswered {
		var answers reception.Answers
		for i, q := range []string{"product", "service", "environment", "reception"} {
			answers.Survey = append(answers.Survey, reception.Score{Question: q, Score: min(5, t.story.score+(3*i+t.nth*(i+1)/2)%2)})
		}
		if _, err := t.app.Receptions.AnswerSurvey(t.ctx, t.act("g0000", earlier(sent.Add(time.Hour), at)), t.id, "g0000", reception.AnswerLink{Answers: answers, Comment: "接待周到"}); err != nil {
			return err
		}
	}
	if err := t.strike(at); err != nil {
		return err
	}
	return t.keepPromise(at)
}

// keepPromise keeps what was promised long ago; of the last visits it is still
// open.
func (t *teller) keepPromise(at time.Time) error {
	if t.now.Sub(at) < 60*24*time.Hour {
		return nil
	}
	v, err := t.app.Receptions.View(t.ctx, t.act("office", at), t.id)
	if err != nil {
		return err
	}
	f, err := t.app.Customers.View(t.ctx, v.Customer.ID)
	if err != nil {
		return err
	}
	for _, p := range f.Promises {
		if p.Reception != t.id || p.State != customer.PromiseOpen {
			continue
		}
		_, err := t.app.Customers.Settle(t.ctx, t.act(t.story.applicant, at), v.Customer.ID, p.ID, customer.SettlePromise{Version: p.Version, State: customer.PromiseKept, Comment: "已寄出"})
		if err != nil {
			return err
		}
	}
	return nil
}

// end declines or cancels, where the story ends so.
func (t *teller) end() error {
	switch t.story.to {
	case reception.Declined:
		_, err := t.app.Receptions.Decline(t.ctx, t.act("office", t.now.Add(-time.Hour)), t.id, reception.Decline{Version: t.version, Reason: "当天展厅闭馆维护，请改期"})
		return err
	case reception.Cancelled:
		v, err := t.app.Receptions.View(t.ctx, t.act("office", t.now), t.id)
		if err != nil {
			return err
		}
		_, err = t.app.Receptions.Cancel(t.ctx, t.act("office", t.now.Add(-time.Hour)), t.id, reception.Cancel{Version: v.Version, Reason: "客户行程取消"})
		return err
	}
	return nil
}
