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

// Upload makes the form for one file. The bucket takes exactly that key, type,
// size and destination, and only for so long: each is a condition of the policy
// that is signed.
func (b *Bucket) Upload(ctx context.Context, o blob.Offer) (blob.Form, error) {
	if err := blob.CheckID(o.ID); err != nil {
		return blob.Form{}, err
	}
	least, most := o.Sizes()
	conditions := []any{[]any{"content-length-range", least, most}, []any{"eq", "$Content-Type", o.Type}}
	more := map[string]string{"Content-Type": o.Type}
	if o.Then != "" {
		conditions = append(conditions, []any{"eq", "$success_action_redirect", o.Then})
		more["success_action_redirect"] = o.Then
	}
	in := &s3.PutObjectInput{Bucket: b.name, Key: aws.String(pending + o.ID)}
	out, err := b.calls.presignPost(ctx, in, func(p *s3.PresignPostOptions) { p.Expires, p.Conditions = o.Life, conditions })
	if err != nil {
		return blob.Form{}, fault.Wrap(fault.Internal, "file-bucket", err)
	}
	for name, value := range more {
		out.Values[name] = value
	}
	return blob.Form{URL: out.URL, Fields: out.Values}, nil
}

// Uploaded reads what a browser has put there under an id.
func (b *Bucket) Uploaded(ctx context.Context, id string) ([]byte, error) {
	if err := blob.CheckID(id); err != nil {
		return nil, err
	}
	content, _, err := b.read(ctx, pending+id)
	return content, err
}

// Taken removes what a browser has put there: from sight at once, from the
// bucket, which keeps what was removed, by its rule for pending/ a day later.
func (b *Bucket) Taken(ctx context.Context, id string) error {
	if err := blob.CheckID(id); err != nil {
		return err
	}
	_, err := b.calls.delete(ctx, &s3.DeleteObjectInput{Bucket: b.name, Key: aws.String(pending + id)})
	return explain(err)
}

// Download makes an address from which anybody may fetch a file for a while,
// always as an attachment of that name and type.
func (b *Bucket) Download(ctx context.Context, id, name, kind string, life time.Duration) (string, error) {
	if err := blob.CheckID(id); err != nil {
		return "", err
	}
	in := &s3.GetObjectInput{Bucket: b.name, Key: aws.String(kept + id), ResponseContentType: aws.String(kind),
		ResponseContentDisposition: aws.String(mime.FormatMediaType("attachment", map[string]string{"filename": name})),
		ResponseCacheControl:       aws.String("private, no-store")}
	out, err := b.calls.presignGet(ctx, in, s3.WithPresignExpires(life))
	if err != nil {
		return "", fault.Wrap(fault.Internal, "file-bucket", err)
	}
	return out.URL, nil
}
