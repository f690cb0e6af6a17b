package customer

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// Fold makes texts comparable: letters and digits only, lower case, half width.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E { // full width
			r -= 0xFEE0
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}

// surnames are read otherwise as surnames than elsewhere. Those of two
// characters come first.
var surnames = map[string][]string{
	"尉迟": {"yu", "chi"}, "万俟": {"mo", "qi"}, "长孙": {"zhang", "sun"}, "单于": {"chan", "yu"}, "澹台": {"tan", "tai"},
	"宿六": {"su", "lu"}, "令狐": {"ling", "hu"},
	"单": {"shan"}, "曾": {"zeng"}, "解": {"xie"}, "仇": {"qiu"}, "朴": {"piao"}, "任": {"ren"}, "区": {"ou"}, "查": {"zha"},
	"盖": {"ge"}, "尹": {"yin"}, "乐": {"yue"}, "缪": {"miao"}, "覃": {"qin"}, "洗": {"xian"}, "冼": {"xian"}, "佘": {"she"},
	"折": {"she"}, "员": {"yun"}, "翟": {"zhai"}, "晟": {"cheng"}, "繁": {"po"}, "秘": {"bi"}, "重": {"chong"}, "种": {"chong"},
	"华": {"hua"}, "应": {"ying"}, "燕": {"yan"}, "朝": {"chao"}, "谌": {"chen"}, "召": {"shao"}, "祭": {"zhai"}, "逄": {"pang"},
	"卜": {"bu"}, "阚": {"kan"}, "宓": {"mi"}, "郇": {"xun"}, "邸": {"di"}, "教": {"jiao"}, "车": {"che"}, "石": {"shi"}, "沈": {"shen"},
	"俞": {"yu"}, "於": {"yu"}, "干": {"gan"}, "鲜": {"xian"}, "莘": {"shen"}, "隗": {"wei"}, "郗": {"xi"}, "牟": {"mu"}, "过": {"guo"},
}

// A syllable is one step of a name: a hanzi with its reading, or a word in
// other letters, which reads as itself.
type syllable struct{ text, reading string }

// syllables splits a name. As a person's name it begins with a surname.
func syllables(name string, person bool) []syllable {
	var list []syllable
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			list = append(list, syllable{word.String(), word.String()})
			word.Reset()
		}
	}
	for _, r := range name {
		folded := Fold(string(r))
		switch {
		case folded == "":
			flush()
		case unicode.Is(unicode.Han, r):
			flush()
			list = append(list, syllable{folded, reading(r)})
		default:
			word.WriteString(folded)
		}
	}
	flush()
	if person {
		readSurname(list)
	}
	return list
}

// reading is a hanzi's usual reading without tones; ü is v, as people type it.
func reading(r rune) string {
	args := pinyin.NewArgs()
	if found := pinyin.SinglePinyin(r, args); len(found) > 0 {
		return strings.ReplaceAll(found[0], "ü", "v")
	}
	return string(r)
}

// readSurname corrects the reading of a surname, two characters first.
func readSurname(list []syllable) {
	for n := min(2, len(list)); n > 0; n-- {
		text := ""
		for _, s := range list[:n] {
			text += s.text
		}
		if right, ok := surnames[text]; ok {
			for i, r := range right {
				list[i].reading = r
			}
			return
		}
	}
}

// Order is where a name stands in a list from A to Z: its pinyin, syllables
// apart; what begins with neither letter nor hanzi comes first.
func Order(name string) string {
	var parts []string
	for _, s := range syllables(name, false) {
		parts = append(parts, s.reading)
	}
	return strings.Join(parts, " ")
}
