package cloud

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/app"
	"yingbin/shared/blob/s3blob"
	"yingbin/shared/mail"
	"yingbin/shared/mail/sesmail"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/store/dynamostore"
	"yingbin/shared/web"
)

// primeTime is how long the first connection may take before the function
// starts without it.
const primeTime = 3 * time.Second

// App gives the app of a function, connected and with the company read: the
// start has the whole processor, the first event has not. An environment that
// is incomplete ends the process.
func App() *app.App {
	log := slog.New(requests{slog.NewJSONHandler(os.Stdout, nil)})
	slog.SetDefault(log)
	s, err := Read(os.Getenv)
	fatal(err)
	a, err := app.New(s.Ports(log))
	fatal(err)
	ctx, cancel := context.WithTimeout(context.Background(), primeTime)
	defer cancel()
	if _, err := a.Staff.Load(ctx); err != nil {
		log.Warn("the first read failed; the first event tries again", "error", err)
	}
	return a
}

// fatal ends a start that cannot succeed.
func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Ports are what AWS offers under these settings.
func (s Settings) Ports(log *slog.Logger) app.Ports {
	client := &http.Client{Transport: transport()}
	db := dynamostore.New(dynamostore.Client(s.Region, s.Endpoints["dynamodb"], s, client), s.Table, dynamostore.Options{})
	return app.Ports{DB: db, Ring: s.Ring, Site: web.Site{URL: s.URL}, Random: rand.Reader, Log: log, From: s.From,
		Mail:     s.mail(client),
		Files:    s3blob.New(s3blob.Client(s.Region, s.Endpoints["s3"], s, client), s.Bucket),
		Policies: &shelf.Shelf{DB: db}}
}

// mail is SES. Only an endpoint on this machine, which is a test's, is given
// mails to the demonstration company.
func (s Settings) mail(client *http.Client) mail.Sender {
	sender := sesmail.New(sesmail.Client(s.Region, s.Endpoints["ses"], s, client), s.MailSet)
	if u, err := url.Parse(s.Endpoints["ses"]); err == nil && net.ParseIP(u.Hostname()).IsLoopback() {
		return sender.ForDemo()
	}
	return sender
}

// Retrieve gives the function's credentials: the environment's, which are the
// same as long as this process lives.
func (s Settings) Retrieve(context.Context) (aws.Credentials, error) { return s.Credentials, nil }

// transport keeps connections open between events; a few, for the parallel
// reads of one page.
func transport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy, t.MaxIdleConnsPerHost, t.IdleConnTimeout = nil, 8, 5*time.Minute
	t.ResponseHeaderTimeout = 10 * time.Second
	return t
}

// requests adds the id of the invocation to every line of the log.
type requests struct{ slog.Handler }

// Handle writes one line.
func (h requests) Handle(ctx context.Context, r slog.Record) error {
	if lc, ok := lambdacontext.FromContext(ctx); ok {
		r.AddAttrs(slog.String("request", lc.AwsRequestID))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the id on derived loggers.
func (h requests) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requests{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the id on derived loggers.
func (h requests) WithGroup(name string) slog.Handler { return requests{h.Handler.WithGroup(name)} }
