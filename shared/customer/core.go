package customer

import (
	"strings"
	"sync"
	"unicode"
)

// forms are the ends of companies' names that tell nothing of who it is.
var forms = words(`有限责任公司 股份有限公司 有限公司 分公司 总公司 公司 股份 集团 控股 实业 科技 技术
	gmbh ag kg co ltd limited inc llc corp corporation company group holding holdings plc sa bv nv spa srl oy ab`)

// cities are the beginnings, or the ends in brackets, that tell only where.
var cities = words(`中国 北京 上海 天津 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南
	四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 深圳 广州 东莞 佛山 珠海 中山 惠州 江门 汕头 湛江 南京 苏州 无锡 常州 南通 扬州
	徐州 昆山 杭州 宁波 温州 嘉兴 绍兴 金华 台州 合肥 芜湖 福州 厦门 泉州 漳州 南昌 赣州 济南 青岛 烟台 潍坊 淄博 威海 郑州 洛阳 武汉 宜昌 襄阳
	长沙 株洲 湘潭 南宁 柳州 桂林 海口 三亚 成都 绵阳 贵阳 昆明 西安 咸阳 兰州 西宁 银川 乌鲁木齐 石家庄 唐山 保定 太原 大同 呼和浩特 包头
	沈阳 大连 鞍山 长春 哈尔滨 大庆 china shenzhen shanghai beijing guangzhou`)

// kinds of places, as they follow a name: 深圳市.
const placeKinds = "市省区县"

// words splits a list when it is first asked for, not at every start.
func words(text string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields(text) {
			m[w] = true
		}
		return m
	})
}

// Core is what of a company's name says who it is, as it is read: without place
// and legal form. Something is always left.
func Core(name string) []string {
	list := syllables(name, false)
	for {
		shorter := list
		if n := ends(list, forms(), false); n > 0 {
			shorter = list[:len(list)-n]
		} else if n := ends(list, cities(), false); n > 0 {
			shorter = list[:len(list)-n]
		} else if n := ends(list, cities(), true); n > 0 {
			shorter = list[n:]
		}
		if len(shorter) == len(list) || !says(shorter) {
			return readingsOf(list)
		}
		list = shorter
	}
}

// longestForm is the most syllables of a form or a place, its kind included.
const longestForm = 6

// ends counts the syllables at the beginning or the end that are a word of a list.
func ends(list []syllable, of map[string]bool, front bool) int {
	for n := min(longestForm, len(list)); n > 0; n-- {
		part := list[len(list)-n:]
		if front {
			part = list[:n]
		}
		text := ""
		for _, s := range part {
			text += s.text
		}
		if of[text] || front && of[strings.TrimRight(text, placeKinds)] {
			return n
		}
	}
	return 0
}

// says tells whether enough is left of a name: two characters or a word.
func says(list []syllable) bool {
	return len(list) > 1 || len(list) == 1 && latin(list[0].text)
}

// latin tells a word from a character.
func latin(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

func readingsOf(list []syllable) (readings []string) {
	for _, s := range list {
		readings = append(readings, s.reading)
	}
	return readings
}

// The least of a name that, contained in another, may mean the same.
const (
	leastSyllables = 3
	leastLetters   = 5
)

// SameName tells whether two cores may mean the same customer: they read alike,
// or the shorter one is contained in the longer one and long enough to tell.
func SameName(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	short := strings.Join(a, "")
	if short == "" || short == strings.Join(b, "") {
		return short != ""
	}
	if len(a) < leastSyllables && (len(a) != 1 || len(short) < leastLetters) {
		return false
	}
	for i := range b {
		for j := i + 1; j <= len(b); j++ {
			if strings.Join(b[i:j], "") == short {
				return true
			}
		}
	}
	return false
}
