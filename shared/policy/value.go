package policy

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Type is the type of a fact, a field or a decision.
type Type string

// The types. A choice is a string of an ordered list of choices; a rank is a
// number, greater is higher; a list is a set of strings; a strength is one of
// the strengths of a rule.
const (
	TypeText     Type = "text"
	TypeChoice   Type = "choice"
	TypeYesNo    Type = "yes-no"
	TypeNumber   Type = "number"
	TypeMoney    Type = "money"
	TypeTime     Type = "time"
	TypeDate     Type = "date"
	TypeSpan     Type = "span"
	TypeList     Type = "list"
	TypeRole     Type = "role"
	TypeRank     Type = "rank"
	TypeStrength Type = "strength"
	TypeStaff    Type = "staff" // a person of the company, in the rows of a paper
	TypeEntry    Type = "entry" // an entry of the plan, in the rows of a paper
)

// form is how a Value is held.
type form uint8

const (
	unknown  form = iota // nobody has said yet
	none                 // there is no such thing
	text                 // text, choice, role, strength
	yesNo                //
	number               // number, rank
	money                //
	instant              // time, date
	length               // a span as written
	interval             // the time between two instants, compared in the test's unit
	set                  // list
)

// A Value is what is known about a fact: unknown (the zero Value), none, or a
// value. It is immutable.
type Value struct {
	form   form
	str    string
	num    float64
	money  Money
	at, to time.Time
	span   Span
	set    []string
}

// None says that there is no such thing, which is not the same as unknown.
func None() Value { return Value{form: none} }

// String makes a text or choice. An empty string is a field that nobody has
// filled in: unknown.
func String(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{form: text, str: s}
}

// Bool makes a yes or no.
func Bool(b bool) Value {
	if b {
		return Value{form: yesNo, num: 1}
	}
	return Value{form: yesNo}
}

// Number makes a number or a rank.
func Number(n float64) Value { return Value{form: number, num: n} }

// Amount makes an amount of money; the zero Money is unknown.
func Amount(m Money) Value {
	if m.IsZero() {
		return Value{}
	}
	return Value{form: money, money: m}
}

// At makes a point in time; the zero time is unknown.
func At(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return Value{form: instant, at: t}
}

// Length makes a span; the zero Span is unknown.
func Length(s Span) Value {
	if s.IsZero() {
		return Value{}
	}
	return Value{form: length, span: s}
}

// Between makes the time from one instant to another. It is compared in the
// unit of the test: "< 3d" counts midnights, "< 72h" hours.
func Between(from, to time.Time) Value {
	if from.IsZero() || to.IsZero() {
		return Value{}
	}
	return Value{form: interval, at: from, to: to}
}

// Set makes a set of strings, which may be empty.
func Set(items ...string) Value { return Value{form: set, set: slices.Clone(items)} }

// Known tells whether it is known what the fact is: a value or none.
func (v Value) Known() bool { return v.form != unknown }

// IsNone tells whether it is known that there is no such thing.
func (v Value) IsNone() bool { return v.form == none }

// Given tells whether there is a value. An empty set is none.
func (v Value) Given() bool {
	return v.form > none && (v.form != set || len(v.set) > 0)
}

// Money gives the amount, where it is one.
func (v Value) Money() (Money, bool) { return v.money, v.form == money }

// Span gives the span, where it is one.
func (v Value) Span() (Span, bool) { return v.span, v.form == length }

// Time gives the point in time, where it is one.
func (v Value) Time() (time.Time, bool) { return v.at, v.form == instant }

// Number gives the number or rank, where it is one.
func (v Value) Number() (float64, bool) { return v.num, v.form == number }

// Bool gives yes or no, where it is that.
func (v Value) Bool() (yes, ok bool) { return v.num == 1, v.form == yesNo }

// Strings gives the text or choice, or the elements of a set.
func (v Value) Strings() []string {
	switch v.form {
	case text:
		return []string{v.str}
	case set:
		return slices.Clone(v.set)
	}
	return nil
}

// String is the plain form of the value, as logs, JSON and keys have it:
// "high", "true", "3", "800.00 CNY", RFC 3339, "24h", "a, b"; "" when unknown
// or none.
func (v Value) String() string {
	switch v.form {
	case text:
		return v.str
	case yesNo:
		return strconv.FormatBool(v.num == 1)
	case number:
		return strconv.FormatFloat(v.num, 'f', -1, 64)
	case money:
		return v.money.String()
	case instant:
		return v.at.Format(time.RFC3339)
	case interval:
		return v.to.Sub(v.at).String()
	case length:
		return v.span.String()
	case set:
		return strings.Join(v.set, ", ")
	}
	return ""
}

// Equal tells whether two values are the same.
func (v Value) Equal(o Value) bool {
	return v.form == o.form && v.str == o.str && v.num == o.num && v.money == o.money &&
		v.at.Equal(o.at) && v.to.Equal(o.to) && v.span == o.span && slices.Equal(v.set, o.set)
}

// MarshalJSON writes numbers, booleans and lists as such, money in its public
// form, everything else as text; null when unknown or none.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.form {
	case unknown, none:
		return []byte("null"), nil
	case yesNo:
		return json.Marshal(v.num == 1)
	case number:
		return json.Marshal(v.num)
	case money:
		return json.Marshal(v.money)
	case set:
		return json.Marshal(v.set)
	}
	return json.Marshal(v.String())
}
