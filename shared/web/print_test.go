package web

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yingbin/shared/i18n"
	"yingbin/shared/reception"
	"yingbin/shared/staff"
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

// TestMealsAreSeatedAsFarAsThereIsAHost: guests breakfast as they like; ours
// who are only counted have seats without names.
func TestMealsAreSeatedAsFarAsThereIsAHost(t *testing.T) {
	sheet := reception.Sheet{Guests: []reception.SheetGuest{{ID: "g1", Name: "李敏", Main: true}, {ID: "g2", Name: "王丽"}},
		Items: []reception.Item{{ID: "i1", Kind: "meal", Start: time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC)}}}
	s := seater{company: &staff.Company{}, lang: i18n.ZH, print: reception.Print{Sheet: &sheet}}
	if _, ok := s.meal(reception.Meal{Slot: "breakfast", Day: "2026-11-26"}); ok {
		t.Error("a breakfast in the hotel is seated")
	}
	lunch, ok := s.meal(reception.Meal{Slot: "lunch", Item: "i1", Staff: reception.Party{Count: 3}})
	if ours := len(lunch.Seating.Tables[0].Seats) - 2; !ok || ours != 3 {
		t.Errorf("%d of ours sit at lunch, want 3", ours)
	}
}
