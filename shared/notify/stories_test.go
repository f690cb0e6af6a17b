package notify_test

import (
	"slices"
	"strings"
	"time"

	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// version is what a command on a reception must have seen.
func (s *stage) version(r string, at time.Time) int64 {
	s.t.Helper()
	return must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r)).Version
}

// hours lets time pass by the hour.
func (s *stage) hours(r string, from, until time.Time) {
	s.t.Helper()
	for at := from; !at.After(until); at = at.Add(time.Hour) {
		s.tick(r, at)
	}
}

// confirmed takes an application up to the confirmed sheet.
func (s *stage) confirmed(at, start time.Time) string {
	s.t.Helper()
	r, p := s.planned("envicool", at, start, 480)
	s.publish(r, p.Version, at)
	s.review(r, at)
	return r
}

// edit changes the plan and publishes it.
func (s *stage) edit(r string, at time.Time, c reception.EditPlan) {
	s.t.Helper()
	c.Version = s.version(r, at)
	p := must[reception.PlanAnswer](s, at)(s.r.EditPlan(s.t.Context(), s.act("office", at), r, c))
	s.publish(r, p.Version, at)
}

// away names somebody's deputy.
func (s *stage) away(who, deputy, subject string, at time.Time) {
	s.t.Helper()
	until := at.AddDate(0, 0, 9)
	must[staff.Me](s, at)(s.r.Staff.Delegate(s.t.Context(), s.act(who, at), staff.SetDelegation{To: deputy, Until: &until, Subjects: []string{subject}}))
}

// task finds an open task by the beginning of its id.
func (s *stage) task(r, begins string, at time.Time) reception.TaskView {
	s.t.Helper()
	v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r))
	i := slices.IndexFunc(v.Tasks, func(k reception.TaskView) bool { return strings.HasPrefix(k.ID, begins) })
	if i < 0 {
		s.t.Fatalf("no task %s", begins)
	}
	return v.Tasks[i]
}

// do does something with a task.
func (s *stage) do(r, task string, at time.Time, c reception.DoTask) {
	s.t.Helper()
	k := s.task(r, task, at)
	c.Version = k.Version
	must[reception.TaskAnswer](s, at)(s.r.DoTask(s.t.Context(), s.act("office", at), r, k.ID, c))
}

// allDone has everything confirmed the day before.
func (s *stage) allDone() {
	at := day(22, 9, 0)
	r := s.confirmed(at, day(27, 9, 0))
	for _, k := range must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), r)).Tasks {
		if k.State == reception.TaskAsked {
			s.do(r, k.ID, at, reception.DoTask{Do: "confirm"})
		}
	}
	s.hours(r, day(26, 9, 0), day(26, 11, 0))
}

// urgent is applied for on the evening before.
func (s *stage) urgent() {
	at := day(23, 20, 0)
	r, p := s.planned("envicool", at, day(24, 14, 0), 480)
	s.publish(r, p.Version, at)
	s.hours(r, at, day(24, 12, 0))
}

// sentBack are sheets that come back: one by the office itself, one by who reviews.
func (s *stage) sentBack() {
	at := day(22, 9, 0)
	r, p := s.planned("envicool", at, day(27, 9, 0), 480)
	s.publish(r, p.Version, at)
	must[reception.StateAnswer](s, at)(s.r.Return(s.t.Context(), s.act("office", at), r, reception.Return{Version: s.version(r, at), Comment: s.in("请补充来宾名单")}))
	r, p = s.planned("envicool", at, day(27, 9, 0), 480)
	s.publish(r, p.Version, at)
	at = day(22, 10, 0)
	must[reception.ReviewAnswer](s, at)(s.r.Review(s.t.Context(), s.act("head", at), r, reception.Decide{Version: s.version(r, at),
		Answers: map[string]string{"executability": "no", "necessity": "yes"}, Comment: s.in("午餐标准偏高")}))
	s.hours(r, at, day(22, 22, 0))
	meals := must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r)).Plan.Meals
	for i := range meals {
		meals[i].Amount = policy.Yuan(400)
	}
	s.edit(r, day(22, 22, 30), reception.EditPlan{Meals: &meals, ChangeReason: s.in("按意见调整")})
	s.review(r, day(22, 23, 0))
}

// deputies are asked for those who went away, before and after they were asked.
func (s *stage) deputies() {
	at := day(22, 9, 0)
	s.away("director", "gm", "exception", at)
	s.overTheLimit()
	r, p := s.planned("envicool", at, day(27, 9, 0), 480)
	s.publish(r, p.Version, at)
	s.away("head", "director", "review", at)
	s.review(r, at)
	s.away("rd", "supply", "task", day(22, 10, 0))
	s.away("production", "gate", "task", day(22, 10, 0))
	r, p = s.planned("envicool", day(22, 11, 0), day(28, 9, 0), 480)
	s.publish(r, p.Version, day(22, 11, 0))
	s.review(r, day(22, 11, 0))
}

// unanswered is an application to which the office says nothing.
func (s *stage) unanswered() {
	at := day(22, 9, 0)
	r := s.apply("envicool", at, day(24, 9, 0)).Number
	s.hours(r, at, day(24, 10, 0))
}

// inTheTasks is what happens to tasks: declined, given to another, and opened
// because a mail did not arrive.
func (s *stage) inTheTasks() {
	at := day(22, 9, 0)
	r := s.confirmed(at, day(27, 9, 0))
	s.do(r, "workshop", at, reception.DoTask{Do: "decline", Comment: s.in("车间当天停产检修")})
	s.do(r, "accompany", at, reception.DoTask{Do: "assign", Owner: "supply"})
	for _, l := range []reception.Lost{{Kind: "invitation", Recipient: "g0000"}, {Kind: "tasks", Recipient: "rd", Complained: true}} {
		if err := s.r.Unreached(s.t.Context(), at, r, l); err != nil {
			s.t.Fatal(err)
		}
		s.send(at)
	}
	s.hours(r, at, day(24, 9, 0))
}

// otherPeople is a visit with pickup and see-off, whose specialist, guests and
// hours change after it was confirmed.
func (s *stage) otherPeople() {
	at := day(22, 9, 0)
	r := s.confirmed(at, day(27, 9, 0))
	items := must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r)).Plan.Items
	items = append(items, reception.Item{ID: "pick", Kind: "pickup", Start: day(27, 9, 0), End: day(27, 9, 50), Place: s.in("宝安机场 T3"), Title: s.in("接机"), TitleEN: "Pick-up by car", PlaceEN: "Bao’an airport, terminal 3"},
		reception.Item{ID: "bye", Kind: "see-off", Start: day(27, 16, 0), End: day(27, 17, 0), Place: s.in("北门"), Title: s.in("送机"), PlaceEN: "North gate"})
	meals := must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r)).Plan.Meals
	for i := range meals {
		meals[i].Staff = reception.Party{IDs: []string{"head", "sales"}}
	}
	s.edit(r, at, reception.EditPlan{Items: &items, ChangeReason: s.in("增加接送"), Meals: &meals, People: &[]reception.Assigned{{Staff: "rd", Role: "guide"}}, Vehicles: &[]reception.Vehicle{
		{Resource: "car", Item: "pick", Driver: reception.Driver{Name: s.in("李师傅"), Email: "driver@cars.example"}},
		{Resource: "car", Item: "bye", Driver: reception.Driver{Name: s.in("李师傅"), Email: "driver@cars.example"}}}})
	s.review(r, at)
	s.edit(r, at, reception.EditPlan{Specialist: "sales2", ChangeReason: s.in("原专员出差")})
	s.review(r, at)
	start := day(27, 8, 40)
	must[reception.ChangeAnswer](s, at)(s.r.Move(s.t.Context(), s.act("office", at), r, reception.Move{Version: s.version(r, at), Start: &start, Reason: s.in("客户航班提前")}))
	must[reception.ChangeAnswer](s, at)(s.r.EditGuests(s.t.Context(), s.act("office", at), r, reception.EditGuests{Version: s.version(r, at), Drop: []string{"g0001"},
		Add: []reception.Guest{{Name: "Ole Hansen", Position: "CTO", Email: "ole@guest.example"},
			{Name: s.in("王小明"), Position: s.in("采购经理"), Email: "wang@guest.example", Language: s.reads()}}, Reason: s.in("客户换人")}))
	at = day(22, 12, 0)
	s.publish(r, s.version(r, at), at)
	s.review(r, at)
	s.hours(r, day(26, 9, 30), day(26, 11, 30))
	at = day(27, 7, 0)
	s.delays(r, at, -10)
	s.delays(r, at, 25)
	for m := range 150 {
		s.tick(r, at.Add(time.Duration(m)*time.Minute))
	}
	must[reception.IncidentAnswer](s, day(27, 10, 0))(s.r.ReportIncident(s.t.Context(), s.act("office2", day(27, 10, 0)), r,
		reception.ReportIncident{Version: s.version(r, day(27, 10, 0)), Text: s.in("客户临时要求增加实验室参观"), Item: "pick"}))
}

// delays shifts the first item.
func (s *stage) delays(r string, at time.Time, minutes int) {
	s.t.Helper()
	first := must[reception.PlanAnswer](s, at)(s.r.Plan(s.t.Context(), s.act("office", at), r)).Plan.Items[0].ID
	must[reception.DelayAnswer](s, at)(s.r.Delay(s.t.Context(), s.act("office", at), r, reception.Delay{Version: s.version(r, at), Item: first, Minutes: minutes,
		Reason: s.in("航班时刻变动")}))
}

// limits are exceptions that wait, are granted and refused.
func (s *stage) limits() {
	at := day(22, 9, 0)
	for _, decision := range []string{"grant", "refuse", ""} {
		s.overTheLimit()
		asked := s.mails[len(s.mails)-1]
		v := must[reception.View](s, at)(s.r.View(s.t.Context(), s.act("office", at), asked.Reception))
		if decision == "" {
			s.hours(asked.Reception, at, day(26, 10, 0))
			continue
		}
		who := asked.To.Email[:strings.Index(asked.To.Email, "@")]
		must[reception.ExceptionAnswer](s, at)(s.r.DecideException(s.t.Context(), s.act(who, at), asked.Reception, v.Exceptions[0].ID,
			reception.DecideException{Version: v.Version, Decision: decision, Comment: s.in("下不为例")}))
		if decision == "grant" {
			s.publish(asked.Reception, s.version(asked.Reception, at), at)
			must[reception.ReviewAnswer](s, at)(s.r.Review(s.t.Context(), s.act("head", at), asked.Reception, reception.Decide{Version: s.version(asked.Reception, at),
				Answers: map[string]string{"standard": "yes"}}))
			s.edit(asked.Reception, at, reception.EditPlan{ChangeReason: s.in("客户留宿"), Lodging: &[]reception.Lodging{{Hotel: s.in("海景酒店"), Stars: 4, Rate: policy.Yuan(520), Payer: "guest"}}})
		}
	}
}

// moneyMatters is a settlement that comes back once, and a guest who was not satisfied.
func (s *stage) moneyMatters() {
	r := s.play()
	at := day(25, 11, 0)
	settle := func(who, do, comment string) {
		must[reception.SettlementAnswer](s, at)(s.r.Settle(s.t.Context(), s.act(who, at), r, reception.Settle{Version: s.version(r, at), Do: do, Comment: comment}))
	}
	settle("office", "return", s.in("请补充住宿和交通票据"))
	for _, category := range []string{"breakfast", "dinner", "entertainment", "lodging", "ride", "gift", "other"} {
		must[reception.ExpenseAnswer](s, at)(s.r.AddExpense(s.t.Context(), s.act("sales", at), r, reception.AddExpense{Version: s.version(r, at), Category: category,
			Amount: policy.Yuan(120), Invoice: "044002600111-" + category[:1]}))
	}
	settle("sales", "submit", "")
	settle("office", "sign", "")
	settle("finance", "sign", "")
	_, err := s.r.AnswerSurvey(s.t.Context(), s.act("g0000", at), r, "g0000", reception.AnswerLink{Comment: s.in("等候时间太长"),
		Answers: reception.Answers{Survey: []reception.Score{{Question: "product", Score: 2}, {Question: "service", Score: 1}, {Question: "environment", Score: 3}, {Question: "reception", Score: 1}}}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.send(at)
}

// offAgain is withdrawn by its applicant after the sheet was published.
func (s *stage) offAgain() {
	at := day(22, 9, 0)
	r, p := s.planned("envicool", at, day(27, 9, 0), 480)
	s.publish(r, p.Version, at)
	must[reception.ChangeAnswer](s, at)(s.r.EditGuests(s.t.Context(), s.act("office", at), r, reception.EditGuests{Version: s.version(r, at), Drop: []string{"g0001"}}))
	must[reception.StateAnswer](s, at)(s.r.Withdraw(s.t.Context(), s.act("sales", at), r, reception.Withdraw{Version: s.version(r, at)}))
}
