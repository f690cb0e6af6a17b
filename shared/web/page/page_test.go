package page

import (
	"testing"

	"yingbin/shared/i18n"
)

// Pages are parsed when they are shown: here all of them, in every language.
func TestEveryPageParses(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range p.Names() {
		for _, l := range i18n.Langs() {
			if _, err := p.template(key{name, l}); err != nil {
				t.Errorf("%s in %s: %v", name, l, err)
			}
		}
	}
	if !p.Has("facts") || p.Has("frame") {
		t.Error(p.Names())
	}
}
