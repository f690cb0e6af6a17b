package s3blob

import (
	"context"
	"mime"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
)

// A Form lets a browser put one file into the bucket without passing a
// function: a multipart POST to URL with Fields first and the file last.
type Form struct {
	URL    string            `json:"url"`
	Fields map[string]string `json:"fields"`
}

// Upload makes the form for one file of a media type. The bucket takes exactly
// that id and that type, from one byte to blob.MaxSize, and only for so long.
// What arrives is a stranger's: read it with Uploaded, and pass it through
// blob.Accept before it is Put.
func (b *Bucket) Upload(ctx context.Context, id, kind string, life time.Duration) (Form, error) {
	if err := blob.CheckID(id); err != nil {
		return Form{}, err
	}
	in := &s3.PutObjectInput{Bucket: b.name, Key: aws.String(incoming + id)}
	out, err := b.calls.presignPost(ctx, in, func(o *s3.PresignPostOptions) {
		o.Expires = life
		o.Conditions = []any{
			[]any{"content-length-range", 1, blob.MaxSize},
			[]any{"eq", "$Content-Type", kind},
		}
	})
	if err != nil {
		return Form{}, fault.Wrap(fault.Internal, "file-bucket", err)
	}
	out.Values["Content-Type"] = kind
	return Form{out.URL, out.Values}, nil
}

// Uploaded reads what a browser has put there under an id.
func (b *Bucket) Uploaded(ctx context.Context, id string) ([]byte, error) {
	if err := blob.CheckID(id); err != nil {
		return nil, err
	}
	content, _, err := b.read(ctx, incoming+id)
	return content, err
}

// Download makes an address from which anybody may fetch a file for a while,
// always as an attachment of that name.
func (b *Bucket) Download(ctx context.Context, id, name string, life time.Duration) (string, error) {
	if err := blob.CheckID(id); err != nil {
		return "", err
	}
	in := &s3.GetObjectInput{Bucket: b.name, Key: aws.String(kept + id),
		ResponseContentDisposition: aws.String(mime.FormatMediaType("attachment", map[string]string{"filename": name}))}
	out, err := b.calls.presignGet(ctx, in, s3.WithPresignExpires(life))
	if err != nil {
		return "", fault.Wrap(fault.Internal, "file-bucket", err)
	}
	return out.URL, nil
}
