package s3blob

import (
	"context"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// calls are the requests that a bucket is asked. They are functions and not the
// client: pages are written by reflection, and what reflection may reach stays in
// the program with all its methods. A client has a hundred.
type calls struct {
	put         call[s3.PutObjectInput, s3.PutObjectOutput]
	head        call[s3.HeadObjectInput, s3.HeadObjectOutput]
	get         call[s3.GetObjectInput, s3.GetObjectOutput]
	delete      call[s3.DeleteObjectInput, s3.DeleteObjectOutput]
	presignPost func(context.Context, *s3.PutObjectInput, ...func(*s3.PresignPostOptions)) (*s3.PresignedPostRequest, error)
	presignGet  func(context.Context, *s3.GetObjectInput, ...func(*s3.PresignOptions)) (*v4.PresignedHTTPRequest, error)
}

// A call is one kind of request.
type call[In, Out any] func(context.Context, *In, ...func(*s3.Options)) (*Out, error)

// callsOf gives the requests of a client.
func callsOf(c *s3.Client) calls {
	presign := s3.NewPresignClient(c)
	return calls{c.PutObject, c.HeadObject, c.GetObject, c.DeleteObject, presign.PresignPostObject, presign.PresignGetObject}
}
