package paper

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"yingbin/shared/i18n"
)

// A Fact is one line of a sheet's head: "接待级别: 高级".
type Fact struct {
	Label string
	Value string
}

// What the numbers of a column count.
const (
	Count   = "count"
	Sum     = "money" // in the currency that the heading names
	Percent = "percent"
	Score   = "score"
)

// A Column is a table's column; Width is in characters, 0 for 14. Unit says
// what its numbers are; empty: no numbers, or such as speak for themselves.
type Column struct {
	Label string
	Width float64
	Unit  string
}

// An Amount is money as a reader writes it; a workbook gets the number, in the
// format of its currency.
type Amount struct {
	Lang     i18n.Lang
	Minor    int64
	Currency string
}

// String writes the amount; none is empty.
func (a Amount) String() string {
	if a.Minor == 0 {
		return ""
	}
	return i18n.Money(a.Lang, a.Minor, a.Currency)
}

// Sign is what stands before the number: "¥", "CNY ".
func (a Amount) Sign() string { return strings.TrimSuffix(i18n.Money(a.Lang, 0, a.Currency), "0") }

// A Day is a date without an hour.
type Day time.Time

// String writes the day as files do.
func (d Day) String() string { return time.Time(d).Format(time.DateOnly) }

// A Table is a titled table. A cell is a string, a number (int, int64,
// float64), an Amount, a time.Time at the site, a Day or nil; anything else is
// written as fmt would.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]any
}

// A Sheet is one page of a workbook: title, facts, tables one below another, notes.
type Sheet struct {
	Name   string // of the tab
	Title  string
	Footer string // printed on every page, before the page number
	Facts  []Fact
	Tables []Table
	Notes  []string
}

// moment writes a time where there is one.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04")
}

// Cell writes a value as a cell's text that no program takes for a formula.
func Cell(v any) string {
	if v == nil {
		return ""
	}
	return cellText(fmt.Sprint(v))
}

// CSV writes a table as a file that spreadsheets open: UTF-8 with a byte order
// mark, CRLF, cells made safe as in a workbook.
func CSV(t Table) ([]byte, error) {
	b := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = cellText(c.Label)
	}
	rows := [][]string{head}
	for _, row := range t.Rows {
		line := make([]string, len(row))
		for i, v := range row {
			switch v := v.(type) {
			case int, int64, float64:
				line[i] = fmt.Sprint(v)
			case time.Time:
				line[i] = moment(v)
			default:
				line[i] = Cell(v)
			}
		}
		rows = append(rows, line)
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, broken("sheet-unwritable", err)
	}
	return b.Bytes(), nil
}
