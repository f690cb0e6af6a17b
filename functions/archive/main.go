// Command archive does every day what ends a reception: the archive, the records of
// customers, and forgetting what has been kept long enough.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.Schedule(cloud.Start().Daily))
}
