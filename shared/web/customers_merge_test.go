package web

import (
	"net/http"
	"testing"

	"yingbin/shared/customer"
)

// TestMovedRecords: who asks for a record that was merged is sent to where it is,
// browsers and programs alike; nobody remembers that for longer than it is so.
func TestMovedRecords(t *testing.T) {
	r := moving(Get("/customers/{c}", "customer", "customer", SignedIn, func(*Call) (customer.View, error) { return customer.View{Moved: "c1"}, nil }))
	v, err := r.Do(nil)
	to, ok := v.(*Redirect)
	if err != nil || !ok || to.To != "/customers/c1" || to.status() != http.StatusMovedPermanently || to.View != (Moved{"c1"}) {
		t.Errorf("%+v, %v", v, err)
	}
}
