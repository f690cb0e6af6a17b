package main

import (
	"context"
	"time"

	"yingbin/shared/app"
	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
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
