// Command welcome answers on the day itself: the gate, the board, delays, incidents,
// and the minutes of what was talked about.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(site.New(cloud.Start().Core, site.Ports{Step: "welcome"})))
}
