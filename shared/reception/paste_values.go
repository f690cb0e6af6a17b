package reception

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// cell reads one cell of a known column into the guest.
func (p *paster) cell(row int, column, s string, g *Guest) {
	if column != "main" && isNothing(s) {
		return
	}
	switch column {
	case "email", "phone":
		p.contact(row, column, s, g)
	case "name":
		p.text(row, column, hanName(s), &g.Name)
	case "position":
		if !isSalutation(s) {
			p.text(row, column, s, &g.Position)
		}
	case "latin":
		p.text(row, column, s, &g.Latin)
	case "latin_position":
		p.text(row, column, s, &g.LatinPosition)
	case "organisation":
		p.text(row, column, s, &g.Organisation)
	case "diet":
		p.limited(row, column, s, 200, &g.Diet)
	case "kind":
		p.limited(row, column, kindOf(s), 60, &g.Kind)
	case "main":
		p.mark(row, s, g)
	case "language":
		if g.Language = languageOf(s); g.Language == "" {
			p.problem(row, column, s, "invalid")
		}
	}
}

// contact takes a number or an address for what it is: people put either into
// one column.
func (p *paster) contact(row int, column, s string, g *Guest) {
	switch {
	case column == "phone" && looksEmail(s) && g.Email == "":
		p.email(row, s, g)
	case column == "email" && looksPhone(s) && g.Phone == "", column == "phone":
		p.phone(row, s, g)
	default:
		p.email(row, s, g)
	}
}

// text takes a name, position or organisation; a date or a bare number there
// is what a spreadsheet has made of something else.
func (p *paster) text(row int, column, s string, to *string) {
	if isDate(s) || strings.Trim(s, "0123456789.") == "" && s != "" {
		p.problem(row, column, s, "invalid")
		return
	}
	limit := 100
	if column == "organisation" {
		limit = 200
	}
	p.limited(row, column, strings.Map(narrowLetter, s), limit, to)
}

// limited takes a text and cuts what is too long.
func (p *paster) limited(row int, column, s string, limit int, to *string) {
	if utf8.RuneCountInString(s) > limit {
		p.problem(row, column, s, "too-long")
		s = strings.TrimSpace(shorten(s, limit))
	}
	*to = s
}

// mark reads a yes or no; only the first main guest is one.
func (p *paster) mark(row int, s string, g *Guest) {
	switch strings.ToLower(s) {
	case "是", "对", "主宾", "主", "√", "✓", "✔", "y", "yes", "true", "1", "x", "v", "main", "●", "★":
		if p.main {
			p.problem(row, "main", s, "duplicate")
			return
		}
		p.main, g.Main = true, true
	case "否", "不是", "n", "no", "false", "0", "-", "—", "/", "×", "无":
	default:
		p.problem(row, "main", s, "invalid")
	}
}

// email takes an address, with or without "mailto:" and a name around it.
func (p *paster) email(row int, s string, g *Guest) {
	address := strings.Map(narrow, s)
	if i, j := strings.IndexByte(address, '<'), strings.IndexByte(address, '>'); i >= 0 && j > i {
		address = address[i+1 : j]
	}
	address = strings.Trim(strings.TrimPrefix(strings.TrimSpace(address), "mailto:"), " .,;，。；")
	if !looksEmail(address) {
		p.problem(row, "email", s, "invalid")
		return
	}
	p.limited(row, "email", address, 200, &g.Email)
}

// Patterns are read when the first table is pasted, not at every start.
var (
	shortNumber = pattern(`^\d(\.\d+)?[eE]\+?\d+$`) // 1.38E+10: the spreadsheet kept only the first digits
	mobile      = pattern(`^(\+?86)?(1[3-9]\d{9})$`)
	phoneText   = pattern(`^[+\d(][\d\s()+./;,、#*xX转extEXT-]*$`)
)

// pattern reads an expression when it is first asked for.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// phone takes a telephone number; a Chinese mobile number is written in one piece.
func (p *paster) phone(row int, s string, g *Guest) {
	n := strings.TrimSuffix(strings.TrimLeft(strings.Map(narrow, s), "'‘’`"), ".0")
	switch {
	case !looksPhone(n) || shortNumber().MatchString(n) || isDate(n):
		p.problem(row, "phone", s, "invalid")
		return
	case mobile().MatchString(digitsOf(n, "+")):
		m := mobile().FindStringSubmatch(digitsOf(n, "+"))
		n = m[2]
		if m[1] != "" {
			n = "+86 " + n
		}
	}
	p.limited(row, "phone", n, 40, &g.Phone)
}

// languageOf reads a language's name or tag; "" for one that is not offered.
func languageOf(s string) string {
	switch l := strings.ToLower(strings.Map(narrow, s)); l {
	case "中文", "汉语", "普通话", "国语", "简体", "简体中文", "华语", "chinese", "mandarin", "zh", "zh-cn", "zh-hans", "cn":
		return "zh"
	case "繁体", "繁體", "繁体中文", "繁體中文", "zh-hant", "zh-tw", "zh-hk", "traditional chinese":
		return "zh-Hant"
	case "英文", "英语", "english", "en", "en-us", "en-gb", "eng":
		return "en"
	}
	return ""
}

// kindOf writes a kind as policies do, where it is in Latin letters: "Middle
// manager" is middle-manager. Other words are left for the form to match.
func kindOf(s string) string {
	if hasHan(s) {
		return s
	}
	return strings.ReplaceAll(strings.ToLower(s), " ", "-")
}

// looksEmail tells an address by its parts.
func looksEmail(s string) bool {
	s = strings.Map(narrow, s)
	local, domain, ok := strings.Cut(s, "@")
	return ok && local != "" && !strings.ContainsAny(s, " \t\"(),:;<>[]\\") && !strings.Contains(domain, "@") &&
		strings.Contains(strings.Trim(domain, "."), ".") && !strings.Contains(domain, "..") && !strings.HasPrefix(domain, ".")
}

// looksPhone tells a number of at least six digits, also a shortened one.
func looksPhone(s string) bool {
	s = strings.TrimLeft(strings.Map(narrow, s), "'‘’`")
	n := len(digitsOf(s, ""))
	return shortNumber().MatchString(s) || phoneText().MatchString(s) && n >= 6 && n <= 30 && !isDate(s)
}

// looksContact tells either of the two.
func looksContact(s string) bool { return looksEmail(s) || looksPhone(s) }

// digitsOf gives the ASCII digits of a text, and the characters in also.
func digitsOf(s, also string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || strings.ContainsRune(also, r) {
			return r
		}
		return -1
	}, s)
}

var dates = pattern(`^(\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]?$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}( \d{1,2}:\d{2}(:\d{2})?)?$|^\d{1,2}[-/ ](?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([-/ ]\d{2,4})?$`)

// isDate tells a date as spreadsheets write it, or as the day number behind it.
func isDate(s string) bool {
	s = strings.Map(narrow, s)
	return dates().MatchString(s) || len(s) == 5 && s >= "30000" && s <= "69999" && digitsOf(s, "") == s
}

// looksOrganisation tells a company by its legal form.
func looksOrganisation(s string) bool {
	for _, w := range []string{"公司", "集团", "大学", "学院", "研究院", "研究所", "事务所", "厂", "局", "银行", "医院", "协会"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "ltd", "inc", "gmbh", "llc", "corp", "corporation", "company", "limited", "plc", "ag", "bv", "pte", "university", "group", "bank":
			return true
		}
	}
	return false
}

// looksPosition tells a position by its last word.
func looksPosition(s string) bool {
	for _, w := range []string{"经理", "总监", "总裁", "主任", "主管", "工程师", "董事", "董事长", "助理", "秘书", "处长", "科长", "部长", "局长", "院长", "教授", "专员", "总", "翻译", "顾问", "会计", "技术员", "设计师", "厂长", "书记"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch w {
		case "manager", "director", "ceo", "cto", "cfo", "coo", "president", "engineer", "vp", "head", "chief", "assistant", "buyer", "officer", "chairman", "secretary", "interpreter", "consultant":
			return true
		}
	}
	return false
}

// isNothing tells the signs people put into a cell that stays empty.
func isNothing(s string) bool {
	switch strings.ToLower(strings.Map(narrow, s)) {
	case "-", "--", "/", "无", "没有", "n/a", "na", "none", "待定", "tbd":
		return true
	}
	return false
}

// isSalutation tells what some lists put under "Title".
func isSalutation(s string) bool {
	switch strings.TrimRight(strings.ToLower(s), ".") {
	case "mr", "mrs", "ms", "miss", "dr", "prof", "先生", "女士", "小姐":
		return true
	}
	return false
}

// hanName closes up a Chinese name that was spaced out to align.
func hanName(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.Is(unicode.Han, r) }) {
		return s
	}
	return strings.ReplaceAll(s, " ", "")
}

// narrow gives the ASCII form of a full-width character.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '–' || r == '—' || r == '−' || r == '‐' || r == '‑':
		return '-'
	}
	return r
}

// narrowLetter is narrow for letters and digits only: the full-width signs of
// Chinese text stay.
func narrowLetter(r rune) rune {
	if n := narrow(r); n != r && (unicode.IsLetter(n) || unicode.IsDigit(n)) {
		return n
	}
	return r
}

// hasHan tells whether a text holds Chinese characters.
func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
