package sdkhttp_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"strings"
	"testing"

	smithyhttp "github.com/aws/smithy-go/transport/http"

	"yingbin/shared/sdkhttp"
)

const question = `{"ask":"the last byte is a brace"}`

// The SDK closes a body while net/http has just sent the last of it.
func TestAnAnswerOutrunsItsRequest(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))
	defer server.Close()
	answered, pieces := make(chan struct{}), 0
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &slow{c, answered, &pieces}, err
	}}
	defer transport.CloseIdleConnections()
	wrote := make(chan error, 1)
	ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) { wrote <- i.Err }})

	out, _, err := smithyhttp.NewClientHandlerWithOptions(sdkhttp.Whole(&http.Client{Transport: transport})).Handle(ctx, request(t, server.URL))
	close(answered)
	if err != nil {
		t.Fatal(err)
	}
	if err := <-wrote; err != nil {
		t.Errorf("the connection is closed under the answer: %v", err)
	}
	body := out.(*smithyhttp.Response).Body
	defer func() { _ = body.Close() }()
	if got, err := io.ReadAll(body); err != nil || string(got) != question {
		t.Errorf("answer %q, %v", got, err)
	}
	if pieces != 1 {
		t.Errorf("sent in %d pieces", pieces)
	}
}

// request is one of the SDK's.
func request(t *testing.T, to string) *smithyhttp.Request {
	t.Helper()
	r, err := smithyhttp.NewStackRequest().(*smithyhttp.Request).SetStream(strings.NewReader(question))
	if err != nil {
		t.Fatal(err)
	}
	r.Method = http.MethodPost
	if r.URL, err = url.Parse(to); err != nil {
		t.Fatal(err)
	}
	return r
}

// slow is a connection that returns from its last write after the answer came.
type slow struct {
	net.Conn
	answered <-chan struct{}
	pieces   *int
}

func (s *slow) Write(p []byte) (int, error) {
	*s.pieces++
	n, err := s.Conn.Write(p)
	if bytes.HasSuffix(p, []byte("}")) {
		<-s.answered
	}
	return n, err
}

type none struct{ seen *http.Request }

func (n *none) Do(r *http.Request) (*http.Response, error) {
	n.seen = r
	return &http.Response{}, nil
}

func TestNothingToSend(t *testing.T) {
	c := &none{}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Body = nil
	if _, err := sdkhttp.Whole(c).Do(r); err != nil || c.seen != r {
		t.Errorf("%v, %v", c.seen, err)
	}
}

func TestABodyThatCannotBeRead(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", io.MultiReader(strings.NewReader("{"), broken{}))
	if _, err := sdkhttp.Whole(&none{}).Do(r); err == nil || !strings.Contains(err.Error(), "read the body of a request: ") {
		t.Error(err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
