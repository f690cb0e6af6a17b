// Command followup does every hour what follows a visit: satisfaction surveys and
// whatever else waits for its hour.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.Schedule(cloud.Start().Hourly))
}
