// Package sdkhttp sends the requests of AWS's SDK in one piece.
//
// The SDK closes the body of a request as soon as the answer begins. Where
// net/http has sent the whole body and only looks whether more comes, it then
// takes the request for broken and closes the connection under the answer:
// "use of closed network connection", and nobody knows whether a mail was sent
// or a document stored. It also sends the head of such a request alone, before
// the body. A body that net/http knows to lie in memory has neither trouble.
package sdkhttp

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// A Client sends requests; *http.Client is one, and the SDK asks for one.
type Client interface {
	Do(*http.Request) (*http.Response, error)
}

// Whole gives a client that reads a request's body into memory before it sends it.
func Whole(c Client) Client { return whole{c} }

type whole struct{ Client }

// Do sends one request. GetBody lets net/http take another connection when an
// old one turns out to be closed before anything was sent.
func (w whole) Do(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		return w.Client.Do(r)
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the body of a request: %w", err)
	}
	sent := *r
	sent.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil }
	sent.Body, _ = sent.GetBody()
	return w.Client.Do(&sent)
}
