package web

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A Site is where this process is reached.
type Site struct {
	// URL is the address in mailed links, without trailing slash. It is never
	// taken from a request.
	URL *url.URL
	// Hosts are further values of the Host header that are accepted: those of a
	// trial's loopback listener.
	Hosts []string
	// Bucket is the origin that browsers bring files to and fetch them from; nil:
	// this site itself.
	Bucket *url.URL
	// Trial says that the store is a trial: sign-in with one click, the band.
	Trial bool
	// Edge is what a CloudFront of ours shows in X-Front-Key; empty: there is none.
	Edge string
}

// visitor is the address that a request came from. An edge before the site has
// another one and tells the visitor's; nobody else is believed.
func (s Site) visitor(r *http.Request) string {
	from := r.RemoteAddr
	key := r.Header.Get("X-Front-Key")
	if told := r.Header.Get("CloudFront-Viewer-Address"); told != "" && s.Edge != "" && subtle.ConstantTimeCompare([]byte(key), []byte(s.Edge)) == 1 {
		from = told
	}
	if i := strings.LastIndexByte(from, ':'); i >= 0 { // CloudFront puts no brackets around a long address
		from = from[:i]
	}
	return strings.Trim(from, "[]")
}

// Secure says whether browsers reach the site by TLS.
func (s Site) Secure() bool { return s.URL != nil && s.URL.Scheme == "https" }

// Knows says whether a Host header names this site.
func (s Site) Knows(host string) bool {
	return s.URL != nil && host == s.URL.Host || slices.Contains(s.Hosts, host)
}

// forwarding are the headers that say that a request came through a proxy.
var forwarding = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-Ip"}

// Trusts says whether a request may use the conveniences of a trial: it names
// a loopback host with the own port and came straight here. A loopback listener
// alone is no guard: it is the usual address behind a proxy.
func (s Site) Trusts(r *http.Request) bool {
	if !s.Trial || !slices.Contains(s.Hosts, r.Host) {
		return false
	}
	for name := range r.Header {
		if slices.Contains(forwarding, name) || strings.HasPrefix(name, "X-Forwarded-") {
			return false
		}
	}
	return true
}

// LoopbackHosts are the Host headers of a trial on a port.
func LoopbackHosts(port string) []string {
	return []string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("localhost", port), net.JoinHostPort("::1", port)}
}

// contentPolicy is what pages may load: only what we serve, no inline script or
// style; files also come from and go to the bucket.
func (s Site) contentPolicy() string {
	bucket := ""
	if s.Bucket != nil {
		bucket = " " + s.Bucket.String()
	}
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:" + bucket + "; connect-src 'self'" + bucket + "; " +
		"form-action 'self'" + bucket + "; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// secure sets the headers that every answer carries.
func (s Site) secure(h http.Header) {
	h.Set("Content-Security-Policy", s.contentPolicy())
	h.Set("X-Content-Type-Options", "nosniff")
	// same-origin, not no-referrer: that would make a form's POST carry
	// "Origin: null", which the cross-origin check refuses.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	if s.Secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
