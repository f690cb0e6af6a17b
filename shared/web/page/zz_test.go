package page

import "testing"

func TestParse(t *testing.T) {
	if _, err := New(); err != nil {
		t.Fatal(err)
	}
}
