package main

import (
	"context"
	"fmt"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// A visit of the demonstration: who comes when, and how far it has got.
type visit struct {
	customer, class, purpose string
	applicant                string
	days                     int // from today
	guests                   []reception.Guest
	accepted                 bool
}

// visits are what a demonstration shows.
var visits = []visit{
	{"深圳一号科技", "key-account", "参观工厂，洽谈明年合作", "sales", 3, []reception.Guest{
		{Name: "张建华", Position: "总经理", Main: true, Language: "zh", Email: "zhang@customer.example", Phone: "13900000001"},
		{Name: "John Smith", Position: "Chief engineer", Language: "en", Email: "john@customer.example", Diet: "vegetarian"}}, true},
	{"上海远景能源", "important", "技术交流", "sales2", 8, []reception.Guest{
		{Name: "李敏", Position: "采购总监", Main: true, Language: "zh", Email: "limin@customer.example"}}, false},
}

// demo applies for the visits and accepts some, as the people of the company
// would.
func (m *Main) demo(ctx context.Context, a *app.App) error {
	company, err := a.Staff.Load(ctx)
	if err != nil {
		return err
	}
	for i, v := range visits {
		number, version, err := apply(ctx, a, v, company.Zone(), m.clock.Now(), i)
		if err != nil {
			return fmt.Errorf("demonstration %d: %w", i+1, err)
		}
		if !v.accepted {
			continue
		}
		act := staff.Act{By: "office", At: m.clock.Now(), Key: fmt.Sprintf("demo-%d", i), Lang: i18n.ZH}
		if _, err := a.Receptions.Accept(ctx, act, number, reception.Accept{Version: version, Specialist: "office2"}); err != nil {
			return fmt.Errorf("demonstration %d: %w", i+1, err)
		}
	}
	return nil
}

// apply makes and submits one application.
func apply(ctx context.Context, a *app.App, v visit, zone *time.Location, now time.Time, i int) (string, int64, error) {
	act := staff.Act{By: v.applicant, At: now, Key: fmt.Sprintf("demo-%d", i), Lang: i18n.ZH}
	day := now.In(zone).AddDate(0, 0, v.days)
	start := time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, zone)
	end := start.Add(8 * time.Hour)
	draft, err := a.Receptions.Create(ctx, act, reception.Application{Customer: reception.CustomerRef{Name: v.customer, Class: v.class},
		Start: &start, End: &end, Purpose: new(v.purpose), Guests: v.guests, Wishes: new("参观展厅和车间"), Requirements: new("中英文讲解"),
		ItineraryWish: []reception.Wish{{Kind: "talk", Note: "会谈"}, {Kind: "tour-stop", Note: "参观"}}})
	if err != nil {
		return "", 0, err
	}
	done, err := a.Receptions.Submit(ctx, act, draft.ID, reception.Submit{Version: draft.Version})
	return done.Number, done.Version, err
}
