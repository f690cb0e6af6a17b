// Command review answers whoever decides: from the link in a mail or in the app, and
// every other mailed link too.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(site.New(cloud.Start().Core, site.Ports{Step: "review"})))
}
