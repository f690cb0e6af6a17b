package letters

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"yingbin/shared/app/post"
	"yingbin/shared/event"
)

// What the minute counts at most, and from which age on an event that nobody
// was told of is too old.
const (
	counted = 100
	overdue = 15 * time.Minute
)

// Remind is the minute's run of the post, and a look at what waits for a person:
// one line in the log, of which the stack's template makes two metrics.
func Remind(p *post.Post) func(context.Context, time.Time) error {
	return func(ctx context.Context, at time.Time) error {
		err := p.Remind(ctx, at)
		parked, listing := event.ParkedKeys(ctx, p.DB, counted)
		late, undelivered := event.Undelivered(ctx, p.DB, at.Add(-overdue), counted)
		if listing == nil && undelivered == nil {
			slog.InfoContext(ctx, "waiting", "parked", len(parked), "overdue", len(late))
		}
		return errors.Join(err, listing, undelivered)
	}
}
