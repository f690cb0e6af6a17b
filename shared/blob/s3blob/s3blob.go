// Package s3blob keeps files in one private bucket: what was accepted below
// files/, what a browser put there by itself below pending/, from where the
// bucket's rules remove it after a day.
package s3blob

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
	"yingbin/shared/sdkhttp"
)

// The two parts of the bucket.
const (
	kept    = "files/"
	pending = "pending/"
)

// about is the name of the object's metadata that holds the blob.Meta.
const about = "about"

// A Bucket is a blob.Store, safe for concurrent use.
type Bucket struct {
	calls calls
	name  *string
}

var _ blob.Store = (*Bucket)(nil)

// New uses a bucket through a client.
func New(client *s3.Client, bucket string) *Bucket {
	return &Bucket{callsOf(client), aws.String(bucket)}
}

// Client makes a client without package config, which would triple the start
// of a function. An empty endpoint is AWS's own in that region.
func Client(region, endpoint string, credentials aws.CredentialsProvider, http s3.HTTPClient) *s3.Client {
	o := s3.Options{Region: region, Credentials: credentials, HTTPClient: sdkhttp.Whole(http)}
	if endpoint != "" {
		o.BaseEndpoint, o.UsePathStyle = aws.String(endpoint), true
	}
	return s3.New(o)
}

// Put keeps a file. The bucket itself sees to it that an id is written once
// and that what arrives is what was sent.
func (b *Bucket) Put(ctx context.Context, id string, meta blob.Meta, content []byte) error {
	if err := errors.Join(ctx.Err(), blob.Check(id, meta, content)); err != nil {
		return err
	}
	raw, err := json.Marshal(meta)
	if err != nil {
		return fault.Wrap(fault.Internal, "file-meta", err)
	}
	sum, err := hex.DecodeString(meta.SHA256)
	if err != nil {
		return fault.Wrap(fault.Internal, "file-meta", err)
	}
	_, err = b.calls.put(ctx, &s3.PutObjectInput{Bucket: b.name, Key: aws.String(kept + id), Body: bytes.NewReader(content),
		ContentType: aws.String(meta.Type), ContentDisposition: aws.String("attachment"), IfNoneMatch: aws.String("*"),
		ChecksumSHA256: aws.String(base64.StdEncoding.EncodeToString(sum)),
		Metadata:       map[string]string{about: base64.RawURLEncoding.EncodeToString(raw)}})
	if statusOf(err) == http.StatusPreconditionFailed {
		return b.same(ctx, id, meta)
	}
	return explain(err)
}

// same tells whether what is kept under an id is the file that was to be kept.
func (b *Bucket) same(ctx context.Context, id string, meta blob.Meta) error {
	out, err := b.calls.head(ctx, &s3.HeadObjectInput{Bucket: b.name, Key: aws.String(kept + id)})
	if err != nil {
		return explain(err)
	}
	old, err := describe(out.Metadata)
	if err == nil && old.SHA256 != meta.SHA256 {
		return fault.New(fault.Conflict, "clash")
	}
	return err
}

// describe reads what is kept beside the content.
func describe(metadata map[string]string) (m blob.Meta, err error) {
	raw, err := base64.RawURLEncoding.DecodeString(metadata[about])
	if err == nil {
		err = json.Unmarshal(raw, &m)
	}
	if err != nil {
		return m, fault.Wrap(fault.Internal, "file-meta", err)
	}
	return m, nil
}

// Get reads a file and checks that it is still what was put.
func (b *Bucket) Get(ctx context.Context, id string) (blob.Meta, []byte, error) {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return blob.Meta{}, nil, err
	}
	content, metadata, err := b.read(ctx, kept+id)
	if err != nil {
		return blob.Meta{}, nil, err
	}
	meta, err := describe(metadata)
	if err != nil {
		return blob.Meta{}, nil, err
	}
	if err := blob.Check(id, meta, content); err != nil {
		return blob.Meta{}, nil, fault.Wrap(fault.Internal, "file-damaged", err)
	}
	return meta, content, nil
}

// read fetches an object of at most blob.MaxSize.
func (b *Bucket) read(ctx context.Context, key string) ([]byte, map[string]string, error) {
	out, err := b.calls.get(ctx, &s3.GetObjectInput{Bucket: b.name, Key: aws.String(key)})
	if err != nil {
		return nil, nil, explain(err)
	}
	defer func() { _ = out.Body.Close() }() // everything that matters was read
	content, err := io.ReadAll(io.LimitReader(out.Body, blob.MaxSize+1))
	if err != nil {
		return nil, nil, explain(err)
	}
	if len(content) > blob.MaxSize {
		return nil, nil, fault.New(fault.TooLarge, "too-large", blob.MaxSize>>20)
	}
	return content, out.Metadata, nil
}

// Delete removes a file; an absent one is no error.
func (b *Bucket) Delete(ctx context.Context, id string) error {
	if err := errors.Join(ctx.Err(), blob.CheckID(id)); err != nil {
		return err
	}
	_, err := b.calls.delete(ctx, &s3.DeleteObjectInput{Bucket: b.name, Key: aws.String(kept + id)})
	return explain(err)
}

// statusOf gives the status of the answer that an error tells of; 0 for none.
func statusOf(err error) int {
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// explain makes a fault of S3's answer; nil for nil. What is not a plain "no
// such file" may be tried again: missing rights are mended by an operator.
func explain(err error) error {
	var api smithy.APIError
	switch {
	case err == nil:
		return nil
	case statusOf(err) == http.StatusNotFound && !(errors.As(err, &api) && api.ErrorCode() == "NoSuchBucket"):
		return fault.Missing()
	case errors.As(err, &api):
		return fault.Wrap(fault.Unavailable, "file-bucket", fmt.Errorf("s3: %s", api.ErrorCode()))
	}
	return fault.Wrap(fault.Unavailable, "file-bucket", err)
}
