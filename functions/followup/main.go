// Command followup does every hour what follows a visit: satisfaction surveys and
// whatever else waits for its hour.
package main

import (
	"context"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	a := cloud.App()
	lambda.Start(lambdas.Schedule(func(ctx context.Context, at time.Time) error {
		_, err := a.Pass(ctx, at, app.EveryHour)
		return err
	}))
}
