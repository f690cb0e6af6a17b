// Package i18n holds what people read: messages as data, one folder for each
// language and one file for each area, and the formats of dates, money, spans
// and lists, which are data too, so that a language is added without code.
//
// Texts are looked up with T. A key that no language has is shown as itself:
// nobody loses a mail because of a missing word, and the tests find it.
package i18n

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Lang is a language of the interface, by its public value.
type Lang string

// The languages that code names. ZH is zh-Hans and the first one; ZHHant reads
// ZH's texts wherever it has none of its own. More are added by a folder of
// messages alone.
const (
	ZH     Lang = "zh"
	EN     Lang = "en"
	ZHHant Lang = "zh-Hant"
)

// Default is the language of people who have told none.
const Default = ZH

// Langs lists the languages a person may choose: those that have messages.
func Langs() []Lang {
	list := []Lang{ZH, EN}
	for _, l := range slices.Sorted(maps.Keys(languages())) {
		if l != ZH && l != EN {
			list = append(list, l)
		}
	}
	return list
}

// Chinese says whether a language is written in Chinese characters, as that of
// people who have told none is.
func (l Lang) Chinese() bool { return l == "" || l == ZH || l == ZHHant }

// Parse finds the language of a BCP 47 tag such as "zh-CN", "en-GB" or
// "zh-TW"; false when we have none for it, with Default.
func Parse(tag string) (Lang, bool) {
	parts := strings.FieldsFunc(strings.ToLower(strings.TrimSpace(tag)), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return Default, false
	}
	l := Lang(parts[0])
	if l == ZH {
		return chinese(parts[1:]), true
	}
	if slices.Contains(Langs(), l) {
		return l, true
	}
	return Default, false
}

// chinese tells the script from script or region subtags; a script wins.
func chinese(subtags []string) Lang {
	if slices.Contains(subtags, "hans") {
		return ZH
	}
	for _, s := range subtags {
		if s == "hant" || s == "tw" || s == "hk" || s == "mo" {
			return ZHHant
		}
	}
	return ZH
}

// Of is Parse for stored values: whatever it is, a language comes out.
func Of(tag string) Lang {
	l, _ := Parse(tag)
	return l
}

// HTML is the value for a lang attribute and for Content-Language.
func (l Lang) HTML() string {
	if l == ZH {
		return "zh-Hans"
	}
	return string(l)
}

// Negotiate picks the language of an Accept-Language header: the one with the
// highest quality that we have, the earlier of equals, otherwise fallback.
func Negotiate(header string, fallback Lang) Lang {
	best, quality := fallback, 0.0
	for i, part := range strings.Split(header, ",") {
		if i == 20 { // a browser sends five; more is somebody playing
			break
		}
		tag, params, _ := strings.Cut(part, ";")
		l, ok := Parse(tag)
		if q := weight(params); ok && q > quality {
			best, quality = l, q
		}
	}
	return best
}

// weight reads "q=0.8"; 1 when there is none, 0 when it cannot be read.
func weight(params string) float64 {
	v, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(v, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

// chain is where a language's texts are looked for, in order.
func chain(l Lang) []Lang {
	if l == ZHHant {
		return []Lang{ZHHant, ZH}
	}
	return []Lang{l}
}

// Pick chooses among texts that somebody wrote in several languages (policy
// texts, titles): the reader's own, its fallback, Chinese, English, any. What is
// in simplified characters only is written in traditional ones for their readers.
func Pick(l Lang, texts map[string]string) string {
	if l == ZHHant && texts[string(ZHHant)] == "" && texts[string(ZH)] != "" {
		return Traditional(texts[string(ZH)])
	}
	for _, try := range append(chain(l), ZH, EN) {
		if s := texts[string(try)]; s != "" {
			return s
		}
	}
	keys := make([]string, 0, len(texts))
	for k := range texts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if texts[k] != "" {
			return texts[k]
		}
	}
	return ""
}

// Readable is a text that somebody wrote, for readers of l: readers of Chinese
// read both scripts, to others a text in Chinese says nothing and is left out.
func Readable(l Lang, text string) string {
	if !l.Chinese() && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return ""
	}
	return text
}
