package main

import (
	"testing"

	"yingbin/shared/reception"
)

// TestDemonstration loads the demonstration and finds a reception in each
// state around today, one urgent, one at risk and one of 300 guests.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	m := run(t, Options{Trial: true, Demo: true, Clock: "2026-11-24T10:30:00+08:00"})
	if status, _ := call(t, m, "GET", "/_local/clock", ""); status != 200 { // answers when all is there
		t.Fatal(status)
	}
	status, answer := call(t, m, "POST", "/_local/sign-in", `{"email":"office@demo.example"}`)
	if status != 200 {
		t.Fatal(status, answer)
	}
	token := "Bearer " + answer["token"].(string)
	states, large, urgent, risk := map[reception.State]int{}, false, false, false
	for _, path := range []string{"/receptions?limit=200"} {
		_, list := call(t, m, "GET", path, "", "Authorization", token)
		for _, x := range list["items"].([]any) {
			r := x.(map[string]any)
			states[reception.State(r["state"].(string))]++
			large = large || r["party"] == float64(300)
			urgent = urgent || r["urgent"] == true
			risk = risk || r["at_risk"] == true
		}
	}
	for _, s := range []reception.State{reception.Submitted, reception.Planning, reception.Review, reception.Preparing, reception.Visiting,
		reception.Closing, reception.Declined, reception.Cancelled} {
		if states[s] == 0 {
			t.Errorf("no reception is %s: %v", s, states)
		}
	}
	if !large || !urgent || !risk {
		t.Errorf("300 guests %v, urgent %v, at risk %v", large, urgent, risk)
	}
}
