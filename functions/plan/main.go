// Command plan answers whoever plans a reception: the office takes the application
// on or gives it back, and the execution sheet grows until it is published.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/preview"
	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	p := cloud.Start()
	lambda.Start(lambdas.HTTP(site.New(p.Core, site.Ports{Step: "plan", Letters: preview.New(p.Core)})))
}
