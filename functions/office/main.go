// Command office answers everything else: signing in, the desk, the calendar, people,
// rooms and cars, the rules in force, and whatever no other function knows.
package main

import (
	"github.com/aws/aws-lambda-go/lambda"

	"yingbin/shared/app/site"
	"yingbin/shared/cloud"
	"yingbin/shared/lambdas"
)

func main() {
	lambda.Start(lambdas.HTTP(site.New(cloud.Start().Core, site.Ports{Step: "office"})))
}
