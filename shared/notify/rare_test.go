package notify_test

import (
	"time"

	"yingbin/shared/i18n"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// trouble plays one visit for each way a visit may go wrong.
func (s *stage) trouble() {
	declined := s.apply("envicool", day(22, 9, 0), day(27, 9, 0))
	must[reception.StateAnswer](s, day(22, 10, 0))(s.r.Decline(s.t.Context(), s.act("office", day(22, 10, 0)), declined.Number, reception.Decline{Version: declined.Version, Reason: s.in("当日已有竞争对手来访")}))
	withdrawn := s.apply("envicool", day(22, 9, 0), day(27, 9, 0))
	must[reception.StateAnswer](s, day(22, 11, 0))(s.r.Withdraw(s.t.Context(), s.act("sales", day(22, 11, 0)), withdrawn.Number, reception.Withdraw{Version: withdrawn.Version, Comment: s.in("客户改期")}))
	s.changedAndCancelled()
	s.overTheLimit()
	s.silent()
}

// reads is the language of the guest who reads Chinese.
func (s *stage) reads() string {
	if s.lang == i18n.ZHHant {
		return string(s.lang)
	}
	return string(i18n.ZH)
}

// apply submits an application with two guests.
func (s *stage) apply(rules string, at, start time.Time) reception.StateAnswer {
	end := start.Add(8 * time.Hour)
	d := must[reception.DraftAnswer](s, at)(s.r.Create(s.t.Context(), s.act("sales", at), reception.Application{Policy: rules,
		Customer: reception.CustomerRef{Name: "Nordwind GmbH", Class: "key-account"}, Start: &start, End: &end, Purpose: new("Factory audit"), Wishes: new(s.in("安排英文讲解")), UrgentReason: new(s.in("客户临时改签航班")), Questions: new(s.in("交期")), Guests: []reception.Guest{
			{Name: "Anna Müller", Position: "Head of purchasing", Email: "anna@guest.example", Main: true, Language: "en", Kind: "enterprise-leader"},
			{Name: s.in("陈大文"), Position: s.in("工程师"), Email: "chen@guest.example", Language: s.reads(), Kind: "technician"}},
		ItineraryWish: []reception.Wish{{Kind: "talk", Start: new(start.Add(time.Hour)), End: new(start.Add(2 * time.Hour)), Note: s.in("质量体系交流")},
			{Kind: "meal", Start: new(start.Add(3 * time.Hour)), End: new(start.Add(4 * time.Hour)), Note: s.in("午餐")}}}))
	return must[reception.StateAnswer](s, at)(s.r.Submit(s.t.Context(), s.act("sales", at), d.ID, reception.Submit{Version: d.Version, Reason: s.in("客户临时来访")}))
}

// planned takes an application up to the published sheet.
func (s *stage) planned(rules string, at, start time.Time, amount int64) (r string, p reception.PlanAnswer) {
	sub := s.apply(rules, at, start)
	a := must[reception.StateAnswer](s, at)(s.r.Accept(s.t.Context(), s.act("office", at), sub.Number, reception.Accept{Version: sub.Version, Specialist: "office2", Reason: s.in("照常")}))
	p = must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), sub.Number))
	items, meals := p.Plan.Items, p.Plan.Meals
	for i := range meals {
		meals[i].Amount, meals[i].Kind, meals[i].Place = policy.Yuan(amount), "simple", s.in("公司餐厅")
	}
	p = must[reception.PlanAnswer](s, at)(s.r.EditPlan(s.t.Context(), s.act("office", at), sub.Number, reception.EditPlan{Version: a.Version, Items: &items, Meals: &meals, ChangeReason: s.in("按申请")}))
	return sub.Number, p
}

// publish publishes, with a reason where the policy wants one.
func (s *stage) publish(r string, version int64, at time.Time) {
	s.t.Helper()
	must[reception.PublishAnswer](s, at)(s.r.Publish(s.t.Context(), s.act("office", at), r, reception.Publish{Version: version, Reason: s.in("按申请安排")}))
}

// changedAndCancelled is a visit whose sheet waits for its reviewers, then
// changes, moves by a day and does not come.
func (s *stage) changedAndCancelled() {
	at := day(22, 9, 0)
	r, p := s.planned("envicool", at, day(27, 9, 0), 480)
	s.publish(r, p.Version, at)
	for h := 4; h <= 23; h++ {
		s.tick(r, at.Add(time.Duration(h)*time.Hour))
	}
	at = day(23, 9, 0)
	s.review(r, at)
	p = must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r))
	v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r))
	items := p.Plan.Items
	items[0].Place = s.in("B 会议室")
	p = must[reception.PlanAnswer](s, at)(s.r.EditPlan(s.t.Context(), s.act("office", at), r, reception.EditPlan{Version: v.Version, Items: &items, ChangeReason: s.in("会议室调整")}))
	s.publish(r, p.Version, at)
	v = must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r))
	start := day(28, 9, 0)
	must[reception.ChangeAnswer](s, at)(s.r.Move(s.t.Context(), s.act("office", at), r, reception.Move{Version: v.Version, Start: &start, Reason: s.in("客户航班改期")}))
	v = must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r))
	must[reception.ChangeAnswer](s, at)(s.r.Cancel(s.t.Context(), s.act("office", at), r, reception.Cancel{Version: v.Version, Reason: s.in("客户行程取消")}))
}

// overTheLimit is a dinner above the cap.
func (s *stage) overTheLimit() {
	at := day(22, 9, 0)
	r, p := s.planned("showroom", at, day(26, 9, 0), 4800)
	for _, f := range p.Findings {
		if f.Strength == "exception" && f.State == "violated" {
			must[reception.ExceptionAnswer](s, at)(s.r.AskException(s.t.Context(), s.act("office", at), r, reception.AskException{Version: p.Version, Finding: f.ID, Reason: s.in("客户带队领导人数多")}))
			return
		}
	}
	s.t.Errorf("no limit stops a lunch of 4,800: %+v", p.Findings)
}

// silent is a visit after which nobody writes anything.
func (s *stage) silent() {
	at := day(22, 9, 0)
	r, p := s.planned("envicool", at, day(25, 9, 0), 480)
	s.publish(r, p.Version, at)
	s.review(r, at)
	for h := range 24 * 11 {
		s.tick(r, day(22, 10, 0).Add(time.Duration(h)*time.Hour))
	}
}
