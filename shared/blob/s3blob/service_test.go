package s3blob

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An object as the fake keeps it.
type object struct {
	kind, about string
	body        []byte
}

// A service plays S3 for one bucket: it knows signatures of presigned
// addresses and forms, conditions of forms, conditional writes and checksums,
// and refuses what S3 would refuse.
type service struct {
	t       *testing.T
	fail    int // status of every answer
	mu      sync.Mutex
	objects map[string]object
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, ours := strings.CutPrefix(r.URL.Path, "/private")
	key = strings.TrimPrefix(key, "/")
	signed := strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256 Credential="+access+"/") &&
		r.Header.Get("X-Amz-Security-Token") == "session"
	switch {
	case !ours:
		refuse(w, http.StatusNotFound, "NoSuchBucket")
	case s.fail != 0:
		refuse(w, s.fail, "AccessDenied")
	case r.Method == http.MethodPost:
		s.form(w, r)
	case !signed && !s.presigned(r):
		refuse(w, http.StatusForbidden, "AccessDenied")
	case r.Method == http.MethodPut:
		s.put(w, r, key)
	case r.Method == http.MethodDelete:
		delete(s.objects, key)
		w.WriteHeader(http.StatusNoContent)
	default:
		s.get(w, r, key)
	}
}

func (s *service) put(w http.ResponseWriter, r *http.Request, key string) {
	body, _ := io.ReadAll(r.Body)
	sum := sha256.Sum256(body)
	switch _, there := s.objects[key]; {
	case r.Header.Get("X-Amz-Checksum-Sha256") != base64.StdEncoding.EncodeToString(sum[:]):
		refuse(w, http.StatusBadRequest, "BadDigest")
	case there && r.Header.Get("If-None-Match") == "*":
		refuse(w, http.StatusPreconditionFailed, "PreconditionFailed")
	default:
		s.objects[key] = object{r.Header.Get("Content-Type"), r.Header.Get("X-Amz-Meta-About"), body}
	}
}

func (s *service) get(w http.ResponseWriter, r *http.Request, key string) {
	o, there := s.objects[key]
	if !there {
		refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", o.kind)
	w.Header().Set("X-Amz-Meta-About", o.about)
	if d := r.URL.Query().Get("response-content-disposition"); d != "" {
		w.Header().Set("Content-Disposition", d)
	}
	_, _ = w.Write(o.body)
}

// signature is the last step of AWS's signature, version 4.
func signature(text, day string) string {
	key := []byte("AWS4" + secret)
	for _, part := range []string{day, region, "s3", "aws4_request", text} {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}

// presigned checks the signature in an address.
func (s *service) presigned(r *http.Request) bool {
	q := r.URL.Query()
	given, at := q.Get("X-Amz-Signature"), q.Get("X-Amz-Date")
	q.Del("X-Amz-Signature")
	if len(at) < 8 || q.Get("X-Amz-SignedHeaders") != "host" {
		return false
	}
	canonical := strings.Join([]string{r.Method, (&url.URL{Path: r.URL.Path}).EscapedPath(), strings.ReplaceAll(q.Encode(), "+", "%20"),
		"host:" + r.Host + "\n", "host", "UNSIGNED-PAYLOAD"}, "\n")
	sum := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{"AWS4-HMAC-SHA256", at, at[:8] + "/" + region + "/s3/aws4_request", hex.EncodeToString(sum[:])}, "\n")
	return given == signature(text, at[:8])
}

// form takes an upload from a browser by its policy.
func (s *service) form(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseMultipartForm(32 << 20); err != nil {
		refuse(w, http.StatusBadRequest, "MalformedPOSTRequest")
		return
	}
	fields := map[string]string{}
	for k, v := range r.MultipartForm.Value {
		fields[strings.ToLower(k)] = v[0]
	}
	var policy struct {
		Expiration time.Time `json:"expiration"`
		Conditions []any     `json:"conditions"`
	}
	raw, _ := base64.StdEncoding.DecodeString(fields["policy"])
	day := (fields["x-amz-date"] + "????????")[:8]
	if json.NewDecoder(bytes.NewReader(raw)).Decode(&policy) != nil || fields["x-amz-signature"] != signature(fields["policy"], day) {
		refuse(w, http.StatusForbidden, "SignatureDoesNotMatch")
		return
	}
	file, header, err := r.FormFile("file")
	if err != nil || !policy.Expiration.After(time.Now()) {
		refuse(w, http.StatusForbidden, "AccessDenied")
		return
	}
	covered := []string{"policy", "x-amz-signature", "file"}
	for _, c := range policy.Conditions {
		name, ok, size := condition(c, fields, header.Size)
		if covered = append(covered, name); !ok && size {
			refuse(w, http.StatusBadRequest, "EntityTooLarge")
			return
		}
		if !ok && name != "bucket" {
			refuse(w, http.StatusForbidden, "AccessDenied")
			return
		}
	}
	for name := range fields {
		if !slices.Contains(covered, name) {
			refuse(w, http.StatusForbidden, "AccessDenied")
			return
		}
	}
	body, _ := io.ReadAll(file)
	s.objects[fields["key"]] = object{kind: fields["content-type"], body: body}
	w.WriteHeader(http.StatusNoContent)
}

// condition judges one condition of a policy and names the field it is about.
func condition(c any, fields map[string]string, length int64) (name string, ok, size bool) {
	switch c := c.(type) {
	case map[string]any:
		for k, v := range c {
			return strings.ToLower(k), fields[strings.ToLower(k)] == v, false
		}
	case []any:
		if c[0] == "content-length-range" {
			return "", float64(length) >= c[1].(float64) && float64(length) <= c[2].(float64), true
		}
		name = strings.ToLower(strings.TrimPrefix(c[1].(string), "$"))
		return name, c[0] == "eq" && fields[name] == c[2], false
	}
	return "", false, false
}
