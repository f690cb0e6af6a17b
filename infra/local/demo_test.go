package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"yingbin/shared/reception"
)

// demonstration starts a trial with its demonstration at a moment and reads as
// the office.
func demonstration(t *testing.T, now time.Time) func(path string) map[string]any {
	t.Helper()
	m := run(t, Options{Trial: true})
	body := fmt.Sprintf(`{"data":"demo","now":%q}`, now.Format(time.RFC3339))
	if status, answer := call(t, m, "POST", "/_local/reset", body); status != 200 {
		t.Fatal(status, answer)
	}
	_, answer := call(t, m, "POST", "/_local/sign-in", `{"email":"office@demo.example"}`)
	token := "Bearer " + answer["token"].(string)
	return func(path string) map[string]any {
		t.Helper()
		status, v := call(t, m, "GET", path, "", "Authorization", token)
		if status != 200 {
			t.Fatal(path, status, v)
		}
		return v
	}
}

// TestDemonstration loads the demonstration on every day of a week, in the
// morning, at noon, in the evening or at night, and finds what people should meet in it: a reception in
// each state around today, one urgent, two with something overdue, one of 300
// guests, rivals on one day, a plan that clashes, a customer with three earlier
// visits, a year of history.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("CST", 8*3600)
	for day, hour := range []int{8, 12, 18, 23, 9, 15, 20} {
		now := time.Date(2026, 11, 24+day, hour, 20, 0, 0, zone)
		t.Run(now.Format("Mon 15"), func(t *testing.T) {
			get := demonstration(t, now)
			list := demoList(t, get)
			demoToday(t, get, now)
			demoClash(t, get, list)
			demoHistory(t, get)
		})
	}
}

// demoList looks at the list and gives the receptions that are being planned.
func demoList(t *testing.T, get func(string) map[string]any) (planning []string) {
	t.Helper()
	states, large, urgent, risk, overdue := map[reception.State]int{}, false, false, false, 0
	for _, x := range get("/receptions?limit=200")["items"].([]any) {
		r := x.(map[string]any)
		state := reception.State(r["state"].(string))
		states[state]++
		large = large || r["party"] == float64(300)
		urgent = urgent || r["urgent"] == true
		risk = risk || r["at_risk"] == true
		if state == reception.Planning {
			planning = append(planning, r["number"].(string))
		}
	}
	for _, s := range []reception.State{reception.Submitted, reception.Planning, reception.Review, reception.Preparing, reception.Visiting,
		reception.Closing, reception.Declined, reception.Cancelled, reception.Archived} {
		if states[s] == 0 {
			t.Errorf("no reception is %s: %v", s, states)
		}
	}
	late := map[any]bool{}
	for _, x := range get("/")["owed"].([]any) {
		if o := x.(map[string]any); o["overdue"] == true {
			late[o["reception"]], overdue = true, overdue+1
		}
	}
	if !large || !urgent || !risk || len(late) < 2 {
		t.Errorf("300 guests %v, urgent %v, at risk %v, overdue %d of %d receptions", large, urgent, risk, overdue, len(late))
	}
	return planning
}

// demoToday looks at the board and at the rivals of the day.
func demoToday(t *testing.T, get func(string) map[string]any, now time.Time) {
	t.Helper()
	if b := get("/today"); len(b["on_site"].([]any)) == 0 {
		t.Error("nobody is on site")
	}
	day := get("/calendar?view=day")["days"].([]any)[0].(map[string]any)
	if now.Hour() < 22 && len(day["clashes"].([]any)) == 0 {
		t.Error("no rivals meet today")
	}
}

// demoClash looks for the plan that wants what another has.
func demoClash(t *testing.T, get func(string) map[string]any, planning []string) {
	t.Helper()
	if !slices.ContainsFunc(planning, func(r string) bool { return len(get("/receptions/" + r + "/plan")["clashes"].([]any)) > 0 }) {
		t.Error("no plan clashes")
	}
}

// demoHistory looks at the year, at the customer who came before, and at one who
// was entered twice, as was a person of his.
func demoHistory(t *testing.T, get func(string) map[string]any) {
	t.Helper()
	id := get("/customers?q=深圳一号")["items"].([]any)[0].(map[string]any)["id"].(string)
	if v := get("/customers/" + id); len(v["visits"].([]any)) < 3 {
		t.Errorf("%d earlier visits", len(v["visits"].([]any)))
	}
	twice := get("/customers?q=远景能源有限公司")["items"].([]any)[0].(map[string]any)["id"].(string)
	v := get("/customers/" + twice)
	if of, person := v["similar"].([]any), v["customer"].(map[string]any)["contacts"].([]any)[0].(map[string]any); len(of) != 1 || person["similar"] == nil {
		t.Errorf("entered twice: %v, %v", of, person)
	}
	if v := get("/reports"); v["volume"].(map[string]any)["total"].(map[string]any)["receptions"].(float64) < 10 {
		t.Errorf("a year of %v", v["volume"])
	}
}
