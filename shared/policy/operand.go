package policy

import (
	"strconv"
	"strings"
)

// An operand is a literal of a test in every form that it can be compared in,
// read once.
type operand struct {
	text    string
	ref     string
	num     float64
	isNum   bool
	span    Span
	isSpan  bool
	money   Money
	isMoney bool
	value   *Value // of a decision, at evaluation
}

// operands reads the literals of a test.
func operands(vals []string) []operand {
	all := make([]operand, 0, len(vals))
	for _, s := range vals {
		o := operand{text: s}
		o.ref, _ = strings.CutPrefix(s, "$")
		if o.ref == s {
			o.ref = ""
		}
		n, err := strconv.ParseFloat(s, 64)
		o.num, o.isNum = n, err == nil
		span, err := ParseSpan(s)
		o.span, o.isSpan = span, err == nil
		m, err := literalMoney(s)
		o.money, o.isMoney = m, err == nil
		all = append(all, o)
	}
	return all
}

// literalMoney reads "500", "500.00" or "500 USD".
func literalMoney(s string) (Money, error) {
	amount, currency, _ := strings.Cut(s, " ")
	return ParseMoney(amount, currency)
}
