package cloud

import (
	"context"

	"yingbin/shared/app"
	"yingbin/shared/event"
	"yingbin/shared/fault"
	"yingbin/shared/lambdas"
)

// Report notes what became of a mail beside the name of its recipient. A mail
// that is not ours, or that the store does not know any more, is passed over:
// to report it again would not help.
func Report(a *app.App) func(context.Context, lambdas.Delivery) error {
	return func(ctx context.Context, d lambdas.Delivery) error {
		ref, ours := event.RefOf(d.Tags)
		if !ours {
			return nil
		}
		err := event.Record(ctx, a.DB, ref, event.Report{State: event.State(d.State), Provider: d.MessageID, Reason: d.Reason, At: d.At,
			Suppress: d.Permanent})
		if err != nil && fault.As(err).Kind == fault.NotFound {
			return nil
		}
		return err
	}
}
