package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/aws/aws-lambda-go/events"

	"yingbin/infra/template"
)

// gatewayLimit is the largest request that API Gateway passes on, in bytes.
const gatewayLimit = 10 << 20

// front is everything that is reached from outside: the routes of the template
// and /_local/.
func (s *stack) front(tpl *template.Template) http.Handler {
	mux := http.NewServeMux()
	if s.sam != "" {
		mux.Handle("/", s.local.pages())
		s.control(mux)
		return mux
	}
	for _, f := range tpl.Functions() {
		for _, r := range f.Routes {
			mux.Handle(pattern(r), s.gateway(s.functions[f.Step], r.String()))
		}
	}
	s.control(mux)
	return mux
}

// pattern writes a route in the words of net/http.
func pattern(r template.Route) string {
	switch r.Path {
	case "":
		return "/"
	case "/":
		return r.Method + " /{$}"
	}
	return r.Method + " " + strings.ReplaceAll(r.Path, "+}", "...}")
}

// gateway turns a request into an event for a function and its answer back.
func (s *stack) gateway(f *function, key string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, gatewayLimit))
		if err != nil {
			http.Error(w, `{"message":"Request Entity Too Large"}`, http.StatusRequestEntityTooLarge)
			return
		}
		raw, err := f.invoke(r.Context(), s.event(r, key, body))
		var res events.APIGatewayV2HTTPResponse
		if err == nil {
			err = json.Unmarshal(raw, &res)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, key, err)
			http.Error(w, `{"message":"Internal Server Error"}`, http.StatusInternalServerError)
			return
		}
		reply(w, res)
	})
}

// event writes a request as the gateway's payload 2.0: lower-case single
// headers, cookies in a list, the decoded path, base64 for what is not text.
func (s *stack) event(r *http.Request, key string, body []byte) events.APIGatewayV2HTTPRequest {
	e := events.APIGatewayV2HTTPRequest{Version: "2.0", RouteKey: key, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{"host": host}, Body: string(body)}
	if !textual(r.Header.Get("Content-Type")) && len(body) > 0 {
		e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	for name, values := range r.Header {
		if name == "Cookie" {
			for _, line := range values {
				e.Cookies = append(e.Cookies, strings.Split(line, "; ")...)
			}
			continue
		}
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	ip, _, _ := net.SplitHostPort(r.RemoteAddr)
	now := s.clock.now()
	e.RequestContext = events.APIGatewayV2HTTPRequestContext{RouteKey: key, AccountID: "111122223333", Stage: "$default", APIID: "local", DomainName: host,
		RequestID: "local", TimeEpoch: now.UnixMilli(), Time: now.Format("02/Jan/2006:15:04:05 -0700"),
		HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: ip, UserAgent: r.UserAgent()}}
	return e
}

// textual tells the media types whose bodies the gateway leaves as they are.
func textual(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "xml")
}

// reply writes the function's answer.
func reply(w http.ResponseWriter, res events.APIGatewayV2HTTPResponse) {
	body := []byte(res.Body)
	if res.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(res.Body); err != nil {
			http.Error(w, `{"message":"Internal Server Error"}`, http.StatusInternalServerError)
			return
		}
	}
	for name, value := range res.Headers {
		w.Header().Set(name, value)
	}
	for _, c := range res.Cookies {
		w.Header().Add("Set-Cookie", c)
	}
	w.WriteHeader(res.StatusCode)
	_, _ = w.Write(body)
}
