// Command apply answers whoever asks to receive a customer: the application form,
// what the policy says about it, drafts, lists of receptions, and handing it in.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(site.New(cloud.Start().Core, site.Ports{Step: "apply"})))
}
