package reception

import (
	"encoding/json"
	"slices"
	"testing"
)

// TestWantsKeepTheOrderOfThePolicy: forms, slips and JSON ask in the policy's
// order, not in that of the alphabet.
func TestWantsKeepTheOrderOfThePolicy(t *testing.T) {
	w := Wants{{"item.plate", "车牌"}, {"item.driver", "司机"}, {"arrival.at", `到达"时间"`}}
	raw, err := json.Marshal(w)
	if want := `{"item.plate":"车牌","item.driver":"司机","arrival.at":"到达\"时间\""}`; err != nil || string(raw) != want {
		t.Errorf("%s %v, want %s", raw, err, want)
	}
	if raw, err = json.Marshal(Wants{}); err != nil || string(raw) != "{}" {
		t.Errorf("of nothing %s %v", raw, err)
	}
	values := map[string]string{"note": "好", "arrival.at": "09:00", "item.plate": "粤B1", "comment": "x"}
	if got, want := w.Filled(values), []string{"item.plate", "arrival.at", "comment", "note"}; !slices.Equal(got, want) {
		t.Errorf("filled %v, want %v", got, want)
	}
	if w.Label("item.driver") != "司机" || w.Label("note") != "" {
		t.Error("labels are not found by name")
	}
}

// TestWantsAreReadAgain: an answer sent with the same key is given from where
// it is kept, its tasks' values in their order.
func TestWantsAreReadAgain(t *testing.T) {
	w := Wants{{"item.plate", "车牌"}, {"arrival.at", `到达"时间"`}}
	raw, err := json.Marshal(TaskView{Wants: w})
	if err != nil {
		t.Fatal(err)
	}
	var v TaskView
	if err := json.Unmarshal(raw, &v); err != nil || !slices.Equal(v.Wants, w) {
		t.Errorf("%v %v", v.Wants, err)
	}
	for _, bad := range []string{`[]`, `"x"`, `{"a":1}`, `{"a"`} {
		if json.Unmarshal([]byte(bad), &w) == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
