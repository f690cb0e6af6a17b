// Command summarize answers whoever writes down, after the visit, how it went, and
// hands out what leaves as a file: sheets, lists and reports as workbooks, visits
// for calendars. Workbooks take long to start, so nobody signs in here.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/papers"
	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	p := cloud.Start()
	lambda.Start(lambdas.HTTP(site.New(p.Core, site.Ports{Step: "summarize", Papers: papers.New(p.Core, p.From)})))
}
