package web

import (
	"yingbin/shared/i18n"
	"yingbin/shared/paper"
	"yingbin/shared/policy"
	"yingbin/shared/report"
)

// A ReportPart is one part of a report in the reader's language: the same
// tables stand on the page, on paper and in the workbook.
type ReportPart struct {
	ID     string // volume, cost, deadlines or satisfaction
	Title  string
	Tables []ReportTable
}

// A ReportTable is a table with the chart that shows it.
type ReportTable struct {
	paper.Table
	Sum  bool // the last row sums the others up
	Draw Drawing
}

// A Drawing says which columns of a table a chart shows. Over months it draws
// columns, or lines of what is an average; otherwise one bar a row.
type Drawing struct {
	Months       []string // their short names; nil: no months
	Line         bool
	Value, Other int     // columns; Other 0: nothing to compare with
	Top          float64 // full scale; 0: as the values are
	Legend       [2]string
	Unit         string // written beside the legend
}

// A reportWriter writes tables in the reader's language.
type reportWriter struct {
	lang i18n.Lang
	view report.View
}

// ReportParts lays out what a reader may see of a report.
func ReportParts(l i18n.Lang, v report.View) []ReportPart {
	w := reportWriter{l, v}
	var list []ReportPart
	add := func(id string, there bool, tables func() []ReportTable) {
		if there {
			list = append(list, ReportPart{ID: id, Title: w.t(id), Tables: tables()})
		}
	}
	add("volume", v.Volume != nil, w.volume)
	add("cost", v.Cost != nil, w.cost)
	add("deadlines", v.Deadlines != nil, w.deadlines)
	add("satisfaction", v.Satisfaction != nil, w.satisfaction)
	return list
}

// Compared says whether anything of the year before is there to compare with.
func Compared(v report.View) bool {
	return v.Volume != nil && v.Volume.Total.Before > 0 || v.Cost != nil && v.Cost.Before.Minor > 0
}

func (w reportWriter) t(key string, args ...any) string {
	return i18n.T(w.lang, "report."+key, args...)
}

// month writes a month of the report.
func (w reportWriter) month(month string) string {
	start, err := report.MonthStart(month)
	if err != nil {
		return month
	}
	return i18n.Month(w.lang, start)
}

// short writes a month without its year.
func (w reportWriter) short(month string) string {
	start, err := report.MonthStart(month)
	if err != nil {
		return month
	}
	return i18n.MonthName(w.lang, start)
}

// department names the one that was asked for.
func (w reportWriter) department() string {
	for _, d := range w.view.Departments {
		if d.ID == w.view.Department {
			return d.Name
		}
	}
	return ""
}

// word names a level, a category or a question.
func (w reportWriter) word(kind, id string) string { return ReportWord(w.lang, kind, id) }

// ReportWord names a level, a category, a deadline or a question; one that no
// message knows by its id.
func ReportWord(l i18n.Lang, kind, id string) string {
	if id == "" {
		id = "none"
	}
	for _, key := range []string{"report." + kind + "." + id, "reception." + kind + "." + id, "word." + id} {
		if i18n.Has(l, key) {
			return i18n.T(l, key)
		}
	}
	return id
}

// A column is named by a message; where its unit is money, also by the currency.
type column struct{ key, unit string }

// table begins a table whose first column names the rows. A column "before"
// is left out where there is nothing to compare with.
func (w reportWriter) table(title, first string, columns ...column) *ReportTable {
	t := &ReportTable{Table: paper.Table{Title: w.t(title), Columns: []paper.Column{{Label: w.t(first), Width: 26}}}}
	for _, c := range columns {
		label := w.t(c.key)
		if c.unit == paper.Sum {
			label = w.t("in-unit", label, w.currency())
		}
		t.Columns = append(t.Columns, paper.Column{Label: label, Unit: c.unit})
	}
	return t
}

// add adds a row; nothing to compare with is an empty cell.
func (t *ReportTable) add(name string, cells ...any) {
	t.Rows = append(t.Rows, append([]any{name}, cells...))
}

// years lets a chart show a column beside the same of the year before.
func (t *ReportTable) years(w reportWriter, value, other int, unit string) {
	t.Draw.Value, t.Draw.Unit, t.Draw.Legend[0] = value, unit, w.t("in-year", w.view.Year)
	if Compared(w.view) {
		t.Draw.Other, t.Draw.Legend[1] = other, w.t("in-year", w.view.Year-1)
	}
}

// ready leaves out what nothing is known of: the year before.
func (t *ReportTable) ready(w reportWriter, before int) ReportTable {
	if before == 0 || Compared(w.view) {
		return *t
	}
	drop := func(i int) bool { return i == before }
	t.Columns = without(t.Columns, drop)
	for i := range t.Rows {
		t.Rows[i] = without(t.Rows[i], drop)
	}
	if t.Draw.Value > before {
		t.Draw.Value--
	}
	return *t
}

// without leaves out the places of a list that drop names.
func without[T any](list []T, drop func(i int) bool) []T {
	var kept []T
	for i, x := range list {
		if !drop(i) {
			kept = append(kept, x)
		}
	}
	return kept
}

// yuan is an amount as a number that a spreadsheet can add up; nothing is an empty cell.
func yuan(m policy.Money) any {
	if m.IsZero() {
		return nil
	}
	return float64(m.Minor) / 100
}

// known is a number, of which 0 means that there is none.
func known(x float64) any {
	if x == 0 {
		return nil
	}
	return x
}

// currency is the sign that amounts are counted in.
func (w reportWriter) currency() string {
	code := w.view.Cost.Claimed.Currency
	if code == "" || code == "CNY" {
		return w.t("yuan")
	}
	return code
}

func (w reportWriter) volume() []ReportTable {
	v := w.view.Volume
	columns := []column{{"receptions", paper.Count}, {"before", paper.Count}, {"guests", paper.Count}}
	months := w.table("by-month", "month", columns...)
	for _, m := range v.Months {
		months.add(w.month(m.Month), m.Receptions, m.Before, m.Guests)
		months.Draw.Months = append(months.Draw.Months, w.short(m.Month))
	}
	months.add(w.t("total"), v.Total.Receptions, v.Total.Before, v.Total.Guests)
	months.Sum = true
	levels, departments := w.table("by-level", "level", columns...), w.table("by-department", "department", columns...)
	for _, n := range v.Levels {
		levels.add(w.word("level", n.ID), n.Receptions, n.Before, n.Guests)
	}
	for _, n := range v.Departments {
		departments.add(n.Name, n.Receptions, n.Before, n.Guests)
	}
	var out []ReportTable
	for _, t := range []*ReportTable{months, levels, departments} {
		t.years(w, 1, 2, w.t("times"))
		out = append(out, t.ready(w, 2))
	}
	return out
}

func (w reportWriter) cost() []ReportTable {
	v := w.view.Cost
	caps := w.table("against-caps", "category", column{"claimed", paper.Sum}, column{"allowed", paper.Sum}, column{"capped", paper.Sum}, column{"cap", paper.Sum})
	for _, c := range v.Categories {
		caps.add(w.word("category", c.Category), yuan(c.Claimed), yuan(c.Allowed), yuan(c.Capped), yuan(c.Cap))
	}
	caps.Draw = Drawing{Value: 3, Other: 4, Legend: [2]string{w.t("capped"), w.t("cap")}, Unit: w.currency()}
	months := w.table("by-month", "month", column{"claimed", paper.Sum}, column{"allowed", paper.Sum}, column{"before", paper.Sum})
	for _, m := range v.Months {
		months.add(w.month(m.Month), yuan(m.Claimed), yuan(m.Allowed), yuan(m.Before))
		months.Draw.Months = append(months.Draw.Months, w.short(m.Month))
	}
	months.add(w.t("total"), yuan(v.Claimed), yuan(v.Allowed), yuan(v.Before))
	months.Sum = true
	months.years(w, 2, 3, w.currency())
	return []ReportTable{caps.ready(w, 0), months.ready(w, 3), w.costLines("by-level", "level", v.Levels),
		w.costLines("by-department", "department", v.Departments), w.costLines("by-customer", "customer", v.Customers)}
}

// costLines is the table of what costs were for.
func (w reportWriter) costLines(title, first string, lines []report.CostLine) ReportTable {
	t := w.table(title, first, column{"receptions", paper.Count}, column{"allowed", paper.Sum}, column{"each", paper.Sum})
	for _, l := range lines {
		name := l.Name
		if first == "level" {
			name = w.word("level", l.ID)
		}
		t.add(name, l.Receptions, yuan(l.Allowed), yuan(l.Each))
	}
	t.Draw = Drawing{Value: 2, Legend: [2]string{w.t("allowed")}, Unit: w.currency()}
	return *t
}

func (w reportWriter) deadlines() []ReportTable {
	columns := []column{{"kept", paper.Count}, {"missed", paper.Count}, {"share", paper.Percent}, {"before", paper.Percent}}
	kinds, months := w.table("by-deadline", "deadline", columns...), w.table("by-month", "month", columns...)
	for _, d := range w.view.Deadlines.Lines {
		kinds.add(w.word("deadline", d.What), d.Kept, d.Missed, shareOf(d), known(d.Before))
	}
	for _, d := range w.view.Deadlines.Months {
		months.add(w.month(d.What), d.Kept, d.Missed, shareOf(d), known(d.Before))
		months.Draw.Months = append(months.Draw.Months, w.short(d.What))
	}
	var out []ReportTable
	for _, t := range []*ReportTable{kinds, months} {
		t.Draw.Top, t.Draw.Line = 100, true
		t.years(w, 3, 4, "%")
		out = append(out, t.ready(w, 4))
	}
	return out
}

// shareOf is the share that was kept; of nothing there is none.
func shareOf(d report.DeadlineLine) any {
	if d.Kept+d.Missed == 0 {
		return nil
	}
	return d.Share
}

func (w reportWriter) satisfaction() []ReportTable {
	v := w.view.Satisfaction
	columns := []column{{"average", paper.Score}, {"before", paper.Score}, {"answers", paper.Count}}
	questions, months := w.table("by-question", "question", columns...), w.table("by-month", "month", columns...)
	for _, q := range v.Questions {
		questions.add(w.word("score", q.ID), known(q.Average), known(q.Before), q.Answers)
	}
	questions.add(w.t("all"), known(v.Average), known(v.Before), v.Answered)
	questions.Sum = true
	for _, m := range v.Months {
		months.add(w.month(m.Month), known(m.Average), known(m.Before), m.Answered)
		months.Draw.Months = append(months.Draw.Months, w.short(m.Month))
	}
	var out []ReportTable
	for _, t := range []*ReportTable{questions, months} {
		t.Draw.Top, t.Draw.Line = 5, true
		t.years(w, 1, 2, w.t("points"))
		out = append(out, t.ready(w, 2))
	}
	return out
}
