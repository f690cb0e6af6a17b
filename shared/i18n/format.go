package i18n

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Date writes the day of t where t is ("11月24日(周二)", "Tue 24 Nov"), with
// the year when it is not now's; a zero now always gives the year.
func Date(l Lang, t, now time.Time) string {
	key := "time.date"
	if now.IsZero() || now.In(t.Location()).Year() != t.Year() {
		key = "time.date-year"
	}
	return written(l, key, func(name string) (string, bool) {
		switch name {
		case "year":
			return strconv.Itoa(t.Year()), true
		case "month":
			return MonthName(l, t), true
		case "day":
			return strconv.Itoa(t.Day()), true
		case "weekday":
			return Weekday(l, t), true
		}
		return "", false
	})
}

// Weekday writes the short name of a day ("周二", "Tue").
func Weekday(l Lang, t time.Time) string {
	return T(l, "time.weekday."+strconv.Itoa(int(t.Weekday())))
}

// Month writes a month with its year ("2026年11月", "Nov 2026").
func Month(l Lang, t time.Time) string {
	return T(l, "time.month-year", Args{"year": t.Year(), "month": MonthName(l, t)})
}

// MonthName writes the month of t alone ("11月", "Nov").
func MonthName(l Lang, t time.Time) string { return T(l, "time.month."+strconv.Itoa(int(t.Month()))) }

// Clock writes the time of day, the same in every language: "09:30".
func Clock(t time.Time) string { return t.Format("15:04") }

// A Moment is a time as an argument of a text; Now says which year is this one.
type Moment struct{ At, Now time.Time }

// Text writes the day and the hour.
func (m Moment) Text(l Lang) string { return DateTime(l, m.At, m.Now) }

// DateTime writes day and time of t where t is ("11月24日(周二)09:30",
// "Tue 24 Nov, 09:30"), with the year as Date does.
func DateTime(l Lang, t, now time.Time) string {
	return written(l, "time.at", func(name string) (string, bool) {
		switch name {
		case "date":
			return Date(l, t, now), true
		case "clock":
			return Clock(t), true
		}
		return "", false
	})
}

// Period writes from and to, the day once when it is the same.
func Period(l Lang, from, to, now time.Time) string {
	to = to.In(from.Location())
	end := DateTime(l, to, now)
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		end = Clock(to)
	}
	return T(l, "time.period", DateTime(l, from, now), end)
}

// Span writes how far away something is, d from now on: "2 小时后",
// "in 2 hours", "3 days ago".
func Span(l Lang, d time.Duration) string {
	switch {
	case d > -time.Minute && d < time.Minute:
		return T(l, "time.now")
	case d < 0:
		return T(l, "time.ago", Length(l, -d))
	}
	return T(l, "time.in", Length(l, d))
}

// Length writes a duration in its largest fitting unit: minutes below an
// hour and a half, hours below two days, then days.
func Length(l Lang, d time.Duration) string {
	switch {
	case d < 90*time.Minute:
		return T(l, "time.minutes", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return T(l, "time.hours", int(d.Round(time.Hour)/time.Hour))
	}
	return T(l, "time.days", int((d+12*time.Hour)/(24*time.Hour)))
}

// Number writes a whole number with its thousands grouped: "1,200".
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Money writes an amount in minor units (fen, cents) of an ISO 4217 currency:
// "¥1,200" to Chinese readers, "CNY 1,200" to others; decimals only when
// there are any.
func Money(l Lang, minor int64, currency string) string {
	sign, abs := "", minor
	if minor < 0 {
		sign, abs = "-", -minor
	}
	s := Number(abs / 100)
	if cents := abs % 100; cents != 0 {
		s += "." + strconv.FormatInt(100+cents, 10)[1:]
	}
	if key := "money." + currency; Has(l, key) {
		return sign + T(l, key, s)
	}
	return sign + currency + " " + s
}

// Amount is Money for the public decimal form ("800.00"); what is no amount
// is written as it is.
func Amount(l Lang, amount, currency string) string {
	whole, cents, _ := strings.Cut(amount, ".")
	minor, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil || len(cents) > 2 {
		return strings.TrimSpace(currency + " " + amount)
	}
	return Money(l, minor, currency)
}

// List joins items as a sentence does: "甲、乙和丙", "a, b and c".
func List(l Lang, items ...string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := len(items) - 1
	return T(l, "list.last", strings.Join(items[:last], T(l, "list.between")), items[last])
}

// Addressed is how a letter addresses a person: Chinese ones by name and
// position, as one speaks to him; a position in other letters is left out.
func Addressed(l Lang, name, position string) string {
	if !l.Chinese() || position == "" || strings.ContainsFunc(position, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return name
	}
	return name + position
}

// home finds numbers of the Chinese network as they are written at home: a
// mobile phone, or an area code with its number.
var home = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})|0(\d{2,3})[ -](\d{4})[ -]?(\d{3,4}))$`)
})

// Phone writes a number for a reader: who does not read Chinese may call from
// abroad and gets a Chinese number with its country.
func Phone(l Lang, number string) string {
	if l.Chinese() {
		return number
	}
	parts := home().FindStringSubmatch(number)
	if parts == nil {
		return number
	}
	return "+86 " + strings.Join(slices.DeleteFunc(parts[1:], func(s string) bool { return s == "" }), " ")
}

// Person writes a name with its position, where there is one: "王建国（总经理）".
func Person(l Lang, name, position string) string {
	if position == "" {
		return name
	}
	return T(l, "person.position", name, position)
}
