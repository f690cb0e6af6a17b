package main

import (
	"context"
	"fmt"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/customer"
	"yingbin/shared/event"
	"yingbin/shared/i18n"
	"yingbin/shared/moment"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
)

// demo plays the stories of the demonstration through the product itself, as
// the people of the company would have acted, each at its own time. What they
// make is delivered; mails of visits long past are not kept.
func (m *Main) demo(ctx context.Context, a *app.App) error {
	return m.db.Filling(ctx, func() error { return m.stories(ctx, a) })
}

func (m *Main) stories(ctx context.Context, a *app.App) error {
	company, err := a.Staff.Load(ctx)
	if err != nil {
		return err
	}
	now := m.clock.Now()
	if err := m.demoLogo(ctx, a, company, now); err != nil {
		return fmt.Errorf("demonstration: logo: %w", err)
	}
	if err := entered(ctx, a, now.AddDate(-2, 0, 0)); err != nil {
		return fmt.Errorf("demonstration: customers: %w", err)
	}
	for i, s := range stories() {
		t := teller{ctx: ctx, app: a, zone: company.Zone(), now: now, story: s, nth: i, key: fmt.Sprintf("demo-%d", i)}
		if err := t.tell(); err != nil {
			return fmt.Errorf("demonstration: %s: %w", s.customer, err)
		}
		if err := deliverAll(ctx, a, t.until(), s.to == reception.Archived); err != nil {
			return fmt.Errorf("demonstration: %s: %w", s.customer, err)
		}
	}
	return nil
}

// entered are customers who were there before any visit: two who must not meet,
// and one whose second entry, with a person in it twice, waits to be merged.
func entered(ctx context.Context, a *app.App, at time.Time) error {
	twice := []customer.AddContact{{Name: "李敏", Position: "采购总监", Phone: "13900008888"}, {Name: "李女士", Phone: "13900008888"}}
	for i, c := range []customer.Create{{Name: "深圳一号科技", Class: "key-account", Grade: "A", Rival: "液冷"},
		{Name: "华东冷却", Class: "important", Grade: "B", Rival: "液冷"}, {Name: "远景能源有限公司", Contacts: twice}} {
		if _, err := a.Customers.Create(ctx, staff.Act{By: "office", At: at, Key: fmt.Sprintf("demo-customer-%d", i), Lang: i18n.ZH}, c); err != nil {
			return err
		}
	}
	return nil
}

// deliverAll empties the outbox at a time; of visits long past nobody is told
// any more.
func deliverAll(ctx context.Context, a *app.App, at time.Time, past bool) error {
	keys, err := event.Undelivered(ctx, a.DB, time.Time{}, 0)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if past {
			err = event.Deliver(ctx, a.DB, k, at, nobody, nil)
		} else {
			err = a.Deliver(moment.With(ctx, at), k.PK, k.SK)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nobody is told.
func nobody(context.Context, event.Event) ([]event.Letter, error) { return nil, nil }
