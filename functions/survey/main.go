// Command survey shows what the guests said afterwards.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(cloud.App()))
}
