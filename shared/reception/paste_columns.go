package reception

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Columns that are no field of a guest.
const (
	columnIgnored = "-"
	columnFamily  = "family"
	columnGiven   = "given"
)

// headerWords are the headings people use, in both languages, without spaces
// and signs. A heading in two languages is looked up by its parts.
var headerWords = sync.OnceValue(func() map[string]string {
	words := map[string]string{}
	for column, list := range map[string]string{
		"name": "姓名 名字 来宾 来宾姓名 客人姓名 人员姓名 来访人员 来访人 访客姓名 嘉宾 嘉宾姓名 联系人 中文姓名 name fullname guest guestname visitor visitorname " +
			"attendee contact contactname participant",
		"latin":          "英文名 英文姓名 英文名字 拼音 姓名拼音 外文名 外文姓名 护照姓名 englishname latinname pinyin nameinenglish romanizedname passportname",
		"latin_position": "英文职务 英文职位 职务英文 职位英文 englishposition englishtitle englishjobtitle positioninenglish titleinenglish",
		"position":       "职务 职位 岗位 职称 头衔 职务职位 职务职称 position title jobtitle job role designation function post rank",
		"organisation": "单位 公司 单位名称 公司名称 工作单位 所在单位 所属单位 所在公司 所属公司 来访单位 来宾单位 企业 企业名称 机构 组织 集团 客户名称 organisation organization " +
			"company companyname employer firm institution organisationname organizationname affiliation",
		"kind":     "类别 类型 来宾类别 来宾类型 来访类别 人员类别 身份 kind type category guesttype guestkind class",
		"main":     "主宾 是否主宾 主要来宾 重要来宾 主客 main mainguest principal headofdelegation lead leader 团长 领队",
		"language": "语言 语种 语言偏好 使用语言 沟通语言 language lang languages preferredlanguage",
		"email":    "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 邮件地址 email mail emailaddress mailaddress",
		"phone": "电话 手机 联系电话 手机号 手机号码 电话号码 联系方式 移动电话 联系手机 手机电话 phone mobile tel telephone cell cellphone mobilephone phonenumber " +
			"mobilenumber telno phoneno mobileno contactnumber telnumber",
		"diet": "饮食 饮食要求 饮食禁忌 饮食习惯 忌口 餐饮要求 用餐要求 禁忌 过敏 饮食偏好 diet dietary dietaryrequirements dietaryneeds dietaryrestrictions " +
			"food foodrestrictions meal mealpreference allergies allergy",
		columnFamily:  "姓 姓氏 lastname familyname surname",
		columnGiven:   "名 firstname givenname forename",
		columnIgnored: "序号 编号 号 no nr number index sn seq item",
	} {
		for w := range strings.FieldsSeq(list) {
			words[w] = column
		}
	}
	return words
})

// headerColumn finds the column that a heading names; "" for none.
func headerColumn(cell string) string {
	if utf8.RuneCountInString(cell) > 40 || strings.Contains(cell, "@") {
		return ""
	}
	if cell == "#" || cell == "№" {
		return columnIgnored
	}
	if c := headerWords()[letters(cell)]; c != "" {
		return c
	}
	bare := cell
	if i := strings.IndexAny(cell, "(（[【"); i > 0 {
		bare = cell[:i]
	}
	han, latin := "", ""
	for _, r := range letters(bare) {
		if unicode.Is(unicode.Han, r) {
			han += string(r)
		} else {
			latin += string(r)
		}
	}
	for _, part := range []string{letters(bare), han, latin} {
		if c := headerWords()[part]; c != "" {
			return c
		}
	}
	return ""
}

// letters gives the letters of a heading in lower case, and nothing else.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r = narrow(r); unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// headerScore counts the different columns that a row names.
func headerScore(cells []string) int {
	found := map[string]bool{}
	for _, cell := range cells {
		if c := headerColumn(cell); c != "" {
			found[c] = true
		}
	}
	return len(found)
}

// findHeader finds the heading among the first rows, below titles; -1 for
// none. A heading names two columns, or is the only cell and says "name".
func findHeader(records [][]string) (at int, columns []string) {
	for i := range min(len(records), 15) {
		cells := records[i]
		score := headerScore(cells)
		alone := score == 1 && filled(cells) == 1 && slices.ContainsFunc(cells, func(s string) bool { return headerColumn(s) == "name" || headerColumn(s) == "latin" })
		if score < 2 && !alone {
			continue
		}
		columns = make([]string, len(cells))
		for c, cell := range cells {
			columns[c] = headerColumn(cell)
			if name := columns[c]; name != columnIgnored && slices.Contains(columns[:c], name) {
				columns[c] = "" // the first column of a name counts
			}
		}
		if c := slices.Index(columns, "latin"); c >= 0 && !slices.ContainsFunc(columns, isName) {
			columns[c] = "name" // the only one
		}
		return i, columns
	}
	return -1, nil
}

// isName says whether a column holds names.
func isName(column string) bool {
	return column == "name" || column == columnFamily || column == columnGiven
}

// guessColumns tells columns without a heading by what they hold.
func guessColumns(records [][]string) []string {
	columns := make([]string, widest(records))
	for c := range columns {
		columns[c] = guessColumn(column(records, c), columns[:c])
	}
	for _, want := range []string{"name", "position", "organisation"} {
		for c := range columns {
			if slices.Contains(columns, want) {
				break
			}
			if columns[c] == "" && want == "name" == isNames(column(records, c)) && anyBelow(records, -1, c) {
				columns[c] = want
			}
		}
	}
	return columns
}

// guessColumn tells the columns that most of their cells give away.
func guessColumn(cells []string, taken []string) string {
	for _, g := range []struct {
		column string
		is     func(string) bool
	}{
		{"email", looksEmail}, {"phone", looksPhone}, {"phone", looksContact}, {columnIgnored, isSmallNumber}, {"organisation", looksOrganisation},
		{"position", looksPosition}, {"language", func(s string) bool { return languageOf(s) != "" }},
	} {
		if mostly(cells, g.is) && (g.column == columnIgnored || !slices.Contains(taken, g.column)) {
			return g.column
		}
	}
	return ""
}

// mostly tells whether more than half of the filled cells are so.
func mostly(cells []string, is func(string) bool) bool {
	n, all := 0, 0
	for _, c := range cells {
		if c != "" {
			all++
		}
		if c != "" && is(c) {
			n++
		}
	}
	return n*2 > all
}

// isNames tells a column that may hold names: short and without digits.
func isNames(cells []string) bool {
	return mostly(cells, func(s string) bool {
		return utf8.RuneCountInString(s) <= 40 && !strings.ContainsFunc(s, unicode.IsDigit)
	})
}

// column gives the cells of one column, of at most the first 200 rows.
func column(records [][]string, c int) []string {
	var list []string
	for _, r := range records[:min(len(records), 200)] {
		if c < len(r) {
			list = append(list, r[c])
		}
	}
	return list
}

// widest is the greatest number of cells in a row, at most 60.
func widest(records [][]string) int {
	n := 0
	for _, r := range records {
		n = max(n, len(r))
	}
	return min(n, 60)
}

// anyBelow tells whether a column holds anything below a row.
func anyBelow(records [][]string, row, c int) bool {
	for _, r := range records[row+1:] {
		if c < len(r) && r[c] != "" {
			return true
		}
	}
	return false
}

// filled counts the cells that hold something.
func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if c != "" {
			n++
		}
	}
	return n
}

// blank tells whether a row holds nothing.
func blank(cells []string) bool { return filled(cells) == 0 }

// isTotal tells the row under a list that counts it.
func isTotal(cells []string) bool {
	i := slices.IndexFunc(cells, func(s string) bool { return s != "" })
	first := strings.TrimRight(cells[i], ":： ")
	switch strings.ToLower(first) {
	case "合计", "总计", "小计", "共计", "总人数", "total", "sum":
		return true
	}
	return filled(cells) == 1 && strings.HasPrefix(first, "共") && strings.ContainsAny(first, "人位名") && strings.ContainsFunc(first, unicode.IsDigit)
}

// columnLetter names a column as spreadsheets do: A, B, … AA.
func columnLetter(c int) string {
	if c >= 26 {
		return columnLetter(c/26-1) + columnLetter(c%26)
	}
	return string(rune('A' + c))
}

// isSmallNumber tells a running number.
func isSmallNumber(s string) bool {
	n, err := strconv.Atoi(strings.TrimRight(s, ".、"))
	return err == nil && n >= 0 && n <= MaxPaste
}
