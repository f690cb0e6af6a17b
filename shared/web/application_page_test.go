package web

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Empty rows of a form close up, so that what is said of a row is said in it;
// an id alone is no row.
func TestCloseRows(t *testing.T) {
	in := url.Values{"guests[0].name": {""}, "guests[0].diet": {" "}, "guests[2].name": {"甲"}, "guests[2].id": {"g0001"}, "guests[3].id": {"g0002"}, "guests[3].name": {""},
		"guests[10].main": {"true"}, "purpose": {"x"}}
	closeRows(in, "guests")
	want := url.Values{"guests[0].name": {"甲"}, "guests[0].id": {"g0001"}, "guests[1].main": {"true"}, "purpose": {"x"}}
	if d := cmp.Diff(want, in); d != "" {
		t.Error(d)
	}
}
