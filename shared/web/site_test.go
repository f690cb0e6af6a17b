package web

import (
	"net/http/httptest"
	"testing"
)

// What a request says of its visitor counts only if our own edge says it.
func TestVisitor(t *testing.T) {
	for _, c := range []struct{ edge, key, told, from, want string }{
		{"", "", "", "192.0.2.1:1234", "192.0.2.1"},
		{"", "", "203.0.113.9:5", "192.0.2.1:1234", "192.0.2.1"},
		{"secret", "", "203.0.113.9:5", "192.0.2.1:1234", "192.0.2.1"},
		{"secret", "guess", "203.0.113.9:5", "192.0.2.1:1234", "192.0.2.1"},
		{"secret", "secret", "203.0.113.9:5", "192.0.2.1:1234", "203.0.113.9"},
		{"secret", "secret", "2001:db8::9:443", "192.0.2.1:1234", "2001:db8::9"},
		{"secret", "secret", "", "[2001:db8::1]:1234", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Front-Key", c.key)
		r.Header.Set("CloudFront-Viewer-Address", c.told)
		if got := (Site{Edge: c.edge}).visitor(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
