package blobtest

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
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// An object as S3 keeps it.
type object struct {
	kind, about string
	body        []byte
}

// An S3 plays the service for one bucket: it knows signatures of presigned
// addresses and forms, conditions of forms, conditional writes and checksums,
// and refuses what S3 would refuse.
type S3 struct {
	Bucket, Region string
	// Secret of an access key; empty: nobody's.
	Secret func(access string) string
	// Token is the session's, which every caller must have; empty: any.
	Token string

	mu      sync.Mutex
	fail    int // status of every answer
	code    string
	objects map[string]object
}

// Fail lets every further request end with a status and a code; 0: no more.
func (s *S3) Fail(status int, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail, s.code = status, code
}

// Replace changes the content of an object behind everybody's back.
func (s *S3) Replace(key string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.objects[key]
	o.body = body
	s.objects[key] = o
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>%s</Code><Message>no</Message></Error>", code)
}

// ServeHTTP answers as the service does, the bucket's name first in the path.
func (s *S3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.objects == nil {
		s.objects = map[string]object{}
	}
	key, ours := strings.CutPrefix(r.URL.Path, "/"+s.Bucket)
	key = strings.TrimPrefix(key, "/")
	switch {
	case !ours:
		refuse(w, http.StatusNotFound, "NoSuchBucket")
	case s.fail != 0:
		refuse(w, s.fail, s.code)
	case r.Method == http.MethodPost:
		s.form(w, r)
	case !s.signed(r) && !s.presigned(r):
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

// credentialIn finds the access key in an Authorization header.
var credentialIn = regexp.MustCompile(`^AWS4-HMAC-SHA256 Credential=([^/]+)/`)

// signed says whether a request has a header of somebody who is known; the
// client's signature itself is the SDK's to get right.
func (s *S3) signed(r *http.Request) bool {
	m := credentialIn.FindStringSubmatch(r.Header.Get("Authorization"))
	return m != nil && s.Secret(m[1]) != "" && s.session(r.Header.Get("X-Amz-Security-Token"))
}

// session says whether a session's token is good.
func (s *S3) session(token string) bool { return s.Token == "" || token == s.Token }

func (s *S3) put(w http.ResponseWriter, r *http.Request, key string) {
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

func (s *S3) get(w http.ResponseWriter, r *http.Request, key string) {
	o, there := s.objects[key]
	if !there {
		refuse(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", o.kind)
	w.Header().Set("X-Amz-Meta-About", o.about)
	for name := range r.URL.Query() {
		if header, ok := strings.CutPrefix(name, "response-"); ok {
			w.Header().Set(header, r.URL.Query().Get(name))
		}
	}
	_, _ = w.Write(o.body)
}

// signature is the last step of AWS's signature, version 4. The credential names
// access key, day and region.
func (s *S3) signature(text, credential string) string {
	scope := strings.Split(credential, "/")
	if len(scope) != 5 || s.Secret(scope[0]) == "" || scope[2] != s.Region {
		return "nobody's"
	}
	key := []byte("AWS4" + s.Secret(scope[0]))
	for _, part := range append(scope[1:], text) {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hex.EncodeToString(key)
}

// presigned checks the signature in an address, and its end.
func (s *S3) presigned(r *http.Request) bool {
	q := r.URL.Query()
	given, at, credential := q.Get("X-Amz-Signature"), q.Get("X-Amz-Date"), q.Get("X-Amz-Credential")
	q.Del("X-Amz-Signature")
	signed, err := time.Parse("20060102T150405Z", at)
	life, broken := strconv.Atoi(q.Get("X-Amz-Expires"))
	_, scope, ok := strings.Cut(credential, "/")
	if err != nil || broken != nil || !ok || q.Get("X-Amz-SignedHeaders") != "host" || !s.session(q.Get("X-Amz-Security-Token")) ||
		time.Now().After(signed.Add(time.Duration(life)*time.Second)) {
		return false
	}
	canonical := strings.Join([]string{r.Method, (&url.URL{Path: r.URL.Path}).EscapedPath(), strings.ReplaceAll(q.Encode(), "+", "%20"),
		"host:" + r.Host + "\n", "host", "UNSIGNED-PAYLOAD"}, "\n")
	sum := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{"AWS4-HMAC-SHA256", at, scope, hex.EncodeToString(sum[:])}, "\n")
	return given == s.signature(text, credential)
}

// form takes an upload from a browser by its policy.
func (s *S3) form(w http.ResponseWriter, r *http.Request) {
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
	fields["bucket"] = s.Bucket // no field, but a condition
	if json.NewDecoder(bytes.NewReader(raw)).Decode(&policy) != nil || fields["x-amz-signature"] != s.signature(fields["policy"], fields["x-amz-credential"]) {
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
		if !ok {
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
	if then, err := url.Parse(fields["success_action_redirect"]); err == nil && then.Host != "" {
		q := then.Query()
		q.Set("bucket", s.Bucket)
		q.Set("key", fields["key"])
		q.Set("etag", `"0"`)
		then.RawQuery = q.Encode()
		http.Redirect(w, r, then.String(), http.StatusSeeOther)
		return
	}
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
