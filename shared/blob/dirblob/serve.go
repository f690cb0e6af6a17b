package dirblob

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"yingbin/shared/blob"
)

// maxFields is how much the fields of a form may hold together, in bytes.
const maxFields = 20 << 10

// ServeHTTP answers a browser below Path, in the words and statuses of S3: it
// takes the forms of Upload and gives what Download has given the address of.
// Who brings or fetches something it does not ask: the signature says that he may.
func (d *Dir) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	id := strings.TrimPrefix(r.URL.Path, Path)
	switch {
	case r.Method == http.MethodPost && id == "":
		d.take(w, r)
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		d.give(w, r, id)
	default:
		refuse(w, http.StatusMethodNotAllowed, "MethodNotAllowed")
	}
}

// refuse answers as S3 does.
func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code></Error>\n", code)
}

// take keeps what a form brings.
func (d *Dir) take(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, blob.MaxSize+2*maxFields)
	fields, file, err := readForm(r)
	if err != nil {
		refuse(w, http.StatusBadRequest, "MalformedPOSTRequest")
		return
	}
	p, ok := d.policy(fields)
	if !ok || !p.allows(fields) || !d.now().Before(p.Until) {
		refuse(w, http.StatusForbidden, "AccessDenied")
		return
	}
	content, err := io.ReadAll(io.LimitReader(file, p.Most+1))
	switch n := int64(len(content)); {
	case err != nil:
		refuse(w, http.StatusBadRequest, "IncompleteBody")
	case n < p.Least:
		refuse(w, http.StatusBadRequest, "EntityTooSmall")
	case n > p.Most:
		refuse(w, http.StatusBadRequest, "EntityTooLarge")
	case d.arrive(p.Key, content) != nil:
		refuse(w, http.StatusServiceUnavailable, "SlowDown")
	default:
		done(w, r, p)
	}
}

// readForm reads the fields of a form up to the file; what comes behind it does
// not count.
func readForm(r *http.Request) (fields map[string]string, file io.Reader, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, nil, err
	}
	fields, left := map[string]string{}, int64(maxFields)
	for {
		p, err := parts.NextPart()
		if err != nil {
			return nil, nil, err
		}
		if p.FormName() == "file" {
			return fields, p, nil
		}
		value, err := readField(p, left)
		if err != nil {
			return nil, nil, err
		}
		left -= int64(len(value))
		fields[strings.ToLower(p.FormName())] = value
	}
}

// readField reads one field of at most so many bytes.
func readField(p *multipart.Part, most int64) (string, error) {
	value, err := io.ReadAll(io.LimitReader(p, most+1))
	if err == nil && int64(len(value)) > most {
		err = errors.New("too many fields")
	}
	return string(value), err
}

// policy reads the policy of a form, if it is one of ours.
func (d *Dir) policy(fields map[string]string) (p policy, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(fields["policy"])
	return p, err == nil && d.signed(fields["signature"], "form", fields["policy"]) && json.Unmarshal(raw, &p) == nil
}

// allows compares the fields of a form with its policy; a field more is one that
// nobody has agreed to.
func (p policy) allows(fields map[string]string) bool {
	n := 4
	if p.Then != "" {
		n++
	}
	return len(fields) == n && fields["key"] == p.Key && fields["content-type"] == p.Type && fields["success_action_redirect"] == p.Then
}

// arrive keeps what was brought, as of now.
func (d *Dir) arrive(key string, content []byte) error {
	name := filepath.Join(d.root, filepath.FromSlash(key))
	if err := d.write(name, content); err != nil {
		return err
	}
	return os.Chtimes(name, d.now(), d.now())
}

// done answers that a file has arrived.
func done(w http.ResponseWriter, r *http.Request, p policy) {
	then, err := url.Parse(p.Then)
	if p.Then == "" || err != nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	q := then.Query()
	q.Set("bucket", strings.Trim(Path, "/"))
	q.Set("key", p.Key)
	then.RawQuery = q.Encode()
	http.Redirect(w, r, then.String(), http.StatusSeeOther)
}

// give answers the address that Download has made.
func (d *Dir) give(w http.ResponseWriter, r *http.Request, id string) {
	q := r.URL.Query()
	name, kind, until := q.Get("name"), q.Get("type"), q.Get("until")
	end, err := strconv.ParseInt(until, 10, 64)
	if err != nil || !d.signed(q.Get("signature"), "file", id, name, kind, until) || d.now().Unix() >= end {
		refuse(w, http.StatusForbidden, "AccessDenied")
		return
	}
	meta, content, err := d.Get(r.Context(), id)
	if err != nil {
		refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	http.ServeContent(w, r, "", meta.At, bytes.NewReader(content))
}
