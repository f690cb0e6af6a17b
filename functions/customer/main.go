// Command customer answers whoever looks something up: customers and what is known of
// them, files and photos, the search.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/cloud/bucket"
	"yingbin/shared/lambdas"
)

func main() {
	p := cloud.Start()
	lambda.Start(lambdas.HTTP(site.New(p.Core, site.Ports{Step: "customer", Files: bucket.Of(p)})))
}
