package cloud

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"

	"yingbin/shared/app/core"
	"yingbin/shared/policy/shelf"
	"yingbin/shared/store/dynamostore"
)

// primeTime is how long the first connection may take before the function
// starts without it.
const primeTime = 3 * time.Second

// A Place is a function's: what AWS offers, and the core over it.
type Place struct {
	*core.Core
	Settings
	// HTTP keeps connections to the services of AWS open.
	HTTP *http.Client
}

// Start gives the place of a function, connected and with the company read: the
// start has the whole processor, the first event has not. An environment that
// is incomplete ends the process.
func Start() *Place {
	log := slog.New(requests{slog.NewJSONHandler(os.Stdout, nil)})
	slog.SetDefault(log)
	s, err := Read(os.Getenv)
	fatal(err)
	collect(os.Getenv("GOGC"), s.Memory)
	p := s.Place(log)
	ctx, cancel := context.WithTimeout(context.Background(), primeTime)
	defer cancel()
	if _, err := p.Staff.Load(ctx); err != nil {
		log.Warn("the first read failed; the first event tries again", "error", err)
	}
	return p
}

// Place wires the core over the table under these settings.
func (s Settings) Place(log *slog.Logger) *Place {
	client := &http.Client{Transport: transport()}
	db := dynamostore.New(dynamostore.Client(s.Region, s.Endpoints["dynamodb"], s, client), s.Table, dynamostore.Options{})
	return &Place{core.New(core.Ports{DB: db, Ring: s.Ring, URL: s.URL, Bucket: s.Files, Edge: s.Edge, Log: log, Policies: &shelf.Shelf{DB: db}}), s, client}
}

// fatal ends a start that cannot succeed.
func fatal(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
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
