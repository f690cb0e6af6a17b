package i18n

import "strings"

// The figures and units in which Chinese papers spell amounts, so that nobody
// changes them afterwards.
const (
	figures     = "零壹贰叁肆伍陆柒捌玖"
	figuresHant = "零壹貳參肆伍陸柒捌玖"
)

// Spelled writes an amount of yuan as Chinese finance writes it beside the
// figures: "壹仟贰佰元伍角整". For other readers and currencies it is empty.
func Spelled(l Lang, minor int64, currency string) string {
	if !l.Chinese() || currency != "CNY" || minor < 0 || minor >= 1e14 {
		return ""
	}
	digits, yuan, hundred := []rune(figures), "元", "佰仟"
	groups := []string{"", "万", "亿"}
	if l == ZHHant {
		digits, groups = []rune(figuresHant), []string{"", "萬", "億"}
	}
	whole := spelledWhole(minor/100, digits, groups, []rune("拾"+hundred))
	jiao, fen := minor/10%10, minor%10
	switch {
	case jiao == 0 && fen == 0:
		return whole + yuan + "整"
	case fen == 0:
		return whole + yuan + string(digits[jiao]) + "角整"
	case jiao == 0:
		return whole + yuan + string(digits[0]) + string(digits[fen]) + "分"
	}
	return whole + yuan + string(digits[jiao]) + "角" + string(digits[fen]) + "分"
}

// spelledWhole spells a whole number: four figures at a time, a zero for each gap.
func spelledWhole(n int64, digits []rune, groups []string, places []rune) string {
	if n == 0 {
		return string(digits[0])
	}
	var b strings.Builder
	gap := false
	for g := len(groups) - 1; g >= 0; g-- {
		unit := int64(1)
		for range g {
			unit *= 10000
		}
		four := n / unit % 10000
		for place, ten := 3, int64(1000); place >= 0; place, ten = place-1, ten/10 {
			d := four / ten % 10
			if d == 0 {
				gap = b.Len() > 0
				continue
			}
			if gap {
				b.WriteRune(digits[0])
				gap = false
			}
			b.WriteRune(digits[d])
			if place > 0 {
				b.WriteRune(places[place-1])
			}
		}
		if four > 0 {
			b.WriteString(groups[g])
		}
	}
	return b.String()
}
