// Command customer answers whoever looks something up: customers and what is known of
// them, files and photos, the search.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(cloud.App()))
}
