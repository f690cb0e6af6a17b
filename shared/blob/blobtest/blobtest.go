// Package blobtest says what every blob.Store must do, and plays S3 for those
// that need one.
package blobtest

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/blob"
	"yingbin/shared/fault"
)

// A Place is a store as browsers reach it.
type Place struct {
	blob.Store
	URL string // of the site, for paths on it; may be empty
	// Lenient says that whoever plays the bucket looks at no conditions, and gives
	// what is kept under the name that it was kept with.
	Lenient bool
}

// ids are names of files; each test uses its own.
const (
	kept     = "4f3a9c2e5d6b7a80"
	brought  = "uQ2x7-2e5d6b7a81"
	absent   = "uQ2x7_2e5d6b7a82"
	then     = "https://reception.test/receptions/R-20261122-001/uploads/ticket?a=b"
	fileName = "合同 1.pdf"
)

var (
	content = []byte("%PDF-1.7")
	photo   = []byte("\xff\xd8\xff photo")
)

// Run holds a store against its contract.
func Run(t *testing.T, p Place) {
	t.Run("files", p.files)
	t.Run("uploads", p.uploads)
	t.Run("downloads", p.downloads)
	t.Run("ids", p.ids)
}

// kindOf is the kind of a fault, -1 for none.
func kindOf(err error) fault.Kind {
	if f := fault.As(err); f != nil {
		return f.Kind
	}
	return -1
}

func (p Place) files(t *testing.T) {
	meta := blob.Describe(fileName, blob.PDF, content, time.Unix(1795500000, 0).UTC())
	for range 2 { // the same file twice is once
		if err := p.Put(t.Context(), kept, meta, content); err != nil {
			t.Fatal(err)
		}
	}
	got, raw, err := p.Get(t.Context(), kept)
	if err != nil || !bytes.Equal(raw, content) || cmp.Diff(meta, got) != "" {
		t.Errorf("%v %q %v", got, raw, err)
	}
	other := []byte("%PDF-1.6")
	if err := p.Put(t.Context(), kept, blob.Describe("b", blob.PDF, other, meta.At), other); kindOf(err) != fault.Conflict {
		t.Errorf("other content: %v", err)
	}
	for range 2 {
		if err := p.Delete(t.Context(), kept); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := p.Get(t.Context(), kept); kindOf(err) != fault.NotFound {
		t.Errorf("deleted file: %v", err)
	}
}

func (p Place) uploads(t *testing.T) {
	offer := blob.Offer{ID: brought, Type: blob.JPEG, Life: 10 * time.Minute}
	if _, err := p.Uploaded(t.Context(), brought); kindOf(err) != fault.NotFound {
		t.Errorf("before it came: %v", err)
	}
	set := func(name, value string) func(map[string]string) { return func(m map[string]string) { m[name] = value } }
	exact, onwards := offer, offer
	exact.Size, onwards.Then = int64(len(photo)), then
	for name, c := range map[string]struct {
		offer   blob.Offer
		content []byte
		change  func(map[string]string)
		status  int
	}{
		"as agreed":          {offer, photo, nil, http.StatusNoContent},
		"of the size agreed": {exact, photo, nil, http.StatusNoContent},
		"then somewhere":     {onwards, photo, nil, http.StatusSeeOther},
		"another type":       {offer, photo, set("Content-Type", "text/html"), http.StatusForbidden},
		"another place":      {offer, photo, set("key", "files/"+kept), http.StatusForbidden},
		"a place outside":    {offer, photo, set("key", "pending/../"+kept), http.StatusForbidden},
		"nothing":            {offer, nil, nil, http.StatusBadRequest},
		"too large":          {offer, make([]byte, blob.MaxSize+1), nil, http.StatusBadRequest},
		"larger than agreed": {exact, append(bytes.Clone(photo), 1), nil, http.StatusBadRequest},
		"less than agreed":   {exact, photo[1:], nil, http.StatusBadRequest},
		"without a policy":   {offer, photo, func(m map[string]string) { delete(m, "policy") }, http.StatusForbidden},
		"another policy":     {offer, photo, func(m map[string]string) { m["policy"] = "e30" + m["policy"] }, http.StatusForbidden},
		"another field":      {offer, photo, set("acl", "public-read"), http.StatusForbidden},
		"sent elsewhere":     {onwards, photo, set("success_action_redirect", "https://evil.test/"), http.StatusForbidden},
		"too late":           {blob.Offer{ID: brought, Type: blob.JPEG, Life: -time.Minute}, photo, nil, http.StatusForbidden},
	} {
		if p.Lenient && c.status >= http.StatusBadRequest {
			continue
		}
		f, err := p.Upload(t.Context(), c.offer)
		if err != nil {
			t.Fatal(err)
		}
		if c.change != nil {
			c.change(f.Fields)
		}
		status, to := p.Send(t, f, c.content)
		if status != c.status {
			t.Errorf("%s: %d, want %d", name, status, c.status)
		}
		if sent, _ := url.Parse(to); status == http.StatusSeeOther && (!strings.HasPrefix(to, then) || sent.Query().Get("key") != "pending/"+brought || sent.Query().Get("a") != "b") {
			t.Errorf("%s: %q", name, to)
		}
	}
	if got, err := p.Uploaded(t.Context(), brought); err != nil || !bytes.Equal(got, photo) {
		t.Errorf("%q %v", got, err)
	}
	for range 2 {
		if err := p.Taken(t.Context(), brought); err != nil {
			t.Error(err)
		}
	}
	if _, err := p.Uploaded(t.Context(), brought); kindOf(err) != fault.NotFound {
		t.Errorf("what was taken is still there: %v", err)
	}
}

// Send sends a form as a browser does, and gives status and destination.
func (p Place) Send(t testing.TB, f blob.Form, content []byte) (status int, to string) {
	t.Helper()
	body, kind, err := Multipart(f, content)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.at(f.URL), body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}

// Multipart writes a form with its file, and gives the body's type.
func Multipart(f blob.Form, content []byte) (body *bytes.Buffer, kind string, err error) {
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for k, v := range f.Fields {
		if err := w.WriteField(k, v); err != nil {
			return nil, "", err
		}
	}
	part, err := w.CreateFormFile("file", "photo.jpg")
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	return body, w.FormDataContentType(), err
}

// at makes an address of what may be a path on the site.
func (p Place) at(address string) string {
	if strings.HasPrefix(address, "/") {
		return p.URL + address
	}
	return address
}

func (p Place) downloads(t *testing.T) {
	if err := p.Put(t.Context(), kept, blob.Describe(fileName, blob.PDF, content, time.Unix(1795500000, 0).UTC()), content); err != nil {
		t.Fatal(err)
	}
	address := func(id string, life time.Duration) string {
		to, err := p.Download(t.Context(), id, fileName, blob.PDF, life)
		if err != nil {
			t.Fatal(err)
		}
		return p.at(to)
	}
	good := address(kept, time.Minute)
	status, header, raw := fetch(t, good)
	if status != http.StatusOK || !bytes.Equal(raw, content) {
		t.Errorf("%d %q", status, raw)
	}
	how, names, err := mime.ParseMediaType(header.Get("Content-Disposition"))
	if err != nil || how != "attachment" || names["filename"] != fileName && !p.Lenient || header.Get("Content-Type") != blob.PDF {
		t.Errorf("%v %v", err, header)
	}
	if p.Lenient {
		return
	}
	if status, _, _ := fetch(t, address(absent, time.Minute)); status != http.StatusNotFound {
		t.Errorf("an absent file: %d", status)
	}
	inPlace, err := url.Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"another file": strings.Replace(good, kept, absent, 1), "without a signature": strings.Split(good, "?")[0],
		"another type": changed(inPlace, "pdf", "html"), "too late": address(kept, time.Nanosecond)} {
		if status, _, _ := fetch(t, to); status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}
}

// changed replaces a word in the query of an address.
func changed(u *url.URL, old, now string) string {
	c, q := *u, u.Query()
	for name := range maps.Clone(q) {
		q.Set(name, strings.ReplaceAll(q.Get(name), old, now))
	}
	c.RawQuery = q.Encode()
	return c.String()
}

// fetch reads an address as anybody.
func fetch(t *testing.T, address string) (status int, header http.Header, body []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if body, err = io.ReadAll(res.Body); err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, body
}

func (p Place) ids(t *testing.T) {
	const out = "../../../../etc/passwd"
	if _, _, err := p.Get(t.Context(), out); kindOf(err) != fault.NotFound {
		t.Errorf("get: %v", err)
	}
	if _, err := p.Uploaded(t.Context(), out); kindOf(err) != fault.NotFound {
		t.Errorf("uploaded: %v", err)
	}
	if _, err := p.Upload(t.Context(), blob.Offer{ID: out, Type: blob.PDF, Life: time.Minute}); err == nil {
		t.Error("a form for it")
	}
	if _, err := p.Download(t.Context(), out, "a.pdf", blob.PDF, time.Minute); err == nil {
		t.Error("an address for it")
	}
}
