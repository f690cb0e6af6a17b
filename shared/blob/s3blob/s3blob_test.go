package s3blob

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/blob"
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
func start(t *testing.T) (*Bucket, *service) {
	t.Helper()
	s := &service{t: t, objects: map[string]object{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return New(Client(region, server.URL, credentials, server.Client()), "private"), s
}

var meta = blob.Describe("合同.pdf", blob.PDF, []byte("%PDF-1.7"), time.Unix(1795500000, 0).UTC())

func kindOf(err error) fault.Kind {
	if f := fault.As(err); f != nil {
		return f.Kind
	}
	return -1
}

func TestBucket(t *testing.T) {
	b, srv := start(t)
	content := []byte("%PDF-1.7")
	for range 2 { // the same file twice is once
		if err := b.Put(t.Context(), id, meta, content); err != nil {
			t.Fatal(err)
		}
	}
	got, raw, err := b.Get(t.Context(), id)
	if err != nil || string(raw) != string(content) || cmp.Diff(meta, got) != "" {
		t.Errorf("%v %q %v", got, raw, err)
	}
	other := []byte("%PDF-1.6")
	if err := b.Put(t.Context(), id, blob.Describe("b", blob.PDF, other, meta.At), other); kindOf(err) != fault.Conflict {
		t.Errorf("other content: %v", err)
	}
	o := srv.objects[kept+id]
	o.body = other
	srv.objects[kept+id] = o
	if _, _, err := b.Get(t.Context(), id); kindOf(err) != fault.Internal {
		t.Errorf("damaged file: %v", err)
	}
	for range 2 {
		if err := b.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := b.Get(t.Context(), id); kindOf(err) != fault.NotFound {
		t.Errorf("deleted file: %v", err)
	}
	if _, _, err := b.Get(t.Context(), "../../etc/passwd"); kindOf(err) != fault.NotFound {
		t.Errorf("odd id: %v", err)
	}
}

func TestFailures(t *testing.T) {
	b, srv := start(t)
	srv.fail = http.StatusForbidden
	if _, _, err := b.Get(t.Context(), id); kindOf(err) != fault.Unavailable {
		t.Errorf("forbidden: %v", err)
	}
	gone := New(Client(region, "http://127.0.0.1:1", credentials, &http.Client{}), "private")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := gone.Get(ctx, id); err == nil {
		t.Error("read after the end of the context")
	}
}

// post sends a form as a browser does.
func post(t *testing.T, f Form, content []byte, change func(map[string]string)) int {
	t.Helper()
	fields := map[string]string{}
	for k, v := range f.Fields {
		fields[k] = v
	}
	change(fields)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.URL, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

func TestUpload(t *testing.T) {
	b, _ := start(t)
	f, err := b.Upload(t.Context(), id, blob.JPEG, 10*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	as := func(name, value string) func(map[string]string) {
		return func(m map[string]string) { m[name] = value }
	}
	photo := []byte("\xff\xd8 photo")
	for name, c := range map[string]struct {
		content []byte
		change  func(map[string]string)
		status  int
	}{
		"as agreed":        {photo, func(map[string]string) {}, http.StatusNoContent},
		"another type":     {photo, as("Content-Type", "text/html"), http.StatusForbidden},
		"another place":    {photo, as("key", kept+id), http.StatusForbidden},
		"nothing":          {nil, func(map[string]string) {}, http.StatusBadRequest},
		"too large":        {make([]byte, blob.MaxSize+1), func(map[string]string) {}, http.StatusBadRequest},
		"without a policy": {photo, func(m map[string]string) { delete(m, "policy") }, http.StatusForbidden},
		"another field":    {photo, as("acl", "public-read"), http.StatusForbidden},
	} {
		if got := post(t, f, c.content, c.change); got != c.status {
			t.Errorf("%s: %d, want %d", name, got, c.status)
		}
	}
	if got, err := b.Uploaded(t.Context(), id); err != nil || !bytes.Equal(got, photo) {
		t.Errorf("%q %v", got, err)
	}
}

func TestDownload(t *testing.T) {
	b, _ := start(t)
	if err := b.Put(t.Context(), id, meta, []byte("%PDF-1.7")); err != nil {
		t.Fatal(err)
	}
	address, err := b.Download(t.Context(), id, "合同.pdf", time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]int{address: http.StatusOK, strings.Replace(address, id, "0"+id[1:], 1): http.StatusForbidden} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, to, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%d: %s", res.StatusCode, raw)
		}
		if want == http.StatusOK && (string(raw) != "%PDF-1.7" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment")) {
			t.Errorf("%q %v", raw, res.Header)
		}
	}
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
	b := New(Client("us-east-1", endpoint, credentials, &http.Client{}), name)
	for range 2 {
		if err := b.Put(t.Context(), id, meta, []byte("%PDF-1.7")); err != nil {
			t.Fatal(err)
		}
	}
	if got, raw, err := b.Get(t.Context(), id); err != nil || string(raw) != "%PDF-1.7" || cmp.Diff(meta, got) != "" {
		t.Errorf("%v %q %v", got, raw, err)
	}
	f, err := b.Upload(t.Context(), id, blob.JPEG, 10*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if got := post(t, f, []byte("\xff\xd8 photo"), func(map[string]string) {}); got != http.StatusNoContent {
		t.Errorf("form: %d", got)
	}
	if got, err := b.Uploaded(t.Context(), id); err != nil || string(got) != "\xff\xd8 photo" {
		t.Errorf("%q %v", got, err)
	}
	if err := b.Delete(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Get(t.Context(), id); kindOf(err) != fault.NotFound {
		t.Errorf("deleted file: %v", err)
	}
}
