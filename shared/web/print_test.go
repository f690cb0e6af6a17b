package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
)

// TestPaperLanguages: the guests' languages come first, each way to read a
// paper is offered once.
func TestPaperLanguages(t *testing.T) {
	v := reception.View{Application: &reception.ApplicationView{}}
	v.Application.Guests = []reception.Guest{{Language: "zh-TW"}, {Language: "en", Main: true}}
	if d := cmp.Diff([]i18n.Lang{i18n.EN, i18n.ZHHant, i18n.ZH}, languages(v)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]i18n.Lang{i18n.ZH, i18n.EN, i18n.ZHHant}, languages(reception.View{})); d != "" {
		t.Error(d)
	}
}
