package i18n

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// hant lists phrases and characters of simplified Chinese with their
// traditional form, phrases first; infra/words/hant.py writes it.
//
//go:embed hant.txt
var hant string

// traditional is read when the first reader of the traditional script comes.
var traditional = sync.OnceValue(func() *strings.Replacer { return strings.NewReplacer(strings.Fields(hant)...) })

// Traditional writes a text of simplified Chinese in traditional characters. It
// is for words of the house and its policies; names, and what people wrote, stay
// as they were written.
func Traditional(text string) string { return traditional().Replace(text) }

// both are characters of the table that the traditional script has too, with
// another meaning.
const both = "万丑丰于云亘仆价伙余佡党准几凶划占厂厘台叶吁后咨咸夸尸岩岳帘干广征愿托挂据斗朴杠杰极柜栗涂涌淀游熏确种筑胜腊腌膻苹范荐虫蚝蜡蝎跖辟适郁采里"

// Simplified lists the characters of a text that only the simplified script has:
// none in what readers of the traditional one get.
func Simplified(text string) string {
	var found []rune
	for _, r := range text {
		if s := string(r); r >= 0x4e00 && r <= 0x9fff && Traditional(s) != s && !strings.ContainsRune(both, r) && !slices.Contains(found, r) {
			found = append(found, r)
		}
	}
	return string(found)
}
