package presets_test

import (
	"testing"

	"yingbin/shared/policy/load"
	"yingbin/shared/policy/presets"
)

func TestLoads(t *testing.T) {
	for _, n := range []string{"envicool", "showroom", "drafts/walkin", "drafts/meals", "drafts/312", "drafts/tour", "drafts/special-request", "drafts/event", "drafts/foreign", "drafts/plant", "drafts/export"} {
		_, err := load.FS(presets.FS, n)
		if err != nil {
			t.Errorf("%s:\n%v", n, err)
		}
	}
}
