// Command remind does every minute what has fallen due: reminders, escalations,
// expiries; and it tells again what could not be told before.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/cloud/letters"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.Schedule(letters.Remind(letters.Of(cloud.Start()))))
}
