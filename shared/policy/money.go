package policy

import (
	"encoding/json"
	"strconv"
	"strings"

	"yingbin/shared/fault"
)

// Currency is the one that amounts in policies are in unless they name another.
const Currency = "CNY"

// Money is an amount in minor units (fen, cents) of an ISO 4217 currency. In
// JSON it is {"amount":"800.00","currency":"CNY"}. The zero Money is none.
type Money struct {
	Minor    int64
	Currency string
}

// Yuan makes an amount of whole units in the default currency.
func Yuan(n int64) Money { return Money{Minor: n * 100, Currency: Currency} }

// ParseMoney reads a decimal amount ("800", "800.00", "-0.5") of a currency;
// an empty currency is the default one. Errors are faults with code "invalid".
func ParseMoney(amount, currency string) (Money, error) {
	if currency == "" {
		currency = Currency
	}
	whole, cents, dot := strings.Cut(strings.TrimPrefix(amount, "-"), ".")
	bad := fault.Field("", "invalid", amount)
	if len(currency) != 3 || currency != strings.ToUpper(currency) || !digits(whole) || dot && (!digits(cents) || len(cents) > 2) {
		return Money{}, bad
	}
	n, err := strconv.ParseInt(whole+(cents + "00")[:2], 10, 64)
	if err != nil || n > 1e15 {
		return Money{}, bad
	}
	if strings.HasPrefix(amount, "-") {
		n = -n
	}
	return Money{Minor: n, Currency: currency}, nil
}

// digits tells whether s is one or more of 0–9.
func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// Amount is the decimal form with two places: "800.00".
func (m Money) Amount() string {
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatInt(n/100, 10) + "." + strconv.FormatInt(100+n%100, 10)[1:]
}

// String is the form that policies and logs use: "800.00 CNY".
func (m Money) String() string { return m.Amount() + " " + m.Currency }

// IsZero tells whether there is no amount at all; 0.00 of a currency is one.
func (m Money) IsZero() bool { return m == Money{} }

// Add sums two amounts; the zero Money takes the other's currency. Amounts of
// different currencies cannot be added: ok is false.
func (m Money) Add(o Money) (sum Money, ok bool) {
	switch {
	case m.IsZero():
		return o, true
	case o.IsZero():
		return m, true
	}
	return Money{m.Minor + o.Minor, m.Currency}, m.Currency == o.Currency
}

// Times multiplies an amount.
func (m Money) Times(n int) Money { return Money{m.Minor * int64(n), m.Currency} }

// wire is Money in JSON.
type wire struct {
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
}

// MarshalJSON writes the public form; the zero Money is null.
func (m Money) MarshalJSON() ([]byte, error) {
	if m.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(wire{m.Amount(), m.Currency})
}

// UnmarshalJSON reads the public form; null is the zero Money.
func (m *Money) UnmarshalJSON(raw []byte) error {
	if string(raw) == "null" {
		*m = Money{}
		return nil
	}
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	got, err := ParseMoney(w.Amount, w.Currency)
	if err != nil {
		return err
	}
	*m = got
	return nil
}
