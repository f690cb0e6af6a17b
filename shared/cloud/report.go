package cloud

import (
	"context"

	"yingbin/shared/app"
	"yingbin/shared/lambdas"
)

// Report notes what became of a mail beside the name of its recipient.
func Report(a *app.App) func(context.Context, lambdas.Delivery) error { return a.Delivered }
