package cloud

import (
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/mail"
	"yingbin/shared/token"
)

// Settings are what the environment says.
type Settings struct {
	Table       string
	Bucket      string
	Files       *url.URL // the bucket, as browsers reach it
	URL         *url.URL
	Ring        *token.Ring
	From        mail.Address
	MailSet     string
	Edge        string // empty: no CloudFront
	Region      string
	Memory      int64 // bytes that the function has; 0: not told
	Credentials aws.Credentials
	Endpoints   map[string]string // by service: dynamodb, ses, s3; usually none
}

// A Variable is one that the functions read.
type Variable struct {
	Name     string
	Means    string
	Platform bool // Lambda sets it, or a test; never the template
	Optional bool
	set      func(*Settings, string) error
}

// Variables lists all that is read.
func Variables() []Variable {
	list := []Variable{
		{Name: "YINGBIN_TABLE", Means: "name of the DynamoDB table", set: text(func(s *Settings) *string { return &s.Table })},
		{Name: "YINGBIN_BUCKET", Means: "name of the bucket for files", set: text(func(s *Settings) *string { return &s.Bucket })},
		{Name: "YINGBIN_FILES", Means: "address of that bucket, to which browsers send files and from which they fetch them, https://bucket.s3.region.amazonaws.com", set: (*Settings).setFiles},
		{Name: "YINGBIN_URL", Means: "address of the site in mailed links, https://host", set: (*Settings).setURL},
		{Name: "YINGBIN_KEYS", Means: "signing keys as JSON; made by go run ./infra/operate keys", set: (*Settings).setKeys},
		{Name: "YINGBIN_FROM", Means: "address that mails come from, such as 迎宾 <reception@example.com>", set: (*Settings).setFrom},
		{Name: "YINGBIN_MAIL_SET", Means: "SES configuration set that reports deliveries", set: text(func(s *Settings) *string { return &s.MailSet })},
		{Name: "YINGBIN_EDGE", Means: "what CloudFront shows in X-Front-Key, where it stands before the site", Optional: true, set: text(func(s *Settings) *string { return &s.Edge })},
		{Name: "AWS_REGION", Means: "region of all services", Platform: true, set: text(func(s *Settings) *string { return &s.Region })},
		{Name: "AWS_ACCESS_KEY_ID", Means: "credentials of the function's role", Platform: true, set: text(func(s *Settings) *string { return &s.Credentials.AccessKeyID })},
		{Name: "AWS_SECRET_ACCESS_KEY", Means: "credentials of the function's role", Platform: true, set: text(func(s *Settings) *string { return &s.Credentials.SecretAccessKey })},
		{Name: "AWS_SESSION_TOKEN", Means: "credentials of the function's role", Platform: true, Optional: true, set: text(func(s *Settings) *string { return &s.Credentials.SessionToken })},
		{Name: "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Means: "megabytes that the function has", Platform: true, Optional: true, set: (*Settings).setMemory},
	}
	for service, name := range endpoints {
		list = append(list, Variable{Name: name, Means: "another address of " + service + ", for tests", Platform: true, Optional: true,
			set: func(s *Settings, v string) error { s.Endpoints[service] = v; return nil }})
	}
	return list
}

// endpoints are the variables that AWS's own tools read for another address.
var endpoints = map[string]string{"dynamodb": "AWS_ENDPOINT_URL_DYNAMODB", "ses": "AWS_ENDPOINT_URL_SES", "s3": "AWS_ENDPOINT_URL_S3"}

// text keeps a value as it is.
func text(where func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, v string) error { *where(s) = v; return nil }
}

// Read checks the whole environment; the error names each variable that is
// missing or wrong, never its value.
func Read(env func(string) string) (Settings, error) {
	s := Settings{Endpoints: map[string]string{}}
	var wrong []error
	for _, v := range Variables() {
		value := env(v.Name)
		switch {
		case value == "" && v.Optional:
		case value == "":
			wrong = append(wrong, fmt.Errorf("%s is not set: %s", v.Name, v.Means))
		default:
			if err := v.set(&s, value); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w; it is: %s", v.Name, err, v.Means))
			}
		}
	}
	return s, errors.Join(wrong...)
}

// setURL reads the address of the site: scheme and host, nothing else.
func (s *Settings) setURL(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return errors.New("must be https://host and nothing else")
	}
	s.URL = u
	return nil
}

// setFiles reads the address of the bucket. Without TLS it must be a number on this
// machine or in its own network, which is a test's.
func (s *Settings) setFiles(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || *u != (url.URL{Scheme: u.Scheme, Host: u.Host}) {
		return errors.New("must be https://host and nothing else")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme != "https" && !(u.Scheme == "http" && (ip.IsLoopback() || ip.IsPrivate())) {
		return errors.New("must be https://host and nothing else")
	}
	s.Files = u
	return nil
}

// setKeys reads the signing keys. What is wrong with them is not said: it could
// quote a part of them.
func (s *Settings) setKeys(v string) error {
	ring, err := token.ParseRing([]byte(v))
	if err != nil {
		return errors.New("cannot be read")
	}
	s.Ring = ring
	return nil
}

// setMemory reads the function's size.
func (s *Settings) setMemory(v string) error {
	n, err := strconv.ParseInt(v, 10, 32)
	if err != nil || n <= 0 {
		return errors.New("must be a number of megabytes")
	}
	s.Memory = n << 20
	return nil
}

// setFrom reads the sender's address.
func (s *Settings) setFrom(v string) error {
	a, err := netmail.ParseAddress(v)
	if err != nil {
		return errors.New("must be one address")
	}
	s.From = mail.Address{Name: a.Name, Email: a.Address}
	return nil
}
