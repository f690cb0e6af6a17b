package s3blob

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/blob"
	"yingbin/shared/blob/blobtest"
	"yingbin/shared/fault"
)

const (
	id     = "4f3a9c2e5d6b7a80"
	access = "AKIDEXAMPLE"
	secret = "wJalrXUtnFEMI"
	region = "eu-central-1"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: access, SecretAccessKey: secret, SessionToken: "session"}, nil
})

// start gives a bucket in a strict fake.
func start(t *testing.T) (*Bucket, *blobtest.S3) {
	t.Helper()
	s := &blobtest.S3{Bucket: "private", Region: region, Token: "session", Secret: func(a string) string { return map[string]string{access: secret}[a] }}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return New(Client(region, server.URL, credentials, server.Client()), "private"), s
}

func kindOf(err error) fault.Kind {
	if f := fault.As(err); f != nil {
		return f.Kind
	}
	return -1
}

func TestConformance(t *testing.T) {
	b, _ := start(t)
	blobtest.Run(t, blobtest.Place{Store: b})
}

func TestMoto(t *testing.T) {
	endpoint := os.Getenv("MOTO_ENDPOINT")
	if endpoint == "" {
		t.Skip("MOTO_ENDPOINT is not set: no moto to test against")
	}
	name := fmt.Sprintf("yingbin-%d", os.Getpid())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, endpoint+"/"+name, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	blobtest.Run(t, blobtest.Place{Store: New(Client("us-east-1", endpoint, credentials, &http.Client{}), name), Lenient: true})
}

func TestDamagedFile(t *testing.T) {
	b, srv := start(t)
	content := []byte("%PDF-1.7")
	if err := b.Put(t.Context(), id, blob.Describe("a", blob.PDF, content, time.Unix(1795500000, 0)), content); err != nil {
		t.Fatal(err)
	}
	srv.Replace(kept+id, []byte("%PDF-1.6"))
	if _, _, err := b.Get(t.Context(), id); kindOf(err) != fault.Internal {
		t.Errorf("damaged file: %v", err)
	}
}

// Whatever S3 refuses but for an absent file is worth another try, and the log
// has S3's own word for it: the runbook knows each.
func TestFailures(t *testing.T) {
	b, srv := start(t)
	content := []byte("%PDF-1.7")
	for code, status := range map[string]int{"AccessDenied": 403, "InvalidAccessKeyId": 403, "ExpiredToken": 400, "NoSuchBucket": 404} {
		srv.Fail(status, code)
		_, _, got := b.Get(t.Context(), id)
		_, brought := b.Uploaded(t.Context(), id)
		put := b.Put(t.Context(), id, blob.Describe("a", blob.PDF, content, time.Unix(1795500000, 0)), content)
		for name, err := range map[string]error{"get": got, "uploaded": brought, "put": put} {
			if kindOf(err) != fault.Unavailable || !strings.Contains(fmt.Sprint(fault.As(err).Err), "s3: "+code) {
				t.Errorf("%s: %s: %v", code, name, err)
			}
		}
	}
	srv.Fail(http.StatusServiceUnavailable, "SlowDown") // after the attempts of the SDK
	if _, err := b.Uploaded(t.Context(), id); kindOf(err) != fault.Unavailable || !strings.Contains(fmt.Sprint(fault.As(err).Err), "s3: SlowDown") {
		t.Errorf("slow down: %v", err)
	}
	gone := New(Client(region, "http://127.0.0.1:1", credentials, &http.Client{}), "private")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := gone.Get(ctx, id); err == nil {
		t.Error("read after the end of the context")
	}
}

// Forms and addresses lead to where template.yaml lets pages lead: the bucket's
// own host, for names with and without dots.
func TestOrigin(t *testing.T) {
	for region, suffix := range map[string]string{"eu-central-1": "amazonaws.com", "cn-north-1": "amazonaws.com.cn"} {
		b := New(Client(region, "", credentials, http.DefaultClient), "yingbin-files-1x2y")
		want := "https://yingbin-files-1x2y.s3." + region + "." + suffix
		f, err := b.Upload(t.Context(), blob.Offer{ID: id, Type: blob.PDF, Life: time.Minute})
		if err != nil || f.URL != want && !strings.HasPrefix(f.URL, want+"/") {
			t.Errorf("%s %v", f.URL, err)
		}
		to, err := b.Download(t.Context(), id, "a.pdf", blob.PDF, time.Minute)
		if err != nil || !strings.HasPrefix(to, want+"/") {
			t.Errorf("%s %v", to, err)
		}
	}
}
