package lambdas

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"

	"yingbin/shared/moment"
)

// A Gateway is what lambda.Start runs behind API Gateway.
type Gateway func(context.Context, events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error)

// HTTP answers API Gateway events with a handler. The handler's context knows
// the time that the gateway stamped on the request.
func HTTP(h http.Handler) Gateway {
	return func(ctx context.Context, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
		r, err := request(ctx, e)
		if err != nil {
			return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusBadRequest}, nil
		}
		w := &answer{header: http.Header{}}
		h.ServeHTTP(w, r)
		return w.response(), nil
	}
}

// at is when the gateway received the request. It says so in milliseconds; SAM's
// own gateway, which says seconds here, would put everything into January 1970.
func at(e events.APIGatewayV2HTTPRequest) time.Time {
	const firstMillis = 100_000_000_000 // March 1973; in seconds the year 5138
	if n := e.RequestContext.TimeEpoch; n >= firstMillis {
		return time.UnixMilli(n).UTC()
	}
	return time.Unix(e.RequestContext.TimeEpoch, 0).UTC()
}

// request rebuilds the request that the gateway received.
func request(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, fmt.Errorf("body of the event: %w", err)
		}
	}
	u := &url.URL{Path: path(e), RawQuery: e.RawQueryString}
	r, err := http.NewRequestWithContext(moment.With(ctx, at(e)), e.RequestContext.HTTP.Method, "/", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("method of the event: %w", err)
	}
	r.URL, r.RequestURI, r.Header = u, u.RequestURI(), header(e)
	r.Host = r.Header.Get("Host")
	if r.Host == "" {
		r.Host = e.RequestContext.DomainName
	}
	r.Header.Del("Host")
	r.RemoteAddr = net.JoinHostPort(e.RequestContext.HTTP.SourceIP, "0")
	return r, nil
}

// path gives the decoded path without the stage. The gateway sends it decoded;
// emulators send it as it was.
func path(e events.APIGatewayV2HTTPRequest) string {
	p := e.RawPath
	if decoded, err := url.PathUnescape(p); err == nil {
		p = decoded
	}
	if stage := e.RequestContext.Stage; stage != "" && stage != "$default" {
		if cut, ok := strings.CutPrefix(p, "/"+stage); ok && (cut == "" || cut[0] == '/') {
			p = cut
		}
	}
	if p == "" {
		p = "/"
	}
	return p
}

// header gives the header with its usual capitals; cookies come in a list.
func header(e events.APIGatewayV2HTTPRequest) http.Header {
	h := make(http.Header, len(e.Headers)+1)
	for name, value := range e.Headers {
		h.Set(name, value)
	}
	if len(e.Cookies) > 0 {
		h.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	return h
}

// An answer collects what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header gives the header to fill.
func (w *answer) Header() http.Header { return w.header }

// WriteHeader keeps the first status.
func (w *answer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

// Write collects the body.
func (w *answer) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// response gives the gateway's form: one value a header, cookies apart, base64
// for whatever is not text.
func (w *answer) response() events.APIGatewayV2HTTPResponse {
	w.WriteHeader(http.StatusOK)
	res := events.APIGatewayV2HTTPResponse{StatusCode: w.status, Headers: map[string]string{},
		Cookies: w.header.Values("Set-Cookie")}
	for name, values := range w.header {
		if name != "Set-Cookie" {
			res.Headers[strings.ToLower(name)] = strings.Join(values, ", ")
		}
	}
	if textual(w.header) && utf8.Valid(w.body.Bytes()) {
		res.Body = w.body.String()
		return res
	}
	res.Body, res.IsBase64Encoded = base64.StdEncoding.EncodeToString(w.body.Bytes()), true
	return res
}

// textual says whether a body may travel as it is.
func textual(h http.Header) bool {
	if h.Get("Content-Encoding") != "" {
		return false
	}
	t, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return t == "" || strings.HasPrefix(t, "text/") || strings.HasSuffix(t, "json") || strings.HasSuffix(t, "xml")
}
