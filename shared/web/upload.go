package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"

	"yingbin/shared/fault"
)

// MaxUpload is the largest file in bytes: an event of API Gateway carries 6 MB
// including base64.
const MaxUpload = 4 << 20

// An Upload is one file as it arrived; its type is judged by its content, not
// by what the sender says.
type Upload struct {
	Name string
	Data []byte
}

// readMultipart reads the text fields of a multipart form without files.
func readMultipart(body io.Reader, boundary string) (url.Values, error) {
	values, up, err := readParts(body, boundary)
	if err == nil && up != nil {
		err = fault.Field("/file", "unknown-field")
	}
	return values, err
}

// readUpload reads a multipart form with one file in the field "file".
func readUpload(w http.ResponseWriter, r *http.Request, boundary string) (url.Values, *Upload, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxUpload+64<<10)
	values, up, err := readParts(r.Body, boundary)
	if err == nil && up == nil {
		err = fault.Field("/file", "required")
	}
	if err == nil && len(up.Data) > MaxUpload {
		err = fault.New(fault.TooLarge, "too-large", MaxUpload)
	}
	return values, up, err
}

// readParts reads text fields and one file.
func readParts(body io.Reader, boundary string) (url.Values, *Upload, error) {
	if boundary == "" {
		return nil, nil, fault.Field("", "invalid")
	}
	values, parts := url.Values{}, multipart.NewReader(body, boundary)
	var up *Upload
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return values, up, nil
		}
		if err != nil {
			return nil, nil, bodyFault(err)
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return nil, nil, bodyFault(err)
		}
		switch {
		case p.FileName() == "":
			values.Add(p.FormName(), string(data))
		case p.FormName() != "file":
			return nil, nil, fault.Field("/"+p.FormName(), "unknown-field")
		case up != nil:
			return nil, nil, fault.Field("/file", "invalid") // one at a time: none is dropped in silence
		default:
			up = &Upload{Name: p.FileName(), Data: data}
		}
	}
}
