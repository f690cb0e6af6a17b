package customer

import (
	"flag"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

var write = flag.Bool("update", false, "write readings.txt anew")

// The table says what go-pinyin says, for every hanzi that it knows.
func TestReadingsAreThoseOfTheLibrary(t *testing.T) {
	by := map[string][]rune{}
	for _, n := range slices.Sorted(maps.Keys(pinyin.PinyinDict)) {
		if found := pinyin.SinglePinyin(rune(n), pinyin.NewArgs()); len(found) > 0 && found[0] != "" {
			syllable := strings.ReplaceAll(found[0], "ü", "v")
			by[syllable] = append(by[syllable], rune(n))
		}
	}
	var b strings.Builder
	for _, syllable := range slices.Sorted(maps.Keys(by)) {
		b.WriteString(syllable + " " + string(by[syllable]) + "\n")
	}
	if *write {
		if err := os.WriteFile("readings.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if b.String() != readings {
		t.Error("readings.txt is not the library's table: run with -update and look at the difference")
	}
	if len(by) < 390 || reading('深') != "shen" || reading('绿') != "lv" || reading('x') != "x" || reading('。') != "。" {
		t.Error(len(by), reading('深'), reading('绿'))
	}
}
