package main

import (
	"net/http"
	"strings"
	"time"

	"yingbin/shared/blob/dirblob"
	"yingbin/shared/web"
)

// transfer is how long one file may be on its way, on a slow network.
const transfer = 15 * time.Minute

// beside puts the bucket next to the gateway, as it is on AWS: what is sent to it
// passes no function, and may be larger and slower than a request.
func (m *Main) beside(site web.Site, gateway http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, dirblob.Path) {
			gateway.ServeHTTP(w, r)
			return
		}
		if !site.Knows(r.Host) {
			http.NotFound(w, r)
			return
		}
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(transfer))
		m.files.ServeHTTP(w, r)
	})
}
