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
