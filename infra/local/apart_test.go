package main

import (
	"net/http"
	"strings"
	"testing"
)

// TestToldApartByForm: on the page of a customer one press says that another is
// not the same, and one takes it back.
func TestToldApartByForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	id := func(name string) string {
		return w.must(w.ask("sales", "POST", "/customers", M{"name": name})).at("customer.id")
	}
	a, b := id("深圳市华星光电技术有限公司"), id("华星光电")
	press := func(form string) {
		t.Helper()
		page := w.parsed(w.page("sales", "GET", "/customers/"+a, "zh", "", ""))
		f := page.Find("main form[action='" + form + "']")
		body := encoded("idempotency_key", f.Find("[name=idempotency_key]").AttrOr("value", ""), "version", f.Find("[name=version]").AttrOr("value", ""))
		if sent := w.page("sales", "POST", form, "zh", body, formType); sent.status != http.StatusSeeOther || !strings.HasPrefix(sent.header.Get("Location"), "/customers/"+a+"?done=") {
			t.Fatalf("%s: %d to %s\n%s", form, sent.status, sent.header.Get("Location"), cut(string(sent.raw), 1500))
		}
	}
	form := "/customers/" + a + "/different/" + b
	press(form)
	if v := w.get("sales", "/customers/"+b); v.at("similar[0].id") != "" || v.at("different[0].id") != a {
		t.Errorf("the other: %s", v.raw)
	}
	if says := w.parsed(w.page("sales", "GET", "/customers/"+a+"?done=told-apart", "zh", "", "")).Find("main").Text(); !strings.Contains(says, "以后不再互相提示") {
		t.Errorf("the page does not say what was done: %s", says)
	}
	press(form + "/undo")
	if v := w.get("sales", "/customers/"+a); v.at("similar[0].id") != b || v.at("different[0].id") != "" {
		t.Errorf("taken back: %s", v.raw)
	}
}
