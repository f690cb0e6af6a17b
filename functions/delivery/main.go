// Command delivery notes what became of each mail: delivered, bounced, complained of.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.Deliveries(cloud.Start().Delivered))
}
