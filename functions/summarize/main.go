// Command summarize answers whoever writes down, after the visit, how it went.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(site.New(cloud.Start().Core, site.Ports{Step: "summarize"})))
}
