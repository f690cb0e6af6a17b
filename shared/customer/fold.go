package customer

import (
	"strings"
	"unicode"
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

// surnames are read otherwise as surnames than elsewhere.
var surnames = map[string][]string{
	"尉迟": {"yu", "chi"}, "万俟": {"mo", "qi"}, "单于": {"chan", "yu"}, "澹台": {"tan", "tai"},
	"单": {"shan"}, "曾": {"zeng"}, "解": {"xie"}, "仇": {"qiu"}, "朴": {"piao"}, "区": {"ou"}, "查": {"zha"}, "盖": {"ge"},
	"乐": {"yue"}, "缪": {"miao"}, "覃": {"qin"}, "洗": {"xian"}, "折": {"she"}, "员": {"yun"}, "翟": {"zhai"}, "繁": {"po"},
	"秘": {"bi"}, "重": {"chong"}, "种": {"chong"}, "召": {"shao"}, "祭": {"zhai"}, "卜": {"bu"}, "阚": {"kan"}, "郇": {"xun"},
	"隗": {"wei"}, "牟": {"mu"},
}

// places are read otherwise in the names of places and companies than alone.
var places = map[string][]string{
	"重庆": {"chong", "qing"}, "银行": {"yin", "hang"}, "商行": {"shang", "hang"}, "蚌埠": {"beng", "bu"}, "六安": {"lu", "an"},
}

// usual readings in names, where the dictionary's first one is another.
var usual = map[rune]string{'长': "chang", '都': "du", '厦': "xia", '晟': "sheng"}

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
	for i := range list {
		correct(list[i:], places)
	}
	if person {
		correct(list, surnames)
	}
	return list
}

// correct reads the beginning of a name as the table says, two characters first.
func correct(list []syllable, table map[string][]string) {
	for n := min(2, len(list)); n > 0; n-- {
		text := ""
		for _, s := range list[:n] {
			text += s.text
		}
		if right, ok := table[text]; ok {
			for i, r := range right {
				list[i].reading = r
			}
			return
		}
	}
}

// ordered is how many syllables count for the order: keys are short.
const ordered = 40

// Order is where a name stands in a list from A to Z: its pinyin, syllables
// apart; what begins with neither letter nor hanzi comes first.
func Order(name string) string {
	var parts []string
	for _, s := range syllables(name, false) {
		parts = append(parts, s.reading)
	}
	return strings.Join(parts[:min(len(parts), ordered)], " ")
}
