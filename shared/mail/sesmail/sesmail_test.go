package sesmail

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"yingbin/shared/fault"
	"yingbin/shared/mail"
	"yingbin/shared/mail/incoming"
)

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret", SessionToken: "session"}, nil
})

func sample() mail.Message {
	return mail.Message{ID: "abc@reception.test", Kind: "review", From: mail.Address{Name: "迎宾", Email: "reception@reception.test"},
		To: mail.Address{Name: "王芳", Email: "wang@reception.test"}, CC: []mail.Address{{Email: "copy@reception.test"}},
		Subject: "请审批", Text: "您好", At: time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC),
		Tags: map[string]string{"reception": "r_abc", "event": "20261122T010000000-0001-aaaaaa", "recipient": "head-review"}}
}

// A service plays SES's query protocol; it takes nothing that SES would refuse.
type service struct {
	t       *testing.T
	answers []answer // in order; then success
	calls   []url.Values
}

type answer struct {
	status int
	code   string
	says   string // empty: something about the recipient
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	auth := r.Header.Get("Authorization")
	if !strings.HasPrefix(auth, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") || !strings.Contains(auth, "/eu-central-1/ses/aws4_request") ||
		r.Header.Get("X-Amz-Security-Token") != "session" {
		s.t.Errorf("signature: %q", auth)
	}
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.Form.Get("Action") != "SendRawEmail" || r.Form.Get("Version") != "2010-12-01" {
		s.t.Errorf("%s %v %v", r.Method, r.Form.Get("Action"), err)
	}
	s.calls = append(s.calls, r.PostForm)
	w.Header().Set("Content-Type", "text/xml")
	if n := len(s.calls); n <= len(s.answers) && s.answers[n-1].status != 0 {
		a := s.answers[n-1]
		if a.says == "" {
			a.says = "wang@reception.test is not liked"
		}
		w.WriteHeader(a.status)
		fmt.Fprintf(w, `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>%s</Code>`+
			`<Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>`, a.code, a.says)
		return
	}
	fmt.Fprint(w, `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>0100-abc</MessageId>`+
		`</SendRawEmailResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></SendRawEmailResponse>`)
}

func start(t *testing.T, answers ...answer) (*Sender, *service) {
	t.Helper()
	s := &service{t: t, answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return New(Client("eu-central-1", server.URL, credentials, server.Client()), "yingbin"), s
}

func TestSend(t *testing.T) {
	s, srv := start(t)
	id, err := s.Send(t.Context(), sample())
	if err != nil || id != "0100-abc" {
		t.Fatal(id, err)
	}
	got := srv.calls[0]
	want := map[string]string{"Source": "reception@reception.test", "ConfigurationSetName": "yingbin",
		"Destinations.member.1": "wang@reception.test", "Destinations.member.2": "copy@reception.test",
		"Tags.member.1.Name": "event", "Tags.member.1.Value": "20261122T010000000-0001-aaaaaa",
		"Tags.member.2.Name": "reception", "Tags.member.2.Value": "r_abc",
		"Tags.member.3.Name": "recipient", "Tags.member.3.Value": "head-review"}
	for name, value := range want {
		if got.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.Get(name), value)
		}
	}
	raw, err := base64.StdEncoding.DecodeString(got.Get("RawMessage.Data"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := incoming.Parse(strings.NewReader(string(raw)), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	if subject, err := m.Header.Subject(); err != nil || subject != "请审批" || strings.TrimSpace(m.Text) != "您好" {
		t.Errorf("message: %q %q %v", subject, m.Text, err)
	}
}

// What SES answers when all mails of the account are refused, by the code that
// else means one message.
var (
	unverified = answer{400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: reception@reception.test"}
	paused     = answer{400, "MessageRejected", "Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account."}
)

func TestErrors(t *testing.T) {
	full := answer{400, "Throttling", "Daily message quota exceeded."}
	fast := answer{400, "Throttling", "Maximum sending rate exceeded."}
	for name, c := range map[string]struct {
		answers []answer
		kind    fault.Kind
		calls   int
		says    string // in the error, for the log
	}{
		"refused message":      {[]answer{{400, "MessageRejected", ""}}, fault.Invalid, 1, "ses: MessageRejected"},
		"bad parameter":        {[]answer{{400, "InvalidParameterValue", ""}}, fault.Invalid, 1, "ses: InvalidParameterValue"},
		"domain not verified":  {[]answer{{400, "MailFromDomainNotVerifiedException", ""}}, fault.Unavailable, 1, "ses: MailFromDomainNotVerifiedException"},
		"sender not verified":  {[]answer{unverified}, fault.Unavailable, 1, "ses: MessageRejected (not-verified)"},
		"paused account":       {[]answer{{400, "AccountSendingPausedException", ""}}, fault.Unavailable, 1, "ses: AccountSendingPausedException"},
		"paused for bounces":   {[]answer{paused}, fault.Unavailable, 1, "ses: MessageRejected (paused)"},
		"missing rights":       {[]answer{{403, "AccessDenied", ""}}, fault.Unavailable, 1, "ses: AccessDenied"},
		"no such set":          {[]answer{{400, "ConfigurationSetDoesNotExist", ""}}, fault.Unavailable, 1, "ses: ConfigurationSetDoesNotExist"},
		"service failure":      {[]answer{{500, "InternalFailure", ""}}, fault.Unavailable, 1, "ses: InternalFailure"},
		"day's quota is full":  {[]answer{full}, fault.Unavailable, 1, "ses: Throttling (daily-quota)"},
		"throttled, then fine": {[]answer{fast}, -1, 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, srv := start(t, c.answers...)
			id, err := s.Send(t.Context(), sample())
			if c.kind < 0 {
				if err != nil || id == "" {
					t.Error(id, err)
				}
			} else if f := fault.As(err); f == nil || f.Kind != c.kind {
				t.Errorf("%v, want kind %d", err, c.kind)
			}
			if len(srv.calls) != c.calls {
				t.Errorf("%d calls, want %d", len(srv.calls), c.calls)
			}
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %q, want %q", err, c.says)
			}
			if err != nil && strings.Contains(err.Error(), "@") {
				t.Errorf("the error names an address: %v", err)
			}
		})
	}
}

// A lost connection may have delivered the mail: it is not sent twice here.
func TestLostConnection(t *testing.T) {
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		calls.Add(1)
		panic(http.ErrAbortHandler)
	}))
	t.Cleanup(server.Close)
	_, err := New(Client("eu-central-1", server.URL, credentials, &http.Client{}), "").Send(t.Context(), sample())
	if f := fault.As(err); f == nil || f.Kind != fault.Unavailable || calls.Load() != 1 {
		t.Errorf("%v after %d calls", err, calls.Load())
	}
}

func TestRefusedBeforeSending(t *testing.T) {
	s, srv := start(t)
	demo, bare := sample(), sample()
	demo.To.Email, bare.Text = "guest@customer.example", ""
	for _, m := range []mail.Message{demo, bare} {
		if _, err := s.Send(t.Context(), m); fault.As(err) == nil || fault.As(err).Kind != fault.Invalid {
			t.Errorf("sent: %v", err)
		}
	}
	if diff := cmp.Diff(0, len(srv.calls)); diff != "" {
		t.Error(diff)
	}
	if _, err := s.ForDemo().Send(t.Context(), demo); err != nil {
		t.Errorf("a test's own service: %v", err)
	}
}

func TestMoto(t *testing.T) {
	endpoint := os.Getenv("MOTO_ENDPOINT")
	if endpoint == "" {
		t.Skip("MOTO_ENDPOINT is not set: no moto to test against")
	}
	body := strings.NewReader("Action=VerifyEmailIdentity&Version=2010-12-01&EmailAddress=reception%40reception.test")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-central-1/ses/aws4_request, SignedHeaders=host, Signature=0")
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
	id, err := New(Client("eu-central-1", endpoint, credentials, &http.Client{}), "").Send(t.Context(), sample())
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
}
