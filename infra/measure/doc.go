// Command measure says what Yingbin consumes, on this machine, without AWS.
//
//	go run ./infra/measure cost     units and dollars of a whole reception, over a DynamoDB engine
//	go run ./infra/measure cold     cold start of each function beside a function that does nothing
//	go run ./infra/measure growth   pages and sweeps with few and with many receptions stored
//
// Numbers come from this run; what they are compared with is measured or
// computed in the same run. Units and page faults hardly vary; milliseconds of a
// busy machine do, so they are given beside a yardstick.
package main
