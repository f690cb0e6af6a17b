package reception

import (
	"testing"

	"yingbin/shared/i18n"
)

// TestForeignReadersReadLatinNames: a guest and the customer with an English
// name have it on what readers of no Chinese read, and keep their own for the
// others.
func TestForeignReadersReadLatinNames(t *testing.T) {
	g := Guest{Name: "李敏", Position: "采购总监", Latin: "Li Min", LatinPosition: "Purchasing Director"}
	if got := g.Called(i18n.EN); got.Name != "Li Min" || got.Position != "Purchasing Director" {
		t.Errorf("in English %+v", got)
	}
	if got := g.Called(i18n.ZHHant); got.Name != "李敏" || got.Position != "采购总监" {
		t.Errorf("in Chinese %+v", got)
	}
	if got := (Guest{Name: "王丽", Position: "翻译"}).Called(i18n.EN); got.Name != "王丽" || got.Position != "翻译" {
		t.Errorf("without an English name %+v", got)
	}
}

// TestPasteLatinNames: the columns that lists have beside the Chinese ones; the
// only column of names is the name, whatever it is called.
func TestPasteLatinNames(t *testing.T) {
	p := ParseGuests("姓名\t英文名\t职务\t英文职务\n李敏\tLi Min\t采购总监\tPurchasing Director")
	if len(p.Rows) != 1 || p.Rows[0].Latin != "Li Min" || p.Rows[0].LatinPosition != "Purchasing Director" || p.Rows[0].Name != "李敏" {
		t.Errorf("%+v", p)
	}
	if p = ParseGuests("英文姓名\t职务\nJohn Smith\tEngineer"); len(p.Rows) != 1 || p.Rows[0].Name != "John Smith" || p.Rows[0].Latin != "" {
		t.Errorf("%+v", p)
	}
}
