package story

import (
	"fmt"
	"slices"
	"time"

	"yingbin/shared/fault"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// confirm lets the owners of what is asked confirm it.
func (s *Story) confirm() error {
	v, err := s.view()
	if err != nil {
		return err
	}
	for _, k := range v.Tasks {
		if k.State != reception.TaskAsked && k.State != reception.TaskOverdue {
			continue
		}
		values := map[string]string{}
		for _, w := range k.Wants {
			values[w.Name] = "已落实"
		}
		err := s.command("task done", k.Owner.ID, func(act staff.Act, _ int64) error {
			_, err := s.App.Receptions.DoTask(s.ctx, act, s.R, k.ID, reception.DoTask{Version: k.Version, Do: "confirm", Values: values})
			return err
		})
		if err != nil && fault.As(err).Kind != fault.Invalid && fault.As(err).Kind != fault.Forbidden && fault.As(err).Kind != fault.Conflict {
			return err
		}
	}
	return nil
}

// prepare confirms the tasks, the day before reminding of the rest.
func (s *Story) prepare() error {
	if err := s.confirm(); err != nil {
		return err
	}
	return s.pass(25, "10:30")
}

// visit brings the guests in twice, late by ten minutes.
func (s *Story) visit() error {
	if err := s.pass(26, "09:10"); err != nil {
		return err
	}
	v, err := s.view()
	if err != nil {
		return err
	}
	var ids []string
	for _, g := range v.Application.Guests {
		ids = append(ids, g.ID)
	}
	for i, some := range slices.Collect(slices.Chunk(ids, 3)) {
		err := s.command("check-in", "gate", func(act staff.Act, _ int64) error {
			_, err := s.App.Receptions.Checkin(s.ctx, act, s.R, reception.Checkin{Guests: some, ClientID: fmt.Sprintf("phone-%d", i)})
			return err
		})
		if err != nil {
			return err
		}
	}
	if s.Look != nil {
		if err := s.Look(); err != nil {
			return err
		}
	}
	err = s.command("ten minutes late", "office2", func(act staff.Act, v int64) error {
		_, err := s.App.Receptions.Delay(s.ctx, act, s.R, reception.Delay{Version: v, Item: "i01", Minutes: 10, Reason: "高速拥堵"})
		return err
	})
	if err != nil {
		return err
	}
	return s.pass(27, "16:10")
}

// after writes everything down, settles, asks the guests, files.
func (s *Story) after() error {
	r := s.App.Receptions
	steps := []struct {
		name, by string
		do       func(act staff.Act, v int64) error
	}{
		{"minutes", "office2", func(act staff.Act, v int64) error {
			_, err := r.WriteMinutes(s.ctx, act, s.R, reception.EditMinutes{Version: v, Lines: []reception.Line{{Text: "价格还有3%空间", Audience: "internal"}, {Text: "框架合同12月10日前签订", Audience: "customer"}},
				Promises: []reception.Promise{{Text: "寄出报价", Owner: "sales", Due: "2026-12-11"}, {Text: "寄送样品", Owner: "rd", Due: "2026-12-18"}}})
			return err
		}},
		{"summary", "office2", func(act staff.Act, v int64) error { return s.summary(act, v, false) }},
		{"summary", "office2", func(act staff.Act, v int64) error { return s.summary(act, v, false) }},
		{"summary", "office2", func(act staff.Act, v int64) error { return s.summary(act, v, true) }},
	}
	for i := range 3 {
		steps = append(steps, struct {
			name, by string
			do       func(act staff.Act, v int64) error
		}{"file", "office2", func(act staff.Act, _ int64) error {
			_, err := r.AddFile(s.ctx, act, s.R, reception.AddFile{ID: fmt.Sprintf("f%d", i), Name: "合影.jpg", Type: "image/jpeg", Size: 1 << 20, SHA256: "00", Kind: "photo"})
			return err
		}})
	}
	for i, category := range []string{"lunch", "dinner", "lodging", "gift", "other"} {
		steps = append(steps, struct {
			name, by string
			do       func(act staff.Act, v int64) error
		}{"expense", "sales", func(act staff.Act, v int64) error {
			_, err := r.AddExpense(s.ctx, act, s.R, reception.AddExpense{Version: v, Category: category, Amount: policy.Yuan(int64(300 + i)), People: 6, Invoice: "12345678"})
			return err
		}})
	}
	for _, x := range []struct{ by, do string }{{"sales", "submit"}, {"office", "sign"}, {"finance", "sign"}} {
		steps = append(steps, struct {
			name, by string
			do       func(act staff.Act, v int64) error
		}{"settlement", x.by, func(act staff.Act, v int64) error {
			_, err := r.Settle(s.ctx, act, s.R, reception.Settle{Version: v, Do: x.do})
			return err
		}})
	}
	for _, x := range steps {
		s.Now = s.Now.Add(time.Minute)
		if err := s.command(x.name, x.by, x.do); err != nil {
			return err
		}
	}
	if err := s.confirm(); err != nil {
		return err
	}
	if err := s.pass(28, "11:00"); err != nil {
		return err
	}
	v, err := s.view()
	if err != nil {
		return err
	}
	for _, g := range v.Application.Guests[:2] {
		if err := s.survey(g.ID); err != nil {
			return err
		}
	}
	return s.pass(29, "04:00")
}

func (s *Story) summary(act staff.Act, v int64, file bool) error {
	_, err := s.App.Receptions.WriteSummary(s.ctx, act, s.R, reception.EditSummary{Version: v, TourResult: new("对实验室印象深刻"), TalkResult: new(fmt.Sprint("原则同意框架合同", v)), Opinions: new("希望缩短交期"),
		Complaints: new("无"), LookBack: new("午餐提前订包间"), File: file})
	return err
}

func (s *Story) survey(guest string) error {
	return s.command("survey answer", guest, func(act staff.Act, _ int64) error {
		var a reception.Answers
		for _, q := range reception.SurveyQuestions {
			a.Survey = append(a.Survey, reception.Score{Question: q, Score: 5})
		}
		_, err := s.App.Receptions.AnswerSurvey(s.ctx, act, s.R, guest, reception.AnswerLink{Answers: a, Comment: "接待周到"})
		return err
	})
}
