package main

import (
	"time"

	"yingbin/shared/customer"
	"yingbin/shared/policy"
	"yingbin/shared/reception"
)

// What a teller plays once the guests have gone.

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
		s, err := r.WriteSummary(t.ctx, t.act(by, at), t.id, reception.EditSummary{Version: v.Version, TourResult: new("客户对样品室印象深刻"), TalkResult: new("明确下一步试用计划"), Opinions: new("希望缩短交期"), Complaints: new("无"), LookBack: new("下次提前确认用车"), File: true})
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
	f, err := t.app.Customers.View(t.ctx, v.Customer.ID, "")
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
