// Command notify tells everybody who must know what has just happened: the stream
// of new events comes in, mails go out.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/cloud"
	"yingbin/shared/cloud/letters"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.Stream(letters.Of(cloud.Start()).Deliver))
}
