// Package bucket keeps files in a function's bucket. It is apart from package
// cloud, so that only who handles files links the client of S3.
package bucket

import (
	"yingbin/shared/blob/s3blob"
	"yingbin/shared/cloud"
)

// Of gives the files of a place.
func Of(p *cloud.Place) *s3blob.Bucket {
	return s3blob.New(s3blob.Client(p.Region, p.Endpoints["s3"], p.Settings, p.HTTP), p.Bucket)
}
