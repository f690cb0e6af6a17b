package main

import (
	"context"
	"fmt"
	"time"

	"yingbin/shared/app/core"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// seedDay is the Tuesday that the samples beside the functions speak of.
var seedDay = time.Date(2026, 11, 24, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))

// A seed is a reception that the samples are about, and how far it is.
type seed struct {
	customer string
	from, to time.Duration // of seedDay
	upTo     reception.State
}

// seeds are R-20261122-001 and the four that follow it.
var seeds = []seed{
	{"深圳一号", 9 * time.Hour, 17 * time.Hour, reception.Planning},
	{"深圳二号", 9 * time.Hour, 17 * time.Hour, reception.Review},
	{"深圳三号", 9 * time.Hour, 17 * time.Hour, reception.Visiting},
	{"深圳四号", 8 * time.Hour, 8*time.Hour + 30*time.Minute, reception.Closing},
	{"深圳五号", 8 * time.Hour, 8*time.Hour + 30*time.Minute, reception.Closing},
}

// A gardener brings receptions to where the samples expect them, by the
// services of the product and at the time that the samples carry.
type gardener struct {
	*core.Core
	ctx context.Context
	at  time.Time
}

// sow makes the receptions of the samples. Nobody is told: what waits is held.
func (s *stack) sow(ctx context.Context) error {
	g := &gardener{core.New(core.Ports{DB: s.db, Ring: s.ring, Policies: s.shelf}), ctx, seedDay.AddDate(0, 0, -2).Add(9 * time.Hour)}
	for i, x := range seeds {
		number, err := g.submitted(x)
		if want := fmt.Sprintf("R-20261122-%03d", i+1); err == nil && number != want {
			err = fmt.Errorf("it is %s, not %s", number, want)
		}
		if err == nil {
			err = g.grown(number, x.upTo)
		}
		if err != nil {
			return fmt.Errorf("the sample's reception of %s: %w", x.customer, err)
		}
	}
	for ; g.at.Before(seedDay.Add(9 * time.Hour)); g.at = g.at.Add(time.Hour) {
		if _, err := g.Pass(ctx, g.at.Add(time.Hour), core.EveryMinute); err != nil {
			return err
		}
	}
	return nil
}

// act is somebody, now.
func (g *gardener) act(who string) staff.Act {
	return staff.Act{By: who, At: g.at, Lang: i18n.ZH}
}

// submitted applies for a visit.
func (g *gardener) submitted(x seed) (number string, err error) {
	start, end := seedDay.Add(x.from), seedDay.Add(x.to)
	d, err := g.Receptions.Create(g.ctx, g.act("sales"), reception.Application{Policy: "envicool", Customer: reception.CustomerRef{Name: x.customer, Class: "key-account"},
		Start: &start, End: &end, Purpose: new("参观工厂，洽谈明年合作"), Wishes: new("参观实验室"), Requirements: new("无"),
		Guests: []reception.Guest{{Name: "张三", Position: "总经理", Main: true, Language: "zh", Email: "zhang@customer.example", Phone: "13900000001"}}})
	if err != nil {
		return "", err
	}
	a, err := g.Receptions.Submit(g.ctx, g.act("sales"), d.ID, reception.Submit{Version: d.Version})
	return a.Number, err
}

// grown takes a reception through the office, and further if that is wanted.
func (g *gardener) grown(r string, upTo reception.State) error {
	for _, step := range []struct {
		who   string
		state reception.State // up to which it is not yet wanted
		do    func(act staff.Act, version int64) error
	}{
		{"office", "", func(act staff.Act, v int64) error {
			_, err := g.Receptions.Accept(g.ctx, act, r, reception.Accept{Version: v, Specialist: "office2"})
			return err
		}},
		{"office", "", func(act staff.Act, v int64) error {
			_, err := g.Receptions.EditPlan(g.ctx, act, r, reception.EditPlan{Version: v, People: &[]reception.Assigned{{Staff: "sales2", Role: "host"}}})
			return err
		}},
		{"office2", reception.Planning, func(act staff.Act, v int64) error {
			_, err := g.Receptions.Publish(g.ctx, act, r, reception.Publish{Version: v, Note: "第一版"})
			return err
		}},
		{"head", reception.Review, g.yes(r)},
		{"sales", reception.Review, g.yes(r)},
	} {
		if step.state == upTo {
			return nil
		}
		v, err := g.Receptions.View(g.ctx, g.act("office"), r)
		if err != nil {
			return err
		}
		if err := step.do(g.act(step.who), v.Version); err != nil {
			return err
		}
	}
	return nil
}

// yes is the answer of somebody who is asked.
func (g *gardener) yes(r string) func(staff.Act, int64) error {
	return func(act staff.Act, v int64) error {
		_, err := g.Receptions.Review(g.ctx, act, r, reception.Decide{Version: v, Answers: map[string]string{"executability": "yes", "necessity": "yes"}})
		return err
	}
}
