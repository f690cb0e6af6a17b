package web

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"testing"

	"yingbin/shared/fault"
)

// TestOneFile: an upload is one file in the field "file"; what else comes is
// refused, not dropped. Other forms take none.
func TestOneFile(t *testing.T) {
	for _, tt := range []struct {
		files        []string
		upload, form string
	}{
		{nil, "/file required", ""}, {[]string{"file"}, "", "/file unknown-field"}, {[]string{"file", "file"}, "/file invalid", "/file invalid"},
		{[]string{"file", "photo"}, "/photo unknown-field", "/photo unknown-field"},
	} {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("kind", "photo")
		for _, field := range tt.files {
			w, _ := m.CreateFormFile(field, "a.png")
			_, _ = w.Write([]byte("a"))
		}
		_ = m.Close()
		raw := body.Bytes()
		_, _, err := readUpload(httptest.NewRecorder(), httptest.NewRequest("POST", "/", &body), m.Boundary())
		if got := refused(err); got != tt.upload {
			t.Errorf("upload of %v: %q", tt.files, got)
		}
		_, err = readMultipart(bytes.NewReader(raw), m.Boundary())
		if got := refused(err); got != tt.form {
			t.Errorf("form with %v: %q", tt.files, got)
		}
	}
}

// refused is a refusal's first field and code.
func refused(err error) string {
	e := fault.As(err)
	if e == nil || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Field + " " + e.Fields[0].Code
}
