package page

import (
	"testing"

	"yingbin/shared/i18n"
)

// An answer stands beside its question in words, never beside its id.
func TestAnswered(t *testing.T) {
	texts := map[string]string{"standard": "同意接待与用餐标准吗？", "fee": "符合标准"}
	for question, want := range map[string]string{"executability": "可执行性: 是", "standard": "同意接待与用餐标准吗？是", "fee": "符合标准: 是", "gone": "gone: 是"} {
		if got := answered(i18n.ZH, texts, question, "yes"); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
	if got := answered(i18n.EN, map[string]string{"standard": "Do you agree?"}, "standard", "no"); got != "Do you agree: no" {
		t.Error(got)
	}
}
