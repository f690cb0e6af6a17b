package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestIDsFromBeforeAMerge: two records of one customer, rivals of each other by
// their group, come on one day to one room. Once they are merged they are one
// customer, although the receptions keep the ids that they were entered with:
// neither the calendar nor the sheet warns any more, and the list of either
// record has both visits.
func TestIDsFromBeforeAMerge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	record := func(name string) string {
		return w.must(w.ask("sales", "POST", "/customers", M{"name": name, "rival": "servo", "contacts": []M{}})).at("customer.id")
	}
	visit := func(id, start string) string {
		a := application(tuesday)
		a["customer"] = M{"id": id}
		d := w.must(w.ask("sales", "POST", "/receptions", a, "Idempotency-Key", w.key()))
		s := w.must(w.ask("sales", "POST", "/receptions/"+d.at("id")+"/submit", M{"version": d.v["version"]}))
		r := s.at("number")
		w.post("office", "/receptions/"+r+"/accept", M{"specialist": "office2"})
		w.post("office", "/receptions/"+r+"/plan", M{"items": []M{{"id": "talk", "kind": "talk", "start": tuesday + "T" + start + ":00:00+08:00",
			"end": tuesday + "T" + start + ":30:00+08:00", "title": "交流", "resources": []string{"room-a"}, "people": []M{{"staff": "sales", "role": "host"}}}}})
		return r
	}
	a, b := record("华海伺服有限公司"), record("HuaHai Servo Drives")
	first, second := visit(a, "09"), visit(b, "14")
	clashes := func() string {
		return w.get("office", "/calendar?from="+tuesday+"&to="+tuesday).at("days[0].clashes[0].a")
	}
	warned := func() string {
		w.post("office", "/receptions/"+second+"/plan", M{"items": []M{{"id": "talk", "kind": "talk", "start": tuesday + "T15:00:00+08:00",
			"end": tuesday + "T15:30:00+08:00", "title": "交流", "resources": []string{"room-a"}, "people": []M{{"staff": "sales", "role": "host"}}}}})
		return w.get("office", "/receptions/"+second+"/plan").at("clashes[0].level")
	}
	if clashes() == "" || warned() != "warn" {
		t.Fatalf("rivals meet unnoticed: %q, %q", clashes(), warned())
	}
	v := w.get("sales", "/customers/"+a+"/merge/"+b)
	take := M{}
	for _, d := range asList(v.v["differs"]) {
		take[text(d.(M)["field"])] = "this"
	}
	w.must(w.ask("sales", "POST", "/customers/"+a+"/merge/"+b, M{"version": json.Number(v.at("this.version")), "take": take}))
	w.mailed()
	if got := clashes(); got != "" {
		t.Errorf("the calendar says that a customer must not meet himself: %s", got)
	}
	if got := warned(); got != "" {
		t.Errorf("the sheet warns of himself: %s", got)
	}
	for _, id := range []string{a, b} {
		if list := string(w.get("office", "/receptions?customer="+id).raw); !strings.Contains(list, first) || !strings.Contains(list, second) {
			t.Errorf("the list of %s: %s", id, list)
		}
	}
}
